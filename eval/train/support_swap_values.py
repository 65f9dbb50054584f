"""True sentences made false in a value: a number, a year, a unit, a month. Pure: the key decides.

These are for training only; those of `quoth.eval.replays` measure, and share nothing with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.eval.replays.perturb_choice import pick
from quoth.rag.support.number_words import MONTHS
from quoth.rag.support.numbers import Quantity, find_quantities

__all__ = ["swap_month", "swap_number", "swap_unit", "swap_year"]

_FACTORS = (0.1, 0.5, 0.6, 0.75, 0.9, 1.1, 1.3, 1.5, 2.0, 3.0, 10.0)
_YEARS = (-40, -20, -10, -6, -4, -3, -2, -1, 1, 2, 3, 5, 7, 10, 25, 50)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_TEXT_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Units of one kind, as they are written; a claim gets another of its line.
_UNITS = """
nm µm mm cm m km
millimetres centimetres metres kilometres
millimeters centimeters meters kilometers
inches feet yards miles
ng µg mg g kg
grams kilograms tonnes
ounces pounds tons
ms seconds minutes hours days weeks months years decades centuries
second minute hour day week month year decade century
ml litres
ml liters gallons
KB MB GB TB
kilobytes megabytes gigabytes terabytes
Hz kHz MHz GHz
W kW MW GW
watts kilowatts megawatts
thousand million billion trillion
dollars euros pounds
"""
_LINES = tuple(tuple(line.split()) for line in _UNITS.strip().splitlines())
_UNIT = re.compile(
    r"(?<=\d\s)(?P<digits>{0})\b|(?<=[a-z]\s)(?P<words>{0})\b".format(
        "|".join(sorted({unit for line in _LINES for unit in line}, key=len, reverse=True))
    )
)
_MONTH_NAMES = tuple(name for name in MONTHS if len(name) > 4 or name in ("June", "July"))
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTH_NAMES)})\b")


def swap_number(text: str, *, beside: str, key: str) -> str | None:
    """Return the text with a number changed, if one is there: often to one of its evidence.

    Args:
        beside: the evidence; its other numbers of the same kind are the likely slips.
    """
    numbers = [q for q in find_quantities(text) if not q.weak and q.dimension not in _DATED]
    place = pick(numbers, f"{key} which")
    if place is None:
        return None
    written = text[place.start : place.end]
    new = pick([*_there(text, place, beside)[:3], *_changed(written, key)], f"{key} what")
    return _put(text, place, new) if new and new != written else None


def swap_year(text: str, *, key: str) -> str | None:
    """Return the text with a year changed by one to fifty, if one is there."""
    place = pick([q for q in find_quantities(text) if _is_year(text, q)], f"{key} which")
    step = pick(_YEARS, f"{key} step")
    return _put(text, place, str(int(place.written) + step)) if place and step else None


def swap_unit(text: str, *, key: str) -> str | None:
    """Return the text with the unit after a number replaced by another of its kind."""
    ends = {q.start: q for q in find_quantities(text)}
    places = [
        match
        for match in _UNIT.finditer(text)
        if any(start < match.start() <= q.end + 12 for start, q in ends.items())
    ]
    place = pick(places, f"{key} which")
    if place is None:
        return None
    lines = [line for line in _LINES if place[0] in line]
    others = [unit for line in lines for unit in line if unit != place[0]]
    new = pick(others, f"{key} what")
    return f"{text[: place.start()]}{new}{text[place.end() :]}" if new else None


def swap_month(text: str, *, key: str) -> str | None:
    """Return the text with the name of a month replaced by another."""
    place = pick(list(_MONTH.finditer(text)), f"{key} which")
    if place is None:
        return None
    new = pick([name for name in _MONTH_NAMES if name != place[0]], f"{key} what")
    return f"{text[: place.start()]}{new}{text[place.end() :]}"


_DATED = ("year", "month")


def _is_year(text: str, quantity: Quantity) -> bool:
    return quantity.dimension == "year" and text[quantity.start : quantity.end].isdigit()


def _there(text: str, place: Quantity, beside: str) -> list[str]:
    """Return numbers of the evidence that could stand in a place, as they are written."""
    said = {quantity.value for quantity in find_quantities(text)}
    return [
        beside[q.start : q.end]
        for q in find_quantities(beside)
        if q.dimension == place.dimension and q.value not in said and not q.weak
    ]


def _changed(written: str, key: str) -> Sequence[str]:
    """Return other numbers, written alike; none where the way of writing is not known."""
    if written.casefold() in _SMALL:
        return [word for word in _SMALL[2:] if word != written.casefold()]
    match = _TEXT_NUMBER.search(written)
    if match is None:
        return ()
    value = float(match[0].replace(",", ""))
    decimals = len(match[0].partition(".")[2])
    factor = pick(_FACTORS, f"{key} factor") or 2.0
    made = []
    for new in (value * factor, value + 1, value + 10, max(value - 1, 0.0)):
        spelled = f"{new:,.{decimals}f}" if "," in match[0] else f"{new:.{decimals}f}"
        if spelled != match[0]:
            made.append(written[: match.start()] + spelled + written[match.end() :])
    return made


def _put(text: str, place: Quantity, new: str) -> str:
    return text[: place.start] + new + text[place.end :]
