"""What there is to show of a quote's place in its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.index.types import Document
from quoth.ui.app.pdf_pages import Box

__all__ = ["PageBoxes", "SourceView", "TextWindow"]


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Where a span stands on one page, from 1: a box for each of its lines."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class TextWindow:
    """A part of a canonical text around a span: `text == canonical[start:end]`.

    Attributes:
        section: the heading that the span stands under.
        page: that the span begins on, from 1; None without pages.
    """

    text: str
    start: int
    end: int
    n_characters: int
    section: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """What there is to show of a span.

    Attributes:
        kind: `pages`: there are pictures of pages, and `pages` has those that the span stands on;
            `text`: there is the text alone.
        note: why there is no picture though the format has pages; else empty.
    """

    document: Document
    kind: Literal["pages", "text"]
    note: str
    n_pages: int | None
    pages: tuple[PageBoxes, ...]
    text: TextWindow
