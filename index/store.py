"""The SQLite file of a library: its truth. Everything else can be made again from it.

One transaction a document; every transaction raises the generation by one, and a passage carries
the generation that it came with, so that a reader can hold on to a point in time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from quoth.index.records import PassageRecord, StoredFacts, StoredText
from quoth.index.schema import (
    DOCUMENT_COLUMNS,
    DOCUMENT_MARKS,
    FORMAT_VERSION,
    MIGRATIONS,
    PASSAGE_COLUMNS,
    SCHEMA,
    document_row,
    pack,
    passage_row,
)
from quoth.index.sqlite_file import connect_to_write, translated_errors
from quoth.index.store_reader import StoreReader
from quoth.index.types import Document

__all__ = ["Store"]


class Store(StoreReader):
    """One open library.db, to read and write; the library's lock is the caller's to hold."""

    @classmethod
    def create_or_open(cls, path: Path) -> Store:
        """Open for writing, making the file if there is none.

        Raises:
            LibraryUnwritable, LibraryTooNew, LibraryDamaged.
        """
        with translated_errors(path):
            connection = connect_to_write(path)
            store = cls(connection, path)
            try:
                if store._is_new():
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
                store._check_format()
                store._bring_up_to_date()
            except BaseException:
                connection.close()
                raise
        return store

    def _bring_up_to_date(self) -> None:
        """Make a library of an older format one of this format, step by step."""
        while (version := self._format()) < FORMAT_VERSION:
            self._connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[version]} COMMIT;")

    def fold_log(self) -> None:
        """Move what the write-ahead log holds into the file, so that the file alone is whole.

        Closing does it only for the last connection; a reader may be open beside a writer.
        """
        in_the_way = suppress(sqlite3.OperationalError)  # a reader is: the next writer does it
        with self._lock, translated_errors(self._path), in_the_way:
            self._connection.execute("PRAGMA busy_timeout = 500")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def set_meta(self, key: str, value: str) -> None:
        """Record a fact about the library, in a transaction of its own."""
        with self.transaction():
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def put(
        self,
        document: Document,
        text: StoredText,
        records: Sequence[PassageRecord],
        facts: StoredFacts | None = None,
    ) -> None:
        """Add a document, or replace the one of the same path, in one transaction."""
        facts = facts or StoredFacts()
        with self.transaction() as generation:
            self._connection.execute(
                "DELETE FROM documents WHERE path = ? OR id = ?", (document.path, document.id)
            )
            self._connection.execute("DELETE FROM unread WHERE path = ?", (document.path,))
            row = (
                self._connection.execute(
                    f"INSERT INTO documents ({DOCUMENT_COLUMNS}, found, edited, looked_up,"
                    f" generation) VALUES ({DOCUMENT_MARKS}, ?, ?, ?, ?)",
                    (
                        *document_row(
                            document, n_passages=len(records), n_characters=len(text.text)
                        ),
                        facts.found,
                        facts.edited,
                        facts.looked_up,
                        generation,
                    ),
                ).lastrowid
                or 0
            )
            self._connection.execute(
                "INSERT INTO texts VALUES (?, ?, ?, ?, ?)",
                (
                    row,
                    text.text,
                    pack(text.page_starts),
                    json.dumps([[h.start, h.end, h.level] for h in text.headings]),
                    pack(text.char_index),
                ),
            )
            self._insert_passages(row, records, generation)

    def describe(
        self,
        document: Document,
        facts: StoredFacts,
        records: Sequence[PassageRecord] | None = None,
    ) -> None:
        """Replace what is known of a document, and its passages if there are new ones.

        Raises:
            UnknownDocument: there is none.
        """
        with self.transaction() as generation:
            row = self._row_of(document.id)
            n_passages = document.n_passages if records is None else len(records)
            values = document_row(
                document, n_passages=n_passages, n_characters=document.n_characters
            )
            self._connection.execute(
                f"UPDATE documents SET ({DOCUMENT_COLUMNS}, found, edited, looked_up) ="
                f" ({DOCUMENT_MARKS}, ?, ?, ?) WHERE row = ?",
                (*values, facts.found, facts.edited, facts.looked_up, row),
            )
            if records is not None:
                self._connection.execute("DELETE FROM passages WHERE document = ?", (row,))
                self._insert_passages(row, records, generation)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Record citation keys by document id, in one transaction."""
        with self.transaction():
            self._connection.executemany(
                "UPDATE documents SET key = ? WHERE id = ?", [(k, i) for i, k in keys.items()]
            )

    def move(self, document_id: str, *, path: str, file: str) -> None:
        """Record that a document's file lies elsewhere now."""
        with self.transaction():
            self._connection.execute(
                "UPDATE documents SET path = ?, file = ? WHERE id = ?", (path, file, document_id)
            )

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents and all that hangs on them, in one transaction."""
        with self.transaction():
            self._connection.executemany(
                "DELETE FROM documents WHERE id = ?", [(i,) for i in document_ids]
            )

    def replace_passages(
        self,
        batches: Iterable[tuple[str, Sequence[PassageRecord]]],
        *,
        meta: Callable[[int], Mapping[str, str]],
    ) -> None:
        """Replace every passage of the library and record facts about them, in one transaction.

        Args:
            batches: a document's id and its new passages; a document that does not come keeps
                none.
            meta: returns the facts, given the generation that this makes; called when the new
                passages can be read here and nowhere else.
        """
        with self.transaction() as generation:
            self._connection.execute("DELETE FROM passages")
            for document_id, records in batches:
                row = self._row_of(document_id)
                self._insert_passages(row, records, generation)
                self._connection.execute(
                    "UPDATE documents SET n_passages = ? WHERE row = ?", (len(records), row)
                )
            self._connection.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", list(meta(generation).items())
            )

    def _insert_passages(self, row: int, records: Sequence[PassageRecord], generation: int) -> None:
        self._connection.executemany(
            f"INSERT INTO passages ({PASSAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (passage_row(row, record, generation) for record in records),
        )

    def set_unread(self, path: str, file: str, reason: str | None) -> None:
        """Remember that a file could not be read, and why; None forgets it."""
        with self.transaction():
            self._connection.execute("DELETE FROM unread WHERE path = ?", (path,))
            if reason is not None:
                row = (path, file, reason)
                self._connection.execute("INSERT INTO unread VALUES (?, ?, ?)", row)

    @contextmanager
    def transaction(self) -> Iterator[int]:
        """Run a block as one transaction and yield the generation that it makes."""
        with self._lock, translated_errors(self._path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                generation = self.generation + 1
                yield generation
                self._connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(generation),)
                )
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
