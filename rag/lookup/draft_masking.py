"""Covering what is no prose, so that every offset stays what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from quoth.rag.lookup.draft_types import Span

__all__ = ["Masking", "blank"]

_VISIBLE = re.compile(r"[^\r\n]")


def blank(text: str) -> str:
    """Return as many spaces, line ends kept."""
    return _VISIBLE.sub(" ", text)


class Masking:
    """A text in the two readings of `Prose`, while it is being covered."""

    def __init__(self, text: str) -> None:
        self.shape = self.plain = text
        self.closed: list[Span] = []

    def drop(self, spans: Iterable[Span]) -> None:
        """Cover what is no prose."""
        spans = sorted(spans)
        self.shape = _covered(self.shape, spans, blank)
        self.plain = _covered(self.plain, spans, blank)
        self.closed += spans

    def part(self, spans: Iterable[Span]) -> None:
        """Cover what parts paragraphs; a span of one character only covers it."""
        spans = sorted(spans)
        self.shape = _covered(self.shape, spans, _as_break)
        self.plain = _covered(self.plain, spans, blank)
        self.closed += spans

    def hide(self, spans: Iterable[Span]) -> None:
        """Make a word of what belongs to a sentence but is not words: code, mathematics."""
        spans = sorted(spans)
        self.shape = _covered(self.shape, spans, _as_word)
        self.closed += spans

    def mark(self, spans: Iterable[Span]) -> None:
        """Make a word of markup that begins at words of a sentence: what follows is as it was."""
        self.shape = _covered(self.shape, sorted(spans), _as_word)

    def find(self, pattern: re.Pattern[str], group: str | int = 0) -> list[Span]:
        """Return where a pattern stands in what is not covered yet."""
        return [found.span(group) for found in pattern.finditer(self.shape)]


def _as_word(text: str) -> str:
    """Return a word with a capital, which may open a sentence, of the same length."""
    word = _VISIBLE.sub("x", text)
    return "X" + word[1:] if word[:1] == "x" else word


def _as_break(text: str) -> str:
    return "\n\n" + blank(text)[2:] if len(text) > 1 else " "


def _covered(text: str, spans: list[Span], cover: Callable[[str], str]) -> str:
    parts, at = [], 0
    for start, end in spans:
        first = max(at, start)  # one may begin within the one before
        if first < end:
            parts += [text[at:first], cover(text[first:end])]
            at = end
    return "".join([*parts, text[at:]])
