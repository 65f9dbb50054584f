"""Uploaded question sets: taken out of the folder that Gradio serves, and read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.errors import UsageError
from quoth.index.text import render
from quoth.ui.app.evaluate_records import page_line
from quoth.ui.app.uploads import upload_folder

if TYPE_CHECKING:
    from quoth.ui.app.limits import Limits

__all__ = ["SET_SUFFIXES", "count_items", "taken_set"]

SET_SUFFIXES = (".jsonl", ".json", ".csv", ".tsv")
_LONGEST_NAME = 80  # characters


def taken_set(upload: str, limits: Limits) -> tuple[str, bytes]:
    """Return an upload's name and content, and delete it: others could ask for it there.

    Raises:
        UsageError: it is no upload, or nothing that could be a set.
    """
    file = Path(upload).resolve()
    if not file.is_relative_to(upload_folder()) or not file.is_file():
        msg = "the question set did not arrive. Add it again"
        raise UsageError(msg)
    name = render(file.name)
    name = name if len(name) <= _LONGEST_NAME else f"…{name[-_LONGEST_NAME:]}"
    try:
        if file.suffix.lower() not in SET_SUFFIXES:
            msg = f"{name} is no question set: give {', '.join(SET_SUFFIXES)}"
            raise UsageError(msg)
        if file.stat().st_size > limits.upload_bytes:
            msg = f"{name} is too large: {limits.upload_bytes // 1_000_000} MB at most"
            raise UsageError(msg)
        return name, file.read_bytes()
    finally:
        file.unlink(missing_ok=True)


def count_items(path: Path, name: str) -> int:
    """Read a set to see that it is one.

    Raises:
        UsageError: it is not: what is wrong, with the numbers of the lines.
    """
    from quoth.eval.importers.reading import read_set

    try:
        return len(read_set(path).items)
    except UsageError as error:
        raise UsageError(page_line(error, {path: name})) from error
