"""A library on disk: what the rest of the program talks to.

    library = Library.open(folder, load_embedder)
    found = library.candidates("when were time zones agreed?", depth=200)

Reading never writes. Adding, removing and rebuilding are in `quoth.index.ingest`, under the
library's lock.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from quoth.index.embedder import Embedder
from quoth.index.errors import EmbedderMismatch, LibraryUnwritable, UnknownDocument
from quoth.index.fingerprint import FINGERPRINT_META, Fingerprint
from quoth.index.naming import named_document
from quoth.index.snapshot import WORDS_META, Snapshot, take_snapshot
from quoth.index.store import Store
from quoth.index.types import Document, DocumentText, Filters, Passage
from quoth.index.writing import is_being_written, open_to_write

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Candidates", "Library"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that a query found by its meaning or its words.

    Attributes:
        dense: cosine of every candidate, by passage id.
        lexical: BM25 of the candidates that share a word with the query.
        dense_floor: the smallest cosine of those found by meaning; what lies below was not looked
            for.
        documents: those of the library that was searched, by id.
    """

    dense: dict[int, float] = field(default_factory=dict)
    lexical: dict[int, float] = field(default_factory=dict)
    dense_floor: float = 0.0
    documents: Mapping[str, Document] = field(default_factory=dict)


class Library:
    """One library folder. Safe to use from several threads; make it with `open`."""

    def __init__(
        self, folder: Path, store: Store | None, load_embedder: Callable[[], Embedder]
    ) -> None:
        self.folder = folder
        self._store = store
        self._load_embedder = load_embedder
        self._embedder: Embedder | None = None
        self._snapshot: Snapshot | None = None
        self._lock = threading.RLock()

    @classmethod
    def open(cls, folder: Path, load_embedder: Callable[[], Embedder]) -> Self:
        """Open a library to read it; a folder without one is an empty library.

        Args:
            folder: need not exist.
            load_embedder: called when a query or a document needs the embedder, not before.

        Raises:
            LibraryTooNew, LibraryDamaged, LibraryUnwritable.
        """
        path = folder / "library.db"
        try:
            store = Store.open_to_read(path) if path.exists() else None
        except PermissionError as error:
            msg = f"no permission to read the library at {folder}"
            raise LibraryUnwritable(msg) from error
        return cls(folder, store, load_embedder)

    def close(self) -> None:
        """Let go of the files."""
        if self._store is not None:
            self._store.close()
            self._store = None
        self._snapshot = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # -- documents --------------------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        """The embedder of the settings, loaded on first use."""
        with self._lock:
            if self._embedder is None:
                self._embedder = self._load_embedder()
            return self._embedder

    @property
    def fingerprint(self) -> Fingerprint | None:
        """What the vectors were made with; None for an empty library."""
        store = self._current_store()
        return Fingerprint.from_json(store.meta(FINGERPRINT_META)) if store else None

    def documents(self) -> list[Document]:
        """Return every document, in order of file name."""
        store = self._current_store()
        return store.documents() if store else []

    def documents_passing(self, filters: Filters) -> list[Document]:
        """Return the documents that a search with these filters looks at.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        snapshot = self.snapshot()
        return snapshot.passing(filters) if snapshot else []

    def document(self, reference: str) -> Document:
        """Return the one document that an id, a file, a citation key or a part of them names.

        Raises:
            UnknownDocument: none, or several; the message names what comes near.
        """
        return named_document(self.documents(), reference, folder=self.folder)

    def text(self, document_id: str) -> DocumentText:
        """Return a document's canonical text.

        Raises:
            UnknownDocument: there is none of that id.
        """
        return self.store.document_text(document_id)

    def page_of(self, document_id: str, start: int) -> int | None:
        """Return the page, from 1, that a character of a document lies on; None without pages.

        Raises:
            UnknownDocument: there is none of that id.
        """
        starts = self.store.page_starts(document_id)
        return bisect_right(starts, start) if starts else None

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return those of the passages that are still there, by id."""
        store = self._current_store()
        return store.passages(ids) if store else {}

    def document_ids(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the document of each passage that is still there, by passage id."""
        store = self._current_store()
        return store.document_ids(list(ids)) if store else {}

    def passages_of(self, document_id: str) -> list[Passage]:
        """Return a document's passages in order."""
        return self.store.passages_of(document_id)

    def sentences(
        self, ids: Sequence[int]
    ) -> dict[int, tuple[tuple[tuple[int, int], ...], NDArray[np.float32]]]:
        """Return by passage id: sentence spans from the passage's start, and unit vectors."""
        store = self._current_store()
        return store.sentences(ids) if store else {}

    def unread(self) -> list[tuple[str, str, str]]:
        """Return path, name and reason of the files that could not be read when last added."""
        store = self._current_store()
        return store.unread() if store else []

    @property
    def n_passages(self) -> int:
        """The number of passages."""
        store = self._current_store()
        return store.count_passages() if store else 0

    # -- search -----------------------------------------------------------------------------

    def candidates(
        self, query: str, *, depth: int, filters: Filters | None = None
    ) -> tuple[Candidates, NDArray[np.float32]]:
        """Return the passages near a query by meaning or by words, and the query's vector.

        Args:
            depth: how many to look for each way.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        import numpy as np

        snapshot = self.snapshot()
        vector = self.embedder.embed_queries([query])[0]
        if snapshot is None or self._store is None:
            return Candidates(), vector
        among = snapshot.allowed(filters or Filters(), self._store)
        nearest = snapshot.vectors.nearest(vector, depth, among=among)
        lexical = snapshot.words.search(query, depth, among=among)
        others = np.array([i for i in lexical if i not in nearest], dtype=np.int64)
        dense = nearest | snapshot.vectors.cosines(vector, others)
        known = {i: score for i, score in lexical.items() if i in dense}
        floor = min(nearest.values(), default=0.0)
        return Candidates(dense, known, floor, snapshot.documents), vector

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """Return each term's inverse document frequency over the passages last searched."""
        with self._lock:
            snapshot = self._snapshot or self.snapshot()
        return snapshot.words.rarity(terms) if snapshot else dict.fromkeys(terms, 1.0)

    def terms(self, text: str) -> list[str]:
        """Return a text's words as the library indexes them: lower case and stemmed."""
        from quoth.index.words import terms

        return terms(text)

    def snapshot(self) -> Snapshot | None:
        """Return the indexes as of now; None for an empty library.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        with self._lock:
            store = self._current_store()
            if store is None or store.generation == 0:
                return None
            stamp = (store.generation, store.meta(WORDS_META))
            if self._snapshot is None or self._snapshot.stamp != stamp:
                dimension = self.embedder.identity.dimension  # loaded outside the transaction
                with store.reading():
                    self._check_embedder()
                    self._snapshot = take_snapshot(
                        store,
                        self.folder / "words",
                        dimension=dimension,
                        is_being_written=partial(is_being_written, self.folder),
                    )
            return self._snapshot

    def _check_embedder(self) -> None:
        found, wanted = self.fingerprint, Fingerprint.of(self.embedder)
        if found and found.embedder != wanted.embedder:
            raise EmbedderMismatch(found.difference(wanted, self.folder))

    # -- the files --------------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            UnknownDocument: the library is empty.
        """
        store = self._current_store()
        if store is None:
            msg = f"the library at {self.folder} is empty. Run: quoth add PATH"
            raise UnknownDocument(msg)
        return store

    def _current_store(self) -> Store | None:
        with self._lock:
            path = self.folder / "library.db"
            if self._store is None and path.exists():
                self._store = Store.open_to_read(path)
            return self._store

    def writing(self) -> AbstractContextManager[Store]:
        """Hold the library's lock, making the library if need be, and yield a store to write to.

        Raises:
            LibraryLocked, LibraryUnwritable, LibraryTooNew, LibraryDamaged.
        """
        return open_to_write(self.folder)
