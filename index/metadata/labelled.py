"""Facts behind labels at a file's head: YAML front matter, and lines such as "Authors: …"."""

from __future__ import annotations

import re

from quoth.index.metadata.keywords import split_keywords
from quoth.index.metadata.rows import Front
from quoth.index.metadata.types import Metadata, Stated
from quoth.index.people import is_name, split_name, split_people
from quoth.index.readers.titles import find_doi, find_year, sane_title
from quoth.index.types import Author

__all__ = ["front_matter", "header_lines"]

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)", re.DOTALL
)
_KEY = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*)$")
_LINE = re.compile(
    r"^\W*(title|authors?|by|date|published|publication date|year|doi|journal|venue|source|volume"
    r"|issue|pages|keywords?|key words)\s*[:：]\s*(\S.*)$",
    re.IGNORECASE,
)
_NAMES = {
    "author": "authors",
    "by": "authors",
    "published": "date",
    "publication date": "date",
    "year": "date",
    "journal": "venue",
    "source": "venue",
    "container-title": "venue",
    "keyword": "keywords",
    "key words": "keywords",
    "tags": "keywords",
    "number": "issue",
    "page": "pages",
}
_MAX_VENUE = 150


def front_matter(text: str) -> Metadata:
    """Return what a Markdown file's YAML block states: plain values, lists, authors' names."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Metadata()
    values: dict[str, list[str]] = {}
    key = ""
    for line in found[1].splitlines():
        top = _KEY.match(line)
        if top:
            key = top[1].lower()
            values.setdefault(key, []).extend(_scalars(top[2]))
        elif key and line.strip().startswith("#"):
            continue
        elif key and line[:1] in (" ", "\t", "-"):
            values[key].extend(_nested(line.strip()))
    return _facts(values, "front matter")


def header_lines(front: Front) -> Metadata:
    """Return what labelled lines state before the abstract, if authors or a DOI are among them.

    A lone "Source: …" or "Date: …" may be about something else.
    """
    values: dict[str, list[str]] = {}
    for row in front.head:
        if not row.size and (line := _LINE.match(row.words)):
            values.setdefault(line[1].lower(), []).append(line[2].strip())
    is_record = any(_NAMES.get(key, key) in ("authors", "doi") for key in values)
    return _facts(values, "header lines") if is_record else Metadata()


def _scalars(value: str) -> list[str]:
    value = re.sub(r"\s+#.*$", "", value).strip()
    if value in ("", "|", ">", "|-", ">-", "[]", "null", "~"):
        return []
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(part) for part in value[1:-1].split(",") if part.strip()]
    return [_unquoted(value)]


def _nested(line: str) -> list[str]:
    """Return the value of a list's item; of an item's keys only the name counts."""
    item = re.sub(r"^-\s+", "", line)
    key = _KEY.match(item)
    if key is None or "://" in item[:12]:
        return _scalars(item)
    return _scalars(key[2]) if key[1].lower() in ("name", "literal") else []


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[1:-1] if quoted else value


def _facts(raw: dict[str, list[str]], source: str) -> Metadata:
    values: dict[str, list[str]] = {}
    for key, found in raw.items():
        values.setdefault(_NAMES.get(key, key), []).extend(found)
    first = {key: found[0] for key, found in values.items() if found}
    people = _people(values.get("authors", []))
    keywords = values.get("keywords", [])
    listed = tuple(keywords) if len(keywords) > 1 else split_keywords("".join(keywords))
    title = sane_title(" ".join(values.get("title", [])))
    year = find_year(first.get("date", ""))
    doi = find_doi(first.get("doi", ""))
    venue = first.get("venue", "")[:_MAX_VENUE] or None
    return Metadata(
        title=Stated(title, source) if title else None,
        authors=Stated(people, source) if people else None,
        year=Stated(year, source) if year else None,
        venue=Stated(venue, source) if venue and "://" not in venue else None,
        volume=_stated(first.get("volume"), source),
        issue=_stated(first.get("issue"), source),
        pages=_stated(first.get("pages"), source),
        doi=Stated(doi.lower(), source) if doi else None,
        keywords=Stated(listed, source) if listed else None,
    )


def _stated(value: str | None, source: str) -> Stated[str] | None:
    return Stated(value, source) if value else None


def _people(names: list[str]) -> tuple[Author, ...]:
    if len(names) > 1:
        return tuple(author for name in names if (author := split_name(name)))
    people = split_people("".join(names))
    # a label may stand before anything: "By: the end of the year"
    n_names = sum(is_name(f"{author.given} {author.family}") for author in people)
    return people if 2 * n_names > len(people) else ()
