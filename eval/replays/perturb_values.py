"""Sentences made false by one changed value: a number, a year, a date or a unit.

Every function returns the changed sentence, or None when it has nothing to change; the key decides.
The new value is another one, never another way to write the old one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from quoth.eval.replays.perturb_choice import pick

__all__ = ["change_date", "change_number", "change_unit", "change_year"]

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {
    **{word: n for n, word in enumerate([*_ONES, *_TEENS], 1)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{
        f"{tens}-{ones}": 10 * n + m
        for n, tens in enumerate(_TENS, 2)
        for m, ones in enumerate(_ONES, 1)
    },
}
_SPELLED = {value: word for word, value in _WORDS.items()}
_LONGEST_FIRST = "|".join(sorted(_WORDS, key=len, reverse=True))
_FACTORS = tuple(map(Decimal, ("0.5", "2", "3", "5", "10")))
_APART = 1.25  # a smaller ratio may pass as a rounded value: "about 33" for 34

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_YEAR = re.compile(
    r"(?:(?<=^)|(?<=[\s(–/]))(?:1[4-9]|20)\d\d(?=[\s,.;:!?)–]|$)(?![.,]\d)(?!\s*(?:per\b|%))"
)
# A year stands after one of these; "1500 samples" does not.
_BEFORE_YEAR = re.compile(
    rf"(?:\b(?:in|since|of|by|from|until|till|to|before|after|and|between|the|during|year|as|early|"
    rf"late|than|mid|around|about|at|dated?|is|was|{_MONTH}|{_MONTH} \d{{1,2}},)\s|[(–/])\Z",
    re.IGNORECASE,
)
# Not a name ("H4", "krypton-86"), an ordinal ("13th"), a fraction ("1/3") or a day of a month.
_DIGITS = re.compile(
    rf"(?<![\w.,/–-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?![\w/]|[.,–-]\d|-\w|\s{_MONTH})"
)
_SPELLED_OUT = re.compile(
    rf"(?<![\w-])(?:{_LONGEST_FIRST})(?![\w-]|\s(?:thirds?|quarters?|fifths?|\w+ths?)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s)?(?P<month>{_MONTH})(?:\s(?P<day_after>\d{{1,2}})\b)?"
    rf"(?=(?P<year>,?\s\d{{4}}\b)?)"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|of|by|from|until|early|late|mid|last|each)\s\Z", re.IGNORECASE
)
_UNITS = (
    ("milliseconds", "microseconds"),
    ("seconds", "minutes"),
    ("minutes", "hours"),
    ("hours", "days"),
    ("days", "weeks"),
    ("weeks", "months"),
    ("months", "years"),
    ("years", "decades"),
    ("kilometres", "metres"),
    ("kilometers", "meters"),
    ("metres", "centimetres"),
    ("meters", "centimeters"),
    ("centimetres", "millimetres"),
    ("millimetres", "centimetres"),
    ("km", "m"),
    ("cm", "mm"),
    ("m", "km"),
    ("miles", "yards"),
    ("hectares", "square kilometres"),
    ("tonnes", "kilograms"),
    ("kilograms", "grams"),
    ("kg", "g"),
    ("g", "mg"),
    ("mg", "g"),
    ("pounds", "tons"),
    ("dollars", "euros"),
    ("yuan", "dollars"),
    ("hertz", "kilohertz"),
    ("megahertz", "kilohertz"),
    ("per cent", "per mille"),
    ("percent", "per mille"),
    ("%", "‰"),
    ("billion", "million"),
    ("million", "billion"),
    ("thousand", "million"),
)
_OTHER_UNIT = {
    "degrees": "minutes of arc",
    "degree": "minute of arc",
    **{a.removesuffix("s"): b.removesuffix("s") for a, b in _UNITS if a.endswith("s")},
    **dict(_UNITS),
}
_UNIT = re.compile(
    rf"(?:\d|\b(?:{_LONGEST_FIRST}|hundred|thousand|million|half an?))(?P<gap>[\s-]?)"
    rf"(?P<unit>{'|'.join(sorted(map(re.escape, _OTHER_UNIT), key=len, reverse=True))})(?![\w‰])",
    re.IGNORECASE,
)
_CURRENCY = {"£": "€", "$": "£", "€": "$"}
# "over 400" stays true with 300, "up to 1916" with 1905: the new value goes the other way.
_AT_LEAST = re.compile(
    r"\b(?:over|above|at least|more than|upwards of|up to|until|till)\s(?:the\s)?[£$€]?\Z",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:under|below|at most|less than|fewer than|within|no more than|since|from)\s"
    r"(?:the\s)?[£$€]?\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[\d+\]")  # of a note; not a number that a writer would take over


def change_number(text: str, key: str, *, beside: str = "") -> str | None:
    """Put another value in the place of a number that is no year, date, name or ordinal.

    Args:
        beside: the evidence; another number of it is a likely slip, and may be put in.
    """
    dates = [match.span() for match in _DATE.finditer(text)]
    digits = [
        match
        for match in _DIGITS.finditer(text)
        if not _is_year(match) and not any(a <= match.start() < b for a, b in dates)
    ]
    words = [match for match in _SPELLED_OUT.finditer(text) if match[0].lower() != "one"]
    place = pick([*digits, *words], f"{key} place")
    if place is None:
        return None
    taken = {_value(match[0]) for match in [*digits, *words]}
    others = _other_digits(place, beside) if place in digits else _other_words(place[0])
    options = [o for o in others if _value(o) not in taken and _beyond(place, _value(o))]
    new = pick(options, f"{key} value")
    return None if new is None else _put(text, place.span(), new)


def change_year(text: str, key: str) -> str | None:
    """Put another year, at most thirty years away, in the place of a year."""
    years = [match for match in _YEAR.finditer(text) if _is_year(match)]
    place = pick(years, f"{key} place")
    if place is None:
        return None
    taken = {match[0] for match in years}
    options = [str(int(place[0]) + by) for by in (-30, -21, -11, -4, -2, 2, 3, 10, 12, 20)]
    allowed = [year for year in options if year not in taken and _beyond(place, Decimal(year))]
    new = pick(allowed, f"{key} value")
    return None if new is None else _put(text, place.span(), new)


def change_date(text: str, key: str) -> str | None:
    """Put another month, or another day of the month, in the place of a date's."""
    dates = [
        match
        for match in _DATE.finditer(text)
        if match["day"] or match["day_after"] or match["year"] or _follows(_BEFORE_MONTH, match)
    ]
    place = pick(dates, f"{key} place")
    if place is None:
        return None
    taken = {match["month"] for match in dates}
    options = [(place.span("month"), month) for month in _MONTHS if month not in taken]
    for group in ("day", "day_after"):
        if place[group]:
            days = [day for day in range(1, 29) if day != int(place[group])]
            options += [(place.span(group), str(day)) for day in days]
    new = pick(options, f"{key} value")
    return None if new is None else _put(text, *new)


def change_unit(text: str, key: str) -> str | None:
    """Put another unit, magnitude or currency after, or before, a number."""
    options = [
        (match.span("unit"), _OTHER_UNIT[match["unit"].lower()])
        for match in _UNIT.finditer(text)
        if match["gap"] or match["unit"] in {"%", *"km cm m kg g mg".split()}
    ]
    options += [
        (match.span(), _CURRENCY[match[0]]) for match in re.finditer(r"[£$€](?=\s?\d)", text)
    ]
    new = pick(options, key)
    return None if new is None else _put(text, *new)


def _is_year(match: re.Match[str]) -> bool:
    found = _YEAR.match(match.string, match.start())
    return found is not None and found.end() == match.end() and _follows(_BEFORE_YEAR, match)


def _follows(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    return pattern.search(match.string[: match.start()]) is not None


def _beyond(match: re.Match[str], value: Decimal) -> bool:
    """Tell whether a value lies where the words before the old one do not reach."""
    if _follows(_AT_LEAST, match):
        return value > _value(match[0])
    return not _follows(_AT_MOST, match) or value < _value(match[0])


def _value(number: str) -> Decimal:
    plain = number.lower().replace(",", "")
    return Decimal(_WORDS[plain]) if plain in _WORDS else Decimal(plain)


def _other_digits(match: re.Match[str], beside: str) -> list[str]:
    """Return likely wrong values, written as the right one is."""
    old = _value(match[0])
    percent = re.match(r"\s?(?:%|per\s?cent)", match.string[match.end() :]) is not None
    values = [old * factor for factor in _FACTORS if factor > 1 or old % 2 == 0]
    values += [_value("".join(reversed(match[0].replace(",", ""))))] if match[0].isdigit() else []
    values += [
        _value(other[0])
        for other in _DIGITS.finditer(_MARK.sub("", beside))
        if not _is_year(other) and ("." in other[0]) == ("." in match[0])
    ]
    kept = [value for value in values if _far(value, old) and not (percent and value > 100)]
    return list(dict.fromkeys(_written(value, match[0]) for value in kept))


def _written(value: Decimal, like: str) -> str:
    places = len(like.partition(".")[2])
    grouped = "," in like or (value >= 10_000 and "." not in like)
    return f"{value:,.{places}f}" if grouped else f"{value:.{places}f}"


def _other_words(word: str) -> list[str]:
    old = _WORDS[word.lower()]
    top = 9 if old <= 9 else 99  # "four hundred" becomes "seven hundred", not "forty hundred"
    words = [_SPELLED[value] for value in range(2, top + 1) if _far(Decimal(value), Decimal(old))]
    return [other.capitalize() for other in words] if word[0].isupper() else words


def _far(value: Decimal, old: Decimal) -> bool:
    if value == 0 or old == 0:
        return value != old
    return max(value / old, old / value) >= Decimal(_APART)


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]
