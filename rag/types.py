"""What an answer is made of: sentences, each with the exact words that it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quoth.index.text import render
from quoth.index.types import Document, Hit

__all__ = [
    "Abstention",
    "AbstentionReason",
    "Answer",
    "Citation",
    "Note",
    "Quote",
    "Sentence",
    "Source",
    "Support",
    "SupportLabel",
    "TextDelta",
    "Timings",
]

SupportLabel = Literal["supported", "partial", "unsupported", "contradicted"]

AbstentionReason = Literal[
    "empty_library", "nothing_relevant", "not_stated", "unsupported", "language", "model_declined"
]


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words that carry a claim: `document.text[start:end] == text`."""

    document_id: str
    start: int
    end: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The mark [n] on a sentence, and the span of source n that it points to."""

    n: int
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Support:
    """How far a sentence's evidence carries it; score: P(supported) in [0, 1]."""

    label: SupportLabel
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer; `text` has no marks and no line breaks of the source.

    Attributes:
        lead: what stands between the sentence before and this one: a space, a line's end, a bullet.
    """

    text: str
    citations: tuple[Citation, ...]
    quotes: tuple[Quote, ...]
    support: Support
    lead: str = " "

    @property
    def is_quote(self) -> bool:
        """Whether it is nothing but its one quotation, word for word."""
        return len(self.quotes) == 1 and render(self.quotes[0].text) in render(self.text)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Text of an answer to show while it is written; its marks are whole: `[n]`."""

    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer cites as [n], and the words of it that are quoted."""

    n: int
    hit: Hit
    quotes: tuple[Quote, ...] = ()

    @property
    def document(self) -> Document:
        """The document that the passage lies in."""
        return self.hit.document


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, and what may help, in words for the reader."""

    reason: AbstentionReason
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the answer that the reader should know; `code` is for programs."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that each stage took."""

    retrieve_ms: float = 0.0
    read_ms: float = 0.0
    answer_ms: float = 0.0
    verify_ms: float = 0.0
    total_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence is cited, or an abstention with what came nearest.

    Attributes:
        sources: what the sentences cite, n from 1 without gaps; empty when abstained.
        nearest: the passages that came nearest, best first, when abstained.
        confidence: that this library answers the question, in [0, 1]; also when abstained.
        model: what wrote it; "quotes" for the answerer that only quotes.
        prompts: those that were sent to a chat model, name and SHA-256.
    """

    question: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    nearest: tuple[Source, ...] = ()
    abstained: Abstention | None = None
    confidence: float = 0.0
    notes: tuple[Note, ...] = ()
    model: str = "quotes"
    timings: Timings = field(default_factory=Timings)
    prompts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The sentences with their marks, or the abstention's message."""
        if self.abstained:
            return self.abstained.message
        return "".join(
            f"{sentence.lead}{sentence.text}{_marks(sentence)}" for sentence in self.sentences
        ).strip()


def _marks(sentence: Sentence) -> str:
    numbers = dict.fromkeys(citation.n for citation in sentence.citations)
    return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""
