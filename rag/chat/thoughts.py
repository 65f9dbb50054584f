"""The thoughts that some models write before their reply, between `<think>` and `</think>`."""

from __future__ import annotations

from typing import Literal

__all__ = ["ThoughtFilter"]

_OPEN, _CLOSE = "<think>", "</think>"


class ThoughtFilter:
    """Takes a leading `<think>…</think>` out of a reply that comes in pieces.

    Only at the beginning: in the middle of a reply the same words are text. Thoughts that are
    never closed are all there was: the reply is empty.
    """

    def __init__(self) -> None:
        self._held = ""
        self._state: Literal["opening", "thinking", "leading", "text"] = "opening"

    def feed(self, delta: str) -> str:
        """Return what of the reply is decided to be text."""
        if self._state == "text":
            return delta
        self._held += delta
        if self._state == "opening":
            start = self._held.lstrip()
            if start.startswith(_OPEN):
                self._state, self._held = "thinking", start.removeprefix(_OPEN)
            elif not _OPEN.startswith(start):
                return self._release()
        if self._state == "thinking" and _CLOSE in self._held:
            self._state, self._held = "leading", self._held.partition(_CLOSE)[2]
        if self._state == "leading":
            self._held = self._held.lstrip()
            return self._release() if self._held else ""
        return ""

    def close(self) -> str:
        """Return what is left: nothing follows."""
        return self._release() if self._state == "opening" else ""

    def _release(self) -> str:
        text, self._held, self._state = self._held, "", "text"
        return text
