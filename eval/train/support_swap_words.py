"""True sentences made false in a word: a negation, a direction, another word. Pure.

These are for training only; those of `quoth.eval.replays` measure, and share nothing with them.
"""

from __future__ import annotations

import re

from quoth.eval.replays.perturb_choice import pick
from quoth.rag.support.reading import Word, read_words

__all__ = ["swap_direction", "swap_negation", "swap_word"]

_LONG = 5  # letters of a word that may be replaced by another
_VERB = re.compile(
    r"\b(?:is|are|was|were|has been|have been|had been|can|could|will|would|should|may|might|must"
    r"|does|did|do)\b(?!\s+not\b|n['’]t)(?=\s+[a-z])"
)
_DENIED = re.compile(r"\b(?P<verb>\w+)\s+not\s|\bnever\s|\b(?P<cannot>can)not\b")
_SHORT = re.compile(r"\b(?P<verb>is|are|was|were|does|did|do|has|have|had|could|would)n['’]t\b")
# Two of the same form that cannot both be true of one thing.
_TURNS = (
    "increase/reduce increases/reduces increased/reduced increasing/reducing rise/drop rises/drops "
    "rose/dropped grew/declined grow/decline growing/declining higher/lower highest/lowest "
    "high/low more/fewer larger/smaller largest/smallest large/small longer/shorter long/short "
    "greater/lesser faster/slower fast/slow better/worse best/worst early/late earlier/later "
    "first/last before/after above/below inside/outside north/south east/west northern/southern "
    "eastern/western left/right upper/lower positive/negative positively/negatively "
    "strong/weak stronger/weaker safe/dangerous common/rare always/never often/rarely "
    "usually/seldom all/none most/few many/few every/no some/no majority/minority "
    "maximum/minimum improves/worsens improved/worsened improve/worsen success/failure "
    "successful/unsuccessful won/lost win/lose wins/loses gained/lost accepted/refused "
    "allowed/forbidden allows/forbids supports/opposes supported/opposed include/exclude "
    "includes/excludes included/excluded with/without male/female father/mother son/daughter "
    "brother/sister husband/wife men/women old/new older/younger oldest/youngest rich/poor "
    "import/export buy/sell bought/sold started/stopped begins/ends began/ended open/closed "
    "opened/closed present/absent possible/impossible likely/unlikely able/unable "
    "similar/different same/different easy/difficult easier/harder full/empty hot/cold "
    "warmer/colder true/false only/also at_least/at_most more_than/less_than over/under up/down "
    "public/private internal/external simple/complex heavy/light wide/narrow deep/shallow "
    "activates/blocks activated/blocked promotes/prevents promote/prevent promoted/prevented "
    "causes/prevents cause/prevent caused/prevented worsens/relieves born/died"
)
_PAIRS = [pair.replace("_", " ").split("/") for pair in _TURNS.split()]
_TURN = {one: other for pair in reversed(_PAIRS) for one, other in (pair[::-1], pair)}
_DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(_TURN, key=len, reverse=True))})\b", re.IGNORECASE)


def swap_direction(text: str, *, key: str) -> str | None:
    """Return the text with one word replaced by what cannot be true beside it."""
    place = pick(list(_DIRECTION.finditer(text)), f"{key} which")
    if place is None:
        return None
    new = _TURN[place[0].casefold()]
    new = new.capitalize() if place[0][0].isupper() else new
    return f"{text[: place.start()]}{new}{text[place.end() :]}"


def swap_negation(text: str, *, key: str) -> str | None:
    """Return the text with a "not" taken out or put in; never both ways of a double one."""
    short = _SHORT.search(text)
    if short:
        return f"{text[: short.start()]}{short['verb']}{text[short.end() :]}"
    denied = _DENIED.search(text)
    if denied:
        kept = denied["verb"] or denied["cannot"] or ""
        return (
            f"{text[: denied.start()]}{kept}{' ' * (denied['verb'] is not None)}"
            + (text[denied.end() :])
        )
    place = pick(list(_VERB.finditer(text))[:2], f"{key} which")
    if place is None:
        return None
    word = pick(("not", "not", "never"), f"{key} what")
    return f"{text[: place.end()]} {word}{text[place.end() :]}"


def swap_word(text: str, *, other: str, key: str) -> str | None:
    """Return the text with a content word replaced by one of another sentence.

    Args:
        other: a sentence on something else, so that its words do not fit by chance.
    """
    own = read_words(text)
    place = pick([word for word in own.content if _is_replaceable(word, text)], f"{key} which")
    words = [
        other[word.start : word.end]
        for word in read_words(other).content
        if _is_replaceable(word, other) and word.term not in own.terms
    ]
    if place is None:
        return None
    ending = re.compile(r"(?:ed|ing|ly|s)?\Z")
    own_end = ending.search(text[place.start : place.end])
    alike = [w for w in words if (end := ending.search(w)) and own_end and end[0] == own_end[0]]
    new = pick(alike or words, f"{key} what")
    return f"{text[: place.start]}{new}{text[place.end :]}" if new else None


def _is_replaceable(word: Word, text: str) -> bool:
    letters = text[word.start : word.end]
    return not word.is_name and len(letters) >= _LONG and letters.islower() and letters.isalpha()
