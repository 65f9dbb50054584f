"""Questions about works as wholes, from what the library knows of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoth.eval.make_types import Draft, DraftedSpan
from quoth.index.library import Library
from quoth.index.types import Document

__all__ = ["title_questions"]

_KIND = "reference"
_FRONT = 3000  # characters of a paper in which it states its own year, authors and journal


def title_questions(library: Library, documents: Sequence[Document]) -> Iterator[Draft]:
    """Yield who wrote each work, then when each appeared, then where; only what is known."""
    titled = [document for document in documents if document.title]
    for document in titled:
        if document.authors:
            names = [f"{a.given} {a.family}".strip() for a in document.authors]
            said = ", ".join(names)
            evidence = _stated(library, document, document.authors[0].family)
            yield Draft(f"Who wrote “{document.title}”?", (said, *names), "title", evidence, _KIND)
    for field, question in (("year", "In which year did"), ("venue", "Where did")):
        for document in titled:
            if value := getattr(document, field):
                evidence = _stated(library, document, str(value))
                asked = f"{question} “{document.title}” appear?"
                yield Draft(asked, (str(value),), "title", evidence, _KIND)


def _stated(library: Library, document: Document, words: str) -> tuple[DraftedSpan, ...]:
    """Return where a paper says something of itself; nothing where a file beside it does."""
    start = library.text(document.id).text[:_FRONT].find(words)
    if start < 0:
        return ()
    return (DraftedSpan(document.file, words, start, start + len(words)),)
