"""Run an assistant over a set: an item at a time, each on disk before the next is asked.

A run that was killed goes on where it was: the same set, library and settings in the same folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quoth.eval.runs.answers import ask_item
from quoth.eval.runs.documents import set_names
from quoth.eval.runs.folder import RunFolder, Timed
from quoth.eval.runs.items import Item
from quoth.eval.runs.record_files import append_row, drop_partial_line, read_records
from quoth.eval.runs.setup import RunRecord
from quoth.index.errors import UsageError
from quoth.rag.assistant import Assistant

__all__ = ["Progress", "begin", "run_items"]

Progress = Callable[[str, int, int], None]
"""What is done, how many of them, of how many."""


def begin(folder: RunFolder, setup: RunRecord) -> int:
    """Make a folder ready for a run, and return how many items it has already.

    Raises:
        UsageError: it holds another run, or cannot be written.
    """
    there = folder.read_setup()
    if there is not None and there.fingerprint != setup.fingerprint:
        what = ", ".join(_differences(there, setup))
        msg = (
            f"{folder.path} holds a run of another set-up (not the same: {what}). Give another "
            "--out, or --fresh to begin again"
        )
        raise UsageError(msg)
    if there is None:
        folder.write_setup(setup)
    drop_partial_line(folder.records)
    drop_partial_line(folder.timings)
    return len(read_records(folder.records)) if folder.records.exists() else 0


def _differences(there: RunRecord, setup: RunRecord) -> list[str]:
    names = ("set", "library", "answerer", "settings", "prompts", "versions", "weights")
    return [name for name in names if getattr(there, name) != getattr(setup, name)] or ["system"]


def run_items(
    assistant: Assistant, items: Sequence[Item], folder: RunFolder, *, progress: Progress
) -> None:
    """Ask every item that the folder has no record of, in order.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    assistant.library.snapshot()  # what ends a run ends it before the first item
    names = set_names(assistant.library, items)
    records = read_records(folder.records) if folder.records.exists() else []
    done = {record.id for record in records}
    for at, item in enumerate(items, 1):
        if item.id not in done:
            asked = ask_item(assistant, item, names)
            append_row(folder.timings, Timed(item.id, asked.timings))
            append_row(folder.records, asked.record)
        progress("asking", at, len(items))
