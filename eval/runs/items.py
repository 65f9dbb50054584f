"""What a run asks: questions and claims, with what is known to be right, of any format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quoth.eval.claim_set import Claim
from quoth.eval.question_set import Question
from quoth.eval.question_set import Span as QuotedSpan
from quoth.eval.runs.records import Gold, Record, Span, Task

__all__ = [
    "CorpusDocument",
    "EvalSet",
    "Item",
    "as_record",
    "claim_item",
    "question_item",
]


@dataclass(frozen=True, slots=True)
class Item:
    """A question or a claim.

    Attributes:
        line: of its file, from 1; for messages.
        quotes: every span of the gold with the words that should stand there.
    """

    id: str
    task: Task
    text: str
    line: int
    kind: str = "lookup"
    language: str = "en"
    history: tuple[tuple[str, str], ...] = ()
    gold: Gold = field(default_factory=Gold)
    quotes: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document that a set brings with it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class EvalSet:
    """A set, in the order of its file.

    Attributes:
        name: its file's, without folders.
        sha256: of what was read.
        corpus: the documents that it brings as text.
        papers: the files and folders that it brings.
    """

    name: str
    sha256: str
    items: tuple[Item, ...]
    corpus: tuple[CorpusDocument, ...] = ()
    papers: tuple[Path, ...] = ()

    @property
    def brings_documents(self) -> bool:
        """Whether a library can be made of what comes with it."""
        return bool(self.corpus or self.papers)


def as_record(item: Item) -> Record:
    """Return an item's record before it is asked."""
    return Record(
        item.id,
        item.task,
        item.text,
        kind=item.kind,
        language=item.language,
        history=item.history,
        gold=item.gold,
    )


def question_item(question: Question, line: int) -> Item:
    """Return a question as an item."""
    evidence = () if question.unanswerable else question.evidence
    alternatives = () if question.unanswerable else question.alt_evidence
    gold = Gold(
        needs=_needs(evidence, alternatives, every_document=question.kind == "multi"),
        spans=tuple(_span(span) for span in evidence),
        documents=tuple(dict.fromkeys(span.document for span in evidence)),
        answers=() if question.unanswerable else question.answers,
        items=() if question.unanswerable else question.items,
        answerable=not question.unanswerable,
    )
    return Item(
        question.id,
        "question",
        question.question,
        line,
        kind=question.kind,
        language=question.language,
        history=tuple((said.role, said.content) for said in question.history),
        gold=gold,
        quotes=tuple((_span(span), span.quote) for span in (*evidence, *alternatives)),
    )


def claim_item(claim: Claim, line: int) -> Item:
    """Return a claim as an item; its kind is its stance."""
    evidence = claim.evidence
    gold = Gold(
        needs=_needs(evidence, claim.alt_evidence, every_document=False),
        spans=tuple(_span(span) for span in evidence),
        documents=claim.cited or tuple(dict.fromkeys(span.document for span in evidence)),
        stance=claim.stance,
    )
    return Item(
        claim.id,
        "claim",
        claim.claim,
        line,
        kind=claim.stance or "claim",
        gold=gold,
        quotes=tuple((_span(span), span.quote) for span in (*evidence, *claim.alt_evidence)),
    )


def _needs(
    evidence: Sequence[QuotedSpan], alternatives: Sequence[QuotedSpan], *, every_document: bool
) -> tuple[tuple[Span, ...], ...]:
    """Group what must be found: each document of the evidence, or any span of all."""
    if not evidence:
        return ()
    groups: defaultdict[str, list[Span]] = defaultdict(list)
    for span in evidence:
        groups[span.document if every_document else ""].append(_span(span))
    for span in alternatives:
        key = span.document if every_document else ""
        if key in groups:
            groups[key].append(_span(span))
    return tuple(tuple(group) for group in groups.values())


def _span(span: QuotedSpan) -> Span:
    return Span(span.document, span.start, span.end)
