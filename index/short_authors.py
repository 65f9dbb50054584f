"""Authors in a few words, as a text cites them."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.types import Author

__all__ = ["short_authors"]


def short_authors(authors: Sequence[Author]) -> str:
    """Return "Parker", "Liu & Zhang" or "Liu et al."; "" without authors."""
    names = [" ".join((author.family or author.given).split()) for author in authors]
    names = [name for name in names if name]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " & ".join(names)
