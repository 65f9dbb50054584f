"""Who is logged in. A session is known by a random token, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
import time

from quoth.ui.app.app_file import AppFile

__all__ = ["Sessions"]

_LASTS_S = 30 * 86400.0


class Sessions:
    """The sessions in app.db; they outlive a restart. Safe to use from several threads."""

    def __init__(self, file: AppFile, *, lasts_s: float = _LASTS_S) -> None:
        self._file = file
        self._lasts_s = lasts_s

    @property
    def cookie(self) -> str:
        """The name of the cookie: servers of other libraries on this host have others."""
        return f"quoth-{_hash(str(self._file.path))[:8]}"

    @property
    def lasts_s(self) -> float:
        """How long a session lasts."""
        return self._lasts_s

    def begin(self, user: str) -> str:
        """Begin a session and return its token."""
        token, now = secrets.token_urlsafe(32), time.time()
        with self._file.transaction():
            self._file.change("DELETE FROM sessions WHERE ends < ?", (now,))
            self._file.change(
                "INSERT INTO sessions VALUES (?, ?, ?)", (_hash(token), user, now + self._lasts_s)
            )
        return token

    def user_of(self, token: str) -> str | None:
        """Return whose session this is; None if there is none, or it has ended."""
        query = "SELECT user FROM sessions WHERE token = ? AND ends > ?"
        rows = self._file.rows(query, (_hash(token), time.time()))
        return str(rows[0][0]) if rows else None

    def end(self, token: str) -> None:
        """End a session."""
        self._file.change("DELETE FROM sessions WHERE token = ?", (_hash(token),))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
