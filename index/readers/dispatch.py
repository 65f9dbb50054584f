"""Which reader reads a file: by its first bytes where they speak, else by its suffix."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from quoth.index.errors import EncryptedFile, ReadError, UnsupportedFormat

if TYPE_CHECKING:
    from quoth.index.readers.extract import Extract

__all__ = ["SUFFIXES", "Format", "format_of", "read"]

Format = Literal["pdf", "docx", "html", "markdown", "text"]

_FORMATS: dict[str, Format] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    ".tex": "text",
}
SUFFIXES = frozenset(_FORMATS)
"""The suffixes that `read` takes, lower case, with the dot; `.jsonl` goes to `read_corpus`."""

_KNOWN = ", ".join(sorted(SUFFIXES))
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read(path_or_name: str | PurePath, data: bytes, *, password: str | None = None) -> Extract:
    """Return the canonical text of a file's bytes.

    Args:
        path_or_name: only its last part is used, for the suffix and in messages.
        password: tried on an encrypted PDF.

    Raises:
        EncryptedFile: it needs a password, or another one.
        NoTextLayer: a PDF of pictures.
        UnsupportedFormat: not one of the formats, whatever its suffix says.
        ReadError: empty or broken.
    """
    name = PurePath(path_or_name).name
    if not data:
        message = f"{name} is empty (0 bytes): nothing to read"
        raise ReadError(message)
    kind = format_of(name, data)
    extract = _read_as(kind, name, data, password)
    if not extract.text.strip():
        message = f"{name} has no text: nothing to read"
        raise ReadError(message)
    named = _FORMATS.get(_suffix(name))
    if named not in (None, kind):
        problem = f"{name} is named {_suffix(name)} but holds {kind}: read as {kind}"
        extract = replace(extract, problems=(problem, *extract.problems))
    return extract


def format_of(name: str, data: bytes) -> Format:
    """Decide the format of a file.

    Raises:
        EncryptedFile: an encrypted Office file.
        UnsupportedFormat: neither its bytes nor its suffix are of a format that is read.
    """
    suffix = _suffix(name)
    if data.startswith(_OLE):
        raise _ole_error(name, data)
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(name, data)
    named = _FORMATS.get(suffix)
    if data.startswith(b"%PDF-") or (named in (None, "pdf") and b"%PDF-" in data[:1024]):
        return "pdf"
    # Markdown and text may begin with a tag and still be what they say.
    if named in (None, "pdf", "docx") and _HTML_START.match(data[:4096]):
        return "html"
    if named is None and suffix:
        message = f"{name}: {suffix} is not a format that Quoth reads ({_KNOWN})"
        raise UnsupportedFormat(message)
    return named or "text"


def _read_as(kind: Format, name: str, data: bytes, password: str | None) -> Extract:
    if kind == "pdf":
        from quoth.index.readers.pdf import read_pdf

        return read_pdf(name, data, password=password)
    if kind == "docx":
        from quoth.index.readers.docx import read_docx

        return read_docx(name, data)
    if kind == "html":
        from quoth.index.readers.html import read_html

        return read_html(name, data)
    if kind == "markdown":
        from quoth.index.readers.markdown import read_markdown

        return read_markdown(name, data)
    from quoth.index.readers.plain import read_plain

    return read_plain(name, data)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _zip_format(name: str, data: bytes) -> Format:
    if _suffix(name) == ".docx" or b"word/document" in data:
        return "docx"
    message = f"{name} is a ZIP archive: unpack it, or save the document as .docx or PDF"
    raise UnsupportedFormat(message)


def _ole_error(name: str, data: bytes) -> ReadError:
    if _ENCRYPTED_PACKAGE in data:
        message = f"{name} is encrypted: remove its password in the word processor and add it again"
        return EncryptedFile(message)
    message = f"{name} is in an old Office format (.doc): save it as .docx or PDF"
    return UnsupportedFormat(message)
