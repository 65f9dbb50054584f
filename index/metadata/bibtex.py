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
from quoth.index.metadata.latex import decoded, plain
from quoth.index.metadata.records import Record, record, split_files

__all__ = ["read_bibtex"]

_NESTED = re.compile(r"@\w+\s*\{")


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
    records = []
    for entry in [*entries, *kept]:
        line = (entry.start_line or 0) + 1
        values = {field.key.lower(): str(field.value) for field in entry.fields}
        lost = [key for key, value in values.items() if _is_broken(value)]
        if lost:
            problems.append(
                f"line {line}: {entry.key}: after {lost[0]!r} a comma or a brace is missing; "
                "this field is left out"
            )
        good = {key: value for key, value in values.items() if key not in lost}
        records.append(_record(entry, good, macros, source))
    return records, problems


def _failed(blocks: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """Return the entries among the blocks that were not taken, and a line for each block."""
    entries, problems = [], []
    for block in blocks:
        kept = getattr(block, "ignore_error_block", None)
        if kept is not None and hasattr(kept, "fields"):  # a key or a field that is there twice
            entries.append(kept)
            reason = f"the key {kept.key!r} or one of its fields is there twice; both are used"
        else:
            reason = "this entry is not closed, or a comma is missing; it is left out"
        problems.append(f"line {(block.start_line or 0) + 1}: {reason}")
    return entries, problems


def _is_broken(value: str) -> bool:
    """Tell a value that ran into the next field or entry."""
    return not value.startswith(("{", '"')) and (
        "=" in value or "\n" in value.strip() or _NESTED.search(value) is not None
    )


def _record(entry: Any, raw: Mapping[str, str], macros: Mapping[str, str], source: str) -> Record:
    values = {name: plain(value, macros) for name, value in raw.items()}
    if "keyword" in values:
        values.setdefault("keywords", decoded(values["keyword"]))
    item = read_item(entry.key, str(entry.entry_type).lower(), values)
    line = (entry.start_line or 0) + 1
    return record(item, source, files=split_files(values.get("file", "")), line=line)
