"""What became of one item of a set: one JSON line with all that scoring needs.

    {"id", "task", "text", "kind", "gold", "answer", "sentences", "sources", "hits", …}

A record holds no time and no random id, so that two runs of the same set-up on the same library
write the same bytes; times stand beside it, in `timings.jsonl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quoth.eval.judges.protocol import Pair
from quoth.rag.types import AbstentionReason, SupportLabel

__all__ = [
    "Gold",
    "HitRecord",
    "Outcome",
    "QuoteRecord",
    "Record",
    "SentenceRecord",
    "SourceRecord",
    "Span",
    "Stance",
    "Usage",
]

Task = Literal["question", "claim"]
Stance = Literal["supports", "contradicts", "none"]
Outcome = Literal["answered", "abstained", "empty", "error"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a document's canonical text, half open; the document by the set's name."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gold:
    """What is known to be right of an item; None and empty are "not said", never "wrong".

    Attributes:
        needs: groups of spans, of each of which one must be found: for a `multi` question a group
            a document, otherwise one group of all `evidence` and `alt_evidence`.
        spans: the evidence itself, without alternatives.
        documents: those that are relevant.
        answers: any one of them is acceptable.
        items: the parts of a full answer, each with its acceptable wordings.
        answerable: None where the set does not say.
        stance: of a claim.
    """

    needs: tuple[tuple[Span, ...], ...] = ()
    spans: tuple[Span, ...] = ()
    documents: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    answerable: bool | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """Words that a sentence quotes.

    Attributes:
        n: of the source; 0 where it is of none.
        exact: whether they are the slice that the offsets name, or, without offsets, occur in the
            source's text; None where there is nothing to hold them against.
    """

    n: int
    text: str
    span: Span | None = None
    exact: bool | None = None


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """One sentence of an answer, without marks.

    Attributes:
        citations: numbers of the sources that it cites, each once; also of ones that do not exist.
        evidence: numbers of the sources that it is judged against: what it cites, or, where the
            whole answer cites nothing, all of them.
        support, support_score: what the system itself says of it; None where it says nothing.
    """

    text: str
    citations: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    quotes: tuple[QuoteRecord, ...] = ()
    support: SupportLabel | None = None
    support_score: float | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The text that [n] stands for."""

    n: int
    text: str
    span: Span | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class HitRecord:
    """A passage that was found; hits stand best first, the first has rank 1."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model reports of its work; cost in the currency that the file's writer means."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """An item and what became of it.

    Attributes:
        text: the question or the claim.
        history: what was said before, as role and words.
        answer: the whole text with its marks; for an abstention, its message.
        abstained: why there is no answer; None for an answer. Other systems may give any word.
        confidence: that the library answers the question, in [0, 1]; None where none is stated.
        stance: what the system says of a claim; None for a question.
        notes: code and message.
        error: what went wrong; empty if nothing did.
        model: what wrote the answer.
        prompts: those that were sent, name and SHA-256.
    """

    id: str
    task: Task
    text: str
    kind: str = "lookup"
    language: str = "en"
    history: tuple[tuple[str, str], ...] = ()
    gold: Gold = field(default_factory=Gold)
    answer: str = ""
    sentences: tuple[SentenceRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    hits: tuple[HitRecord, ...] | None = None
    abstained: AbstentionReason | str | None = None
    confidence: float | None = None
    stance: Stance | None = None
    notes: tuple[tuple[str, str], ...] = ()
    error: str = ""
    model: str = ""
    prompts: tuple[tuple[str, str], ...] = ()
    usage: Usage | None = None

    @property
    def outcome(self) -> Outcome:
        """What an item counts as: exactly one of the four."""
        if self.error:
            return "error"
        if self.abstained is not None:
            return "abstained"
        says = self.sentences or self.stance in ("supports", "contradicts")
        return "answered" if says else "empty"

    @property
    def source_texts(self) -> Mapping[int, str]:
        """The text of each source, by its number."""
        return {source.n: source.text for source in self.sources}

    @property
    def spans(self) -> tuple[Span, ...]:
        """What the answer stands on: the spans that it quotes, or else those that it cites."""
        quoted = (quote.span for one in self.sentences for quote in one.quotes)
        by_n = {source.n: source.span for source in self.sources}
        cited = (by_n.get(n) for one in self.sentences for n in one.citations)
        of_a_claim = by_n.values() if self.task == "claim" else ()
        for spans in (quoted, cited, of_a_claim):
            if found := tuple(span for span in spans if span is not None):
                return found
        return ()

    @property
    def prediction(self) -> str:
        """The words of the answer without marks; empty unless there is an answer."""
        said = self.outcome == "answered"
        return " ".join(sentence.text for sentence in self.sentences) if said else ""

    def pair(self, sentence: SentenceRecord) -> Pair:
        """Return a sentence with the texts that it is judged against."""
        texts = self.source_texts
        return Pair(sentence.text, tuple(texts[n] for n in sentence.evidence if n in texts))
