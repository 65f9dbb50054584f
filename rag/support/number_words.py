"""The words and signs that `quoth.rag.support.numbers` reads: number words, months, units."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MAGNITUDES", "MONTHS", "SPELLED", "UNITS"]

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    **{
        f"{word}th": n
        for n, word in enumerate(_SMALL)
        if word in "four six seven ten eleven thirteen fourteen fifteen sixteen".split()
    },
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
}

SPELLED: Mapping[str, float] = {
    **{word: float(n) for n, word in enumerate(_SMALL)},
    **{word: 10.0 * n for n, word in enumerate(_TENS, 2)},
    **{word: float(n) for word, n in _ORDINALS.items()},
    "dozen": 12.0,
    "half": 0.5,
    "single": 1.0,
    "both": 2.0,
    "twice": 2.0,
}

MAGNITUDES: Mapping[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "mn": 1e6,
    "bn": 1e9,
}

_MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
MONTHS: Mapping[str, int] = {
    **{name: n for n, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3]: n for n, name in enumerate(_MONTH_NAMES, 1)},
    "Sept": 9,
}

_NAMES: tuple[tuple[str, float, str], ...] = (
    ("percent", 1.0, "% percent per·cent percentage·point percentage·points"),
    ("percent", 0.1, "‰ per·mille"),
    ("time", 1e-9, "ns nanosecond nanoseconds"),
    ("time", 1e-6, "µs μs microsecond microseconds"),
    ("time", 1e-3, "ms millisecond milliseconds"),
    ("time", 1.0, "s sec second seconds"),
    ("time", 60.0, "min mins minute minutes"),
    ("time", 3600.0, "h hr hrs hour hours"),
    ("days", 1.0, "day days"),
    ("days", 7.0, "week weeks"),
    ("years", 1.0 / 12, "month months"),
    ("years", 1.0, "year years yr yrs"),
    ("years", 10.0, "decade decades"),
    ("years", 100.0, "century centuries"),
    ("length", 1e-9, "nm nanometre nanometres nanometer nanometers"),
    ("length", 1e-6, "µm μm micrometre micrometres micrometer micrometers micron microns"),
    ("length", 1e-3, "mm millimetre millimetres millimeter millimeters"),
    ("length", 1e-2, "cm centimetre centimetres centimeter centimeters"),
    ("length", 1.0, "m metre metres meter meters"),
    ("length", 1e3, "km kilometre kilometres kilometer kilometers"),
    ("length", 0.3048, "ft foot feet"),
    ("length", 0.0254, "inch inches"),
    ("length", 0.9144, "yard yards"),
    ("length", 1609.344, "mile miles"),
    ("nautical length", 1.0, "nautical·mile nautical·miles"),
    ("mass", 1e-6, "mg milligram milligrams"),
    ("mass", 1e-9, "µg μg mcg microgram micrograms"),
    ("mass", 1e-3, "g gram grams"),
    ("mass", 1.0, "kg kilogram kilograms"),
    ("mass", 1e3, "t tonne tonnes"),
    ("mass", 907.18474, "ton tons"),
    ("mass or money", 1.0, "pound pounds"),
    ("volume", 1e-3, "ml mL millilitre millilitres milliliter milliliters"),
    ("volume", 1.0, "l L litre litres liter liters"),
    ("area", 1.0, "hectare hectares ha"),
    ("area", 0.40468564, "acre acres"),
    ("frequency", 1.0, "Hz hertz"),
    ("frequency", 1e3, "kHz kilohertz"),
    ("frequency", 1e6, "MHz megahertz"),
    ("frequency", 1e9, "GHz gigahertz"),
    ("data", 1e3, "KB kB kilobyte kilobytes"),
    ("data", 1e6, "MB megabyte megabytes"),
    ("data", 1e9, "GB gigabyte gigabytes"),
    ("data", 1e12, "TB terabyte terabytes"),
    ("power", 1.0, "W watt watts"),
    ("power", 1e3, "kW kilowatt kilowatts"),
    ("power", 1e6, "MW megawatt megawatts"),
    ("temperature", 1.0, "°C degrees·Celsius"),
    ("temperature F", 1.0, "°F degrees·Fahrenheit"),
    ("angle", 1.0, "° degree degrees"),
    ("angle", 1.0 / 60, "minute·of·arc minutes·of·arc arcminute arcminutes"),
    ("angle", 1.0 / 3600, "second·of·arc seconds·of·arc arcsecond arcseconds"),
    ("dollars", 1.0, "$ dollar dollars USD"),
    ("euros", 1.0, "€ euro euros EUR"),
    ("sterling", 1.0, "£ GBP"),
    ("yuan", 1.0, "¥ yuan renminbi RMB CNY"),
    ("share", 1.0, "fold times"),
)
# Name → dimension and factor to its base unit. Months are in years and weeks in days, since papers
# convert those; days are not converted to years or hours.
UNITS: Mapping[str, tuple[str, float]] = {
    name.replace("·", " "): (dimension, factor)
    for dimension, factor, names in _NAMES
    for name in names.split()
}
