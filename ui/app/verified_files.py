"""Reading the files of documents: nothing but the very bytes that were indexed.

A file's hash is compared whenever it has changed on disk. So neither a link that was put in its
place nor another file of its name can be read through the page, and a box never lies on other words
than the quoted ones.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from quoth.index.errors import QuothError
from quoth.index.types import Document

__all__ = ["FileUnavailable", "ServedFile", "Trouble", "VerifiedFiles"]

_MOST_BYTES = 300_000_000  # of a file that is held in memory to be shown

Trouble = Literal["gone", "changed", "none", "unreadable"]


class FileUnavailable(QuothError):
    """A document's file cannot be shown; its text can. `trouble` says which way."""

    def __init__(self, message: str, *, trouble: Trouble) -> None:
        super().__init__(message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class ServedFile:
    """The bytes of a document's file, as they were indexed."""

    document: Document
    data: bytes

    @property
    def name(self) -> str:
        """The file's own name, without its folders."""
        return Path(self.document.file).name


class VerifiedFiles:
    """Reads files of documents. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._right: dict[str, tuple[object, ...]] = {}  # by document: what stat said of its file

    def look(self, document: Document) -> None:
        """See that a document's file is there, without reading it.

        Raises:
            FileUnavailable: it is not.
        """
        _stamp(document)

    def check(self, document: Document) -> None:
        """See that a document's file is there and is the one that was indexed.

        Raises:
            FileUnavailable: it is not.
        """
        with self._lock:
            known = self._right.get(document.id)
        if known != (document.sha256, *_stamp(document)):
            self.read(document)

    def read(self, document: Document) -> bytes:
        """Return the bytes of a document's file.

        Raises:
            FileUnavailable: it is not there, or is not the one that was indexed.
        """
        stamp = _stamp(document)
        try:
            data = Path(document.path).read_bytes()
        except OSError as error:
            raise _unreadable(document, error) from error
        if hashlib.sha256(data).hexdigest() != document.sha256:
            msg = (
                f"{document.file} has changed since it was added, so that its pages need not be "
                "those that were quoted. This is the text that was indexed. Add the file again"
            )
            raise FileUnavailable(msg, trouble="changed")
        with self._lock:
            self._right[document.id] = (document.sha256, *stamp)
        return data


def _stamp(document: Document) -> tuple[object, ...]:
    """Return what changes with a file, without opening it: a pipe would wait for its writer."""
    path = Path(document.path)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        if _is_of_many(document):
            msg = f"{document.file} is a part of another file and has no pages of its own"
            raise FileUnavailable(msg, trouble="none") from error
        msg = f"the file of {document.file} is gone. This is the text that was indexed"
        raise FileUnavailable(msg, trouble="gone") from error
    except OSError as error:
        raise _unreadable(document, error) from error
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
        msg = f"the file of {document.file} is not one that can be shown. This is its text"
        raise FileUnavailable(msg, trouble="unreadable")
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_of_many(document: Document) -> bool:
    return f".{document.format}#" in document.path.lower()


def _unreadable(document: Document, error: OSError) -> FileUnavailable:
    reason = error.strerror or os.strerror(error.errno or 0)
    msg = f"the file of {document.file} cannot be read ({reason}). This is its text"
    return FileUnavailable(msg, trouble="unreadable")
