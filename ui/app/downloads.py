"""Files that the page makes for one user: exports, drafts. They are kept in memory for a while."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Download", "Downloads"]

_KEPT_S = 600.0
_MOST_BYTES = 200_000_000  # of all that is kept; the oldest go first


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be fetched by the user it was made for."""

    user: str
    name: str
    media_type: str
    data: bytes
    ends: float


class Downloads:
    """What was made and not yet forgotten, by token. Safe to use from several threads."""

    def __init__(self, *, kept_s: float = _KEPT_S, most_bytes: int = _MOST_BYTES) -> None:
        self._kept_s = kept_s
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Download] = OrderedDict()

    def offer(self, user: str, name: str, media_type: str, data: bytes) -> str:
        """Keep a file for a user and return the address that it is fetched from."""
        token = secrets.token_urlsafe(24)
        made = Download(user, name, media_type, data, time.monotonic() + self._kept_s)
        with self._lock:
            self._kept[token] = made
            self._forget_old()
        return f"/downloads/{token}"

    def fetch(self, user: str, token: str) -> Download | None:
        """Return a user's file; None if there is none, or it is another's."""
        with self._lock:
            self._forget_old()
            found = self._kept.get(token)
        return found if found and found.user == user else None

    def _forget_old(self) -> None:
        now = time.monotonic()
        size = sum(len(one.data) for one in self._kept.values())
        while self._kept:
            oldest = next(iter(self._kept.values()))
            too_much = size > self._most_bytes and len(self._kept) > 1
            if oldest.ends > now and not too_much:
                return
            size -= len(oldest.data)
            self._kept.popitem(last=False)
