"""What a reader makes of a file's bytes."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.types import Author, Heading

__all__ = ["CorpusEntry", "Extract", "Hints"]


@dataclass(frozen=True, slots=True)
class Hints:
    """Bibliographic facts that the format itself states (a title tag, document properties)."""

    title: str | None = None
    authors: tuple[Author, ...] = ()
    year: int | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """A file's canonical text and what the format says about it.

    Attributes:
        text: the canonical text; every offset anywhere is into it.
        page_starts: where each page begins in `text`, ascending from 0; empty without pages.
        headings: what the format marks as headings, in order of `start`; empty where it marks
            none (numbered and capital-letter headings are found in the text afterwards).
        hints: bibliographic facts that the format states.
        problems: one line for each part that could not be read.
        char_index: PDF only, as long as `text`: each character's index on its page as PDFium
            counts, -1 for a character that the reader put in.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    hints: Hints = Hints()
    problems: tuple[str, ...] = ()
    char_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """One line of a corpus file: a document of its own."""

    id: str
    title: str | None
    text: str
