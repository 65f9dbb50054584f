"""From the fields of a BibTeX or BibLaTeX entry to a CSL item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quoth.index.metadata.bibtex_terms import (
    CONTAINED,
    ENTRY_TYPES,
    GENRES,
    LANGUAGES,
    MONTHS,
    NAME_FIELDS,
    NUMBERED,
    PUBLISHERS,
    TEXT_FIELDS,
)
from quoth.index.metadata.csl import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    OTHERS,
    TYPES,
    CslItem,
    Date,
    Name,
    parse_date,
)
from quoth.index.metadata.latex import decoded, split_outside_braces
from quoth.index.metadata.records import as_name, stated_doi
from quoth.index.people import split_name
from quoth.index.readers.titles import find_doi
from quoth.index.types import Author

__all__ = ["OWN_FIELD", "read_item", "split_bibtex_names"]

OWN_FIELD = "csl-"
"""Begins the names of fields for what BibTeX has none for; BibTeX passes over fields unknown."""

_LINK = re.compile(r"\\url\s*\{([^}]*)\}|(https?://\S+)")
_ARXIV = re.compile(r"(?:arXiv\s*(?:preprint\s*)?(?:arXiv)?\s*:\s*|^)((?:[\w.-]+/)?\d[\d.]*v?\d*)")
# as "Accessed: 2024-02-09", "[Online; accessed 9-February-2024]" and "Retrieved Feb. 9, 2024"
_ACCESSED = re.compile(
    r"\W*(?:online[;,] )?(?:last )?(?:accessed|retrieved|visited)(?: on)?:? "
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?:(?P<day>0?[1-9]|[12]\d|3[01])[ -](?P<month>[a-z]{3,9})|"
    r"(?P<first>[a-z]{3,9})\.? (?P<second>0?[1-9]|[12]\d|3[01])),?[ -](?P<year>\d{4}))\W*",
    re.IGNORECASE,
)
_MAY_BE_PREPRINTS = ("article", "article-journal", "document")
_DATE_FIELDS = {"urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}


def read_item(key: str, entry_type: str, values: Mapping[str, str]) -> CslItem:
    """Make an item of an entry's fields.

    Args:
        values: by field name, lower case; without delimiters, still LaTeX.
    """
    kind = _type(entry_type, values)
    texts = {
        theirs: decoded(values[ours]) for ours, theirs in TEXT_FIELDS.items() if ours in values
    }
    own = {name.removeprefix(OWN_FIELD): v for name, v in values.items() if OWN_FIELD in name[:4]}
    texts |= _titles(kind, values) | _numbers(kind, values) | _imprint(kind, values)
    texts |= _addresses(values)
    texts.setdefault("genre", GENRES.get(entry_type, ""))
    if "langid" in values or "language" in values:
        language = _first(values, "langid", "language")
        texts["language"] = LANGUAGES.get(language.lower(), language)
    names = {
        theirs: tuple(split_bibtex_names(values[ours]))
        for ours, theirs in NAME_FIELDS.items()
        if ours in values
    }
    dates = {"issued": _issued(values)}
    dates |= {theirs: parse_date(values[o]) for o, theirs in _DATE_FIELDS.items() if o in values}
    if "accessed" not in dates and (accessed := _accessed(texts.get("note", ""))):
        dates["accessed"], texts["note"] = accessed, ""
    for variable, value in own.items():
        if variable in NAME_VARIABLES:
            names[variable] = tuple(split_bibtex_names(value))
        elif variable in DATE_VARIABLES:
            dates[variable] = parse_date(decoded(value))
        elif variable != "type":
            texts[variable] = decoded(value)
    item = CslItem(key, kind, texts, names, dates)
    return _preprint(item, values) if item.type in _MAY_BE_PREPRINTS else item


def _first(values: Mapping[str, str], *names: str) -> str:
    return next((decoded(values[n]) for n in names if values.get(n, "").strip()), "")


def _type(entry_type: str, values: Mapping[str, str]) -> str:
    if (own := values.get(f"{OWN_FIELD}type")) in TYPES:
        return own
    subtype = values.get("entrysubtype", "").lower()
    if entry_type == "article" and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    if entry_type in ("misc", "unpublished") and "eprint" in values:
        return "document"
    linked = _LINK.search(values.get("howpublished", "")) or "urldate" in values
    if entry_type == "misc" and linked:
        return "webpage"
    return ENTRY_TYPES.get(entry_type, "document")


def _titles(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    def joined(name: str) -> str:
        title, subtitle = _first(values, name), _first(values, f"{name[:-5]}subtitle")
        return f"{title}: {subtitle}" if title and subtitle else title

    holder = _first(values, "journal") or joined("journaltitle") or joined("booktitle")
    if kind == "webpage":  # Zotero's place for the name of the site
        holder = holder or _first(values, "titleaddon")
    titles = {"title": joined("title")}
    if kind in CONTAINED or holder:
        titles["container-title"] = holder
    return titles


def _numbers(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    number, issue = _first(values, "number"), _first(values, "issue")
    pages = re.sub(r"\s*(?:-{2,}|–)\s*", "-", _first(values, "pages").replace("–", "--"))
    found = {"page": pages}
    if kind in NUMBERED:
        found |= {"issue": number or issue, "number": _first(values, "eid")}
    elif kind in CONTAINED or kind == "book":
        found["collection-number"] = number
    else:
        found["number"] = number
    return found


def _imprint(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    own = PUBLISHERS.get(kind, "publisher")
    publisher = _first(values, own, "publisher", "institution", "school", "organization")
    how = "" if _LINK.search(values.get("howpublished", "")) else _first(values, "howpublished")
    found = {
        "publisher": publisher or how,
        "publisher-place": _first(values, "address", "location"),
    }
    if kind == "paper-conference" and "address" in values and "venue" not in values:
        found["event-place"] = _first(values, "location")  # ACM's; the address is its own
    return found


def _addresses(values: Mapping[str, str]) -> dict[str, str]:
    """Return DOI and URL; a link that is only the DOI's is no URL."""
    link = _LINK.search(values.get("howpublished", ""))
    url = values.get("url", "").strip() or (link[1] or link[2] if link else "")
    url = re.sub(r"\\([_&%#~$])", r"\1", url.removeprefix(r"\url{").rstrip("}"))
    doi = stated_doi(values.get("doi", "").replace("\\", ""))
    if doi is None:
        written = next((values[n] for n in ("url", "note") if "10." in values.get(n, "")), "")
        doi = find_doi(written.replace("\\", "")) or ""
    only_doi = "doi" not in values and bool(doi) and doi in url
    return {"DOI": doi, "URL": "" if only_doi else url}


def _issued(values: Mapping[str, str]) -> Date:
    if dated := _first(values, "date"):
        return parse_date(dated)
    found = parse_date(_first(values, "year"))
    month = _first(values, "month").lower()[:3]
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month) if month.isdigit() else 0
    if not 0 < number <= len(MONTHS) or len(found.parts) != 1 or len(found.parts[0]) != 1:
        return found
    day = _first(values, "day")
    return Date(((*found.parts[0], number, *([int(day)] if day.isdigit() else [])),))


def _accessed(note: str) -> Date | None:
    """Return the day in a note that says nothing else, as "Accessed: 2024-02-09"."""
    found = _ACCESSED.fullmatch(note)
    if found is None:
        return None
    if found["iso"]:
        return parse_date(found["iso"])
    name = (found["month"] or found["first"])[:3].lower()
    day = found["day"] or found["second"]
    return (
        Date(((int(found["year"]), MONTHS.index(name) + 1, int(day)),)) if name in MONTHS else None
    )


def _preprint(item: CslItem, values: Mapping[str, str]) -> CslItem:
    """Make a preprint of an entry with an `eprint`, or of the "journal" arXiv."""
    holder = item.text("container-title")
    archive = _first(values, "archiveprefix", "eprinttype")
    if "eprint" in values and item.type != "article-journal":
        server = "arXiv" if archive.lower() in ("", "arxiv") else archive
        number = _ARXIV.search(_first(values, "eprint")) if server == "arXiv" else None
        written = f"arXiv:{number[1]}" if number else _first(values, "eprint")
    elif holder.lower().startswith("arxiv") and (number := _ARXIV.search(holder)):
        server, written = "arXiv", f"arXiv:{number[1]}"
    else:
        return item
    fresh = item.with_texts(
        container_title="", volume="", publisher=item.text("publisher") or server, number=written
    )
    return CslItem(fresh.key, "article", fresh.texts, fresh.names, fresh.dates)


def split_bibtex_names(value: str) -> list[Name]:
    """Return the people of an author field; "{A Company}" is one name."""
    people = []
    for name in map(str.strip, split_outside_braces(value, r"\s+and\s+")):
        if not name:
            continue
        if name.lower() == "others":
            people.append(OTHERS)
            continue
        if (
            name.startswith("{")
            and name.endswith("}")
            and split_outside_braces(name[1:-1], r"\}") == [name[1:-1]]
        ):
            people.append(Name(literal=decoded(name)))
            continue
        parts = [decoded(part).strip() for part in split_outside_braces(name, ",")]
        if "family=" in name:
            people.append(_extended_name(parts))
        elif len(parts) > 2:  # von Last, Jr, First
            people.append(as_name(Author(f"{parts[2]}, {parts[1]}", parts[0])))
        elif len(parts) == 2:
            people.append(as_name(Author(parts[1], parts[0])))
        elif author := split_name(parts[0]):
            people.append(as_name(author))
    return people


def _extended_name(parts: Sequence[str]) -> Name:
    """Read BibLaTeX's "family=Berg, given=Jo, prefix=van der", as Better BibTeX writes it."""
    known = dict(part.split("=", 1) for part in parts if "=" in part)
    return Name(
        family=known.get("family", ""),
        given=known.get("given", ""),
        particle=known.get("prefix", ""),
        suffix=known.get("suffix", ""),
    )
