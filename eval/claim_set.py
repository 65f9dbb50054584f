"""Claim sets: statements with the spans that support or contradict them, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from quoth.eval.json_lines import read_rows
from quoth.eval.question_set import Span

__all__ = ["Claim", "read_claims"]


class Claim(BaseModel):
    """A statement, what the library says of it, and what it cites, as far as known.

    Attributes:
        stance: of the library; `none`: it says nothing either way; None: not known.
        cited: documents.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    claim: str
    stance: Literal["supports", "contradicts", "none"] | None = None
    evidence: tuple[Span, ...] = ()
    alt_evidence: tuple[Span, ...] = ()
    cited: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the library speaks to it."""
        return (*self.evidence, *self.alt_evidence)


def read_claims(path: Path) -> list[Claim]:
    """Read a claim set.

    Raises:
        UsageError: the file cannot be read, or a line is not a claim; its number is named.
    """
    return read_rows(path, Claim, name="claim set")
