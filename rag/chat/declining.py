"""The token with which a chat model says that the passages do not answer."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["NOT_IN_PASSAGES", "DeclineReader", "Declining"]

NOT_IN_PASSAGES = "NOT_IN_PASSAGES"
"""What the prompt asks for; `prompts/answer.md` gets it as `{not_in_passages}`."""

Declining = Literal["undecided", "declined", "answered"]

_SIGNS = " \t\r\n`*\"'“”‘’([{<#>-"  # what models put around a token
_APART = re.compile(r"(?:\\?[\s_‑-])+")
_ONLY_SIGNS = re.compile(r"[\W_]*\Z")


class DeclineReader:
    """Holds a reply's beginning back while it could still be the token.

    A reply declines when it is the token, whatever its case and the signs around it, or begins
    with it as it is spelled. "Not in passages of this age, but …" is an answer.
    """

    def __init__(self) -> None:
        self._held = ""
        self.state: Declining = "undecided"

    def feed(self, delta: str) -> str:
        """Return what may be read on: nothing while undecided or declined."""
        return self._read(delta, final=False)

    def close(self) -> str:
        """Return the rest: nothing follows."""
        return self._read("", final=True)

    def _read(self, delta: str, *, final: bool) -> str:
        if self.state == "undecided":
            self._held += delta
            self.state = _declines(self._held, final=final)
            delta = self._held
        return delta if self.state == "answered" else ""


def _declines(text: str, *, final: bool) -> Declining:
    head = text.lstrip(_SIGNS)
    spelled = head.replace("\\_", "_").casefold()
    token = NOT_IN_PASSAGES.casefold()
    if spelled.startswith(token):
        after = spelled[len(token) :]
        if after or final:
            return "answered" if after[:1].isalnum() or after[:1] == "_" else "declined"
        return "undecided"
    loose = _APART.sub("_", head.casefold())
    if loose.startswith(token) and _ONLY_SIGNS.match(loose[len(token) :]):
        return "declined" if final else "undecided"
    if token.startswith(loose.rstrip("\\")) and not final:
        return "undecided"
    return "answered"
