"""Whether what a file calls its title is one; people's names as files write them."""

from __future__ import annotations

import html
import re

from quoth.index.people import split_name
from quoth.index.types import Author

__all__ = ["find_doi", "find_year", "parse_author", "sane_title", "utf8_safe"]

_FILE_NAME = re.compile(
    r"\.(docx?|dotx?|pdf|tex|ltx|dvi|e?ps|indd|qxd|fm|rtf|odt|txt|pptx?|xlsx?|wpd|md|html?)\W*$",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"(microsoft (word|powerpoint|excel)\b|powerpoint presentation|untitled|unknown|title$"
    r"|no ?title|layout \d|slide \d|document\d*$|new document|presentation\d*$|word document"
    r"|pii:|doi:|arxiv:|https?:|/|[a-z]:\\|(main|paper|manuscript|template|article|print)$)",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MAX_TITLE = 400


def sane_title(raw: object) -> str | None:
    """Return the title that a file's properties give, or None where it is none.

    Word processors and converters put file names, "Microsoft Word - …" or nothing there.
    """
    if not isinstance(raw, str):
        return None
    title = " ".join(utf8_safe(html.unescape(raw)).split())
    if not 4 <= len(title) <= _MAX_TITLE or "\ufffd" in title or not title.isprintable():
        return None
    if _NOT_A_TITLE.match(title) or _FILE_NAME.search(title):
        return None
    # One token is a title when it is a word; "ms_v3-final" and "S0140673620301835" are files.
    if " " not in title and not title.isalpha():
        return None
    n_letters = sum(character.isalpha() for character in title)
    return title if n_letters >= len(title) / 2 else None


def find_doi(text: str) -> str | None:
    """Return the first DOI in the text, without the punctuation that follows it."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;:)]}'") if found else None


def find_year(text: str) -> int | None:
    """Return the first number between 1500 and 2099 that stands alone."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def parse_author(name: str) -> Author | None:
    """Split "Family, Given" or "Given Family"; None where no letter is left."""
    return split_name(utf8_safe(name))


def utf8_safe(text: str) -> str:
    """Return the text with lone surrogates and NULs as U+FFFD, every offset unchanged."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text
