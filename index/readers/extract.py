"""What a reader makes of a file's bytes."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.types import Author, Heading

__all__ = ["CorpusEntry", "Extract", "FrontLine", "Hints"]


@dataclass(frozen=True, slots=True)
class Hints:
    """Bibliographic facts that the format itself states (a title tag, document properties).

    `sources` says of each fact by name where it stands, as ("title", "html meta").
    """

    title: str | None = None
    authors: tuple[Author, ...] = ()
    year: int | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line of a PDF's first pages as it stands there.

    Attributes:
        text: `Extract.text[start:end]`.
        size: font size as drawn, in points.
        x0, x1: its left and right ends, in points.
        depth: its middle, from 0 at the page's top to 1 at its foot.
        marks: raised small characters (footnote and affiliation marks), half-open from `start`.
        gaps: where words stand much farther apart than a space, from `start`.
    """

    page: int
    start: int
    end: int
    text: str
    size: float
    bold: bool
    x0: float
    x1: float
    depth: float
    marks: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()


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
        front_lines: PDF only: the lines of the first two pages.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    hints: Hints = Hints()
    problems: tuple[str, ...] = ()
    char_index: tuple[int, ...] = ()
    front_lines: tuple[FrontLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """One line of a corpus file: a document of its own."""

    id: str
    title: str | None
    text: str
