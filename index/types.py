"""What a library holds: documents, their text, passages; and what a search returns.

Every `start` and `end` is a half-open range of characters of a document's canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Author",
    "Document",
    "DocumentText",
    "Filters",
    "Heading",
    "Hit",
    "Passage",
    "PassageKind",
]

PassageKind = Literal["front", "abstract", "body", "reference"]


@dataclass(frozen=True, slots=True)
class Author:
    """One author as printed: `given` may be initials, or empty for an organisation."""

    given: str
    family: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of one heading, `text[start:end]`; level 1 is the highest."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the library, or one line of a corpus file, without its text.

    `id` is random and stays when the file's content changes; `path` is the identity that a
    replacement goes by. `file` is the name shown: relative to the folder that was added, or a
    corpus document's own id. `problems` are one line each: what could not be read. `provenance`
    says of each stated fact, by its name, where it was read: ("title", "front page"). `key` is
    its citation key. `entry` is what a bibliography says of it, CSL-JSON as text: few callers need
    it, and a search loads every document. `retracted` says which notice withdrew it: "retraction
    of 2021-03-04, https://doi.org/10.1234/abc".
    """

    id: str
    path: str
    file: str
    sha256: str
    format: str
    title: str | None = None
    authors: tuple[Author, ...] = ()
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    n_pages: int | None = None
    n_passages: int = 0
    n_characters: int = 0
    problems: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    keywords: tuple[str, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    key: str = ""
    entry: str = ""
    retracted: str | None = None

    @property
    def has_text(self) -> bool:
        """Whether there is anything to search: an entry of a bibliography may have no file."""
        return self.n_characters > 0


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's canonical text; `page_starts` is empty for formats without pages."""

    text: str
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences, the unit that is retrieved: `document.text[start:end] == text`.

    `id` is the row in the store; 0 before it is stored. `page` counts from 1.
    """

    id: int
    document_id: str
    start: int
    end: int
    page: int | None
    section: str | None
    kind: PassageKind
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found, with the scores that belong to this query alone.

    Attributes:
        score: fused score, higher is better, comparable within one query only.
        rank: 1 is the best.
        dense_score: cosine in [-1, 1]; None when only its words were found.
        lexical_score: BM25, at least 0; None when only its vector was found.
    """

    passage: Passage
    document: Document
    score: float
    rank: int
    dense_score: float | None
    lexical_score: float | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages a search may return; an empty filter lets everything through.

    Attributes:
        author: part of any author's name, without regard to case.
        year: first and last year, both included; None leaves that side open.
        document: part of a document's id, file name or title.
        kinds: passage kinds to keep; empty keeps all.
        among: ids of the documents to keep; empty keeps all.
    """

    author: str | None = None
    year: tuple[int | None, int | None] | None = None
    document: str | None = None
    kinds: frozenset[PassageKind] = field(default_factory=frozenset)
    among: frozenset[str] = field(default_factory=frozenset)
