"""How much is quoted around the sentence that answers: what it cannot be understood without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.text import render
from quoth.rag.question.kinds import InquiryKind
from quoth.rag.question.lists import show_list, whole_list
from quoth.rag.reading.reader import Evidence

__all__ = ["is_list", "widen"]

_LONGEST = 900  # characters of one quotation that is no list
_MOST_ITEMS = 8
# Begins a sentence that only the one before it explains.
_LEANS = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Such|Hence|Thus|Therefore|"
    r"Consequently|Accordingly|As a (?:result|consequence)|For (?:this|that|these) reasons?|"
    r"Because of (?:this|that|these)|So|The (?:latter|former)|Both)\b"
)
# Begins a sentence that says why, or goes on to say how.
_EXPLAINS = re.compile(
    r"(?:This is because|Because|The reasons?|One reason|Another reason|Hence|Thus|Therefore|"
    r"Consequently|Accordingly|As a (?:result|consequence)|For (?:this|that|these) reasons?|"
    r"In this way|In that way|By doing so|This (?:means|leads|makes|allows|causes|results)|"
    r"That is(?: why)?|So|Moreover|Furthermore|In addition|On the other hand|"
    r"At the same time|Also)\b"
)
_FIRST = re.compile(
    r"(?:(?:First(?:ly)?|First of all|To begin with|On the one hand)\b|\(?(?:1|i|a)\)\s)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:(?:Second|Third|Fourth|Fifth|Sixth)(?:ly)?\b|On the other hand\b|"
    r"\(?(?:\d|[ivx]+|[b-h])\)\s)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?:Next|Then|After that|Finally|Last(?:ly)?|In addition)\b", re.IGNORECASE)


def widen(item: Evidence, kind: InquiryKind) -> tuple[int, int]:
    """Return the span to quote, within the sentence's own passage.

    A list is taken whole. "First …" brings its "Second …". A sentence that begins with "It" or
    "Therefore" brings the one before. Where the question asks why or how, the sentence before or
    after it that gives the reason comes along.
    """
    passage = item.hit.passage
    start, end = item.start - passage.start, item.end - passage.start
    listed = whole_list(passage.text, (start, end))
    if listed != (start, end):
        return passage.start + listed[0], passage.start + listed[1]
    spans = item.spans
    if item.index >= len(spans):
        return item.start, item.end
    shown = [render(passage.text[a:b]) for a, b in spans]
    first, last = _enumeration(shown, item.index, loosely=kind in ("list", "explain"))
    if last - first < 1:
        first, last = _with_reasons(shown, item.index, explains=kind == "explain")
    while spans[last][1] - spans[first][0] > _LONGEST and last > item.index:
        last -= 1
    while spans[last][1] - spans[first][0] > _LONGEST and first < item.index:
        first += 1
    return passage.start + spans[first][0], passage.start + spans[last][1]


def is_list(item: Evidence, span: tuple[int, int]) -> bool:
    """Whether a span that `widen` returned for some evidence has several items of a list."""
    at = item.hit.passage.start
    words = item.hit.passage.text[span[0] - at : span[1] - at]
    counted = span != (item.start, item.end) and _FIRST.match(render(words)) is not None
    return counted or "\n" in show_list(words)


def _enumeration(shown: Sequence[str], at: int, *, loosely: bool) -> tuple[int, int]:
    """Return the first and last sentence of the "First … Second …" that one belongs to.

    Args:
        loosely: "First … Then …" will do, which may tell a story as well as count.
    """
    earliest = max(0, at - _MOST_ITEMS)
    first = next((i for i in range(at, earliest - 1, -1) if _FIRST.match(shown[i])), None)
    if first is None:
        return at, at
    later = range(first + 1, min(len(shown), first + 2 * _MOST_ITEMS))
    counted = [i for i in later if _COUNTED.match(shown[i])]
    steps = [*counted, *(i for i in later if (counted or loosely) and _NEXT.match(shown[i]))]
    last = max(steps, default=first)
    return (first, last) if first < last and at <= last else (at, at)


def _with_reasons(shown: Sequence[str], at: int, *, explains: bool) -> tuple[int, int]:
    first, last = at, at
    if at > 0 and _LEANS.match(shown[at]):
        first -= 1
    if explains and at + 1 < len(shown) and _EXPLAINS.match(shown[at + 1]):
        last += 1
    return first, last
