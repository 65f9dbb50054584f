"""From the values of a RIS record to a CSL item.

Source: the RIS format specifications of Research Information Systems (2001, 2011); what Zotero and
EndNote write where these leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from quoth.index.metadata.csl import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    TYPES,
    CslItem,
    Date,
    Name,
    parse_date,
)
from quoth.index.metadata.records import as_name, stated_doi
from quoth.index.people import split_name
from quoth.index.readers.titles import find_doi
from quoth.index.types import Author

__all__ = ["ISSUED_TYPES", "RIS_TYPES", "read_item", "read_name"]

RIS_TYPES = MappingProxyType(
    {
        "ABST": "article-journal",
        "BLOG": "post-weblog",
        "BOOK": "book",
        "CHAP": "chapter",
        "COMP": "software",
        "CONF": "paper-conference",
        "CPAPER": "paper-conference",
        "DATA": "dataset",
        "DICT": "entry-dictionary",
        "EBOOK": "book",
        "ECHAP": "chapter",
        "EDBOOK": "book",
        "EJOUR": "article-journal",
        "ELEC": "webpage",
        "ENCYC": "entry-encyclopedia",
        "GOVDOC": "report",
        "INPR": "article-journal",
        "JOUR": "article-journal",
        "MANSCPT": "manuscript",
        "MAP": "map",
        "MGZN": "article-magazine",
        "NEWS": "article-newspaper",
        "PAMP": "pamphlet",
        "PAT": "patent",
        "PREPRINT": "article",
        "RPRT": "report",
        "SLIDE": "speech",
        "STAND": "standard",
        "THES": "thesis",
        "UNPB": "manuscript",
        "VIDEO": "motion_picture",
    }
)
"""CSL type by RIS type; any other, as GEN, is a document."""

ISSUED_TYPES = frozenset("article-journal article-magazine article-newspaper".split())
"""CSL types whose tag IS is an issue; a number in the others."""

_TEXTS = (
    ("title", ("title", "primary_title")),
    ("abstract", ("abstract", "notes_abstract")),
    ("collection-title", ("tertiary_title",)),
    ("edition", ("edition",)),
    ("genre", ("type_of_work",)),
    ("language", ("language",)),
    ("publisher", ("publisher",)),
    ("title-short", ("short_title",)),
    ("volume", ("volume",)),
    ("number-of-volumes", ("number_of_volumes",)),
)
_HOLDERS = ("secondary_title", "journal_name", "alternate_title3")
_SHORT_HOLDERS = ("alternate_title1", "alternate_title2", "journal_name")
_EXTRA = re.compile(r"([A-Za-z]+(?:[ -][a-z]+)*): (.+)")
_CAPITALS = {v.lower(): v for v in ("DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL")}


def read_item(values: Mapping[str, object]) -> CslItem:
    """Make an item of a record's values, as rispy names them."""
    kind = RIS_TYPES.get(_first(values, "type_of_reference").upper(), "document")
    texts = {variable: _first(values, *tags) for variable, tags in _TEXTS}
    texts |= _places(kind, values) | _numbers(kind, values) | _addresses(values)
    texts["keyword"] = "; ".join(_all(values, "keywords"))
    texts["key"] = _first(values, "id", "label")
    names = {
        "author": _people(values, "first_authors", "authors"),
        "editor": _people(values, "secondary_authors"),
        "collection-editor": _people(values, "tertiary_authors"),
        "translator": _people(values, "subsidiary_authors"),
    }
    dates = {"issued": _issued(values), "accessed": parse_date(_first(values, "access_date"))}
    key = texts.pop("key")
    notes = _all(values, "notes")
    item = CslItem(key, kind, texts, names, dates)
    return _with_notes(item, notes)


def read_name(text: str) -> Name | None:
    """Read "Family, Given, Suffix"; a comma at the end, or one word, is an organisation."""
    text = " ".join(text.split())
    if text.endswith(",") or not re.search(r"[\s,]", text):
        return Name(literal=text.rstrip(", "))
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 2:
        return as_name(Author(f"{parts[1]}, {parts[2]}", parts[0]))
    if len(parts) == 2:
        return as_name(Author(parts[1], parts[0]))
    author = split_name(text)
    return as_name(author) if author else None


def _all(values: Mapping[str, object], *tags: str) -> list[str]:
    found: list[object] = []
    for tag in tags:
        value = values.get(tag)
        found += value if isinstance(value, list) else [value] if value else []
    return [str(value).strip() for value in found if str(value).strip()]


def _first(values: Mapping[str, object], *tags: str) -> str:
    return next((" ".join(text.split()) for text in _all(values, *tags)), "")


def _people(values: Mapping[str, object], *tags: str) -> tuple[Name, ...]:
    return tuple(name for text in _all(values, *tags) if (name := read_name(text)))


def _places(kind: str, values: Mapping[str, object]) -> dict[str, str]:
    """Return what holds the work, and where it came out or was given."""
    holder = _first(values, *_HOLDERS, *(_SHORT_HOLDERS if kind in ISSUED_TYPES else ()))
    short = _first(values, "alternate_title1", "alternate_title2")
    if not short and _first(values, "journal_name") != holder:
        short = _first(values, "journal_name")
    city = _first(values, "place_published")
    if kind in ("book", "report", "thesis"):  # their T2 is a series
        found = {"collection-title": _first(values, "tertiary_title") or holder}
    else:
        found = {"container-title": holder, "container-title-short": short}
    if kind == "paper-conference":
        return found | {"event-place": city, "publisher-place": _first(values, "custom1")}
    return found | {"publisher-place": city}


def _numbers(kind: str, values: Mapping[str, object]) -> dict[str, str]:
    number = _first(values, "number", "issue")
    ends = (_first(values, "start_page"), _first(values, "end_page"))
    page = re.sub(r"\s*[-–]+\s*", "-", "-".join(end for end in ends if end))
    serial = _first(values, "issn")
    name = "ISBN" if kind in ("book", "chapter") else "ISSN"
    return {"issue" if kind in ISSUED_TYPES else "number": number, "page": page, name: serial}


def _addresses(values: Mapping[str, object]) -> dict[str, str]:
    """Return DOI and URL; a link that is only the DOI's is no URL."""
    stated, links = _first(values, "doi"), _all(values, "urls", "url")
    doi = stated_doi(stated) or next((d for link in links if (d := find_doi(link))), "")
    others = [link for link in links if stated or not doi or doi not in link]
    return {"DOI": doi, "URL": others[0] if others else ""}


def _issued(values: Mapping[str, object]) -> Date:
    """Return the fuller of year and date: RIS writes both, as 2018 and 2018/09/12/."""
    found = [_first(values, tag) for tag in ("date", "year", "publication_year")]
    dates = [parse_date(re.sub(r"/+(?!\d).*$", "", text)) for text in found if text]
    whole = [date for date in dates if date.parts]
    return max(whole, key=lambda date: len(date.parts[0]), default=dates[0] if dates else Date())


def _with_notes(item: CslItem, notes: list[str]) -> CslItem:
    """Read notes such as "archive: BORA", which is where Zotero puts what RIS has no tag for."""
    texts, names, dates, kind = dict(item.texts), dict(item.names), dict(item.dates), item.type
    rest = []
    for note in notes:
        found = _EXTRA.fullmatch(note)
        variable = found[1].lower().replace(" ", "-") if found else ""
        variable = _CAPITALS.get(variable, variable)
        if found is None or variable not in _KNOWN:
            rest.append(note)
        elif variable in NAME_VARIABLES:
            name = read_name(found[2])
            names[variable] = (*names.get(variable, ()), *([name] if name else []))
        elif variable in DATE_VARIABLES:
            dates[variable] = parse_date(found[2])
        elif variable == "type":
            kind = found[2] if found[2] in TYPES else kind
        else:
            texts[variable] = found[2]
    texts["note"] = " ".join(rest)
    return CslItem(item.key, kind, texts, names, dates)


# Text variables of CSL that RIS has no tag for, or not for every type.
_KNOWN = (
    NAME_VARIABLES
    | DATE_VARIABLES
    | frozenset(
        "type annote archive archive-place archive_collection archive_location authority"
        " call-number chapter-number citation-number collection-number collection-title"
        " container-title container-title-short dimensions division DOI edition event-place"
        " event-title genre ISBN ISSN issue jurisdiction medium number number-of-pages"
        " number-of-volumes original-publisher original-publisher-place original-title page"
        " page-first part-number part-title PMCID PMID printing-number publisher"
        " publisher-place references reviewed-genre reviewed-title scale section source status"
        " supplement-number title-short URL version volume volume-title".split()
    )
)
