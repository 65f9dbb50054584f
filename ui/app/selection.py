"""Which documents a question is asked of: what is ticked on the left, and the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.errors import UsageError
from quoth.index.types import Document, Filters
from quoth.ui.app.wiring import Sent

__all__ = ["Selection", "matching", "selection_of"]

_MOST_IDS = 20_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Every document but some, or some alone; and a range of years, both ends included.

    Attributes:
        ids: those left out of everything, or those that are chosen alone.
    """

    everything: bool = True
    ids: frozenset[str] = frozenset()
    first_year: int | None = None
    last_year: int | None = None

    def has(self, document_id: str) -> bool:
        """Whether a document is ticked."""
        return (document_id in self.ids) != self.everything

    def filters(self, documents: Sequence[Document]) -> Filters:
        """Return what to search with.

        Raises:
            UsageError: nothing is ticked.
        """
        among = frozenset(d.id for d in documents if self.has(d.id))
        if documents and not among:
            msg = "no document is ticked. Tick some on the left, then ask again"
            raise UsageError(msg)
        years = (self.first_year, self.last_year)
        return Filters(
            among=frozenset() if len(among) == len(documents) else among,
            year=None if years == (None, None) else years,
        )


def selection_of(sent: Sent) -> Selection:
    """Return what a script sent as the choice.

    Raises:
        UsageError: it does not read.
    """
    ids = sent.list("ids", longest=_MOST_IDS)
    return Selection(
        everything=sent.text("mode") == "all",
        ids=frozenset(i for i in ids if isinstance(i, str)),
        first_year=sent.number("first", 0) or None,
        last_year=sent.number("last", 0) or None,
    )


def matching(documents: Sequence[Document], words: str) -> list[Document]:
    """Return the documents whose title, authors, year or file have all the words."""
    wanted = words.casefold().split()
    return [d for d in documents if all(word in _searched(d) for word in wanted)]


def _searched(document: Document) -> str:
    names = " ".join(f"{author.given} {author.family}" for author in document.authors)
    return f"{document.title or ''} {names} {document.year or ''} {document.file}".casefold()
