"""Documents made by hand: what a library knows of them, without their text."""

from __future__ import annotations

from quoth.index.types import Author, Document

__all__ = ["document"]


def document(
    name: str, title: str | None = None, *authors: str, year: int | None = 2018, file: str = ""
) -> Document:
    """Return a document; an author is "Given Names|Family Name"."""
    people = tuple(Author(*author.split("|")) for author in authors)
    return Document(
        name, f"/{name}", file or f"{name}.pdf", "0", "pdf", title=title, authors=people, year=year
    )
