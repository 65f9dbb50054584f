"""A library as a reader sees it at one generation: its documents, vectors and words."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.store import Store
from quoth.index.types import Document, Filters
from quoth.index.vectors import VectorIndex
from quoth.index.words import WordIndex, WordState

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WORDS_META", "Snapshot", "take_snapshot"]

log = logging.getLogger(__name__)

WORDS_META = "words"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is searched; `stamp` tells whether the library has changed since."""

    stamp: tuple[int, str | None]
    documents: dict[str, Document]
    vectors: VectorIndex
    words: WordIndex

    def passing(self, filters: Filters) -> list[Document]:
        """Return the documents that a filter lets through; passage kinds do not matter."""
        return [document for document in self.documents.values() if _matches(document, filters)]

    def allowed(self, filters: Filters, store: Store) -> NDArray[np.int64] | None:
        """Return the ids of the passages that a filter lets through, None for all."""
        if filters == Filters():
            return None
        chosen = [document.id for document in self.passing(filters)]
        whole = len(chosen) == len(self.documents)
        return store.passage_ids(document_ids=None if whole else chosen, kinds=filters.kinds)


def take_snapshot(
    store: Store, words_folder: Path, *, dimension: int, is_being_written: Callable[[], bool]
) -> Snapshot:
    """Open a library's indexes for reading.

    Where the word index is behind the store, a reader beside a working writer sees the library as
    of the word index; without one (a writer was killed) it makes the word index anew in memory.
    """
    stamp = (store.generation, store.meta(WORDS_META))
    state = WordState.from_json(stamp[1])
    words = WordIndex.open(words_folder, state) if state else None
    generation = stamp[0]
    if words is not None and state is not None and state.generation < generation:
        if is_being_written():
            generation = state.generation
        else:
            words = None
    if words is None:
        if generation:
            log.info("the word index is not current; making it in memory (mend: quoth rebuild)")
        words = WordIndex.in_memory(store.words())
    ids, vectors = store.vectors(up_to=generation)
    return Snapshot(
        stamp,
        {document.id: document for document in store.documents()},
        VectorIndex(ids, vectors, dimension=dimension),
        words,
    )


def _matches(document: Document, filters: Filters) -> bool:
    if filters.among and document.id not in filters.among:
        return False
    if filters.author is not None:
        wanted = filters.author.casefold()
        people = (f"{author.given} {author.family}".casefold() for author in document.authors)
        if not any(wanted in person for person in people):
            return False
    if filters.year is not None:
        first, last = filters.year
        if document.year is None:
            return False
        if (first is not None and document.year < first) or (
            last is not None and document.year > last
        ):
            return False
    if filters.document is not None:
        wanted = filters.document.casefold()
        names = (document.id, document.key or "", document.file, document.title or "")
        if not any(wanted in name.casefold() for name in names):
            return False
    return True
