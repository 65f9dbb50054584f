"""BibTeX files: bibtexparser splits them, each field is decoded here.

The library's own decoding cuts a URL at "%", mangles file paths and splits "{World Health
Organization}" into a given and a family name.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from quoth.index.metadata.bibtex_item import read_item
from quoth.index.metadata.bibtex_terms import MONTHS
from quoth.index.metadata.latex import decoded, plain, split_outside_braces
from quoth.index.metadata.records import Record, record, split_files

__all__ = ["read_bibtex"]

_NESTED = re.compile(r"@\w+\s*\{")
_FIELD = r"\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]"
_RAN_ON = re.compile(r"\}" + _FIELD)
# what a work has for itself, though its volume has it too; BibLaTeX manual, appendix B
_NOT_INHERITED = frozenset(
    "abstract addendum author bookauthor crossref doi eprint file ids keywords label note pages"
    " related shortauthor shorthand shorttitle sortkey subtitle title url urldate xref".split()
)
# Fields for one thing, of BibTeX and of BibLaTeX: what a work has for itself is not mixed with
# what its volume has.
_SAME = tuple(
    frozenset(fields.split())
    for fields in (
        "date year month day",
        "journal journaltitle journalsubtitle shortjournal",
        "booktitle booksubtitle",
        "address location",
        "langid language",
    )
)


def read_bibtex(text: str, source: str) -> tuple[list[Record], list[str]]:
    """Return the entries, and a line for each that cannot be read, with its line number."""
    bibtexparser: Any = import_module("bibtexparser")
    # its warnings are our problems; without a handler Python prints them as well
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = bibtexparser.parse_string(text, parse_stack=[])
    macros = {month: month for month in MONTHS}
    macros |= {string.key.lower(): plain(string.value, {}) for string in library.strings}
    entries = list(library.entries)
    kept, problems = _failed(library.failed_blocks)
    sound = []
    for entry in [*entries, *kept]:
        line = (entry.start_line or 0) + 1
        values = {field.key.lower(): str(field.value) for field in entry.fields}
        lost = [key for key, value in values.items() if _is_broken(value)]
        if lost:
            problems.append(
                f"line {line}: {entry.key}: after {lost[0]!r} a comma or a brace is missing; "
                "this field is left out"
            )
        sound.append((entry, {key: value for key, value in values.items() if key not in lost}))
    holders = {entry.key.casefold(): values for entry, values in sound}
    whole = [(entry, _inheriting(values, holders)) for entry, values in sound]
    return [_record(entry, values, macros, source) for entry, values in whole], problems


def _failed(blocks: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """Return the entries among the blocks that were not taken, and a line for each block."""
    entries, problems = [], []
    for block in blocks:
        kept = getattr(block, "ignore_error_block", None)
        twice = getattr(block, "duplicate_keys", None)
        if kept is None or not hasattr(kept, "fields"):
            reason = "this entry is not closed, or a comma is missing; it is left out"
        elif twice:
            entries.append(kept)
            names = ", ".join(map(repr, sorted(twice)))
            reason = f"{kept.key}: {names} is there twice; the last one is used"
        else:
            entries.append(kept)
            reason = f"the key {kept.key!r} is there twice; both entries are used"
        problems.append(f"line {(block.start_line or 0) + 1}: {reason}")
    return entries, problems


def _is_broken(value: str) -> bool:
    """Tell a value that ran into the next field or entry."""
    if value.startswith("{"):  # "{Lee, A.} title = {No comma between}"
        return _RAN_ON.search(value) is not None and len(split_outside_braces(value, _FIELD)) > 1
    return not value.startswith('"') and (
        "=" in value or "\n" in value.strip() or _NESTED.search(value) is not None
    )


def _inheriting(
    values: Mapping[str, str], holders: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Return an entry's fields with those of the volume that its `crossref` names."""
    name = plain(values.get("crossref", ""), {}).strip().casefold()
    holder = holders.get(name) if name else None
    if holder is None or holder is values:
        return values
    own = _NOT_INHERITED.union(values, *(same for same in _SAME if same & values.keys()))
    lent = {field: value for field, value in holder.items() if field not in own}
    if "title" in holder:
        lent.setdefault("booktitle", holder["title"])
    return lent | dict(values)


def _record(entry: Any, raw: Mapping[str, str], macros: Mapping[str, str], source: str) -> Record:
    values = {name: plain(value, macros) for name, value in raw.items()}
    if "keyword" in values:
        values.setdefault("keywords", decoded(values["keyword"]))
    item = read_item(entry.key, str(entry.entry_type).lower(), values)
    line = (entry.start_line or 0) + 1
    return record(item, source, files=split_files(values.get("file", "")), line=line)
