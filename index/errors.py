"""The errors that Quoth raises on purpose; every message says what, where, and what to do next.

QuothError
├── UsageError                 a path, option or setting of the user's is wrong
├── ReadError                  one file cannot be read; the rest of an `add` goes on
│   ├── EncryptedFile          needs --password, or another one
│   ├── NoTextLayer            a PDF of pictures
│   └── UnsupportedFormat      not a format that Quoth reads
├── LibraryError
│   ├── LibraryLocked          another process is writing
│   ├── LibraryTooNew          written by a newer Quoth
│   ├── LibraryDamaged         the file is not a whole library
│   ├── LibraryUnwritable      no permission, or the disk is full
│   ├── EmbedderMismatch       the index was made by another embedder: quoth rebuild
│   └── UnknownDocument        no such document
└── ModelError                 an embedder or model cannot be loaded
    └── ChatModelError         a chat model did not answer; see quoth.rag.chat.failures
"""

from __future__ import annotations

__all__ = [
    "EmbedderMismatch",
    "EncryptedFile",
    "LibraryDamaged",
    "LibraryError",
    "LibraryLocked",
    "LibraryTooNew",
    "LibraryUnwritable",
    "ModelError",
    "NoTextLayer",
    "QuothError",
    "ReadError",
    "UnknownDocument",
    "UnsupportedFormat",
    "UsageError",
]


class QuothError(Exception):
    """The root; its text is one line that may be shown to the user as it is."""


class UsageError(QuothError):
    """A path, option or setting of the user's is wrong."""


class ReadError(QuothError):
    """One file cannot be read."""


class EncryptedFile(ReadError):
    """The file needs a password, or the one given does not open it."""


class NoTextLayer(ReadError):
    """The PDF holds pictures of pages and no characters."""


class UnsupportedFormat(ReadError):
    """The file is not of a format that Quoth reads."""


class LibraryError(QuothError):
    """Something about the library on disk."""


class LibraryLocked(LibraryError):
    """Another process is writing to the library."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of Quoth."""


class LibraryDamaged(LibraryError):
    """The library's file is not whole, or is not a library."""


class LibraryUnwritable(LibraryError):
    """The library's folder cannot be written: permissions, or a full disk."""


class EmbedderMismatch(LibraryError):
    """The library's vectors were made by another embedder or with other settings."""


class UnknownDocument(LibraryError):
    """No document of the library goes by that name."""


class ModelError(QuothError):
    """An embedder or another model cannot be loaded."""
