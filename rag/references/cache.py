"""Formatted references that were made before: starting pandoc is what costs."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from quoth.index.folders import cache_folder

__all__ = ["ReferenceCache"]

log = logging.getLogger(__name__)

_MOST = 50_000  # references, of about 300 bytes; then it is begun anew
_AT_ONCE = 500  # names in one statement
_TABLE = "CREATE TABLE IF NOT EXISTS formatted (stamp TEXT PRIMARY KEY, html TEXT) WITHOUT ROWID"


class ReferenceCache:
    """A small file in the cache folder; without the right to write there, nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or cache_folder() / "references.db"

    def read(self, stamps: Sequence[str]) -> dict[str, str]:
        """Return those of the references that are there, by stamp."""
        if not self._path.is_file():
            return {}
        found: dict[str, str] = {}
        try:
            with closing(self._open()) as connection:
                for at in range(0, len(stamps), _AT_ONCE):
                    part = stamps[at : at + _AT_ONCE]
                    marks = ",".join("?" * len(part))
                    query = f"SELECT stamp, html FROM formatted WHERE stamp IN ({marks})"  # noqa: S608  marks are "?"
                    found |= dict(connection.execute(query, part))
        except sqlite3.Error as error:
            log.debug("the cache of references cannot be read: %s", error)
        return found

    def write(self, references: Mapping[str, str]) -> None:
        """Keep references by stamp."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as connection, connection:
                (count,) = connection.execute("SELECT count(*) FROM formatted").fetchone()
                if count > _MOST:
                    connection.execute("DELETE FROM formatted")
                connection.executemany(
                    "INSERT OR IGNORE INTO formatted VALUES (?, ?)", list(references.items())
                )
        except (sqlite3.Error, OSError) as error:
            log.debug("the cache of references cannot be written: %s", error)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=1.0)
        connection.execute(_TABLE)
        return connection
