"""The quantities of a text, however they are written: "1,000", "ten thousand", "11 %", "2.5 km".

Numbers, years, dates and units are brought to one form, so that a sentence and its evidence can be
compared by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quoth.rag.support.number_words import MAGNITUDES, MONTHS, SPELLED, UNITS

__all__ = ["Quantity", "find_quantities", "is_same", "is_same_kind"]

Hedge = Literal["", "about", "over", "under"]

_NUMBER = r"\d{1,3}(?:[,\u2009\u202f\xa0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORD = "|".join(sorted(SPELLED, key=len, reverse=True))
_MAGNITUDE = "|".join(MAGNITUDES)
_JOIN = r"(?:[ -]|\s+and\s+)"
_SPELLED = (
    rf"(?:(?:half\s+)?an?\s+(?:{_MAGNITUDE})|(?:{_WORD}))\b"
    rf"(?:{_JOIN}(?:{_WORD}|{_MAGNITUDE})\b)*"
)
# A digit within a name is no quantity ("H4", "COVID-19"), nor is a mark of a reference ("[12]").
_QUANTITY = re.compile(
    rf"(?<![\w.\[])(?<![^\W\d_][-–])(?P<currency>[£$€¥]\s?)?"
    rf"(?:(?P<digits>{_NUMBER})(?P<ordinal>st|nd|rd|th)?(?P<decade>s(?!\w))?"
    rf"(?:\s?(?P<magnitude>{_MAGNITUDE}|bn|mn|k(?=\b))(?!\w))?|(?P<words>{_SPELLED}))(?![\]])",
    re.IGNORECASE,
)
_UNIT_NAMES = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_UNIT = re.compile(
    rf"[\s\u2009\u202f-]?\s?(?:(?P<power>square|cubic)\s)?(?P<unit>{_UNIT_NAMES})(?![\w])"
)
_POWERS = {"square": 2, "cubic": 3}
_RANGE_TAIL = re.compile(rf"\s?(?:[-–—]|to|and|or)\s?(?:{_NUMBER}|(?:{_WORD})\b)", re.IGNORECASE)
_CENTURY = re.compile(r"\s+centur", re.IGNORECASE)
_ORDINAL_ENDS = ("th", "third")
_FRACTION = re.compile(r"[\s-](?P<part>half|halves|thirds?|quarters?|fourths?|fifths?|tenths?)\b")
_PARTS = {"hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "ten": 10}
_MONTH = re.compile(
    rf"\b(?P<name>{'|'.join(MONTHS)})\b\.?(?=\s\d|,?\s\d{{4}})"
    rf"|(?:\b(?:in|since|of|by|from|until|till|early|late|mid|each|every|\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"[\s-])(?P<after>{'|'.join(MONTHS)})\b"
)
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_BEFORE: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    (
        "about",
        re.compile(
            r"(?:\b(?:about|around|roughly|approximately|some|circa|ca?\.|nearly|almost|close to|"
            r"an estimated)\s|[~≈]\s?)\Z",
            re.IGNORECASE,
        ),
    ),
    (
        "over",
        re.compile(
            r"(?:\b(?:over|above|more than|at least|exceed(?:s|ed|ing)?|upwards? of|no less than)"
            r"\s(?:the\s|an?\s)?|[>≥]\s?)\Z",
            re.IGNORECASE,
        ),
    ),
    (
        "under",
        re.compile(
            r"(?:\b(?:under|below|less than|fewer than|at most|up to|no more than|within|short of)"
            r"\s(?:the\s|an?\s)?|[<≤]\s?)\Z",
            re.IGNORECASE,
        ),
    ),
)
_HEDGE_CHARS = 24  # the longest of the words above
# "About 30" is said of 27 to 33, "over 400" of 401 to 500; a quarter off is another number.
_ABOUT, _REACH = 0.1, 1.25
_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text; `text[start:end]` is its words.

    Attributes:
        value: in the base unit of its dimension: 2 km are 2,000 m.
        dimension: "length", "percent", "year", "ordinal", "month" …; "" for a bare number.
        written: the number before its unit: 2 for 2 km.
        digits: significant digits as written; a value with more of them may be rounded to these.
        span: how far it reaches from `value`: 9 for "the 1980s", 99 for "the 19th century".
        weak: "one", which is mostly no number.
    """

    value: float
    dimension: str
    start: int
    end: int
    written: float
    digits: int = 15
    hedge: Hedge = ""
    span: int = 0
    weak: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in their order; both ends of a range count."""
    dates = [(m.start(), m.end(), m) for m in _ISO_DATE.finditer(text)]
    found = [quantity for _, _, match in dates for quantity in _iso_date(match)]
    found += _months(text)
    matches = [
        m
        for m in _QUANTITY.finditer(text)
        if not any(start <= m.start() < end for start, end, _ in dates)
    ]
    later = ""  # "10–15 km": the unit stands at the end of the range
    for match in reversed(matches):
        unit = _unit_after(match)
        if not unit and later and _RANGE_TAIL.match(text, match.end()):
            unit = later
        later = unit
        found += _quantity(match, unit)
    return sorted(found, key=lambda quantity: quantity.start)


def is_same(said: Quantity, there: Quantity) -> bool:
    """Whether a sentence may state a quantity that its evidence gives as `there`."""
    if not _are_of_one_kind(said, there):
        return False
    if said.span or there.span:  # "the 1980s" may be said of 1984
        ends = (said.value + said.span, there.value + there.span)
        return max(said.value, there.value) <= min(ends)
    if abs(said.value - there.value) <= _EXACT * max(said.value, there.value):
        return True
    return "year" not in (said.dimension, there.dimension) and _is_near(said, there)


def _is_near(said: Quantity, there: Quantity) -> bool:
    """Tell whether a value is meant by "about", "over" or "under", or was rounded."""
    a, b = said.value, there.value
    if "about" in (said.hedge, there.hedge):
        return abs(a - b) <= _ABOUT * max(a, b)
    if said.hedge == "over":
        return a <= b <= _REACH * a
    if said.hedge == "under":
        return b <= a <= _REACH * b
    return 1 < said.digits < there.digits and _rounded(b, said.digits) == _rounded(a, said.digits)


def is_same_kind(said: Quantity, there: Quantity) -> bool:
    """Whether a sentence could not mean both: two years, two percentages, two bare numbers."""
    return said.dimension == there.dimension and not there.weak


def _are_of_one_kind(said: Quantity, there: Quantity) -> bool:
    """Tell whether their dimensions agree; a bare number agrees with any, but not with a month."""
    kinds = {said.dimension, there.dimension}
    return len(kinds) == 1 or ("" in kinds and "month" not in kinds)


def _rounded(value: float, digits: int) -> str:
    return f"{value:.{digits - 1}e}"


def _iso_date(match: re.Match[str]) -> Iterator[Quantity]:
    start, end = match.span()
    for value, kind in zip(match.groups(), ("year", "month", ""), strict=True):
        yield Quantity(float(value), kind, start, end, float(value))


def _months(text: str) -> Iterator[Quantity]:
    for match in _MONTH.finditer(text):
        group = "name" if match["name"] else "after"
        month = MONTHS[match[group]]
        yield Quantity(float(month), "month", *match.span(group), float(month))


def _unit_after(match: re.Match[str]) -> str:
    if match["currency"]:
        return match["currency"].strip()
    found = _UNIT.match(match.string, match.end())
    return f"{found['power'] or ''} {found['unit']}".strip() if found else ""


def _quantity(match: re.Match[str], unit: str) -> Iterator[Quantity]:
    text, (start, end) = match.string, match.span()
    written = match["digits"] or ""
    plain = re.sub(r"[^\d.]", "", written)
    value = float(plain) if plain else _value_of_words(match["words"])
    fraction = _FRACTION.match(text, end)
    if match["magnitude"]:
        value *= MAGNITUDES[match["magnitude"].lower()]
    elif fraction and not unit and value < 10:
        value /= _PARTS[fraction["part"][:3]]
        end = fraction.end()
    hedge = _hedge_before(text[max(0, start - _HEDGE_CHARS) : start])
    digits = len(plain.replace(".", "").strip("0")) if plain else 15
    weak = value == 1 and not written
    dimension, factor = _dimension(unit)
    if _CENTURY.match(text, end) and (match["ordinal"] or match[0].endswith(_ORDINAL_ENDS)):
        yield Quantity(100 * (value - 1), "year", start, end, value, span=99)
    elif match["decade"] and _is_year(plain):
        yield Quantity(value, "year", start, end, value, span=9)
    elif not unit and not match["magnitude"] and written == plain and _is_year(plain):
        yield Quantity(value, "year", start, end, value, hedge=hedge)
    else:
        yield Quantity(value * factor, dimension, start, end, value, digits or 1, hedge, weak=weak)


def _hedge_before(text: str) -> Hedge:
    for hedge, pattern in _BEFORE:
        if pattern.search(text):
            return hedge
    return ""


def _dimension(unit: str) -> tuple[str, float]:
    """Return a unit's dimension, and its factor to the base unit; "" for no unit."""
    power, _, name = unit.partition(" ")
    if power in _POWERS:
        dimension, factor = UNITS[name]
        return f"{power} {dimension}", factor ** _POWERS[power]
    return UNITS.get(unit, ("", 1.0))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdigit() and 1000 <= int(digits) < 2100


def _value_of_words(words: str) -> float:
    """Return the value of "two hundred and five thousand"."""
    total, part = 0.0, 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in {"a", "an"}:
            part = part or 1.0
        elif word in SPELLED:
            part += SPELLED[word]
        elif word == "hundred":
            part = (part or 1.0) * MAGNITUDES[word]
        elif word in MAGNITUDES:
            total, part = total + (part or 1.0) * MAGNITUDES[word], 0.0
    return total + part
