"""Look up one claim, and write down what came."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.eval.runs.documents import SetNames
from quoth.eval.runs.items import Item, as_record
from quoth.eval.runs.records import (
    HitRecord,
    QuoteRecord,
    Record,
    SentenceRecord,
    SourceRecord,
    Span,
    Stance,
)
from quoth.rag.assistant import Assistant

if TYPE_CHECKING:
    from quoth.rag.lookup.types import Match

__all__ = ["look_up_item"]

_MATCHES = 20  # as many as a question's hits
_DIGITS = 6


def look_up_item(assistant: Assistant, item: Item, names: SetNames) -> tuple[Record, float]:
    """Return a claim's record and the milliseconds that it took.

    Its stance is that of the first match that has one. A claim that is supported counts as an
    answer of one sentence, the claim itself, that cites the matches of that stance.
    """
    from quoth.rag.lookup.claims import look_up

    began = time.perf_counter()
    matches = look_up(assistant.library, item.text, k=_MATCHES)
    total_ms = 1e3 * (time.perf_counter() - began)
    stance = _stance(matches)
    speaking = [match for match in matches if match.stance == stance]
    sources = tuple(_source(n, match, names) for n, match in enumerate(speaking, 1))
    cited = tuple(source.n for source in sources)
    quotes = tuple(
        QuoteRecord(n, match.quote.text, _span(match, names), _is_exact(assistant, match))
        for n, match in enumerate(speaking, 1)
    )
    sentence = SentenceRecord(item.text, citations=cited, evidence=cited, quotes=quotes)
    record = replace(
        as_record(item),
        sentences=(sentence,) if stance == "supports" else (),
        sources=sources,
        hits=tuple(
            HitRecord(
                Span(names.name(m.document), m.hit.passage.start, m.hit.passage.end),
                round(m.score, _DIGITS),
            )
            for m in matches
        ),
        abstained="none" if stance == "none" else None,
        stance=stance,
        model="look-up",
    )
    return record, total_ms


def _stance(matches: Sequence[Match]) -> Stance:
    said = (match.stance for match in matches)
    return next((one for one in said if one != "related"), "none")


def _source(n: int, match: Match, names: SetNames) -> SourceRecord:
    passage = match.hit.passage
    span = Span(names.name(match.document), match.quote.start, match.quote.end)
    return SourceRecord(n, passage.text, span, match.document.title or "")


def _span(match: Match, names: SetNames) -> Span:
    return Span(names.name(match.document), match.quote.start, match.quote.end)


def _is_exact(assistant: Assistant, match: Match) -> bool:
    text = assistant.library.text(match.quote.document_id).text
    return text[match.quote.start : match.quote.end] == match.quote.text
