"""A record of a bibliography file, and what its parts have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from quoth.index.metadata.csl import OTHERS, CslItem, Date, Name
from quoth.index.metadata.types import Metadata, Stated
from quoth.index.people import mend
from quoth.index.readers.titles import find_doi, find_year
from quoth.index.types import Author

__all__ = [
    "Record",
    "as_author",
    "as_authors",
    "as_name",
    "base_name",
    "metadata_of",
    "record",
    "split_files",
    "stated_doi",
]

# Lower-case words before a family name that stay with it: "van der Kolk".
_PARTICLE = re.compile(r"((?:[a-zà-ÿ'’]+\s+)+|[dl]['’])(?=[^\W\d_a-zà-ÿ])")
_WHOLE_DOI = re.compile(r"10\.\d{4,9}/\S*[^\s.,;}]")
_SUFFIX = re.compile(r",?\s+((?:[JS]r\.?|I{2,3}|IV))$")


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a bibliography file.

    Attributes:
        files: the paths that it names, as written there.
        metadata: the facts of the item that a document has too.
        line: where it begins, from 1; the entry's number in a file of JSON.
    """

    item: CslItem
    files: tuple[str, ...]
    metadata: Metadata
    line: int = 0

    @property
    def key(self) -> str:
        """The citation key, or the id; may be empty."""
        return self.item.key

    @property
    def doi(self) -> str | None:
        """The entry's DOI, lower case."""
        return self.metadata.doi.value if self.metadata.doi else None


def record(item: CslItem, source: str, *, files: Sequence[str] = (), line: int = 0) -> Record:
    """Make a record of what a parser found; text that was decoded wrongly is mended."""
    item = replace(
        item,
        texts={variable: mend(text) for variable, text in item.texts.items() if text},
        names={v: tuple(map(_mended, people)) for v, people in item.names.items() if people},
        dates={variable: date for variable, date in item.dates.items() if date != Date()},
    )
    paths = tuple(path for path in files if path.strip())
    return Record(item, paths, metadata_of(item, source), line)


def metadata_of(item: CslItem, source: str) -> Metadata:
    """Return the facts of an item that a document has too; what is empty is not stated."""

    def text(*variables: str) -> Stated[str] | None:
        words = next((item.text(v) for v in variables if item.text(v)), "")
        return Stated(words, source) if words else None

    issued = item.dates.get("issued", Date())
    year = find_year(str(issued.year or issued.literal))
    doi = stated_doi(item.text("DOI"))
    authors = as_authors(item.names.get("author", ()))
    words = re.split(r"\s*[;,]\s*", item.text("keyword"))
    keywords = tuple(dict.fromkeys(word for word in words if word))
    return Metadata(
        title=text("title"),
        authors=Stated(authors, source) if authors else None,
        year=Stated(year, source) if year else None,
        venue=text("container-title", "collection-title", "container-title-short"),
        volume=text("volume"),
        issue=text("issue"),
        pages=text("page"),
        doi=Stated(doi.lower(), source) if doi else None,
        keywords=Stated(keywords, source) if keywords else None,
    )


def stated_doi(text: str) -> str | None:
    """Return the DOI of a field that is for one: brackets, as in old ones of Wiley's, belong to it.

    In running text, and after an address, they may not: see `find_doi`.
    """
    bare = re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE
    )
    return bare if _WHOLE_DOI.fullmatch(bare) else find_doi(text)


def as_author(name: Name) -> Author:
    """Return a name as documents have it: the particle with the family, the suffix with the given.

    As Author("Bessel", "van der Kolk"), Author("M. L., Jr.", "Hughes"), Author("", "A Company").
    """
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return Author(", ".join(part for part in (given, name.suffix) if part), name.whole_family)


def as_authors(names: Sequence[Name]) -> tuple[Author, ...]:
    """Return names as documents have them, without an "and others"."""
    return tuple(as_author(name) for name in names if name != OTHERS)


def as_name(author: Author) -> Name:
    """Return a document's author as CSL has it; without a given name it is an organisation."""
    if not author.given:
        return Name(literal=author.family)
    suffix = _SUFFIX.search(author.given)
    given = author.given[: suffix.start()] if suffix else author.given
    particle = _PARTICLE.match(author.family)
    return Name(
        family=author.family[particle.end() :] if particle else author.family,
        given=given,
        particle=particle[0].strip() if particle else "",
        suffix=suffix[1] if suffix else "",
    )


def _mended(name: Name) -> Name:
    return replace(
        name, family=mend(name.family), given=mend(name.given), literal=mend(name.literal)
    )


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
