"""What the library holds: its papers by author, year and title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.index.library import Library
from quoth.index.short_authors import short_authors
from quoth.index.types import Document
from quoth.rag.draft import Draft, draft_of
from quoth.rag.question.survey import quote_title
from quoth.rag.types import Abstention, Note

__all__ = ["list_library"]

_MOST = 20  # papers: two lines of a terminal each, its sentence and its source


def list_library(library: Library, documents: Sequence[Document]) -> Draft | Abstention | None:
    """Name papers, each by the line of its text that states its title; None without any.

    The first are named; a note says how many there are. Entries of a bibliography have no text to
    quote: they are counted alone.
    """
    if not documents:
        return None
    whole = [document for document in documents if document.has_text]
    if not whole:
        message = (
            f"The library has {_count(len(documents), 'entry', 'entries')} of bibliographies, and "
            "no paper to quote. See them with: quoth ls"
        )
        return Abstention("not_stated", message)
    named = [quote_title(library, document, before=_who(document)) for document in whole[:_MOST]]
    draft = draft_of([quoted for quoted in named if quoted is not None])
    sentences = tuple(replace(sentence, lead="\n- ") for sentence in draft.sentences)
    said = _how_many(len(whole), len(sentences), len(documents) - len(whole))
    return replace(draft, sentences=sentences, notes=(Note("library", said),))


def _who(document: Document) -> str:
    """Return "Liu & Zhang (2024): ", or so much of it as is known."""
    who, year = short_authors(document.authors), str(document.year or "")
    label = f"{who} ({year})" if who and year else who or year
    return f"{label}: " if label else ""


def _how_many(n_papers: int, n_named: int, n_entries: int) -> str:
    said = _count(n_papers, "paper", "papers")
    if n_named < n_papers:
        said += f": {n_named} are named here; see the other {n_papers - n_named} with: quoth ls"
    if n_entries:
        said += f"; and {_count(n_entries, 'entry', 'entries')} of bibliographies, without text"
    return said


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
