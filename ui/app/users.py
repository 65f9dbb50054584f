"""Who may use the page: names and hashed passwords.

A password is kept as `name:scrypt$15$8$1$SALT$KEY` (log2 of n, r, p; salt and key in base64).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from quoth.index.errors import UsageError
from quoth.ui.app.records import LOCAL_USER

__all__ = ["Users", "hash_password", "user_line"]

_LOG_N, _R, _P = 15, 8, 1  # 32 MB and some 0.1 s
_KEY_BYTES, _SALT_BYTES = 32, 16
_MEMORY = 2**27  # bytes that one check may take; refuses a file that asks for more
_NAME = re.compile(r"[\w.@+-]{1,64}")
_SHORTEST_PASSWORD = 8  # characters
_LINE = re.compile(
    r"(?P<name>[^:]*):scrypt\$(?P<log_n>\d{1,2})\$(?P<r>\d{1,2})\$(?P<p>\d{1,2})"
    r"\$(?P<salt>[\w+/=]+)\$(?P<key>[\w+/=]+)"
)


@dataclass(frozen=True, slots=True)
class _Hash:
    log_n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode() for part in (self.salt, self.key))
        return f"scrypt${self.log_n}${self.r}${self.p}${salt}${key}"

    def fits(self, password: str) -> bool:
        made = _derive(password, self.salt, log_n=self.log_n, r=self.r, p=self.p)
        return hmac.compare_digest(made, self.key)


_NOBODY = _Hash(_LOG_N, _R, _P, b"\0" * _SALT_BYTES, b"\0" * _KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Users:
    """The users and the hashes of their passwords; at least one."""

    hashes: Mapping[str, _Hash]

    @classmethod
    def of_one(cls, name_and_password: str) -> Self:
        """Return the one user that `--auth NAME:PASSWORD` names.

        Raises:
            UsageError: no colon, no such name possible, or a password that is too short.
        """
        name, colon, password = name_and_password.partition(":")
        if not colon:
            msg = "--auth: give USER:PASSWORD, or --auth-file FILE"
            raise UsageError(msg)
        return cls({_checked_name(name, "--auth"): hash_password(password)})

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Read users from a file, a line each; empty lines and those with # are passed over.

        Raises:
            UsageError: the file cannot be read, a line is not a user, or there is none.
        """
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            msg = f"--auth-file {path}: {reason}"
            raise UsageError(msg) from error
        hashes = {}
        for number, line in enumerate(map(str.strip, lines), 1):
            if line and not line.startswith("#"):
                name, found = _read_line(line, f"--auth-file {path}, line {number}")
                hashes[name] = found
        if not hashes:
            msg = f"--auth-file {path}: no users are in it. Make a line: quoth ui --hash-password"
            raise UsageError(msg)
        return cls(hashes)

    def __contains__(self, name: object) -> bool:
        return name in self.hashes

    def check(self, name: str, password: str) -> bool:
        """Whether this is the user's password; takes as long for a name that is unknown."""
        found = self.hashes.get(name)
        fits = (found or _NOBODY).fits(password)
        return fits and found is not None


def hash_password(password: str) -> _Hash:
    """Return the hash of a password, with a salt of its own.

    Raises:
        UsageError: it is too short.
    """
    if len(password) < _SHORTEST_PASSWORD:
        msg = f"the password is too short: {_SHORTEST_PASSWORD} characters at least"
        raise UsageError(msg)
    salt = secrets.token_bytes(_SALT_BYTES)
    return _Hash(_LOG_N, _R, _P, salt, _derive(password, salt, log_n=_LOG_N, r=_R, p=_P))


def user_line(name: str, password: str) -> str:
    """Return the line of a user for a file of users.

    Raises:
        UsageError: no such name possible, or a password that is too short.
    """
    return f"{_checked_name(name, 'the name')}:{hash_password(password)}"


def _derive(password: str, salt: bytes, *, log_n: int, r: int, p: int) -> bytes:
    # RFC 7914, section 2: 128 * r * (n + p + 2) bytes
    return hashlib.scrypt(
        password.encode(), salt=salt, n=2**log_n, r=r, p=p, maxmem=_MEMORY, dklen=_KEY_BYTES
    )


def _checked_name(name: str, where: str) -> str:
    if not _NAME.fullmatch(name) or name == LOCAL_USER:
        msg = (
            f"{where}: {name!r} cannot be a user's name: letters, digits and . @ + - _, and not "
            f"{LOCAL_USER!r}"
        )
        raise UsageError(msg)
    return name


def _read_line(line: str, where: str) -> tuple[str, _Hash]:
    match = _LINE.fullmatch(line)
    if match is None:
        msg = f"{where}: not a user with a hashed password. Make one: quoth ui --hash-password"
        raise UsageError(msg)
    try:
        salt, key = (base64.b64decode(match[part], validate=True) for part in ("salt", "key"))
        found = _Hash(int(match["log_n"]), int(match["r"]), int(match["p"]), salt, key)
        found.fits("")
    except ValueError as error:
        msg = f"{where}: the hash does not read. Make it again: quoth ui --hash-password"
        raise UsageError(msg) from error
    return _checked_name(match["name"], where), found
