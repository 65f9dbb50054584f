"""The documents of a library as a table on a terminal, as lines of columns in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quoth.index.short_authors import short_authors
from quoth.index.text import render
from quoth.index.types import Document
from quoth.ui.jsons import document_status
from quoth.ui.terminal import console

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["document_table", "print_documents"]

_ID = 8  # characters of an id: enough to name a document by
# Characters of a terminal; with fewer, file names and then counts would leave titles no room.
_FOR_FILES = 100
_FOR_COUNTS = 120


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what it says of a document, its room, and how wide a terminal has it."""

    name: str
    value: Callable[[Document], str]
    most: int | None = None
    justify: Literal["left", "right"] = "left"
    least_width: int = 0
    most_width: int = sys.maxsize


def _title_or_file(document: Document) -> str:
    return document.title or document.file


def _status(document: Document) -> str:
    status = document_status(document)
    return "" if status == "ok" else status


_COLUMNS = (
    _Column("id", lambda document: document.id[:_ID], _ID),
    _Column("authors", lambda document: short_authors(document.authors), 20),
    _Column("year", lambda document: str(document.year or ""), 4),
    _Column("title", _title_or_file, most_width=_FOR_FILES - 1),
    _Column("title", lambda document: document.title or "", least_width=_FOR_FILES),
    _Column("file", lambda document: document.file, 30, least_width=_FOR_FILES),
    _Column(
        "pages", lambda document: str(document.n_pages or ""), 5, "right", least_width=_FOR_COUNTS
    ),
    _Column(
        "passages", lambda document: str(document.n_passages), 8, "right", least_width=_FOR_COUNTS
    ),
    _Column("", _status, 11),
)


def print_documents(documents: Sequence[Document]) -> None:
    """Print documents: a table that fits the terminal, or tab-separated lines in a pipe."""
    out = console()
    if sys.stdout.isatty():
        out.print(document_table(documents, width=out.width))
        return
    for document in documents:
        plain = (
            document.id[:_ID],
            document.file,
            short_authors(document.authors),
            str(document.year or ""),
            document.title or "",
            str(document.n_passages),
        )
        print("\t".join(map(render, plain)))


def document_table(documents: Sequence[Document], *, width: int) -> Table:
    """Return a table of documents without the columns that none of them has anything for.

    Args:
        width: of the terminal, in characters; the table may be narrower.
    """
    from rich.table import Table
    from rich.text import Text

    fitting = (c for c in _COLUMNS if c.least_width <= width <= c.most_width)
    said = [column for column in fitting if any(map(column.value, documents))]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in said:
        table.add_column(
            column.name, justify=column.justify, max_width=column.most, overflow="fold"
        )
    for document in documents:
        table.add_row(*(Text(render(column.value(document))) for column in said))
    return table
