"""Bibliographic facts, each with where it was read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from quoth.index.types import Author

__all__ = ["FIELDS", "Metadata", "Stated"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Stated(Generic[_Value]):
    """A fact and where it was read: "front page", "html meta", "sidecar refs.bib"."""

    value: _Value
    provenance: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document states about itself; None where it does not."""

    title: Stated[str] | None = None
    authors: Stated[tuple[Author, ...]] | None = None
    year: Stated[int] | None = None
    venue: Stated[str] | None = None
    volume: Stated[str] | None = None
    issue: Stated[str] | None = None
    pages: Stated[str] | None = None
    doi: Stated[str] | None = None
    keywords: Stated[tuple[str, ...]] | None = None
    retracted: Stated[str] | None = None

    def over(self, other: Metadata) -> Metadata:
        """Return these facts, and the other's where there is none here."""
        return Metadata(**{n: getattr(self, n) or getattr(other, n) for n in FIELDS})


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Metadata))
