"""Finding the documents of a library at Crossref."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quoth.index.enrich import LookedUp
from quoth.index.metadata.csl import CslItem
from quoth.index.metadata.records import metadata_of
from quoth.index.metadata.title import fold
from quoth.index.metadata.types import Stated
from quoth.index.types import Document
from quoth.rag.references.crossref import Crossref, CrossrefError
from quoth.rag.references.crossref_items import Work

__all__ = ["CROSSREF", "Unfound", "find_works"]

CROSSREF = "Crossref"
"""The provenance of what Crossref says."""

_SHORTEST_TITLE = 12  # letters; "Introduction" is the title of many
_ALIKE = 0.7  # of two folded titles; a subtitle or a misread letter is allowed
_YEARS_APART = 1  # online in one year, printed in the next


@dataclass(frozen=True, slots=True)
class Unfound:
    """A document that nothing was taken for, and why."""

    document: Document
    reason: str


def find_works(
    crossref: Crossref,
    documents: Sequence[Document],
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[list[LookedUp], list[Unfound]]:
    """Ask for each document by its DOI, or by its title where it has none.

    Raises:
        CrossrefError: no answer for one of them; what was answered before is kept for the next
            time.
    """
    found, unfound = [], []
    for done, document in enumerate(documents, 1):
        try:
            work, reason = _ask(crossref, document)
        except CrossrefError as error:
            msg = f"nothing was changed: {error}"
            raise CrossrefError(msg) from error
        if work:
            facts = replace(
                metadata_of(work.item, CROSSREF),
                retracted=Stated(work.retracted, CROSSREF) if work.retracted else None,
            )
            found.append(LookedUp(document.id, facts, work.item))
        else:
            unfound.append(Unfound(document, reason))
        if progress:
            progress(document.file, done, len(documents))
    return found, unfound


def _ask(crossref: Crossref, document: Document) -> tuple[Work | None, str]:
    """Return the work of a document, or why there is none."""
    title = document.title or ""
    if document.doi:
        work = crossref.work(document.doi)
        if work is None:
            return None, f"Crossref does not know its DOI {document.doi}"
        theirs = work.item.text("title")
        if title and theirs and not _is_alike(title, theirs):
            return None, f"its DOI {document.doi} is of another work there: “{theirs}”"
        return work, ""
    if len(fold(title)) < _SHORTEST_TITLE:
        return None, "it has neither a DOI nor a title that tells it apart"
    family = document.authors[0].family if document.authors else ""
    for candidate in crossref.works(title, family):
        doi = candidate.item.text("DOI")
        if doi and _is_same(document, candidate.item):
            # by its DOI: a search's own answer does not name every notice
            return crossref.work(doi) or candidate, ""
    return None, "Crossref knows no work of its title, authors and year"


def _is_alike(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _is_same(document: Document, item: CslItem) -> bool:
    """Tell whether title, first author and year are a document's, as far as both state them."""
    if fold(document.title or "") != fold(item.text("title")):
        return False
    people = item.names.get("author", ())
    if document.authors and people:
        families = {fold(name.whole_family) for name in people}
        if fold(document.authors[0].family) not in families:
            return False
    if document.year and item.year:
        return abs(document.year - item.year) <= _YEARS_APART
    return bool(document.authors and people) or document.year is None
