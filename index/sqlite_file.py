"""Opening an SQLite file, and saying in Quoth's words what went wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from quoth.index.errors import (
    LibraryDamaged,
    LibraryError,
    LibraryLocked,
    LibraryUnwritable,
)

__all__ = ["connect_to_read", "connect_to_write", "stored_paths", "translated_errors", "way_out"]

_BUSY_TIMEOUT_S = 10.0


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Open or make the file; transactions are the caller's to begin."""
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT_S, check_same_thread=False, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there, without the right to write; also on a read-only disk."""
    try:
        return _connect(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise  # what the log holds would be missed
        return _connect(f"{path.absolute().as_uri()}?immutable=1")


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_TIMEOUT_S, check_same_thread=False, isolation_level=None
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def stored_paths(path: Path) -> list[str]:
    """Return the paths of a damaged library's documents, those that can still be read."""
    found: list[str] = []
    with suppress(sqlite3.Error, OSError), closing(connect_to_read(path)) as connection:
        for (document,) in connection.execute("SELECT path FROM documents"):
            found.append(str(document))  # one by one: what came before an error is kept
    return found


def way_out(folder: Path) -> str:
    """Return what to do about a damaged library."""
    return f"Move {folder} away and add your files again: quoth add PATH"


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors, and the system's, as the library's.

    Raises:
        LibraryUnwritable, LibraryLocked, LibraryDamaged, LibraryError.
    """
    folder = path.parent
    try:
        yield
    except sqlite3.Error as error:
        reason = str(error)
        if "full" in reason:
            msg = f"the disk of the library at {folder} is full. Make room and run it again"
            raise LibraryUnwritable(msg) from error
        if "readonly" in reason or "unable to open" in reason:
            msg = f"no access to the library at {folder} ({reason}): check the folder's permissions"
            raise LibraryUnwritable(msg) from error
        if "locked" in reason:
            msg = f"another program holds the library at {folder}. Try again when it is done"
            raise LibraryLocked(msg) from error
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, (sqlite3.OperationalError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
        ):
            msg = f"{path} is damaged or not a library ({reason}). {way_out(folder)}"
            raise LibraryDamaged(msg) from error
        msg = f"the library at {folder} failed: {reason}. See: quoth doctor"
        raise LibraryError(msg) from error
    except OSError as error:
        msg = f"the library at {folder} cannot be used: {error.strerror or error}"
        raise LibraryUnwritable(msg) from error
