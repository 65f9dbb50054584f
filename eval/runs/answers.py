"""Ask an assistant one item, and write down what came."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from quoth.eval.runs.claims import look_up_item
from quoth.eval.runs.documents import SetNames
from quoth.eval.runs.items import Item, as_record
from quoth.eval.runs.records import (
    HitRecord,
    QuoteRecord,
    Record,
    SentenceRecord,
    SourceRecord,
    Span,
)
from quoth.eval.runs.usage import counted_usage
from quoth.index.errors import QuothError
from quoth.index.types import Hit
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.events import Answered, Retrieved
from quoth.rag.types import Answer, Quote, Sentence

__all__ = ["Asked", "ask_item"]

log = logging.getLogger(__name__)

_DIGITS = 6  # of scores in a record: what a rounding of the last bit cannot reach


@dataclass(frozen=True, slots=True)
class Asked:
    """A record, and the milliseconds of each stage, by its name."""

    record: Record
    timings: Mapping[str, float] = field(default_factory=dict)


def ask_item(assistant: Assistant, item: Item, names: SetNames) -> Asked:
    """Ask a question or look up a claim; what goes wrong becomes the record's error.

    Nothing that one item does ends a run of hundreds.
    """
    try:
        return _ask(assistant, item, names)
    except QuothError as error:
        return Asked(_with_error(item, str(error)))
    except Exception as error:  # an error of ours costs its item, not the run
        log.warning("item %s: %s: %s", item.id, type(error).__name__, error)
        log.debug("item %s", item.id, exc_info=True)
        return Asked(_with_error(item, f"{type(error).__name__}: {error}"))


def _with_error(item: Item, message: str) -> Record:
    return replace(as_record(item), error=" ".join(message.split()))


def _ask(assistant: Assistant, item: Item, names: SetNames) -> Asked:
    if item.task == "claim":
        record, total_ms = look_up_item(assistant, item, names)
        return Asked(record, {"total_ms": total_ms})
    history = [Turn("user" if role == "user" else "assistant", said) for role, said in item.history]
    hits: tuple[Hit, ...] = ()
    answer = None
    with counted_usage() as usage:
        for event in assistant.stream(item.text, history=history):
            if isinstance(event, Retrieved):
                hits = event.hits
            elif isinstance(event, Answered):
                answer = event.answer
    if answer is None:
        msg = "the assistant ended without an answer"
        raise QuothError(msg)
    record = replace(
        _answered(as_record(item), answer, assistant, names),
        hits=tuple(hit_record(hit, names) for hit in hits),
        usage=usage(),
    )
    return Asked(record, asdict(answer.timings))


def hit_record(hit: Hit, names: SetNames) -> HitRecord:
    """Return a hit as it is written down."""
    passage = hit.passage
    span = Span(names.name(hit.document), passage.start, passage.end)
    return HitRecord(span, round(hit.score, _DIGITS))


def _answered(record: Record, answer: Answer, assistant: Assistant, names: SetNames) -> Record:
    files = {s.document.id: names.name(s.document) for s in answer.sources}
    texts = {
        id_: assistant.library.text(id_).text
        for id_ in {quote.document_id for one in answer.sentences for quote in one.quotes}
    }
    numbers = {quote: source.n for source in answer.sources for quote in source.quotes}
    sources = tuple(
        SourceRecord(
            source.n,
            source.hit.passage.text,
            Span(files[source.document.id], source.hit.passage.start, source.hit.passage.end),
            source.document.title or "",
        )
        for source in answer.sources
    )
    return replace(
        record,
        answer=answer.text,
        sentences=tuple(_sentence(one, numbers, files, texts) for one in answer.sentences),
        sources=sources,
        abstained=answer.abstained.reason if answer.abstained else None,
        confidence=round(answer.confidence, _DIGITS),
        notes=tuple((note.code, note.message) for note in answer.notes),
        model=answer.model,
        prompts=answer.prompts,
    )


def _sentence(
    sentence: Sentence,
    numbers: Mapping[Quote, int],
    files: Mapping[str, str],
    texts: Mapping[str, str],
) -> SentenceRecord:
    cited = tuple(dict.fromkeys(citation.n for citation in sentence.citations))
    return SentenceRecord(
        sentence.text,
        citations=cited,
        evidence=cited,
        quotes=tuple(
            QuoteRecord(
                numbers.get(quote, 0),
                quote.text,
                Span(files.get(quote.document_id, ""), quote.start, quote.end),
                texts[quote.document_id][quote.start : quote.end] == quote.text,
            )
            for quote in sentence.quotes
        ),
        support=sentence.support.label,
        support_score=round(sentence.support.score, _DIGITS),
    )
