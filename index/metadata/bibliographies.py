"""RIS and CSL-JSON files."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

from quoth.index.metadata.csl import TYPES, CslItem
from quoth.index.metadata.records import Record, record
from quoth.index.metadata.ris_item import read_item

__all__ = ["read_csl", "read_ris"]

# rispy merges a record without ER into the one that follows: each is cut out first
_RIS_RECORD = re.compile(r"^TY {1,2}- .*?(?=^TY {1,2}- |\Z)", re.MULTILINE | re.DOTALL)
_RIS_END = re.compile(r"^ER {1,2}-", re.MULTILINE)
_RIS_TAGS = {"A1": "AU", "BT": "T2", "ED": "A2"}
_NAMES = re.compile(r"^(A1|BT|ED)(?= {1,2}- )", re.MULTILINE)
_RIS_FILES = ("file_attachments1", "file_attachments2", "link1", "link2", "pdf_link")


def read_ris(text: str, source: str) -> tuple[list[Record], list[str]]:
    """Return the entries, and a line for each that is not whole, with its line number."""
    rispy: Any = import_module("rispy")
    records, problems = [], []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in _RIS_RECORD.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        entry = _NAMES.sub(lambda tag: _RIS_TAGS[tag[1]], found.group())
        if not _RIS_END.search(entry):
            problems.append(
                f"line {line}: this entry has no ER line; it ends where the next begins"
            )
            entry = f"{entry.rstrip()}\nER  - \n"
        try:
            values = rispy.loads(entry)
        except (OSError, ValueError, KeyError) as error:
            problems.append(f"line {line}: this entry cannot be read ({error}); it is left out")
            continue
        for value in values:
            files = [str(path) for tag in _RIS_FILES for path in _listed(value.get(tag))]
            records.append(record(read_item(value), source, files=files, line=line))
    return records, problems


def read_csl(text: str, source: str) -> tuple[list[Record], list[str]] | None:
    """Return the entries of a CSL-JSON file; None where the JSON is something else."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(rows, dict):
        rows = rows.get("items", [rows])
    if not isinstance(rows, list) or not rows:
        return None
    good = [(number, row) for number, row in enumerate(rows, 1) if _is_csl(row)]
    if not good:
        return None
    problems = [
        f"entry {number}: not a CSL-JSON item; it is left out"
        for number, row in enumerate(rows, 1)
        if not _is_csl(row)
    ]
    records = [
        record(
            CslItem.from_json(row),
            source,
            files=[str(path) for path in _listed(row.get("file"))],
            line=number,
        )
        for number, row in good
    ]
    return records, problems


def _is_csl(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    kind = row.get("type")
    said = isinstance(row.get("title"), str) or kind in TYPES
    return "id" in row and isinstance(kind, str) and said


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
