"""Single items of a run as they are shown: what was asked, known, answered, and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.eval.judges.protocol import JudgeLabel
from quoth.eval.metrics.table import metric
from quoth.eval.report.figures import figure_title, number
from quoth.eval.runs.folder import Run
from quoth.eval.runs.records import Gold, Outcome, Record, SentenceRecord, Span
from quoth.eval.runs.scores import CitationVerdict, ItemScores, SentenceVerdict
from quoth.index.text import render
from quoth.rag.types import SupportLabel

__all__ = ["ItemView", "SentenceView", "SourceView", "item_views", "worst"]

_HITS = 5  # passages found that are named
_LONGEST = 2000  # characters of a source's text: two passages; a foreign context may be a book


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that a sentence stands on; `place`: its title, or its document and characters."""

    n: int
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence, the judge's verdict on it, and what it stands on.

    Attributes:
        label, score, reason: the judge's; None and empty where none was asked.
        own: what the system itself says of it.
        citations: its marks, each with what it is worth; without a judge, unjudged.
    """

    text: str
    label: JudgeLabel | None
    score: float | None
    reason: str
    own: SupportLabel | None
    citations: tuple[CitationVerdict, ...]
    quotes: tuple[str, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item, all text made fit to show.

    Attributes:
        gold: what is known to be right, a line each.
        answer: its text, or why there is none.
        found: where the first passages lie that were found, best first.
        values: of its metrics, as title and number; of retrieval only those of the headline.
        quality: the mean of its headline metrics, in [0, 1], better is higher; None where none
            applies to it.
    """

    id: str
    kind: str
    outcome: Outcome
    text: str
    history: tuple[tuple[str, str], ...]
    gold: tuple[str, ...]
    answer: str
    confidence: float | None
    notes: tuple[str, ...]
    sentences: tuple[SentenceView, ...]
    found: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    quality: float | None


def item_views(run: Run) -> list[ItemView]:
    """Return every item of a run, in its order."""
    scores = {scored.id: scored for scored in run.scores.items}
    return [
        _view(record, verdicts.sentences, scores[record.id], run)
        for record, verdicts in zip(run.records, run.verdicts, strict=True)
    ]


def worst(views: list[ItemView], n: int) -> list[ItemView]:
    """Return the n worst items: errors, empty answers, then by quality; none that is perfect."""

    def badness(view: ItemView) -> tuple[bool, bool, float]:
        quality = 1.0 if view.quality is None else view.quality
        return view.outcome != "error", view.outcome != "empty", quality

    flawed = [view for view in views if badness(view) < (True, True, 1.0)]
    return sorted(flawed, key=badness)[:n]


def _view(
    record: Record, verdicts: tuple[SentenceVerdict, ...], scored: ItemScores, run: Run
) -> ItemView:
    judged: Iterator[SentenceVerdict | None] = iter(verdicts or [None] * len(record.sentences))
    headline = [
        _better(name, scored.values[name]) for name in run.scores.headline if name in scored.values
    ]
    return ItemView(
        id=render(record.id),
        kind=render(record.kind),
        outcome=scored.outcome,
        text=render(record.text),
        history=tuple((role, render(words)) for role, words in record.history),
        gold=tuple(_gold(record.gold)),
        answer=_answer(record),
        confidence=record.confidence,
        notes=tuple(render(f"{code}: {message}") for code, message in record.notes),
        sentences=tuple(
            _sentence(record, sentence, verdict)
            for sentence, verdict in zip(record.sentences, judged, strict=False)
        ),
        found=tuple(_place(hit.span) for hit in (record.hits or ())[:_HITS]),
        values=tuple(_values(scored, run)),
        quality=sum(headline) / len(headline) if headline else None,
    )


def _values(scored: ItemScores, run: Run) -> Iterator[tuple[str, str]]:
    for name, value in scored.values.items():
        of = metric(name)
        if of.group != "retrieval" or name in run.scores.headline:
            yield figure_title(name), number(value, of)


def _better(name: str, value: float) -> float:
    return 1.0 - value if metric(name).higher_is_better is False else value


def _answer(record: Record) -> str:
    if record.error:
        return f"error: {render(record.error)}"
    if record.abstained is not None:
        why = f"no answer ({render(record.abstained)})"
        return f"{why}: {render(record.answer)}" if record.answer else why
    stance = f"stance: {record.stance}. " if record.stance else ""
    return f"{stance}{render(record.answer)}" or "(empty)"


def _gold(gold: Gold) -> Iterator[str]:
    if gold.answerable is False:
        yield "not answerable"
    if gold.answers:
        yield "answer: " + render(" / ".join(gold.answers))
    for wordings in gold.items:
        yield "item: " + render(" / ".join(wordings))
    if gold.stance:
        yield f"stance: {gold.stance}"
    for span in gold.spans:
        yield "evidence: " + _place(span)
    if not gold.spans and gold.documents:
        yield "documents: " + render(", ".join(gold.documents))


def _place(span: Span) -> str:
    return f"{render(span.document)}, characters {span.start} to {span.end}"


def _sentence(
    record: Record, sentence: SentenceRecord, verdict: SentenceVerdict | None
) -> SentenceView:
    by_number = {source.n: source for source in record.sources}
    sources = []
    for n in sentence.evidence:
        if (source := by_number.get(n)) is not None:
            place = render(source.title) or (_place(source.span) if source.span else "")
            text = render(source.text)
            cut = f"{text[:_LONGEST]} …" if len(text) > _LONGEST else text
            sources.append(SourceView(n, place, cut))
    return SentenceView(
        text=render(sentence.text),
        label=verdict.label if verdict else None,
        score=verdict.score if verdict else None,
        reason=render(verdict.reason) if verdict else "",
        own=sentence.support,
        citations=verdict.citations if verdict else (),
        quotes=tuple(render(quote.text) for quote in sentence.quotes),
        sources=tuple(sources),
    )
