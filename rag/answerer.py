"""From evidence to an answer; the one here quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from quoth.index.text import render
from quoth.index.types import Hit
from quoth.rag.lists import show_list, whole_list
from quoth.rag.reader import Evidence
from quoth.rag.types import Citation, Quote, Sentence, Source, Support

__all__ = ["Answerer", "Draft", "QuotingAnswerer"]

_MOST_SENTENCES = 4
# A further sentence is quoted when it scores at least this share of the best one: below it, on the
# example questions, what came was about the topic and no longer about the question.
_AS_GOOD_AS = 0.85


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

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:  # noqa: ARG002
        spans: list[tuple[Evidence, int, int]] = []
        for item in evidence:
            if len(spans) == _MOST_SENTENCES or item.score < _AS_GOOD_AS * evidence[0].score:
                break
            start, end = _with_its_list(item)
            if not any(_same(item, start, end, other) for other in spans):
                spans.append((item, start, end))
        return _draft(spans)


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
            Sentence(show_list(words), (citation,), (quote,), Support("supported", 1.0))
        )
    sources = tuple(Source(n, hits[n], tuple(quotes[n])) for n in sorted(hits))
    return Draft(tuple(sentences), sources)


def _same(item: Evidence, start: int, end: int, other: tuple[Evidence, int, int]) -> bool:
    """Whether a span overlaps one already quoted, or says the same words elsewhere."""
    that, from_, to = other
    if that.hit.document.id == item.hit.document.id and start < to and from_ < end:
        return True
    one, two = (frozenset(render(e.text).casefold().split()) for e in (item, that))
    return len(one & two) >= 0.8 * min(len(one), len(two))


def _with_its_list(item: Evidence) -> tuple[int, int]:
    passage = item.hit.passage
    span = (item.start - passage.start, item.end - passage.start)
    start, end = whole_list(passage.text, span)
    return passage.start + start, passage.start + end
