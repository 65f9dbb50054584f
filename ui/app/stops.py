"""Which questions are being answered in which tab: how they are stopped, left and come back to."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from quoth.ui.app.transcript import Item

__all__ = ["Stops", "Ticket"]

_TABS_KNOWN = 1000  # that have asked; what is asked of them matters while their page loads


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """One question that is being answered in a tab.

    Attributes:
        items: what the conversation shows meanwhile.
        stop: set when the reader has read enough, or the tab was closed.
        left: set while the tab shows another conversation; the answer goes on unseen.
    """

    conversation: str
    items: Callable[[], list[Item]]
    stop: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Stops:
    """The questions that are being answered, by tab. Safe to use from several threads."""

    _asked: defaultdict[str, list[Ticket]] = field(default_factory=lambda: defaultdict(list))
    _chosen: dict[str, str] = field(default_factory=dict)  # conversation by tab
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def asking(self, tab: str, ticket: Ticket) -> Iterator[bool]:
        """Hold a ticket while its question is answered; a closed tab stops it.

        Yields:
            Whether it is held: not where the tab shows how another question is answered.
        """
        with self._lock:
            is_held = self._shown(tab) is None
            if is_held:
                self._choose(tab, ticket.conversation)
                self._asked[tab].append(ticket)
        try:
            yield is_held
        finally:
            ticket.stop.set()  # whoever still answers for a closed tab stops too
            with self._lock:
                if is_held:
                    self._asked[tab].remove(ticket)
                if not self._asked[tab]:
                    del self._asked[tab]

    def have_begun(self, tab: str) -> bool:
        """Whether the reader has asked or turned to a conversation: loading late keeps that."""
        with self._lock:
            return tab in self._chosen

    def shows(self, tab: str, conversation: str) -> bool:
        """Whether a tab shows a conversation as it is kept: no other one, and no running answer."""
        with self._lock:
            return self._chosen.get(tab, conversation) == conversation and not self._shown(tab)

    def stop(self, tab: str, conversation: str | None = None) -> bool:
        """Stop the question that a tab shows, or one of a conversation; False if there is none."""
        with self._lock:
            known = self._shown(tab) if conversation is None else self._of(tab, conversation)
        if known is not None:
            known.stop.set()
        return known is not None

    def turn_to(self, tab: str, conversation: str) -> Ticket | None:
        """Show another conversation of a tab; return what is answered in it, if anything is.

        Args:
            conversation: "" for a new one.
        """
        with self._lock:
            self._choose(tab, conversation)
            for ticket in self._asked.get(tab, ()):
                ticket.left.set()
            known = self._of(tab, conversation)
            if known is not None:
                known.left.clear()
            return known

    def _choose(self, tab: str, conversation: str) -> None:
        self._chosen[tab] = conversation
        if len(self._chosen) > _TABS_KNOWN:
            del self._chosen[next(iter(self._chosen))]

    def _shown(self, tab: str) -> Ticket | None:
        return next((t for t in self._asked.get(tab, ()) if not t.left.is_set()), None)

    def _of(self, tab: str, conversation: str) -> Ticket | None:
        return next((t for t in self._asked.get(tab, ()) if t.conversation == conversation), None)
