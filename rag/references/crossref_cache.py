"""Answers of Crossref that were given before."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from quoth.index.folders import cache_folder

__all__ = ["CrossrefCache"]

log = logging.getLogger(__name__)

_MAX_AGE_S = 7 * 24 * 3600.0  # a retraction is known after a week at the latest
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers"
    " (address TEXT PRIMARY KEY, given REAL, status INTEGER, body TEXT) WITHOUT ROWID"
)


class CrossrefCache:
    """A small file in the cache folder; without the right to write there, nothing is kept."""

    def __init__(self, path: Path | None = None, *, now: Callable[[], float] = time.time) -> None:
        self._path = path or cache_folder() / "crossref.db"
        self._now = now

    def read(self, address: str) -> tuple[int, str] | None:
        """Return status and body of an answer that is no older than a week."""
        if not self._path.is_file():
            return None
        query = "SELECT status, body FROM answers WHERE address = ? AND given > ?"
        try:
            with closing(self._open()) as connection:
                row = connection.execute(query, (address, self._now() - _MAX_AGE_S)).fetchone()
        except sqlite3.Error as error:
            log.debug("the cache of Crossref's answers cannot be read: %s", error)
            return None
        return (int(row[0]), str(row[1])) if row else None

    def write(self, address: str, status: int, body: str) -> None:
        """Keep an answer."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as connection, connection:
                row = (address, self._now(), status, body)
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        except (sqlite3.Error, OSError) as error:
            log.debug("the cache of Crossref's answers cannot be written: %s", error)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=1.0)
        connection.execute(_TABLE)
        return connection
