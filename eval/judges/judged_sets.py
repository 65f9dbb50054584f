"""Sets that people judged: pairs of evidence and claim, or pairs of whole answers."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from quoth.eval.json_lines import read_rows
from quoth.eval.judges.protocol import Pair
from quoth.index.errors import UsageError

__all__ = [
    "ASPECTS",
    "ComparedResponses",
    "JudgedPair",
    "JudgedSet",
    "Preference",
    "ResponseSet",
    "read_judged_set",
]

Aspect = Literal["correctness", "completeness", "overall"]
ASPECTS: tuple[Aspect, ...] = ("correctness", "completeness", "overall")

_Row = TypeVar("_Row", bound="JudgedPair | ComparedResponses")


class JudgedPair(BaseModel):
    """A claim, a text, and what people say of them.

    Attributes:
        label: `not_supported` where the set does not tell a contradiction from what is not stated.
        kind: of claim, for a breakdown.
        votes_supported: of so many `annotators`, where each one's word was counted.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    evidence: str
    claim: str = Field(min_length=1)
    label: Literal["supported", "contradicted", "not_enough", "not_supported"]
    kind: str = ""
    annotators: int | None = Field(default=None, ge=1)
    votes_supported: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _no_more_votes_than_people(self) -> Self:
        if (self.votes_supported or 0) > (self.annotators or 0):
            msg = f"votes_supported {self.votes_supported} of {self.annotators} annotators"
            raise ValueError(msg)
        return self

    @property
    def pair(self) -> Pair:
        """What a judge is asked."""
        return Pair(self.claim, (self.evidence,))


class Response(BaseModel):
    """One system's answer."""

    model_config = ConfigDict(frozen=True)

    system: str
    text: str


class Preference(BaseModel):
    """What one person says, in -2 … 2; above 0 where the second answer is the better one."""

    model_config = ConfigDict(frozen=True)

    correctness: float
    completeness: float
    overall: float


class ComparedResponses(BaseModel):
    """Two answers to a question, a reference answer, and which of the two people prefer."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    reference: str
    responses: tuple[Response, Response]
    human: tuple[Preference, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Judged pairs; `name` is the file's, without folders."""

    name: str
    rows: tuple[JudgedPair, ...]

    @property
    def n_raters(self) -> int | None:
        """How many people voted on each pair; None where votes were not kept, or differ in number.

        One person's word is no vote.
        """
        raters = {row.annotators if row.votes_supported is not None else None for row in self.rows}
        (n_raters,) = raters if len(raters) == 1 else (None,)
        return n_raters if n_raters and n_raters > 1 else None

    @property
    def tells_contradictions(self) -> bool:
        """Whether the set tells a contradiction from what is not stated."""
        return {row.label for row in self.rows} == {"supported", "contradicted", "not_enough"}


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """Compared answers; `name` is the file's, without folders."""

    name: str
    rows: tuple[ComparedResponses, ...]


def read_judged_set(path: Path, *, limit: int | None = None) -> JudgedSet | ResponseSet:
    """Read a set of either kind, JSON Lines; the first line says which.

    Args:
        limit: at most so many rows, drawn by the hash of their ids.
    Raises:
        UsageError: the file cannot be read or is empty, a line does not fit (its number is
            named), or two rows have one id.
    """
    if _holds_responses(path):
        return ResponseSet(path.stem, _read(path, ComparedResponses, limit))
    return JudgedSet(path.stem, _read(path, JudgedPair, limit))


def _read(path: Path, row: type[_Row], limit: int | None) -> tuple[_Row, ...]:
    rows: Sequence[_Row] = read_rows(path, row, name="judged set")
    twice = [identifier for identifier, n in Counter(r.id for r in rows).items() if n > 1]
    if twice:
        msg = f"{path}: {len(twice)} ids occur more than once, {twice[0]!r} first; make them unique"
        raise UsageError(msg)
    if limit is not None and limit < len(rows):
        kept = {r.id for r in sorted(rows, key=_digest)[:limit]}
        rows = [r for r in rows if r.id in kept]
    return tuple(rows)


def _digest(row: JudgedPair | ComparedResponses) -> bytes:
    return hashlib.sha256(row.id.encode()).digest()


def _holds_responses(path: Path) -> bool:
    """Whether the first row compares answers; what is wrong with it, `read_rows` says."""
    try:
        with path.open(encoding="utf-8") as lines:
            first = json.loads(next((line for line in lines if line.strip()), "{}"))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "responses" in first
