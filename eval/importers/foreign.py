"""Answers that another system wrote, to be scored as they are, one JSON object a line.

    {"question", "answer",
     "id"?, "kind"?, "language"?, "history"?,
     "contexts"?: [text or {"text", "document"?, "start"?, "end"?, "title"?}],
     "citations"?: "marks" (the default: [n] in the answer) or "none",
     "quotes"?: [{"n"?, "text"}],
     "abstained"?: true or a reason, "confidence"?: 0..1, "error"?, "model"?,
     "usage"?: {"input_tokens", "output_tokens", "cost"?}, "timings"?: {"total_ms": …},
     "answers"?, "items"?, "evidence"?, "alt_evidence"?, "unanswerable"?}     what is right

An answer of null is a refusal, "" an empty answer. [n] is the n-th context, from 1. Contexts with
offsets are also scored as what was retrieved. Where the answer cites nothing, each of its sentences
is held against all contexts. What is right may stand here or in a question set with the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import rows_of
from quoth.eval.question_set import Question, Said, Span
from quoth.eval.runs.items import Item, as_record, question_item
from quoth.eval.runs.marked_text import read_marked
from quoth.eval.runs.records import (
    HitRecord,
    QuoteRecord,
    Record,
    SentenceRecord,
    SourceRecord,
    Usage,
)
from quoth.eval.runs.records import Span as Place
from quoth.index.errors import UsageError

__all__ = ["ForeignAnswers", "answer_records", "read_foreign"]


class _Context(BaseModel):
    text: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
    title: str = ""

    @model_validator(mode="before")
    @classmethod
    def _may_be_text(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @property
    def place(self) -> Place | None:
        if self.document is None or self.start is None:
            return None
        end = self.end if self.end is not None else self.start + len(self.text)
        return Place(self.document, self.start, end)


class _Quote(BaseModel):
    text: str
    n: int = 0


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    question: str
    answer: str | None = None
    id: str = Field(default="", coerce_numbers_to_str=True)
    kind: str = "lookup"
    language: str = "en"
    history: tuple[Said, ...] = ()
    contexts: tuple[_Context, ...] = ()
    citations: Literal["marks", "none"] = "marks"
    quotes: tuple[_Quote, ...] = ()
    abstained: bool | str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    error: str = ""
    model: str = ""
    usage: Usage | None = None
    timings: Mapping[str, float] = Field(default_factory=dict)
    answers: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Span, ...] = ()
    alt_evidence: tuple[Span, ...] = ()
    unanswerable: bool | None = None


@dataclass(frozen=True, slots=True)
class ForeignAnswers:
    """What a file of answers holds: records, the times stated, and the hash of its bytes."""

    records: tuple[Record, ...]
    timings: tuple[tuple[str, Mapping[str, float]], ...]
    sha256: str


def read_foreign(path: Path, *, gold: Mapping[str, Item] | None = None) -> ForeignAnswers:
    """Read answers of another system.

    Args:
        gold: what is right, by id; what the lines themselves say is right goes before it.
    Raises:
        UsageError: the file cannot be read, or has lines that do not fit or share an id.
    """
    rows = rows_of(path, _Line, name="file of answers")
    items = [_item(row, number, gold or {}) for number, row in rows]
    check_items(items, path)
    pairs = [(row, item) for (_, row), item in zip(rows, items, strict=True)]
    return ForeignAnswers(
        tuple(_record(row, item) for row, item in pairs),
        tuple((item.id, row.timings) for row, item in pairs),
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def answer_records(rows: Iterable[Mapping[str, object]]) -> list[Record]:
    """Return the records of answers that are given as the objects of a file's lines.

    Raises:
        UsageError: one does not fit; its place, from 1, is named.
    """
    records = []
    for number, row in enumerate(rows, 1):
        try:
            line = _Line.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            msg = f"answer {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise UsageError(msg) from error
        records.append(_record(line, _item(line, number, {})))
    return records


def _item(row: _Line, number: int, gold: Mapping[str, Item]) -> Item:
    id_ = row.id or str(number)
    says = row.answers or row.evidence or row.items or row.unanswerable is not None
    if not says and id_ in gold:
        return gold[id_]
    question = Question(
        id=id_,
        question=row.question,
        kind=row.kind,
        answers=row.answers,
        items=row.items,
        evidence=row.evidence,
        alt_evidence=row.alt_evidence,
        unanswerable=bool(row.unanswerable),
        history=row.history,
        language=row.language,
    )
    item = question_item(question, number)
    return item if says else _without_gold(item)


def _without_gold(item: Item) -> Item:
    """Return an item of which nothing is known, also not that it can be answered."""
    return replace(item, gold=replace(item.gold, answerable=None))


def _record(row: _Line, item: Item) -> Record:
    sources = tuple(
        SourceRecord(n, context.text, context.place, context.title)
        for n, context in enumerate(row.contexts, 1)
    )
    answer = (row.answer or "").strip()
    abstained = _abstained(row)
    silent = abstained is not None or bool(row.error)
    places = [context.place for context in row.contexts]
    return replace(
        as_record(item),
        answer=answer,
        sentences=() if silent else _sentences(row, answer, sources),
        sources=sources,
        hits=tuple(
            HitRecord(place, 1 / rank) for rank, place in enumerate(places, 1) if place is not None
        )
        if any(places)
        else None,
        abstained=abstained,
        confidence=row.confidence,
        error=" ".join(row.error.split()),
        model=row.model,
        usage=row.usage,
    )


def _abstained(row: _Line) -> str | None:
    if isinstance(row.abstained, str):
        return row.abstained or None
    declined = row.abstained or (row.answer is None and not row.error)
    return "declined" if declined else None


def _sentences(
    row: _Line, answer: str, sources: tuple[SourceRecord, ...]
) -> tuple[SentenceRecord, ...]:
    marked = read_marked(answer, marks=row.citations == "marks")
    cites = any(citations for _, citations in marked)
    everything = tuple(source.n for source in sources)
    quotes: dict[int, list[QuoteRecord]] = {}
    for quote in row.quotes:
        holders = (at for at, (text, _) in enumerate(marked) if quote.text in text)
        quotes.setdefault(next(holders, 0), []).append(_quote(quote, sources))
    return tuple(
        SentenceRecord(
            text, citations, citations if cites else everything, tuple(quotes.get(at, ()))
        )
        for at, (text, citations) in enumerate(marked)
    )


def _quote(quote: _Quote, sources: tuple[SourceRecord, ...]) -> QuoteRecord:
    """Say whether a quote's words occur in its source, or in any where it names none."""
    own = [source for source in sources if quote.n in (0, source.n)]
    holder = next((source for source in own if quote.text in source.text), None)
    span = None
    if holder is not None and holder.span is not None:
        start = holder.span.start + holder.text.index(quote.text)
        span = Place(holder.span.document, start, start + len(quote.text))
    return QuoteRecord(quote.n, quote.text, span, holder is not None if sources else None)
