"""From evidence to an answer; the one here quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from quoth.index.text import render
from quoth.index.types import DocumentText, Hit
from quoth.rag.reader import Evidence
from quoth.rag.types import Citation, Quote, Sentence, Source, Support

__all__ = ["Answerer", "Draft", "QuotingAnswerer"]

_MOST_SENTENCES = 4
# A further sentence is quoted when it scores at least this share of the best one: below it, on the
# example questions, what came was about the topic and no longer about the question.
_AS_GOOD_AS = 0.85
_LONGEST_LIST = 1500  # characters of one quoted list
_LIST_ITEM = re.compile(r"(?:[-*•–▪◦‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences of an answer and the passages that they cite, n from 1."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]


class Answerer(Protocol):
    """Writes an answer from evidence."""

    @property
    def name(self) -> str:
        """What `Answer.model` says."""
        ...

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return cited sentences; no sentence without a citation.

        Args:
            evidence: best first, at least one.
        """
        ...


class QuotingAnswerer:
    """Answers with one to four verbatim sentences, best first; a list is kept whole."""

    name = "quotes"

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        spans: list[tuple[Evidence, int, int]] = []
        for item in evidence:
            if len(spans) == _MOST_SENTENCES or item.score < _AS_GOOD_AS * evidence[0].score:
                break
            start, end = _whole_list(item)
            if not any(_same(item, start, end, other) for other in spans):
                spans.append((item, start, end))
        return _draft(spans)


def page_of(text: DocumentText | Sequence[int], start: int) -> int | None:
    """Return the page, from 1, that a character lies on; None without pages."""
    from bisect import bisect_right

    starts = text.page_starts if isinstance(text, DocumentText) else text
    return bisect_right(starts, start) if starts else None


def _draft(spans: Sequence[tuple[Evidence, int, int]]) -> Draft:
    numbers: dict[int, int] = {}
    hits: dict[int, Hit] = {}
    quotes: dict[int, list[Quote]] = {}
    sentences = []
    for item, start, end in spans:
        passage = item.hit.passage
        n = numbers.setdefault(passage.id, len(numbers) + 1)
        hits[n] = item.hit
        words = passage.text[start - passage.start : end - passage.start]
        quote = Quote(passage.document_id, start, end, passage.page, words)
        quotes.setdefault(n, []).append(quote)
        citation = Citation(n, passage.document_id, start, end)
        sentences.append(
            Sentence(render(words), (citation,), (quote,), Support("supported", 1.0))
        )
    sources = tuple(Source(n, hits[n], tuple(quotes[n])) for n in sorted(hits))
    return Draft(tuple(sentences), sources)


def _same(item: Evidence, start: int, end: int, other: tuple[Evidence, int, int]) -> bool:
    """Whether a span overlaps one already quoted, or says the same words elsewhere."""
    that, from_, to = other
    if that.hit.document.id == item.hit.document.id and start < to and from_ < end:
        return True
    one, two = (frozenset(render(e.text).casefold().split()) for e in (item, that))
    return len(one & two) >= 0.8 * min(len(one), len(two))  # noqa: PLR2004  (said again, edited)


def _whole_list(item: Evidence) -> tuple[int, int]:
    """Widen a sentence that is a list item, or introduces one, to its whole list."""
    passage = item.hit.passage
    lines = _lines(passage.text)
    at = next(
        (i for i, (start, end) in enumerate(lines) if start <= item.start - passage.start < end), 0
    )
    first = last = at
    is_item = [bool(_LIST_ITEM.match(passage.text[a:b].lstrip())) for a, b in lines]
    introduces = item.text.rstrip().endswith((":", "："))
    if is_item[at]:
        while first > 0 and is_item[first - 1]:
            first -= 1
    elif not introduces:
        return item.start, item.end
    while last + 1 < len(lines) and is_item[last + 1]:
        last += 1
    if last == first:
        return item.start, item.end
    start = min(passage.start + lines[first][0], item.start)
    if is_item[at] and first > 0 and _text(passage.text, lines[first - 1]).endswith((":", "：")):
        start = passage.start + lines[first - 1][0]
    end = max(passage.start + lines[last][1], item.end)
    whole = passage.text[start - passage.start : end - passage.start]
    if len(whole) > _LONGEST_LIST:
        return item.start, item.end
    blank = len(whole) - len(whole.lstrip())
    return start + blank, start + len(whole.rstrip())


def _text(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].strip()


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines that are not blank."""
    spans = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line)
    return spans or [(0, len(text))]
