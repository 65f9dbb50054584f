"""How many bibliographic facts are found right, against records made by others.

    python -m quoth.eval.metadata_check --jose DIR      DIR/metadata.jsonl beside its PDFs
    python -m quoth.eval.metadata_check --gold DIR      DIR/metadata.json beside ../library

A fact that the record does not state and that is given all the same counts as wrong ("invented").
"""

from __future__ import annotations

import argparse
import html
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth.index.metadata import Metadata, find_metadata
from quoth.index.people import mend, split_name
from quoth.index.readers import read
from quoth.index.types import Author

__all__ = ["Check", "compare", "main", "same_people", "wilson"]

_FIELDS = ("title", "authors", "year", "venue", "volume", "issue", "pages", "doi", "keywords")
_NAMES = {"journal": "venue"}


@dataclass(frozen=True, slots=True)
class Check:
    """One field of one document: what the record says, what was found, and whether they agree."""

    document: str
    field: str
    wanted: object
    found: object
    right: bool


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: Wilson 1927, "Probable inference", as in Brown, Cai & DasGupta 2001, eq. 4.
    """
    if n == 0:
        return 0.0, 1.0
    z = 1.959964
    share = right / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def compare(document: str, record: Mapping[str, Any], found: Metadata) -> list[Check]:
    """Return a check for each field that the record has; None there means "not stated"."""
    checks = []
    for key, wanted in record.items():
        field = _NAMES.get(key, key)
        if field not in _FIELDS:
            continue
        stated = getattr(found, field)
        value = stated.value if stated else None
        checks.append(Check(document, field, wanted, value, _agrees(field, wanted, value)))
    return checks


def _agrees(field: str, wanted: Any, value: Any) -> bool:
    if wanted is None or value is None:
        return wanted is None and value is None
    if field == "authors":
        return same_people(_people(wanted), value)
    if field == "keywords":
        return [*map(_plain, wanted)] == [*map(_plain, value)]
    return _plain(str(wanted)) == _plain(str(value))


def _people(wanted: Sequence[Any]) -> list[Author]:
    people = []
    for one in wanted:
        author = split_name(one) if isinstance(one, str) else Author(one["given"], one["family"])
        if author:
            people.append(author)
    return people


def same_people(wanted: Sequence[Author], found: Sequence[Author]) -> bool:
    """Tell whether families and first initials agree, in order.

    Records cut names mechanically ("Patrick" + "D Schloss"), so one family may end the other.
    """
    if len(wanted) != len(found):
        return False
    return all(_same_person(a, b) for a, b in zip(wanted, found, strict=True))


def _same_person(wanted: Author, found: Author) -> bool:
    one, other = (_words(a.family) for a in (wanted, found))
    if not one or not other:
        return one == other
    n = min(len(one), len(other))
    initials = [(_words(a.given) or [""])[0][:1] for a in (wanted, found)]
    return one[-n:] == other[-n:] and (initials[0] == initials[1] or not all(initials))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _plain(text).replace("'", ""))


def _plain(text: str) -> str:
    text = re.sub(r"<[^>]+>", "", html.unescape(html.unescape(mend(text))))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub("[‐‑‒–—−]", "-", re.sub("[‘’ʼ`]", "'", re.sub("[“”]", '"', text)))
    return " ".join(text.split()).rstrip(".")


def _jose(folder: Path) -> Iterator[Check]:
    for line in (folder / "metadata.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        found = _read(folder / record["file"])
        yield from compare(record["file"].split("/")[0], record, found)


def _gold(folder: Path) -> Iterator[Check]:
    records = json.loads((folder / "metadata.json").read_text("utf-8"))["documents"]
    for record in records:
        found = _read(folder.parent / "library" / record["document"])
        yield from compare(record["document"], record, found)


def _read(path: Path) -> Metadata:
    return find_metadata(read(path.name, path.read_bytes()))


def _report(checks: Sequence[Check]) -> str:
    n_documents = len({check.document for check in checks})
    lines = [f"{n_documents} documents"]
    for field in _FIELDS:
        of_field = [check for check in checks if check.field == field]
        if not of_field:
            continue
        right = sum(check.right for check in of_field)
        low, high = wilson(right, len(of_field))
        invented = sum(c.wanted is None and c.found is not None for c in of_field)
        said = f"  invented {invented}" if invented else ""
        lines.append(
            f"{field:<9}{right:>4}/{len(of_field):<4}{right / len(of_field):7.1%}"
            f"  [{low:.1%}, {high:.1%}]{said}"
        )
    lines += [
        f"{check.document}  {check.field}: {check.found!r}, not {check.wanted!r}"
        for check in checks
        if not check.right
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print each field's share of right facts, and every failure."""
    parser = argparse.ArgumentParser(description="Measure the metadata that is read from papers.")
    parser.add_argument("--jose", type=Path, help="a folder with metadata.jsonl and PDFs")
    parser.add_argument("--gold", type=Path, help="a folder with metadata.json beside ../library")
    chosen = parser.parse_args(arguments)
    if chosen.jose is None and chosen.gold is None:
        parser.error("give --jose DIR or --gold DIR")
    if chosen.jose is not None:
        sys.stdout.write(_report([*_jose(chosen.jose)]))
    if chosen.gold is not None:
        sys.stdout.write(_report([*_gold(chosen.gold)]))


if __name__ == "__main__":
    main()
