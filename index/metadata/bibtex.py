"""BibTeX files: bibtexparser splits them, each field is decoded here.

The library's own decoding cuts a URL at "%", mangles file paths and splits "{World Health
Organization}" into a given and a family name.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from quoth.index.metadata.records import Facts, Record, record, split_files
from quoth.index.people import split_name
from quoth.index.types import Author

__all__ = ["read_bibtex", "split_bibtex_names"]

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NESTED = re.compile(r"@\w+\s*\{")


def read_bibtex(text: str, source: str) -> tuple[list[Record], list[str]]:
    """Return the entries, and a line for each that cannot be read, with its line number."""
    bibtexparser: Any = import_module("bibtexparser")
    # its warnings are our problems; without a handler Python prints them as well
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = bibtexparser.parse_string(text, parse_stack=[])
    macros = {month: month for month in _MONTHS}
    macros |= {string.key.lower(): _plain(string.value, {}) for string in library.strings}
    entries: list[Any] = list(library.entries)
    problems = []
    for block in library.failed_blocks:
        kept = getattr(block, "ignore_error_block", None)
        if kept is not None and hasattr(kept, "fields"):  # a key or a field that is there twice
            entries.append(kept)
            reason = f"the key {kept.key!r} or one of its fields is there twice; both are used"
        else:
            reason = "this entry is not closed, or a comma is missing; it is left out"
        problems.append(f"line {(block.start_line or 0) + 1}: {reason}")
    records = []
    for entry in entries:
        values = {field.key.lower(): str(field.value) for field in entry.fields}
        lost = [key for key, value in values.items() if _is_broken(value)]
        if lost:
            at = (entry.start_line or 0) + 1
            problems.append(
                f"line {at}: {entry.key}: after {lost[0]!r} a comma or a brace is missing; "
                "this field is left out"
            )
        good = {key: value for key, value in values.items() if key not in lost}
        records.append(_record(entry.key, good, macros, source))
    return records, problems


def _is_broken(value: str) -> bool:
    """Tell a value that ran into the next field or entry."""
    return not value.startswith(("{", '"')) and (
        "=" in value or "\n" in value.strip() or _NESTED.search(value) is not None
    )


def _record(key: str, raw: Mapping[str, str], macros: Mapping[str, str], source: str) -> Record:
    values = {name: _plain(value, macros) for name, value in raw.items()}

    def first(*names: str) -> str:
        return next((_decoded(values[n]) for n in names if values.get(n, "").strip()), "")

    title = first("title")
    if subtitle := first("subtitle"):
        title = f"{title}: {subtitle}"
    doi = next((values[n] for n in ("doi", "url", "note") if "10." in values.get(n, "")), "")
    return record(
        Facts(
            key=key,
            files=split_files(values.get("file", "")),
            title=title,
            authors=split_bibtex_names(values.get("author", "")),
            date=first("year", "date"),
            venue=first("journal", "journaltitle", "booktitle", "series"),
            volume=first("volume"),
            issue=first("number", "issue"),
            pages=first("pages").replace("–", "--"),
            doi=doi.replace("\\", ""),
            keywords=re.split(r"\s*[;,]\s*", first("keywords", "keyword")),
        ),
        source,
    )


def split_bibtex_names(value: str) -> list[Author]:
    """Return the people of an author field; "{A Company}" is one family name."""
    people = []
    for name in map(str.strip, _split(value, r"\s+and\s+")):
        if not name or name.lower() == "others":
            continue
        if (
            name.startswith("{")
            and name.endswith("}")
            and _split(name[1:-1], r"\}") == [name[1:-1]]
        ):
            people.append(Author("", _decoded(name)))
            continue
        parts = [_decoded(part).strip() for part in _split(name, ",")]
        if len(parts) > 2:  # von Last, Jr, First
            people.append(Author(f"{parts[2]}, {parts[1]}", parts[0]))
        elif len(parts) == 2:
            people.append(Author(parts[1], parts[0]))
        elif author := split_name(parts[0]):
            people.append(author)
    return people


def _split(text: str, separator: str) -> list[str]:
    """Split where no brace is open."""
    parts, depth, start, at = [], 0, 0, 0
    pattern = re.compile(separator)
    while at < len(text):
        found = pattern.match(text, at) if depth == 0 else None
        if found and found.end() > at:
            parts.append(text[start : found.start()])
            start = at = found.end()
            continue
        if text[at] == "\\":
            at += 1
        else:
            depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return [*parts, text[start:]]


def _plain(value: str, macros: Mapping[str, str]) -> str:
    """Return a field without its delimiters, macros put in and parts joined."""
    parts = []
    whole = value.startswith("{")
    for part in [value] if whole else map(str.strip, _split(value, r"\s*#\s*")):
        if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
            parts.append(part[1:-1])
        else:
            parts.append(macros.get(part.lower(), part))
    return "".join(parts)


@functools.lru_cache(maxsize=4096)
def _decoded(value: str) -> str:
    """Return LaTeX as Unicode."""
    if not _LATEX.search(value):
        return " ".join(value.split())
    return " ".join(_decoder().latex_to_text(value).replace("\xa0", " ").split())


@functools.cache
def _decoder() -> Any:
    latex2text: Any = import_module("pylatexenc.latex2text")
    return latex2text.LatexNodes2Text(math_mode="verbatim", keep_comments=True)
