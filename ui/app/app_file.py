"""The SQLite file app.db: its tables, and transactions on it.

It lies beside library.db and is written by the page alone, so that a rebuild of the library or an
`add` that runs leaves it as it is. Every row has its user, and every query asks for the user.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quoth.index.errors import LibraryDamaged, LibraryTooNew
from quoth.index.sqlite_file import connect_to_write, translated_errors

__all__ = ["APPLICATION_ID", "AppFile"]

APPLICATION_ID = 0x51754170  # "QuAp", so that another program's SQLite file is told apart
_FORMAT_VERSION = 2
# Format 2: a message that hides others stands where they stood; they show again once it is gone.
_REPLACED = """
CREATE TABLE replaced (
    message TEXT PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user TEXT NOT NULL,
    instead TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX replaced_by_instead ON replaced (instead);
CREATE VIEW shown AS SELECT * FROM messages WHERE id NOT IN (SELECT message FROM replaced);
"""
_SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {_FORMAT_VERSION};
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    title TEXT NOT NULL,
    created REAL NOT NULL,
    changed REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    filters TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE TABLE feedback (
    message TEXT PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user TEXT NOT NULL,
    value INTEGER NOT NULL,
    comment TEXT NOT NULL,
    changed REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE tags (
    user TEXT NOT NULL,
    document TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (user, document, tag)
) WITHOUT ROWID;
CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    ends REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX conversations_by_user ON conversations (user, changed);
CREATE INDEX messages_by_conversation ON messages (conversation, position);
{_REPLACED}
"""
_FROM_1 = f"BEGIN IMMEDIATE; {_REPLACED} PRAGMA user_version = 2; COMMIT;"


class AppFile:
    """One open app.db. Safe to use from several threads; one of them at a time is served."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it (mode 0600) and its folder (0700) if need be.

        Raises:
            LibraryUnwritable: no permission, or the disk is full.
            LibraryDamaged, LibraryTooNew.
        """
        self.path = path
        self._lock = threading.RLock()
        with translated_errors(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._connection = connect_to_write(path)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file; it is not usable afterwards."""
        with self._lock:
            self._connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self._lock, translated_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def change(self, statement: str, values: Sequence[object]) -> int:
        """Run one statement, in a transaction of its own if none is open.

        Returns:
            How many rows it changed.
        """
        with self.transaction():
            return self._connection.execute(statement, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one transaction; within another it is a part of that."""
        with self._lock, translated_errors(self.path):
            if self._connection.in_transaction:
                yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        connection = self._connection
        if self._one("SELECT count(*) FROM sqlite_master") == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        if self._one("PRAGMA application_id") != APPLICATION_ID:
            msg = f"{self.path} is not the page's database. Move it away and start again"
            raise LibraryDamaged(msg)
        if (version := self._one("PRAGMA user_version")) > _FORMAT_VERSION:
            msg = (
                f"{self.path} was written by a newer Quoth (format {version}, this one reads "
                f"{_FORMAT_VERSION}). Upgrade Quoth"
            )
            raise LibraryTooNew(msg)
        if version == 1:
            connection.executescript(_FROM_1)

    def _one(self, query: str) -> int:
        return int(self.rows(query)[0][0])
