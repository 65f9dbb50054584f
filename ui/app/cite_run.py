"""A draft while it is looked up: how far it is, and a way to end it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quoth.index.errors import UsageError
from quoth.rag.lookup.draft_types import Draft
from quoth.rag.lookup.drafts import DraftOptions, DraftReport

if TYPE_CHECKING:
    from quoth.rag.assistant import Assistant

__all__ = ["THREAD_NAME", "DraftRun"]

THREAD_NAME = "quoth-citing"
_TICK_S = 0.25  # between two lines that say how far it is


class DraftRun:
    """A look-up in a thread of its own, so that the page can say how far it is, and end it."""

    def __init__(self, assistant: Assistant, draft: Draft, options: DraftOptions) -> None:
        self._assistant, self._draft, self._options = assistant, draft, options
        self._cancelled = threading.Event()
        self._at = (0, 0)
        self._ended: queue.SimpleQueue[DraftReport | BaseException] = queue.SimpleQueue()
        self._result: DraftReport | BaseException | None = None

    def progress(self) -> Iterator[str]:
        """Do it; yield now and then how far it is."""
        threading.Thread(target=self._work, daemon=True, name=THREAD_NAME).start()
        until = time.monotonic() + _TICK_S
        while self._result is None:
            try:
                self._result = self._ended.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                until = time.monotonic() + _TICK_S
                done, n = self._at
                yield f"{done} of {n} sentences looked up" if n else "Looking up …"

    def report(self) -> DraftReport:
        """Return what was found.

        Raises:
            QuothError: what the look-up raised.
        """
        if isinstance(self._result, DraftReport):
            return self._result
        raise self._result or UsageError("the look-up was stopped")

    def cancel(self) -> None:
        """End it with the sentence that it is at."""
        self._cancelled.set()

    def _work(self) -> None:
        try:
            report = self._assistant.cite_draft(
                self._draft, options=self._options, progress=self._step
            )
            self._ended.put(report)
        except BaseException as error:  # noqa: BLE001  raised again where the report is asked for
            self._ended.put(error)

    def _step(self, _claim: str, done: int, n: int) -> None:
        self._at = (done, n)
        if self._cancelled.is_set():
            msg = "the look-up was stopped"
            raise UsageError(msg)
