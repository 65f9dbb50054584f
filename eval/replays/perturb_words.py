"""Sentences made false by a few words: a negation, a direction turned round, an invention.

Every function returns the changed sentence, or None when it has nothing to change. Pure: the key
decides.
"""

from __future__ import annotations

import re

from quoth.eval.replays.perturb_choice import pick

__all__ = ["change_direction", "change_negation", "invent"]

_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|does|do|did|should|must)\b"
    # before a subject it opens a turned clause, where "not" stands elsewhere
    r"(?=\s(?!(?:not|never|no|he|she|it|they|we|you|there|just|only)\b)[a-z])"
    r"(?!(?<=ha[sd])\s(?:an?|the|its)\b|(?<=have)\s(?:an?|the|its)\b)"
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|where|when|if|what|how|as|once|since|because)\b(?!.*,)"
)
_NOT = re.compile(r"(?:\A|\s)(?:(?P<cannot>cannot)|not|never|no longer)\b", re.IGNORECASE)
# With one of these a "not" more says something else than that the sentence is false.
_NEGATIVE = re.compile(
    r"\b(?:no|nobody|none|nothing|neither|nor|hardly|rarely|seldom|few|without|only|unless)\b",
    re.IGNORECASE,
)
# "not only", "not ... but", "whether or not": without "not" they say the same, or nothing
_IDIOM = re.compile(
    r"\b(?:not (?:only|just|merely|least|all|until|before|every)|or not|if not|why not|"
    r"not\b.*\bbut)\b",
    re.IGNORECASE,
)
_PAIRS = (
    "increase/decrease increases/decreases increased/decreased increasing/decreasing rise/fall "
    "rises/falls rose/fell rising/falling grow/shrink grows/shrinks grew/shrank raise/lower "
    "raises/lowers raised/lowered higher/lower highest/lowest more/less greater/smaller "
    "larger/smaller bigger/smaller largest/smallest longer/shorter longest/shortest "
    "lengthen/shorten lengthens/shortens lengthened/shortened faster/slower gain/lose gains/loses "
    "gained/lost above/below before/after earlier/later earliest/latest ahead/behind "
    "eastwards/westwards east/west north/south northern/southern eastern/western "
    "heavier/lighter steadier/unsteadier warmer/colder better/worse best/worst stronger/weaker "
    "strengthens/weakens strengthen/weaken over/under most/least farther/nearer "
    "improve/worsen improves/worsens improved/worsened widely/rarely often/seldom"
).split()
_TURNED = {a: b for pair in _PAIRS for a, b in (pair.split("/"), pair.split("/")[::-1])}
_TURNED |= {"smaller": "larger", "lower": "higher", "fewer": "more"}  # of two, the usual one
_DIRECTION = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b", re.IGNORECASE)
# Words of the table in senses that have no direction.
_NO_DIRECTION = re.compile(
    r"\b(?:once|no|any|and|longer|is|what|further|even) more\b|\bmore (?:and|or)\b"
    r"|\b(?:over|under)\b(?! (?:\d|[£$€]|(?:two|three|four|five|six|seven|eight|nine|ten)\b))"
    r"|\bgr[eo]ws? \w+er\b|\bfell (?:victim|to|ill|on|in)\b"
    r"|\b(?:at|the|of) (?:most|least|best|worst)\b"
    r"|\bno longer\b|\blooks? after\b|\bone (?:before|after)\b|\bmost (?:of|[a-z]+s)\b",
    re.IGNORECASE,
)
_ADDED = (
    ", which a second team later failed to reproduce",
    ", a result that had been predicted by a rival a decade earlier",
    ", and the costs were borne by a private donor",
    ", as a survey of members had recommended",
    ", although this was kept secret for a generation",
    ", after a court had ruled on the matter",
)
_WHOLE = (
    "The matter was afterwards put before a committee, which ruled against it.",
    "Critics at home called it a waste of public money and asked for an inquiry.",
    "A film about it won several prizes at international festivals.",
    "Its chief architect received a gold medal from the crown for it.",
    "An exhibition devoted to it drew large crowds and then went on tour.",
    "The original papers were destroyed in a fire and had to be rewritten from memory.",
)


def change_negation(text: str, key: str) -> str | None:
    """Take a negation out, or put "not" after an auxiliary of the main clause."""
    if _IDIOM.search(text):
        return None
    negations = list(_NOT.finditer(text))
    if negations:
        place = pick(negations, key)
        new = " can" if place and place["cannot"] else ""
        return None if place is None else _cut(text, place.span(), new)
    if _NEGATIVE.search(text):
        return None
    main = [
        match for match in _AUXILIARY.finditer(text) if not _RELATIVE.search(text, 0, match.start())
    ]
    # the first: a later one may belong to a second clause, and leave the first as true as it was
    if not main:
        return None
    first = main[0]
    return _cut(text, (first.end(), first.end()), "not" if first[0] == "can" else " not")


def change_direction(text: str, key: str) -> str | None:
    """Turn one comparison, growth, order or point of the compass round."""
    idle = [match.span() for match in _NO_DIRECTION.finditer(text)]
    places = [
        match
        for match in _DIRECTION.finditer(text)
        if not any(start <= match.start() < end for start, end in idle)
        and (match[0].islower() or match.start() == 0)  # not "the Great Western"
        # "between its lowest and its highest": the whole says the same when one is turned
        and not re.search(rf"\b{_TURNED[match[0].lower()]}\b", text, re.IGNORECASE)
    ]
    place = pick(places, key)
    if place is None:
        return None
    new = _TURNED[place[0].lower()]
    return _cut(text, place.span(), new.capitalize() if place[0][0].isupper() else new)


def invent(text: str, key: str) -> str:
    """Add a clause that stands nowhere to the sentence, or say something that stands nowhere."""
    if pick(("added", "whole"), f"{key} form") == "whole":
        return str(pick(_WHOLE, key))
    return text.rstrip(".!? ") + str(pick(_ADDED, key)) + "."


def _cut(text: str, span: tuple[int, int], new: str) -> str:
    changed = (text[: span[0]] + new + text[span[1] :]).lstrip()
    return changed[0].upper() + changed[1:] if text[0].isupper() else changed
