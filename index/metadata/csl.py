"""CSL items: what a bibliography says of a work, in the terms of the Citation Style Language.

Source: CSL 1.0.2, appendices III (types) and IV (variables), and its schema csl-data.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from quoth.index.readers.titles import utf8_safe

__all__ = [
    "DATE_VARIABLES",
    "NAME_VARIABLES",
    "OTHERS",
    "TYPES",
    "CslItem",
    "Date",
    "Name",
    "parse_date",
]

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
    " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic"
    " hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog"
    " regulation report review review-book software song speech standard thesis treaty"
    " webpage".split()
)
NAME_VARIABLES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director"
    " editor editorial-director editor-translator executive-producer guest host illustrator"
    " interviewer narrator organizer original-author performer producer recipient reviewed-author"
    " script-writer series-creator translator".split()
)
DATE_VARIABLES = frozenset(
    "accessed available-date event-date issued original-date submitted".split()
)
_NOT_TEXT = frozenset({"id", "type", "citation-key", "file", "custom", "categories"})
_RAW_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?[-/]?(?:T[\d:.]+Z?)?")


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or an organisation in `literal` alone; `particle` stays with the family name."""

    family: str = ""
    given: str = ""
    particle: str = ""
    dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def whole_family(self) -> str:
        """The family name with its particle, or the organisation: "van der Kolk"."""
        return self.literal or f"{self.particle} {self.family}".strip()


OTHERS = Name(literal="others")
"""BibTeX's "and others", the last of the names: pandoc makes "et al." of it."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month or year, or a range of two of them: ((2018, 9), (2018, 10)).

    `literal` is what cannot be written so: "forthcoming".
    """

    parts: tuple[tuple[int, ...], ...] = ()
    literal: str = ""
    season: str = ""
    circa: bool = False

    @property
    def year(self) -> int | None:
        """The first year."""
        return self.parts[0][0] if self.parts and self.parts[0] else None


@dataclass(frozen=True, slots=True)
class CslItem:
    """A work. `key` is its citation key; `texts`, `names` and `dates` are by CSL variable."""

    key: str
    type: str = "document"
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)

    def text(self, variable: str) -> str:
        """Return a variable's text, "" where it is not stated."""
        return self.texts.get(variable, "")

    @property
    def year(self) -> int | None:
        """The year of publication."""
        issued = self.dates.get("issued")
        return issued.year if issued else None

    def with_texts(self, **changes: str) -> CslItem:
        """Return the item with texts changed; "" removes one, "_" in a name stands for "-"."""
        fresh = dict(self.texts)
        for name, value in changes.items():
            variable = name.replace("_", "-")
            fresh.pop(variable, None)
            if value:
                fresh[variable] = value
        return replace(self, texts=fresh)

    def to_json(self) -> dict[str, object]:
        """Return the item as CSL-JSON; `id` is the key."""
        names = {v: [_name_json(name) for name in people] for v, people in self.names.items()}
        dates = {variable: _date_json(date) for variable, date in self.dates.items()}
        return {"id": self.key, "type": self.type, **self.texts, **names, **dates}

    def to_text(self) -> str:
        """Return the item as one line of CSL-JSON."""
        return json.dumps(self.to_json(), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> CslItem:
        """Read what `to_text` wrote."""
        return cls.from_json(json.loads(text))

    @classmethod
    def from_json(cls, row: Mapping[str, object]) -> CslItem:
        """Read an item; what is not of CSL's form is left out.

        The key is `citation-key`, else the last part of `id`, which may be an address.
        """
        written = row.get("type")
        names = {v: _names(row[v]) for v in NAME_VARIABLES if v in row}
        dates = {v: _date(row[v]) for v in DATE_VARIABLES if v in row}
        texts = {
            str(variable): _clean(value)
            for variable, value in row.items()
            if variable not in _NOT_TEXT | NAME_VARIABLES | DATE_VARIABLES
        }
        return cls(
            _clean(row.get("citation-key")) or _clean(row.get("id")).rsplit("/", 1)[-1],
            written if isinstance(written, str) and written in TYPES else "document",
            {variable: text for variable, text in texts.items() if text},
            {variable: people for variable, people in sorted(names.items()) if people},
            {variable: date for variable, date in sorted(dates.items()) if date != Date()},
        )


def parse_date(text: str) -> Date:
    """Read 2018, 2018-09, 2018-09-12, 2018/09/12, a range "2018-09/2018-10", or keep the words."""
    text = _clean(text)
    sides = text.split("/") if text.count("/") == 1 and "-" in text else [text]
    found = [_RAW_DATE.fullmatch(side.strip(" /~?")) for side in sides if side.strip(" /~?")]
    if not found or not all(found):
        return Date(literal=text)
    parts = tuple(_date_parts(match.groups()) for match in found if match)
    return Date(parts, circa=text.endswith(("~", "?")))


def _date_parts(values: Sequence[object]) -> tuple[int, ...]:
    """Return year, month and day, as many as there are and can be."""
    parts: list[int] = []
    for value, limit in zip(values, (9999, 12, 31), strict=False):
        text = str(value)
        if not text.lstrip("-").isdigit() or not (0 < int(text) <= limit or not parts):
            break
        parts.append(int(text))
    return tuple(parts)


def _date(value: object) -> Date:
    if isinstance(value, str | int):
        return parse_date(str(value))
    if not isinstance(value, Mapping):
        return Date()
    rows = value.get("date-parts")
    listed = rows if isinstance(rows, list) else []
    parts = [_date_parts(row) for row in listed if isinstance(row, list)]
    date = Date(
        tuple(part for part in parts if part),
        _clean(value.get("literal")),
        _clean(value.get("season")),
        bool(value.get("circa")),
    )
    raw = _clean(value.get("raw"))
    return parse_date(raw) if raw and date == Date() else date


def _date_json(date: Date) -> dict[str, object]:
    written: dict[str, object] = {}
    if date.parts:
        written["date-parts"] = [list(part) for part in date.parts]
    if date.literal:
        written["literal"] = date.literal
    if date.season:
        written["season"] = date.season
    if date.circa:
        written["circa"] = True
    return written


# name in CSL-JSON, name of the attribute
_NAME_PARTS = MappingProxyType(
    {
        "family": "family",
        "given": "given",
        "non-dropping-particle": "particle",
        "dropping-particle": "dropping_particle",
        "suffix": "suffix",
        "literal": "literal",
    }
)


def _names(value: object) -> tuple[Name, ...]:
    rows = value if isinstance(value, list) else [value]
    people = []
    for row in rows:
        if isinstance(row, Mapping):
            parts = {ours: _clean(row.get(theirs)) for theirs, ours in _NAME_PARTS.items()}
            name = Name(**parts)
            if not name.family and not name.literal and name.given:
                name = Name(literal=name.given)
            people.append(name)
    return tuple(name for name in people if name != Name())


def _name_json(name: Name) -> dict[str, str]:
    parts = {theirs: getattr(name, ours) for theirs, ours in _NAME_PARTS.items()}
    return {variable: text for variable, text in parts.items() if text}


def _clean(value: object) -> str:
    """Return a text or number as one line that UTF-8 can hold; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(utf8_safe(str(value)).split())
