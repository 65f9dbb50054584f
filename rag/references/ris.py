"""Items as RIS.

What RIS has no tag for goes into notes such as "archive: BORA", as Zotero writes and reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoth.index.metadata.csl import CslItem, Date, Name
from quoth.index.metadata.ris_item import ISSUED_TYPES, RIS_TYPES

__all__ = ["write_ris"]

_PREFERRED = ("JOUR", "BOOK", "CHAP", "CPAPER", "RPRT", "THES", "UNPB", "ELEC", "COMP")
_TYPES = {kind: tag for tag, kind in RIS_TYPES.items()} | {RIS_TYPES[t]: t for t in _PREFERRED}
_PEOPLE = {
    "author": "AU",
    "editor": "A2",
    "collection-editor": "A3",
    "translator": "A4",
}
_TAGS = {
    "abstract": "AB",
    "DOI": "DO",
    "edition": "ET",
    "genre": "M3",
    "language": "LA",
    "number-of-volumes": "NV",
    "publisher": "PB",
    "title": "TI",
    "title-short": "ST",
    "URL": "UR",
    "volume": "VL",
}
_IN_SERIES = frozenset({"book", "report", "thesis"})


def write_ris(items: Sequence[CslItem]) -> str:
    """Return the items as one file."""
    return "\n".join(
        "".join(f"{tag}  - {value}\n" for tag, value in _lines(item)) for item in items
    )


def _lines(item: CslItem) -> Iterator[tuple[str, str]]:
    """Yield tags and values of a record."""
    yield "TY", _TYPES.get(item.type, "GEN")
    yield "ID", item.key
    if item.type not in _TYPES and item.type != "document":
        yield "N1", f"type: {item.type}"
    for variable, people in item.names.items():
        for name in people:
            tag = _PEOPLE.get(variable)
            yield (tag, _person(name)) if tag else ("N1", f"{variable}: {_person(name)}")
    for variable, date in item.dates.items():
        yield from _date_lines(variable, date)
    tags = _tags(item)
    for variable, text in item.texts.items():
        if variable == "keyword":
            yield from (("KW", word) for word in text.split("; "))
        elif variable == "page" and variable in tags:
            first, _, last = text.partition("-")
            yield "SP", first
            yield from [("EP", last)] if last else []
        elif variable == "note":
            yield "N1", text
        elif variable in tags:
            yield tags[variable], text
        else:
            yield "N1", f"{variable}: {text}"
    yield "ER", ""


def _tags(item: CslItem) -> dict[str, str]:
    """Return the tag of each variable, for an item of this type."""
    tags = dict(_TAGS)
    tags |= {"page": "SP"} if item.text("page").count("-") < 2 else {}
    tags["issue" if item.type in ISSUED_TYPES else "number"] = "IS"
    tags["ISBN" if item.type in ("book", "chapter") else "ISSN"] = "SN"
    tags["collection-title"] = "T2" if item.type in _IN_SERIES else "T3"
    if item.type not in _IN_SERIES:
        tags |= {"container-title": "T2", "container-title-short": "J2"}
    if not item.text("container-title"):
        tags.pop("container-title-short", None)
    if item.type == "paper-conference":
        return tags | {"event-place": "CY", "publisher-place": "C1"}
    return tags | {"publisher-place": "CY"}


def _person(name: Name) -> str:
    if name.literal:
        return f"{name.literal},"
    family = f"{name.particle} {name.family}".strip()
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _date_lines(variable: str, date: Date) -> Iterator[tuple[str, str]]:
    dashed = ["-".join(f"{n:02}" for n in part) for part in date.parts]
    whole = "/".join(dashed) or date.literal
    if variable == "accessed" and len(dashed) == 1:
        yield "Y2", whole.replace("-", "/")
    elif variable != "issued" or len(dashed) > 1 or date.circa:
        yield "N1", f"{variable}: {whole}{'~' if date.circa else ''}"
    else:
        yield "PY", str(date.year or date.literal)
        if dashed and len(date.parts[0]) > 1:
            yield "DA", whole.replace("-", "/")
