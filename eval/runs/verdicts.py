"""What the judge says of every sentence and every citation of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.eval.judges.protocol import Pair
from quoth.eval.metrics.citations import (
    CitedSentence,
    SentenceCitations,
    SupportQuery,
    label_citations,
)
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.records import Record, SentenceRecord
from quoth.eval.runs.scores import CitationVerdict, ItemVerdicts, SentenceVerdict

__all__ = ["cites", "judge_records", "sentence_citations"]


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, and the record that it stands in."""

    record: Record
    sentence: SentenceRecord

    @property
    def known(self) -> tuple[int, ...]:
        return tuple(n for n in self.sentence.citations if n in self.record.source_texts)

    @property
    def unknown(self) -> tuple[int, ...]:
        return tuple(n for n in self.sentence.citations if n not in self.record.source_texts)

    def pair(self, numbers: Sequence[int]) -> Pair:
        texts = self.record.source_texts
        return Pair(self.sentence.text, tuple(texts[n] for n in numbers))


def cites(records: Sequence[Record]) -> bool:
    """Whether any answer cites anything: a system that never does has no citations to score."""
    return any(sentence.citations for record in records for sentence in record.sentences)


def judge_records(records: Sequence[Record], memory: JudgeMemory) -> list[ItemVerdicts]:
    """Return the verdicts on each record's sentences, in the order of the records.

    Raises:
        QuothError: the judge cannot work at all.
    """
    places = [_Place(record, one) for record in records for one in record.sentences]
    judged = memory.of([place.record.pair(place.sentence) for place in places])
    citations = _labelled(places, memory) if cites(records) else [None] * len(places)
    found = iter(
        SentenceVerdict(
            place.sentence.text,
            said.label,
            said.score,
            said.reason,
            tuple(CitationVerdict(n, label) for n, label in labels.labels) if labels else (),
        )
        for place, said, labels in zip(places, judged, citations, strict=True)
    )
    return [ItemVerdicts(r.id, tuple(next(found) for _ in r.sentences)) for r in records]


def _labelled(places: Sequence[_Place], memory: JudgeMemory) -> list[SentenceCitations]:
    def supports(queries: Sequence[SupportQuery]) -> list[bool]:
        said = memory.of([places[at].pair(numbers) for at, numbers in queries])
        return [judgement.label == "supported" for judgement in said]

    return label_citations([CitedSentence(p.known, p.unknown) for p in places], supports)


def sentence_citations(verdict: SentenceVerdict) -> SentenceCitations:
    """Return what the citations of a judged sentence are worth."""
    labels = tuple((one.n, one.label) for one in verdict.citations)
    supported = any(label in ("precise", "unneeded") for _, label in labels)
    return SentenceCitations(supported, labels)
