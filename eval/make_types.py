"""What a drafted question is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from quoth.index.types import Document, Passage

__all__ = ["Draft", "DraftedSpan", "How", "Writer"]

How = Literal["cloze", "title", "model"]


@dataclass(frozen=True, slots=True)
class DraftedSpan:
    """Where a drafted question is answered: an exact slice."""

    document: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted question; `how` says who drafted it, and by what it is marked."""

    question: str
    answers: tuple[str, ...]
    how: How
    evidence: tuple[DraftedSpan, ...] = ()
    kind: str = "lookup"


Writer = Callable[[Document, Passage], Draft | None]
"""Writes a question from a passage; None where none can be asked of it."""
