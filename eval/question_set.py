"""Question sets: questions with the spans that answer them, one JSON object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from quoth.eval.json_lines import read_rows

__all__ = ["Place", "Question", "Span", "is_hit", "read_questions"]


class Span(BaseModel):
    """Where a question is answered: half-open characters of a document's canonical text."""

    model_config = ConfigDict(frozen=True)

    document: str
    quote: str
    start: int
    end: int


class Place(Protocol):
    """Characters of a document, half open."""

    @property
    def document(self) -> str:
        """Its file, or its id in the set."""
        ...

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """The one behind the last."""
        ...


class Said(BaseModel):
    """What one side of a conversation said before the question."""

    model_config = ConfigDict(frozen=True)

    role: Literal["user", "assistant"]
    content: str


class Question(BaseModel):
    """One question.

    Attributes:
        evidence: where it is answered.
        alt_evidence: where it also is.
        items: of a full answer, each with its acceptable wordings.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    kind: str = "lookup"
    answers: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    alt_evidence: tuple[Span, ...] = ()
    unanswerable: bool = False
    history: tuple[Said, ...] = ()
    language: str = "en"
    items: tuple[tuple[str, ...], ...] = ()

    @property
    def needed(self) -> tuple[tuple[Span, ...], ...]:
        """Groups of spans, of each of which one must be found: all evidence of a `multi`."""
        if self.kind == "multi":
            return tuple((span,) for span in self.evidence)
        return ((*self.evidence, *self.alt_evidence),)


def read_questions(path: Path) -> list[Question]:
    """Read a question set.

    Raises:
        UsageError: the file cannot be read, or a line is not a question; its number is named.
    """
    return read_rows(path, Question, name="question set")


def is_hit(document: str, start: int, end: int, spans: Sequence[Place]) -> bool:
    """Whether a span shares more than half of the shorter one with one of these, same document."""
    for span in spans:
        shared = min(end, span.end) - max(start, span.start)
        if span.document == document and 2 * shared > min(end - start, span.end - span.start):
            return True
    return False
