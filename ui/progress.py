"""A progress bar on stderr for work that goes document by document."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from quoth.index.text import render

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["DocumentProgress"]


class DocumentProgress:
    """Shows what is done, of how many, the time left, and the file; nothing in a pipe."""

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            from quoth.ui.terminal import console

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[file]}", markup=False),
                console=console(stderr=True),
                transient=True,
            )
            self._progress.start()
            self._task = self._progress.add_task(self._verb, total=None, file="")
        return self

    def update(self, file: str, done: int, total: int) -> None:
        """Say that a document is done."""
        if self._progress is not None and self._task is not None:
            name = render(file)[-48:]
            self._progress.update(self._task, completed=done, total=total, file=name)

    def __exit__(self, *exception: object) -> None:
        if self._progress is not None:
            self._progress.stop()
