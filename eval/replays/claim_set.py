"""Claim sets: statements with the spans that support or contradict them, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from quoth.eval.question_set import Span, read_rows

__all__ = ["Claim", "read_claims"]


class Claim(BaseModel):
    """A statement and what the library says of it; `none`: it says nothing either way."""

    model_config = ConfigDict(frozen=True)

    id: str
    claim: str
    stance: Literal["supports", "contradicts", "none"] = "none"
    evidence: tuple[Span, ...] = ()
    alt_evidence: tuple[Span, ...] = ()


def read_claims(path: Path) -> list[Claim]:
    """Read a claim set.

    Raises:
        UsageError: the file cannot be read, or a line is not a claim; its number is named.
    """
    return read_rows(path, Claim, name="claim set")
