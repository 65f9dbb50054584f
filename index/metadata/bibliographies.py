"""RIS and CSL-JSON files."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

from quoth.index.metadata.records import Facts, Record, record
from quoth.index.people import split_name
from quoth.index.types import Author

__all__ = ["read_csl", "read_ris"]

# rispy merges a record without ER into the one that follows: each is cut out first
_RIS_RECORD = re.compile(r"^TY {1,2}- .*?(?=^TY {1,2}- |\Z)", re.MULTILINE | re.DOTALL)
_RIS_END = re.compile(r"^ER {1,2}-", re.MULTILINE)
_RIS_TAGS = {"A1": "AU", "BT": "T2", "ED": "A2"}
_NAMES = re.compile(r"^(A1|BT|ED)(?= {1,2}- )", re.MULTILINE)
_VENUES = (
    "journal_name",
    "secondary_title",
    "alternate_title1",
    "alternate_title3",
    "tertiary_title",
)


def read_ris(text: str, source: str) -> tuple[list[Record], list[str]]:
    """Return the entries, and a line for each that is not whole, with its line number."""
    rispy: Any = import_module("rispy")
    records, problems = [], []
    for found in _RIS_RECORD.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
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
        records += [_ris_record(value, source) for value in values]
    return records, problems


def _ris_record(values: dict[str, Any], source: str) -> Record:
    def first(*names: str) -> str:
        for name in names:
            value = values.get(name)
            if value:
                return str(value[0] if isinstance(value, list) else value)
        return ""

    names = [*values.get("first_authors", []), *values.get("authors", [])]
    pages = "-".join(p for p in (first("start_page"), first("end_page")) if p)
    files = [
        v
        for n in ("file_attachments1", "file_attachments2", "link1", "link2", "pdf_link")
        for v in _listed(values.get(n))
    ]
    return record(
        Facts(
            key=first("id", "label"),
            files=files,
            title=first("title", "primary_title", "short_title"),
            authors=[author for name in names if (author := _ris_name(str(name)))],
            date=first("year", "publication_year", "date"),
            venue=first(*_VENUES),
            volume=first("volume"),
            issue=first("number", "issue"),
            pages=pages,
            doi=first("doi") or first("urls", "url"),
            keywords=[str(keyword) for keyword in _listed(values.get("keywords"))],
        ),
        source,
    )


def _ris_name(name: str) -> Author | None:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) > 2:  # RIS: "Family, Given, Suffix"
        return Author(f"{parts[1]}, {parts[2]}", parts[0])
    if len(parts) == 2:
        return Author(parts[1], parts[0])
    return split_name(name)


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


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
    good = [row for row in rows if _is_csl(row)]
    if not good:
        return None
    problems = [
        f"entry {number}: not a CSL-JSON item; it is left out"
        for number, row in enumerate(rows, 1)
        if not _is_csl(row)
    ]
    return [_csl_record(row, source) for row in good], problems


def _is_csl(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    return isinstance(row.get("type"), str) and isinstance(row.get("title"), str) and "id" in row


def _csl_record(row: dict[str, Any], source: str) -> Record:
    def text(name: str) -> str:
        value = row.get(name)
        return str(value) if isinstance(value, str | int) else ""

    issued = row.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    dated = parts[0][0] if parts and isinstance(parts[0], list) and parts[0] else None
    date = str(dated or (issued.get("raw") or issued.get("literal") or "" if issued else ""))
    return record(
        Facts(
            key=text("citation-key") or text("id").rsplit("/", 1)[-1],
            files=[str(path) for path in _listed(row.get("file"))],
            title=text("title"),
            authors=[
                a for p in _listed(row.get("author")) if isinstance(p, dict) and (a := _csl_name(p))
            ],
            date=date,
            venue=text("container-title"),
            volume=text("volume"),
            issue=text("issue"),
            pages=text("page"),
            doi=text("DOI"),
            keywords=re.split(r"\s*[;,]\s*", text("keyword")),
        ),
        source,
    )


def _csl_name(name: dict[str, Any]) -> Author | None:
    if literal := name.get("literal"):
        return Author("", str(literal))
    particle = name.get("non-dropping-particle") or name.get("dropping-particle")
    family = " ".join(str(part) for part in (particle, name.get("family")) if part)
    given = ", ".join(str(part) for part in (name.get("given"), name.get("suffix")) if part)
    return Author(given, family) if family else None
