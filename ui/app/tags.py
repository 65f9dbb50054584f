"""Tags that a user puts on documents."""

from __future__ import annotations

from collections.abc import Iterable

from quoth.ui.app.app_file import AppFile

__all__ = ["Tags"]

_LONGEST_TAG = 40  # characters
_MOST_TAGS = 20  # of one document


class Tags:
    """Each user's tags of the library's documents."""

    def __init__(self, file: AppFile) -> None:
        self._file = file

    def all(self, user: str) -> dict[str, tuple[str, ...]]:
        """Return a user's tags by document id, in order of the alphabet."""
        found: dict[str, list[str]] = {}
        query = "SELECT document, tag FROM tags WHERE user = ? ORDER BY tag"
        for document, tag in self._file.rows(query, (user,)):
            found.setdefault(document, []).append(tag)
        return {document: tuple(tags) for document, tags in found.items()}

    def put(self, user: str, document: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Make these the user's tags of a document, and return them as they are kept."""
        kept = sorted({short for tag in tags if (short := " ".join(tag.split())[:_LONGEST_TAG])})
        kept = kept[:_MOST_TAGS]
        with self._file.transaction():
            self._file.change("DELETE FROM tags WHERE user = ? AND document = ?", (user, document))
            for tag in kept:
                self._file.change("INSERT INTO tags VALUES (?, ?, ?)", (user, document, tag))
        return tuple(kept)

    def forget(self, document: str) -> None:
        """Drop every user's tags of a document that is no longer there."""
        self._file.change("DELETE FROM tags WHERE document = ?", (document,))
