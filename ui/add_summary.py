"""What `quoth add` did, as a terminal shows it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from quoth.index.text import render

if TYPE_CHECKING:
    from quoth.index.add_report import AddReport, Failure

__all__ = ["MOST_LINES", "print_report"]

MOST_LINES = 20
"""Of failures on a terminal before they are counted."""
_MOST_NAMES = 3  # of files that are passed over


def print_report(report: AddReport, folder: Path, *, dry_run: bool) -> None:
    """Print the counts of a report, then what could not be read, and where the library is.

    Args:
        folder: the library's.
        dry_run: nothing was done.
    """
    typer.echo(_counts(report, dry_run=dry_run))
    if report.n_other_files:
        typer.echo(f"{report.n_other_files} files of other formats passed over")
    if report.passed_over:
        typer.echo(_passed_over(report.passed_over))
    lines = [f"  {render(f.file)}: {render(f.reason)}" for f in report.failures]
    lines += [f"  {render(p.file)}, partly read: {render(p.reason)}" for p in report.problems]
    limit = MOST_LINES if sys.stdout.isatty() else len(lines)
    for line in lines[:limit]:
        typer.echo(line)
    if len(lines) > limit:
        typer.echo(f"  … and {len(lines) - limit} more; all of them: quoth doctor")
    if (report.added or report.replaced or report.entries) and not dry_run:
        typer.echo(f"library: {folder}")


def _counts(report: AddReport, *, dry_run: bool) -> str:
    counts = [
        (len(report.added), "would be added" if dry_run else "added"),
        (len(report.replaced), "would be replaced" if dry_run else "replaced"),
        (len(report.moved), "moved"),
        (len(report.removed), "would be removed" if dry_run else "removed"),
        (report.n_unchanged, "unchanged"),
        (len(report.described), "described anew by a bibliography"),
        (len(report.entries), "entries without a file"),
        (len(report.failures), "could not be read"),
    ]
    said = [f"{count} {what}" for count, what in counts if count]
    passages = f" ({report.n_passages} passages)" if report.n_passages else ""
    return (", ".join(said) or "no readable files there") + passages


def _passed_over(files: Sequence[Failure]) -> str:
    """Return a line on the JSON Lines that are no corpora; of one file, with its reason."""
    if len(files) == 1:
        (only,) = files
        return f"{render(only.file)} passed over, it is no corpus: {render(only.reason)}"
    names = ", ".join(render(file.file) for file in files[:_MOST_NAMES])
    more = f" and {len(files) - _MOST_NAMES} more" if len(files) > _MOST_NAMES else ""
    return f"{len(files)} JSON Lines files passed over, they are no corpora: {names}{more}"
