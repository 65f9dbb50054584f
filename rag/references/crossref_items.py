"""What Crossref says of a work, as a CSL item, and the notices that withdraw it.

Source: https://api.crossref.org/swagger-ui/index.html, schema "Work"; of old records many fields
are missing, null or empty.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from quoth.index.metadata.csl import CslItem, Date, Name

__all__ = ["CrossrefWork", "Update", "Work", "retraction_of", "work_of"]

# Source: https://api.crossref.org/types
_TYPES = MappingProxyType(
    {
        "journal-article": "article-journal",
        "proceedings-article": "paper-conference",
        "book-chapter": "chapter",
        "book-section": "chapter",
        "book-part": "chapter",
        "reference-entry": "entry-encyclopedia",
        "book": "book",
        "monograph": "book",
        "edited-book": "book",
        "reference-book": "book",
        "dissertation": "thesis",
        "report": "report",
        "posted-content": "article",
        "dataset": "dataset",
        "peer-review": "review",
        "standard": "standard",
    }
)
# Source: Crossref's documentation, "Registering updates": the kinds that withdraw a work
_WITHDRAWN = MappingProxyType(
    {
        "retraction": "retraction",
        "partial_retraction": "partial retraction",
        "withdrawal": "withdrawal",
        "removal": "removal",
    }
)
_TAG = re.compile(r"<[^<>]{1,200}>")


def _no_nulls(value: object) -> object:
    """Return a list without its nulls, and an empty one for null."""
    return [v for v in value if v is not None] if isinstance(value, list) else value or []


_Words = Annotated[list[str], BeforeValidator(_no_nulls)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class _Person(_Given):
    family: str | None = None
    given: str | None = None
    name: str | None = None
    suffix: str | None = None


_People = Annotated[list[_Person], BeforeValidator(_no_nulls)]


class _Dated(_Given):
    date_parts: list[list[int | None]] = Field(default=[], alias="date-parts")


class Update(_Given):
    """A notice about a work: DOI is the notice's in `updated-by`, the work's in `update-to`."""

    doi: str = Field(default="", alias="DOI")
    type: str = ""
    updated: _Dated = _Dated()


class CrossrefWork(_Given):
    """A work as Crossref's API gives it; what is not read here is left out."""

    doi: str = Field(default="", alias="DOI")
    type: str | None = None
    title: _Words = []
    subtitle: _Words = []
    container_title: _Words = Field(default=[], alias="container-title")
    author: _People = []
    editor: _People = []
    issued: _Dated | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    article_number: str | None = Field(default=None, alias="article-number")
    publisher: str | None = None
    publisher_location: str | None = Field(default=None, alias="publisher-location")
    isbn: _Words = Field(default=[], alias="ISBN")
    issn: _Words = Field(default=[], alias="ISSN")
    updated_by: list[Update] = Field(default=[], alias="updated-by")
    update_to: list[Update] = Field(default=[], alias="update-to")


@dataclass(frozen=True, slots=True)
class Work:
    """A work, and the notice that withdrew it: "retraction of 2021-03-04, https://doi.org/…"."""

    item: CslItem
    retracted: str | None = None


def work_of(given: CrossrefWork) -> Work:
    """Return the work as a CSL item, with the withdrawal that its own record names."""
    notices = [retraction_of(update, update.doi) for update in given.updated_by]
    retracted = next((notice for notice in notices if notice), None)
    names = {"author": _names(given.author), "editor": _names(given.editor)}
    year = _date(given.issued)
    item = CslItem(
        "",
        _TYPES.get(given.type or "", "document"),
        {variable: text for variable, text in _texts(given).items() if text},
        {variable: people for variable, people in names.items() if people},
        {"issued": year} if year.parts else {},
    )
    return Work(item, retracted)


def retraction_of(update: Update, notice: str) -> str | None:
    """Return what an update says in words if it withdraws a work; None for a mere correction.

    Args:
        notice: the DOI of the notice.
    """
    kind = _WITHDRAWN.get(update.type.lower().replace("-", "_").replace(" ", "_"))
    if kind is None:
        return None
    parts = _date(update.updated).parts
    day = "-".join(f"{n:02}" for n in parts[0]) if parts else ""
    dated = f"{kind} of {day}" if day else kind
    return f"{dated}, https://doi.org/{notice.lower()}" if notice else dated


def _texts(given: CrossrefWork) -> Mapping[str, str]:
    title, subtitle = _first(given.title), _first(given.subtitle)
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    return {
        "title": title,
        "container-title": _first(given.container_title),
        "volume": _plain(given.volume),
        "issue": _plain(given.issue),
        "page": _plain(given.page),
        "number": "" if given.page else _plain(given.article_number),
        "DOI": given.doi.lower(),
        "publisher": _plain(given.publisher),
        "publisher-place": _plain(given.publisher_location),
        "ISBN": _first(given.isbn).rsplit("/", 1)[-1],
        "ISSN": _first(given.issn),
    }


def _first(texts: list[str]) -> str:
    return _plain(texts[0]) if texts else ""


def _plain(text: str | None) -> str:
    """Return a text without tags and entities, on one line."""
    return " ".join(html.unescape(_TAG.sub("", text or "")).split())


def _names(people: list[_Person]) -> tuple[Name, ...]:
    names = []
    for person in people:
        family, given = _plain(person.family), _plain(person.given)
        if family:
            names.append(Name(family=family, given=given, suffix=_plain(person.suffix)))
        elif whole := _plain(person.name) or given:
            names.append(Name(literal=whole))
    return tuple(names)


def _date(given: _Dated | None) -> Date:
    first = given.date_parts[0] if given and given.date_parts else []
    parts = tuple(n for n in first if n)
    return Date((parts,)) if parts and parts[0] == first[0] else Date()
