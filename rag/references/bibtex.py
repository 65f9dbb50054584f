"""Items as BibTeX, in UTF-8, with BibLaTeX's fields where BibTeX has none.

What neither has a field for goes into fields named `csl-…`, which every program passes over and
`quoth add` reads again. File paths are not written: a bibliography is given to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quoth.index.metadata.bibtex_item import OWN_FIELD
from quoth.index.metadata.bibtex_terms import (
    CONTAINED,
    ENTRY_TYPES,
    MONTHS,
    NAME_FIELDS,
    NUMBERED,
    PUBLISHERS,
    TEXT_FIELDS,
    WRITTEN_TYPES,
)
from quoth.index.metadata.csl import OTHERS, CslItem, Date, Name
from quoth.rag.references.titles import split_math

__all__ = ["write_bibtex"]

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}$&%#_~^]|-(?=-)|`(?=`)|'(?=')")
# BibTeX's styles make small letters of a title's capitals; of these they must not
_KEEP_CAPITALS = re.compile(r"(?<![\w\\])(\w+[A-Z]\w*|[A-Z]{2,}\w*)(?!\w)")
_TITLES = frozenset({"title", "booktitle", "shorttitle"})
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_RANGE = re.compile(r"(?<=[\w\d])-(?=[\w\d])")


def write_bibtex(items: Sequence[CslItem]) -> str:
    """Return the items as one file."""
    return "\n".join(map(_entry, items))


def _entry(item: CslItem) -> str:
    fields = dict(_fields(item))
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{_entry_type(item)}{{{item.key},\n{lines}}}\n"


def _entry_type(item: CslItem) -> str:
    if item.type in _SUBTYPES:
        return "article"
    if item.type == "thesis" and not item.text("genre"):
        return "thesis"  # the others say which kind of thesis
    if item.type == "thesis" and item.text("genre").startswith("Master"):
        return "mastersthesis"
    return WRITTEN_TYPES.get(item.type, "misc")


def _fields(item: CslItem) -> Iterator[tuple[str, str]]:
    """Yield the fields' names and values, the values with their delimiters."""
    own = {variable: name for name, variable in NAME_FIELDS.items()}
    entry_type = _entry_type(item)
    if item.type in _SUBTYPES:
        yield "entrysubtype", f"{{{_SUBTYPES[item.type]}}}"
    elif ENTRY_TYPES.get(entry_type, "document") != item.type or (
        item.type == "document" and "accessed" in item.dates  # else it is taken for a web page
    ):
        yield f"{OWN_FIELD}type", f"{{{item.type}}}"
    for variable, people in item.names.items():
        name = own.get(variable, f"{OWN_FIELD}{variable}")
        yield name, f"{{{' and '.join(map(_person, people))}}}"
    for variable, date in item.dates.items():
        yield from _date_fields(variable, date)
    names = _field_names(item)
    for variable, text in item.texts.items():
        if variable == "number" and _is_arxiv(item):
            yield "eprint", f"{{{text.removeprefix('arXiv:')}}}"
            yield "archiveprefix", "{arXiv}"
            continue
        name = names.get(variable, f"{OWN_FIELD}{variable}")
        yield name, f"{{{_value(name, text)}}}"


def _is_arxiv(item: CslItem) -> bool:
    number = item.text("number")
    return item.type == "article" and re.fullmatch(r"arXiv:[\w./-]+", number) is not None


def _field_names(item: CslItem) -> Mapping[str, str]:
    """Return the field of each variable, for an item of this type."""
    names = {variable: name for name, variable in TEXT_FIELDS.items()}
    names |= {"title": "title", "DOI": "doi", "URL": "url", "language": "language"}
    names |= {"publisher": PUBLISHERS.get(item.type, "publisher"), "publisher-place": "address"}
    names["page"] = "pages"
    if item.type == "article":  # `number` would be read as an issue by others
        names["number"] = f"{OWN_FIELD}number"
    elif item.type in NUMBERED:
        names |= {"issue": "number", "number": "eid", "container-title": "journal"}
    elif item.type in CONTAINED or item.type == "book":
        names["collection-number"] = "number"
    else:
        names["number"] = "number"
    if item.type in CONTAINED and item.type not in NUMBERED:
        names["container-title"] = "booktitle"
    return names


def _value(name: str, text: str) -> str:
    if name in ("doi", "url") and _is_balanced(text):
        return text
    if name == "pages":
        return _RANGE.sub("--", text)
    parts = list(split_math(text))
    written = "".join(
        part if is_math and _is_balanced(part) else _SPECIAL.sub(_escaped, part)
        for part, is_math in parts
    )
    if name in _TITLES and len(parts) == 1:
        return _KEEP_CAPITALS.sub(r"{\1}", written)
    return written


def _is_balanced(text: str) -> bool:
    """Tell whether every brace is closed: one that is not swallows the rest of the file."""
    return text.count("{") == text.count("}")


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0], f"{found[0]}{{}}")  # "--" is a dash to LaTeX, "-{}-" is not


def _person(name: Name) -> str:
    if name == OTHERS:
        return "others"
    if name.literal:
        return f"{{{_value('', name.literal)}}}"
    family = " ".join(_value("", part) for part in (name.particle, _braced(name.family)) if part)
    given = _value("", " ".join(part for part in (name.given, name.dropping_particle) if part))
    return ", ".join(part for part in (family, _value("", name.suffix), given) if part)


def _braced(family: str) -> str:
    """Keep together what would be read as a particle, or as two names."""
    return f"{{{family}}}" if re.search(r"^[a-zà-ÿ'’]|\band\b|,", family) else family


def _date_fields(variable: str, date: Date) -> Iterator[tuple[str, str]]:
    names = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
    whole = "/".join("-".join(f"{n:02}" for n in part) for part in date.parts) or date.literal
    if variable != "issued":
        yield names.get(variable, f"{OWN_FIELD}{variable}"), f"{{{whole}}}"
        return
    first = date.parts[0] if date.parts else ()
    yield "year", f"{{{first[0] if first else _value('', date.literal)}}}"
    if len(first) > 1:
        yield "month", MONTHS[first[1] - 1]
    if len(first) > 2 or len(date.parts) > 1 or date.circa:
        yield "date", f"{{{whole}{'~' if date.circa else ''}}}"
