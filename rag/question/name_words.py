"""The words that stand around names in a question, as sets and as regular expressions."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "FUNCTION_WORDS",
    "MONTHS",
    "NAME_WORD",
    "PARTICLES",
    "REPORTS",
    "TITLES",
    "WORK",
    "fold_name",
    "starts_sentence",
]

WORK = (
    r"(?:papers?|articles?|stud(?:y|ies)|pieces?|thes[ie]s|dissertations?|reports?|reviews?|essays?|"
    r"chapters?|manuscripts?|preprints?|publications?|books?|works?|texts?|documents?)"
)
"""A word for something written."""

REPORTS = (
    r"(?:say|says|said|argu\w+|claim\w*|defin\w+|describ\w+|propos\w+|suggest\w*|find|finds|found|"
    r"report\w*|conclud\w+|highlight\w*|put\w* forward|recommend\w*|mention\w*|think\w*|thought|"
    r"believ\w+|not(?:e|es|ed)|stat(?:e|es|ed)|writ\w+|wrote|mean|means|meant|view\w*|sees?|"
    r"consider\w*|discuss\w*|explain\w*|show\w*|call\w*|critici\w+|identif\w+|measur\w+|"
    r"observ\w+|compar\w+|distinguish\w*|want\w*|advocat\w+|cit(?:e|es|ed)|give|gives|gave|list\w*|"
    r"name|names|named|use[sd]?|bring\w* up)"
)
"""What authors do in their papers."""

NAME_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f-]*(?:['’](?!s\b)[\w\u0300-\u036f-]+)*")
"""A word that can be part of a name, without a possessive's "'s"; accents may stand apart."""

TITLES = frozenset("dr prof professor mr mrs ms miss sir dame lord lady".split())
PARTICLES = frozenset(
    "van von de der den del della di da dos du des la le les ten ter te zu zur af av el al bin ibn "
    "abu st san".split()
)
MONTHS = frozenset("april august june march may".split())
"""Those that are names of people too."""

FUNCTION_WORDS = frozenset(
    "a about according after all an and any are as at be before but by can could did do does each "
    "else for from give had has have he her how i if in is it its like list may me might more most "
    "much must my no of on or our she should so some such than that the their then there these "
    "they this those to was we were what when where which while who whom whose why will with would "
    "you your".split()
)
"""Those of English: at the start of a sentence no names, though some are (He, May, So, Will)."""

# What Unicode's own decomposition leaves as it is.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_START = re.compile(r"(?:\A|[.?!:][\"'”’)\]]*\s)[^\w\s]*\Z")


def fold_name(name: str) -> str:
    """Return a name without case and accents, hyphens as spaces: "García-Molina", garcia molina."""
    plain = name.casefold().translate(_PLAIN).replace("-", " ")
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def starts_sentence(text: str, at: int) -> bool:
    """Whether the word at a place is the first of its sentence, where every word has a capital."""
    return _START.search(text, max(0, at - 6), at) is not None
