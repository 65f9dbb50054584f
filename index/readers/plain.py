"""Text files: bytes to characters, unchanged but for the byte-order mark."""

from __future__ import annotations

import codecs
import re

from quoth.index.errors import UnsupportedFormat
from quoth.index.readers.extract import Extract
from quoth.index.readers.titles import utf8_safe

__all__ = ["decode", "read_plain"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Tab, line feeds of all kinds, carriage return, escape and DOS's end of file occur in text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
# Latin text in UTF-16 has a NUL in nearly every second byte; Greek or Cyrillic at its spaces only.
_MIN_NUL_SHARE = 0.1
# What western languages write beyond ASCII; letters of other code pages decode to other signs.
_WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØÙÚÛÜŒ¿¡«»“”‘’„–—…•·°§€£©®\xa0"
)
_SHORT_BYTES = 1_000  # charset-normalizer is wrong about shorter western texts: "naïve", "Über"
# Enough for a guess; charset-normalizer takes about 0.1 s for this many bytes.
_SAMPLE_BYTES = 65_536


def read_plain(name: str, data: bytes) -> Extract:
    """Return a text file's characters; nothing in it is marked as a heading."""
    return Extract(decode(data, name))


def decode(data: bytes, name: str = "the file") -> str:
    """Return the characters of a text file, newlines as they are.

    Tried in turn: the byte-order mark, UTF-8, UTF-16 without a mark, UTF-8 with a few broken
    bytes, and last a guess at the legacy encoding.

    Raises:
        UnsupportedFormat: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        pass  # not UTF-8; the encodings below are tried
    except UnsupportedFormat:
        if not _unmarked_utf16(data):
            raise
    text = _decode_unmarked_utf16(data) or _decode_broken_utf8(data) or _decode_legacy(data)
    if text is None:
        message = f"{name} is not text in any known encoding: save it as UTF-8"
        raise UnsupportedFormat(message)
    return _checked(text, name)


def _checked(text: str, name: str) -> str:
    n_controls = len(_CONTROLS.findall(text))
    if "\0" in text or n_controls > max(1, _MAX_CONTROL_SHARE * len(text)):
        message = f"{name} is binary data, not text: give a PDF, DOCX, HTML, Markdown or text file"
        raise UnsupportedFormat(message)
    return utf8_safe(text)


def _unmarked_utf16(data: bytes) -> str | None:
    """Return which UTF-16 the NULs speak for: those of one byte order only, and enough of them."""
    if len(data) % 2 or len(data) < 4:
        return None
    n_even, n_odd = data[0::2].count(0), data[1::2].count(0)
    low, high = sorted((n_even, n_odd))
    if high < _MIN_NUL_SHARE * len(data) / 2 or low > 0.02 * high:
        return None
    return "utf-16-le" if n_odd > n_even else "utf-16-be"


def _decode_unmarked_utf16(data: bytes) -> str | None:
    encoding = _unmarked_utf16(data)
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _decode_broken_utf8(data: bytes) -> str | None:
    """Decode UTF-8 in which a few bytes are wrong, told by the many sequences that are right."""
    text = data.decode("utf-8", "replace")
    n_beyond_ascii = sum(1 for character in text if character > "\x7f")
    n_broken = text.count("\ufffd")
    return text if n_broken <= 0.1 * n_beyond_ascii else None


def _decode_legacy(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    if len(data) < _SHORT_BYTES and (western := _decode_western(data)):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        return None
    # Short western texts decode alike in a dozen encodings; by far the most common is cp1252.
    alike = {best.encoding, *best.could_be_from_charset}
    encoding = "cp1252" if alike & {"cp1252", "latin_1", "iso8859_15"} else best.encoding
    return data.decode(encoding, "replace")


def _decode_western(data: bytes) -> str | None:
    """Decode cp1252 where its letters are those of western languages and stand among plain ones."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = [character for character in text if character > "\x7f"]
    n_plain = sum(character < "\x80" and character.isalpha() for character in text)
    return text if len(beyond) <= 0.3 * n_plain and _WESTERN.issuperset(beyond) else None
