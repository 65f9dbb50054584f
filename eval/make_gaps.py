"""A sentence with a gap where its number, or else its name, stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.index.text import render

__all__ = ["Gap", "gap_of"]

_GAP = "____"
_FEWEST, _MOST = 8, 45  # words of a sentence that a gap leaves understandable
# Not the year of a citation, "(Liu, 2019)", and not the number of a heading.
_NUMBER = re.compile(
    r"(?<![\w.,\[(/-])(?<!\A)\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per\s?cent|percent))?(?![\w\])/;-])(?!\.\d)"
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]+(?: (?:(?:of|and|the|de|van) ){0,2}[A-Z][\w'’-]+)+")
_NOT_PROSE = re.compile(r"https?:|doi|\[\d|@|={2}|\||[^.!?]\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence as it is read, with a gap, and the words that fill it."""

    text: str
    answer: str


def gap_of(sentence: str) -> Gap | None:
    """Return a sentence with its last number, or else its last name, taken out.

    None for what is no prose, is too short or long, or has neither.
    """
    text = render(sentence)
    if not _FEWEST <= len(text.split()) <= _MOST or _NOT_PROSE.search(text):
        return None
    found = [*_NUMBER.finditer(text)] or [*_NAME.finditer(text)]
    if not found:
        return None
    words = found[-1]
    return Gap(text[: words.start()] + _GAP + text[words.end() :], words[0])
