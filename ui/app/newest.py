"""Where a reader is quicker than the server, the newest of several events counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from quoth.ui.app.wiring import KEEP, Sent, Visitor, Wiring

__all__ = ["Newest"]

_TABS_KNOWN = 1000  # of which calls are counted; what a forgotten one finds is shown


class Newest:
    """Connects events that show the same thing: what an older one finds is dropped.

    Gradio's own ways are to drop the newer event while an older one runs, or to show both results
    in the order in which they come. Safe to use from several threads.
    """

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._calls: dict[str, int] = {}  # by tab
        self._lock = threading.Lock()

    def on(
        self,
        event: Callable[..., Any],
        handler: Callable[..., Any],
        inputs: tuple[Any, ...],
        outputs: tuple[Any, ...],
        **options: Any,
    ) -> None:
        """Call a handler on an event, as `Wiring.on`; the handler is no generator."""

        def newest(visitor: Visitor, sent: Sent, *values: object) -> object:
            call = self._begin(visitor.tab)
            found = handler(visitor, sent, *values)
            if self._calls.get(visitor.tab, call) == call:
                return found
            return KEEP if len(outputs) == 1 else (KEEP,) * len(outputs)

        self._wiring.on(event, newest, inputs, outputs, trigger_mode="multiple", **options)

    def _begin(self, tab: str) -> int:
        with self._lock:
            call = self._calls.pop(tab, 0) + 1
            self._calls[tab] = call
            if len(self._calls) > _TABS_KNOWN:
                del self._calls[next(iter(self._calls))]
            return call
