"""A record of a bibliography file, and what its parts have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from quoth.index.metadata.types import Metadata, Stated
from quoth.index.people import mend
from quoth.index.readers.titles import find_doi, find_year, utf8_safe
from quoth.index.types import Author

__all__ = ["Record", "base_name", "record", "split_files"]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a bibliography file.

    Attributes:
        key: the citation key, or the id; may be empty.
        files: the paths that it names, as written there.
    """

    key: str
    files: tuple[str, ...]
    metadata: Metadata

    @property
    def doi(self) -> str | None:
        """The entry's DOI, lower case."""
        return self.metadata.doi.value if self.metadata.doi else None


@dataclass(slots=True)
class Facts:
    """What a format's parser hands over: plain strings, decoded."""

    key: str = ""
    files: list[str] = field(default_factory=list)
    title: str = ""
    authors: list[Author] = field(default_factory=list)
    date: str = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    keywords: list[str] = field(default_factory=list)


def record(facts: Facts, source: str) -> Record:
    """Make a record of what a parser found; empty values are facts not stated."""

    def text(value: str) -> Stated[str] | None:
        words = " ".join(utf8_safe(mend(value)).split())
        return Stated(words, source) if words else None

    year, doi = find_year(facts.date), find_doi(facts.doi)
    authors = tuple(Author(mend(a.given), mend(a.family)) for a in facts.authors)
    keywords = tuple(dict.fromkeys(word for k in facts.keywords if (word := mend(k).strip())))
    pages = re.sub(r"\s*-{2,}\s*", "-", facts.pages)
    metadata = Metadata(
        title=text(facts.title),
        authors=Stated(authors, source) if authors else None,
        year=Stated(year, source) if year else None,
        venue=text(facts.venue),
        volume=text(facts.volume),
        issue=text(facts.issue),
        pages=text(pages),
        doi=Stated(doi.lower(), source) if doi else None,
        keywords=Stated(keywords, source) if keywords else None,
    )
    return Record(facts.key, tuple(path for path in facts.files if path.strip()), metadata)


def split_files(value: str) -> list[str]:
    r"""Return the paths of a `file` field: "a.pdf", ":a.pdf:PDF", "Full text:C\:\\a.pdf:…;…"."""
    paths = []
    for part in re.split(r"(?<!\\);", value):
        pieces = re.split(r"(?<!\\):(?![\\/]{1,2}(?!\\))", part.strip())
        path = ":".join(pieces[1:-1]) if len(pieces) > 2 else max(pieces, key=_like_a_path)
        if path := re.sub(r"\\([^A-Za-z0-9\s])", r"\1", path).strip():
            paths.append(path)
    return paths


def _like_a_path(piece: str) -> tuple[bool, int]:
    return bool(re.search(r"\.\w{2,5}$", piece)), len(piece)


def base_name(path: str) -> str:
    """Return the last part of a path of any system or a file URL."""
    if path.lower().startswith("file:"):
        path = unquote(path)
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]
