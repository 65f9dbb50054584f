"""What a user wrote into the form of a document, as corrections of its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.index.errors import UsageError
from quoth.index.people import split_name
from quoth.index.readers.titles import find_doi
from quoth.index.types import Author, Document

__all__ = ["corrections", "inverted", "listed"]

_WORDS = ("title", "venue", "volume", "issue", "pages")


def corrections(document: Document, written: Mapping[str, str]) -> dict[str, object | None]:
    """Return the fields that differ from what is known; None says that there is none.

    Args:
        written: by the form's names; a field that is not there stays as it is.

    Raises:
        UsageError: an author, a year or a DOI that does not read.
    """
    wanted: dict[str, object | None] = {}
    for name in _WORDS:
        if name in written:
            wanted[name] = " ".join(written[name].split()) or None
    if "year" in written:
        wanted["year"] = _year(written["year"])
    if "doi" in written:
        wanted["doi"] = _doi(written["doi"])
    if "authors" in written:
        wanted["authors"] = _people(written["authors"], known=document.authors)
    if "keywords" in written:
        wanted["keywords"] = listed(written["keywords"]) or None
    return {n: value for n, value in wanted.items() if value != (getattr(document, n) or None)}


def inverted(author: Author) -> str:
    """Return an author as the form has it: Family, Given."""
    return f"{author.family}, {author.given}" if author.given else author.family


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list written with ; between them."""
    return tuple(words for part in text.split(";") if (words := " ".join(part.split())))


def _year(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 1000 <= int(text) <= 2999:
        msg = f"the year {text!r} does not read: give four digits"
        raise UsageError(msg)
    return int(text)


def _doi(text: str) -> str | None:
    if not text.strip():
        return None
    doi = find_doi(text)
    if doi is None:
        msg = f"the DOI {text!r} does not read: it looks like 10.1234/abc"
        raise UsageError(msg)
    return doi.lower()


def _people(text: str, *, known: Sequence[Author]) -> tuple[Author, ...] | None:
    as_before = {inverted(author): author for author in known}
    people = []
    for line in filter(None, map(str.strip, text.splitlines())):
        author = as_before.get(line) or split_name(line)
        if author is None:
            msg = f"the author {line!r} does not read: give Family, Given"
            raise UsageError(msg)
        people.append(author)
    return tuple(people) or None
