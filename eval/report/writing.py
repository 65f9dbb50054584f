"""Writes a run's reports into its folder: `report.html` and `report.md`."""

from __future__ import annotations

from pathlib import Path

from quoth.eval.report.content import report_content
from quoth.eval.report.html import to_html
from quoth.eval.report.markdown import to_markdown
from quoth.eval.runs.folder import Run
from quoth.index.errors import UsageError
from quoth.index.whole_files import write_whole

__all__ = ["write_report"]


def write_report(run: Run) -> tuple[Path, Path]:
    """Write both reports of a run, each whole or not at all, and return their paths.

    Raises:
        UsageError: the folder cannot be written.
    """
    content = report_content(run)
    return (
        _write(run.folder / "report.html", to_html(content)),
        _write(run.folder / "report.md", to_markdown(content)),
    )


def _write(path: Path, text: str) -> Path:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise UsageError(msg) from error
    return path
