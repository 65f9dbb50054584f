"""Reading a library's SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from quoth.index.errors import LibraryDamaged, LibraryTooNew, UnknownDocument
from quoth.index.records import StoredFacts, StoredText
from quoth.index.schema import (
    APPLICATION_ID,
    DOCUMENT_COLUMNS_OF,
    FORMAT_VERSION,
    document_from_row,
    unpack,
    unpack_spans,
)
from quoth.index.sqlite_file import connect_to_read, translated_errors
from quoth.index.types import Document, DocumentText, Heading, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


__all__ = ["StoreReader"]

_T = TypeVar("_T")
_VARIABLES = 500  # ids in one statement; SQLite's own limit was 999 for long


class StoreReader:
    """One open library.db, to read. Safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()

    @classmethod
    def open_to_read(cls, path: Path) -> Self | None:
        """Open without the right to write; also on a read-only disk.

        Returns:
            None for a file without tables: its writer has only just made it, or was killed then.
        Raises:
            LibraryUnwritable: no permission.
            LibraryTooNew, LibraryDamaged.
        """
        with translated_errors(path):
            store = cls(connect_to_read(path), path)
            try:
                if store._is_new():
                    store.close()
                    return None
                store._check_format()
            except BaseException:
                store.close()
                raise
        return store

    def close(self) -> None:
        """Close the file; the store is not usable afterwards."""
        self._connection.close()

    def _is_new(self) -> bool:
        return self._one("SELECT count(*) FROM sqlite_master") == 0

    def _check_format(self) -> None:
        application = self._one("PRAGMA application_id")
        version = self._format()
        if application != APPLICATION_ID:
            msg = f"{self._path} is not a Quoth library. Choose another folder with --library"
            raise LibraryDamaged(msg)
        if version > FORMAT_VERSION:
            msg = (
                f"the library at {self._path.parent} was written by a newer Quoth "
                f"(format {version}, this one reads {FORMAT_VERSION}). Upgrade Quoth"
            )
            raise LibraryTooNew(msg)

    def _format(self) -> int:
        return int(self._rows("PRAGMA user_version")[0][0])

    @property
    def generation(self) -> int:
        """How many transactions have changed the library."""
        return int(self.meta("generation") or 0)

    def meta(self, key: str) -> str | None:
        """Return a fact about the library, None if it is not recorded."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def facts(self, document_id: str) -> StoredFacts:
        """Return what was found out about a document, and its corrections.

        Raises:
            UnknownDocument: there is none.
        """
        row = self._row_of(document_id)
        columns = "found, edited, looked_up" if self._format() > 2 else "found, edited"
        return StoredFacts(*self._rows(f"SELECT {columns} FROM documents WHERE row = ?", (row,))[0])

    def _row_of(self, document_id: str) -> int:
        rows = self._rows("SELECT row FROM documents WHERE id = ?", (document_id,))
        if not rows:
            msg = f"no document {document_id!r} in the library. See: quoth ls"
            raise UnknownDocument(msg)
        return int(rows[0][0])

    def documents(self) -> list[Document]:
        """Return every document, in order of file name."""
        # asked each time: a writer may bring the file to this format beside an open reader
        columns = DOCUMENT_COLUMNS_OF[self._format()]
        rows = self._rows(f"SELECT {columns} FROM documents ORDER BY file, path")
        return [document_from_row(row) for row in rows]

    def text(self, document_id: str) -> StoredText:
        """Return a document's canonical text and what its reader said of it.

        Raises:
            UnknownDocument: there is none.
        """
        row = self._row_of(document_id)
        text, pages, headings, index = self._rows(
            "SELECT text, page_starts, headings, char_index FROM texts WHERE document = ?", (row,)
        )[0]
        return StoredText(
            text, unpack(pages), tuple(Heading(*h) for h in json.loads(headings)), unpack(index)
        )

    def document_text(self, document_id: str) -> DocumentText:
        """Return a document's canonical text and page starts."""
        stored = self.text(document_id)
        return DocumentText(stored.text, stored.page_starts)

    def unread(self) -> list[tuple[str, str, str]]:
        """Return path, file name and reason of the files that could not be read."""
        rows = self._rows("SELECT path, file, reason FROM unread ORDER BY file, path")
        return [(path, file, reason) for path, file, reason in rows]

    def page_starts(self, document_id: str) -> tuple[int, ...]:
        """Return where a document's pages begin in its text; none for formats without pages."""
        query = "SELECT page_starts FROM texts WHERE document = ?"
        return unpack(self._rows(query, (self._row_of(document_id),))[0][0])

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return those of the passages that are still there, by id."""
        rows = self._select_in(
            "SELECT p.id, d.id, p.start, p.end, p.page, p.section, p.kind, p.text"
            " FROM passages p JOIN documents d ON d.row = p.document WHERE p.id IN",
            ids,
        )
        return {row[0]: Passage(*row) for row in rows}

    def document_ids(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the document of each passage that is still there, by passage id."""
        query = (
            "SELECT p.id, d.id FROM passages p JOIN documents d ON d.row = p.document WHERE p.id IN"
        )
        return dict(self._select_in(query, ids))

    def passages_of(self, document_id: str) -> list[Passage]:
        """Return a document's passages in order of their start."""
        ids = self._rows(
            "SELECT id FROM passages WHERE document = ? ORDER BY start, end",
            (self._row_of(document_id),),
        )
        found = self.passages([row[0] for row in ids])
        return [found[row[0]] for row in ids if row[0] in found]

    def sentences(
        self, ids: Sequence[int]
    ) -> dict[int, tuple[tuple[tuple[int, int], ...], NDArray[np.float32]]]:
        """Return by passage id: sentence spans from the passage's start, and unit vectors."""
        import numpy as np

        found = {}
        query = "SELECT id, sentences, sentence_vectors FROM passages WHERE id IN"
        for passage_id, spans, blob in self._select_in(query, ids):
            pairs = unpack_spans(spans)
            vectors = np.frombuffer(blob, dtype=np.int8).astype(np.float32)
            vectors = vectors.reshape(len(pairs), -1) if pairs else vectors.reshape(0, 1)
            norms = np.linalg.norm(vectors, axis=1, keepdims=True)
            found[passage_id] = (pairs, vectors / np.maximum(norms, 1e-9))
        return found

    def vectors(self, *, up_to: int | None = None) -> tuple[NDArray[np.int64], bytes]:
        """Return passage ids, ascending, and their float32 vectors one after another.

        Args:
            up_to: leave out what came with a later generation.
        """
        import numpy as np

        limit = self.generation if up_to is None else up_to
        rows = self._rows(
            "SELECT id, vector FROM passages WHERE generation <= ? ORDER BY id", (limit,)
        )
        return np.array([row[0] for row in rows], dtype=np.int64), b"".join(r[1] for r in rows)

    def words(self, *, after: int = 0) -> Iterator[tuple[int, str, str]]:
        """Yield id, title (or "") and text of the passages that came after a generation."""
        with self._lock, translated_errors(self._path):
            cursor = self._connection.execute(
                "SELECT p.id, coalesce(d.title, ''), p.text FROM passages p JOIN documents d"
                " ON d.row = p.document WHERE p.generation > ? ORDER BY p.id",
                (after,),
            )
            yield from cursor

    def passage_ids(
        self, *, document_ids: Sequence[str] | None, kinds: Iterable[str]
    ) -> NDArray[np.int64]:
        """Return the ids, ascending, of the passages of these documents and kinds.

        Args:
            document_ids: None for every document.
            kinds: none for every kind.
        """
        import numpy as np

        wanted = sorted(kinds)
        clause = f" AND p.kind IN ({','.join('?' * len(wanted))})" if wanted else ""
        base = "SELECT p.id FROM passages p JOIN documents d ON d.row = p.document WHERE "
        if document_ids is None:
            rows = self._rows(f"{base} 1 {clause}", wanted)
        else:
            rows = []
            for part in _parts(document_ids):
                marks = ",".join("?" * len(part))
                rows += self._rows(f"{base} d.id IN ({marks}) {clause}", [*part, *wanted])
        return np.sort(np.array([row[0] for row in rows], dtype=np.int64))

    def count_passages(self) -> int:
        """Return the number of passages."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def integrity_problems(self) -> list[str]:
        """Return what SQLite and the stored offsets say is wrong; empty if the file is whole."""
        problems = [row[0] for row in self._rows("PRAGMA quick_check") if row[0] != "ok"]
        for document in self.documents():
            text = self.text(document.id).text
            wrong = [p for p in self.passages_of(document.id) if text[p.start : p.end] != p.text]
            if wrong:
                problems.append(f"{document.file}: {len(wrong)} passages do not match its text")
        counts = self._rows(
            "SELECT file, n_passages, (SELECT count(*) FROM passages p WHERE p.document = d.row)"
            " FROM documents d"
        )
        problems += [f"{f}: has {n} passages of {all_}" for f, all_, n in counts if n != all_]
        n_lost = len(self._rows("PRAGMA foreign_key_check"))
        return [*problems, f"{n_lost} rows belong to no document"] if n_lost else problems

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let every query of a block see the library at one point in time."""
        with self._lock, translated_errors(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock, translated_errors(self._path):
            return self._connection.execute(query, values).fetchall()

    def _one(self, query: str) -> object:
        return self._rows(query)[0][0]

    def _select_in(self, query: str, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for part in _parts([int(i) for i in ids]):
            yield from self._rows(f"{query} ({','.join('?' * len(part))})", part)


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[at : at + _VARIABLES] for at in range(0, len(items), _VARIABLES))
