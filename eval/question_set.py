"""Question sets: questions with the spans that answer them, one JSON object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.index.errors import UsageError

__all__ = ["Question", "Span", "is_hit", "read_questions", "read_rows"]

_Row = TypeVar("_Row", bound=BaseModel)


class Span(BaseModel):
    """Where a question is answered: half-open characters of a document's canonical text."""

    model_config = ConfigDict(frozen=True)

    document: str
    quote: str
    start: int
    end: int


class Said(BaseModel):
    """What one side of a conversation said before the question."""

    model_config = ConfigDict(frozen=True)

    role: Literal["user", "assistant"]
    content: str


class Question(BaseModel):
    """One question. `evidence` is where it is answered; `alt_evidence` where it also is."""

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


def read_rows(path: Path, row: type[_Row], *, name: str) -> list[_Row]:
    """Read a file of one JSON object a line; `name` says in messages what the file is.

    Raises:
        UsageError: the file cannot be read, or a line does not fit; its number is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the {name} {path}: {error}"
        raise UsageError(msg) from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(row.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the line"
            msg = f"{path}, line {number}: {place}: {first['msg']}"
            raise UsageError(msg) from error
    if not rows:
        msg = f"the {name} {path} holds no rows"
        raise UsageError(msg)
    return rows


def is_hit(document: str, start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a span shares more than half of the shorter one with one of these, same document."""
    for span in spans:
        shared = min(end, span.end) - max(start, span.start)
        if span.document == document and 2 * shared > min(end - start, span.end - span.start):
            return True
    return False
