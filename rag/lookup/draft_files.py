"""Reading drafts from files, and writing words into a copy that is the same elsewhere."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from quoth.index.errors import ReadError, UnsupportedFormat, UsageError
from quoth.index.readers.plain import decode
from quoth.rag.lookup.draft_docx import read_docx_draft
from quoth.rag.lookup.draft_types import Draft, DraftFormat, Insertion

__all__ = ["DRAFT_SUFFIXES", "draft_of_bytes", "draft_of_text", "read_draft"]

DRAFT_SUFFIXES: MappingProxyType[str, DraftFormat] = MappingProxyType(
    {
        ".md": "markdown",
        ".markdown": "markdown",
        ".qmd": "markdown",
        ".rmd": "markdown",
        ".txt": "text",
        ".text": "text",
        ".tex": "latex",
        ".ltx": "latex",
        ".docx": "docx",
    }
)
"""The formats of drafts, by the ends of their files' names."""

_MOST_CHARACTERS = 2_000_000  # a thesis has a fifth of it
_MOST_BYTES = 200_000_000  # a DOCX holds pictures; more is not read into memory
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATEX = re.compile(r"\\(?:documentclass|begin\{|(?:sub)*section\*?\{|[a-z]*cite[a-z]*\*?[\[{])")
_SAMPLE_BYTES = 65_536


def read_draft(path: Path) -> Draft:
    """Read a draft; its format is told by its name.

    Raises:
        UsageError: it cannot be opened, is of another format, empty, or too long to look up.
        ReadError: it is damaged, or no text.
    """
    if path.suffix.lower() not in DRAFT_SUFFIXES:
        msg = f"{path.name} is not of a format of drafts: give .md, .txt, .docx or .tex"
        raise UsageError(msg)
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            msg = f"{path.name} has {size // 1_000_000} MB: give one chapter at a time"
            raise UsageError(msg)
        data = path.read_bytes()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise UsageError(msg) from error
    return draft_of_bytes(data, path.name, DRAFT_SUFFIXES[path.suffix.lower()])


def draft_of_bytes(data: bytes, name: str, format_name: DraftFormat | None = None) -> Draft:
    r"""Return the draft in the bytes of a file; without a format, LaTeX is told by its commands.

    Raises:
        UsageError, ReadError: as `read_draft`.
    """
    if format_name == "docx":
        return _checked(read_docx_draft(data, name))
    try:
        text, encoding = _decoded(data, name)
    except UnsupportedFormat as error:
        msg = f"{name} is not text: give a draft as .md, .txt, .docx or .tex"
        raise UnsupportedFormat(msg) from error
    shown = re.sub("[\ud800-\udfff\0]", "\ufffd", text)
    form = format_name or ("latex" if _LATEX.search(shown) else "markdown")
    return _checked(Draft(name, form, shown, _TextFile(data, text, encoding)))


def draft_of_text(text: str) -> Draft:
    """Return the draft in words that were given, not in a file.

    Raises:
        UsageError: they are empty, or too many to look up.
    """
    return draft_of_bytes(text.encode("utf-8", "surrogateescape"), "the text")


def _checked(draft: Draft) -> Draft:
    if not draft.text.strip():
        msg = f"{draft.name} is empty: give a sentence or a draft to look up"
        raise UsageError(msg)
    if len(draft.text) > _MOST_CHARACTERS:
        millions = len(draft.text) / 1e6
        msg = (
            f"{draft.name} has {millions:.1f} million characters, more than "
            f"{_MOST_CHARACTERS // 1_000_000} million: give one chapter at a time"
        )
        raise UsageError(msg)
    return draft


@dataclass(frozen=True, slots=True)
class _TextFile:
    """The bytes of a text file, and the text as its encoding has it.

    Attributes:
        text: as long as the draft's; bytes that are wrong in the encoding are surrogates.
    """

    data: bytes
    text: str
    encoding: str

    def with_insertions(self, insertions: Sequence[Insertion]) -> bytes:
        mark = self.data[: len(self.data) - len(self._encoded(self.text))]
        if mark + self._encoded(self.text) != self.data:
            msg = f"a text in {self.encoding} cannot be written as it was: save it as UTF-8"
            raise UsageError(msg)
        parts, at = [mark], 0
        for insertion in sorted(insertions, key=lambda each: each.at):
            parts += [self._encoded(self.text[at : insertion.at]), self._encoded(insertion.text)]
            at = insertion.at
        return b"".join([*parts, self._encoded(self.text[at:])])

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode(self.encoding, _handler(self.encoding))
        except UnicodeEncodeError as error:
            msg = f"{text[:80]!r} cannot be written in {self.encoding}: save the draft as UTF-8"
            raise UsageError(msg) from error


def _handler(encoding: str) -> str:
    """Return how bytes that are wrong in an encoding come through: each as a lone surrogate."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the characters of a file without its mark, every byte told, and the encoding.

    Raises:
        UnsupportedFormat: the bytes are not text.
    """
    shown = decode(data, name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, name), encoding
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", _guess(data)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if text == shown:
            return text, encoding
    return _decode(data, "utf-8", name), "utf-8"


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding, _handler(encoding))
    except UnicodeDecodeError as error:
        msg = f"{name} is cut off within a character of {encoding}: save it as UTF-8"
        raise ReadError(msg) from error


def _guess(data: bytes) -> str:
    if data.isascii():
        return "ascii"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return best.encoding if best else "utf-8"
