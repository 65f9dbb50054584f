"""Drafts in DOCX: the text of the paragraphs, and where each character stands in the XML.

Word's own parts are left as they are: words are put into the XML as bytes, so that runs, fields
and everything else of the document stay. python-docx would write most parts anew.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from quoth.index.errors import ReadError, UnsupportedFormat, UsageError
from quoth.rag.lookup.draft_types import Draft, Insertion, Span

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["read_docx_draft"]

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"
_MOST_BYTES = 50_000_000  # of one part; a book has 5 MB
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
# Text boxes stand twice in the file; a deleted word, a field's code and a table are no prose; what
# a tracked change has replaced is no longer the run's or the paragraph's form.
_LEFT_OUT = frozenset(
    f"{_WORD}{name}"
    for name in "tbl txbxContent del moveFrom instrText sectPr rPrChange pPrChange".split()
)
_HEADING = re.compile(r"(?:heading|title|subtitle|überschrift|titre|título)\s?\d?", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_END = "\n\n"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # "10²", and what cites by number


def read_docx_draft(data: bytes, name: str) -> Draft:
    """Return a Word document's paragraphs, a blank line between them.

    Raises:
        UnsupportedFormat: it is no Word document.
        ReadError: it is damaged, encrypted, or larger than anyone writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _DOCUMENT not in archive.namelist():
                msg = f"{name} is not a Word document: save it as .docx"
                raise UnsupportedFormat(msg)
            if archive.getinfo(_DOCUMENT).file_size > _MOST_BYTES:
                msg = f"{name} holds more than {_MOST_BYTES // 1_000_000} MB of text"
                raise ReadError(msg)
            content = archive.read(_DOCUMENT)
            styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    except _DAMAGED as error:
        msg = f"{name} is damaged or not a DOCX file: open it in a word processor and save it"
        raise ReadError(msg) from error
    except RuntimeError as error:  # zipfile's way to ask for a password
        msg = f"{name} is encrypted: save it without its password"
        raise ReadError(msg) from error
    found = _Paragraphs(_heading_styles(styles, name)).read(content, name)
    original = _WordFile(data, content, tuple(found.places))
    return Draft(name, "docx", "".join(found.parts), original, tuple(found.headings))


@dataclass(frozen=True, slots=True)
class _Place:
    """Characters of the text from `at`, and their bytes of the XML from `byte`."""

    at: int
    byte: int
    text: str


@dataclass(frozen=True, slots=True)
class _WordFile:
    """The archive, its main part, and where the text stands in it."""

    data: bytes
    content: bytes
    places: tuple[_Place, ...]

    def with_insertions(self, insertions: Sequence[Insertion]) -> bytes:
        parts, at = [], 0
        for insertion in sorted(insertions, key=lambda each: each.at):
            byte = self._byte(insertion.at)
            parts += [self.content[at:byte], escape(insertion.text).encode()]
            at = byte
        return self._with_content(b"".join([*parts, self.content[at:]]))

    def _byte(self, at: int) -> int:
        """Return where a character's bytes begin; behind the one before it, in that one's run."""
        index = bisect_right(self.places, at - 1, key=lambda place: place.at) - 1
        place = self.places[max(0, index)]
        inside = at - place.at
        if not 0 < inside <= len(place.text):
            msg = f"character {at} does not stand behind a character of the document"
            raise UsageError(msg)
        if len(place.text) == 1:  # the parser gives each &amp; by itself
            return self._after(place)
        return place.byte + len(place.text[:inside].encode())

    def _after(self, place: _Place) -> int:
        """Return where one character ends that may be written as &amp; or &#38;."""
        if self.content[place.byte : place.byte + 1] == b"&":
            return self.content.index(b";", place.byte) + 1
        return place.byte + len(place.text.encode())

    def _with_content(self, content: bytes) -> bytes:
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as source,
            zipfile.ZipFile(target, "w") as copy,
        ):
            copy.comment = source.comment
            for part in source.infolist():
                written = content if part.filename == _DOCUMENT else source.read(part)
                copy.writestr(part, written, compress_type=part.compress_type)
        return target.getvalue()


@dataclass(slots=True)
class _Paragraphs:
    """Reads the main part: text, where it stands, and which paragraphs are headings."""

    heading_styles: frozenset[str]
    parts: list[str] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    _length: int = 0
    _paragraph_at: int = 0
    _is_heading: bool = False
    _is_raised: bool = False
    _left_out: int = 0
    _in_text: bool = False

    def read(self, content: bytes, name: str) -> _Paragraphs:
        parser = _parser(name)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = lambda text: self._text(text, parser.CurrentByteIndex)
        _parse(parser, content, name)
        return self

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._left_out += tag in _LEFT_OUT
        if self._left_out or not tag.startswith(_WORD):
            return
        kind = tag.removeprefix(_WORD)
        if kind == "r":
            self._is_raised = False
        elif kind == "vertAlign":
            self._is_raised = attributes.get(f"{_WORD}val") == "superscript"
        elif kind == "p":
            self._paragraph_at, self._is_heading = self._length, False
        elif kind == "pStyle":
            self._is_heading = attributes.get(f"{_WORD}val", "") in self.heading_styles
        elif kind == "outlineLvl":
            self._is_heading = True
        elif kind in ("tab", "br", "cr"):
            self._add(" ")
        elif kind == "noBreakHyphen":
            self._add("-")
        self._in_text = kind == "t"

    def _end(self, tag: str) -> None:
        self._in_text = False
        if tag in _LEFT_OUT:
            self._left_out -= 1
        elif tag == f"{_WORD}p" and not self._left_out:
            if self._is_heading and self._length > self._paragraph_at:
                self.headings.append((self._paragraph_at, self._length))
            self._add(_END)

    def _text(self, text: str, byte: int) -> None:
        if self._in_text and not self._left_out:
            self.places.append(_Place(self._length, byte, text))
            self._add(text.translate(_RAISED) if self._is_raised else text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _heading_styles(styles: bytes, name: str) -> frozenset[str]:
    """Return the ids of the styles that are named as headings, in a few languages of Word's."""
    found: set[str] = set()
    current = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if tag == f"{_WORD}style":
            current = attributes.get(f"{_WORD}styleId", "")
        elif tag == f"{_WORD}name" and _HEADING.fullmatch(attributes.get(f"{_WORD}val", "")):
            found.add(current)

    if styles:
        parser = _parser(name)
        parser.StartElementHandler = start
        _parse(parser, styles, name)
    return frozenset(found)


def _parser(name: str) -> XMLParserType:
    """Return a parser that takes no document type: Word writes none, and they can explode."""
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        msg = f"{name} has a document type in its XML, as no word processor writes"
        raise ReadError(msg)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = False  # a run of characters at a time, with its place
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parse(parser: XMLParserType, content: bytes, name: str) -> None:
    from xml.parsers import expat

    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b'encoding="UTF-16"' in content[:200]:
        msg = f"{name} holds XML in UTF-16: open it in a word processor and save it"
        raise ReadError(msg)
    try:
        parser.Parse(content, True)  # noqa: FBT003  (expat's own order: this is all of it)
    except expat.ExpatError as error:
        msg = f"{name} is damaged ({error}): open it in a word processor and save it"
        raise ReadError(msg) from error
