"""Claims made false by one change, for fitting the support weights: see `swapped`.

The changes are this module's own: those of `quoth.eval.replays.replies` are for measuring only.
Pure: the key decides.
"""

from __future__ import annotations

import re
from itertools import pairwise

from quoth.eval.replays.perturb_choice import pick
from quoth.rag.support.numbers import Quantity, find_quantities
from quoth.rag.support.reading import Word, read_words

__all__ = ["swapped"]

_AFTER = re.compile(r"\b(?:is|are|was|were|has been|have been|can|could|will|would|did|does|may)\b")
_NOT = re.compile(r"\bnot\s|(?<=n)['’]t\b|\bnever\s")
_LONG = 5  # letters of a word that may be replaced by another


def swapped(claim: str, *, evidence: str, other: str, key: str) -> str | None:
    """Return the claim with a value, name, word or negation changed; None where nothing can be.

    Args:
        evidence: where other values and names are taken from first: a likely slip.
        other: another claim, where words are taken from else.
        key: decides what is changed.
    """
    made = [
        _number(claim, evidence, key),
        _name(claim, evidence, other, key),
        _roles(claim, key),
        _word(claim, other, key),
        _negation(claim),
    ]
    return pick([one for one in made if one and one != claim], key)


def _number(claim: str, evidence: str, key: str) -> str | None:
    place = pick([q for q in find_quantities(claim) if not q.weak], key)
    if place is None:
        return None
    said = {q.value for q in find_quantities(claim)}
    there = [
        evidence[q.start : q.end]
        for q in find_quantities(evidence)
        if q.dimension == place.dimension and q.value not in said and not q.weak
    ]
    return _put(claim, place, pick(there, key) or f"{place.written * 2 + 1:g}")


def _name(claim: str, evidence: str, other: str, key: str) -> str | None:
    own = read_words(claim)
    place = pick([word for word in own.words if word.is_name], key)
    for source in (evidence, other):
        names = [
            source[word.start : word.end]
            for word in read_words(source).words
            if word.is_name and word.term not in own.terms
        ]
        if place and names:
            return _put(claim, place, str(pick(names, key)))
    return None


def _roles(claim: str, key: str) -> str | None:
    names = [word for word in read_words(claim).words if word.is_name]
    pairs = [(a, b) for a, b in pairwise(names) if b.start - a.end > 3]
    pair = pick(pairs, key)
    if pair is None:
        return None
    a, b = pair
    first, second = claim[a.start : a.end], claim[b.start : b.end]
    return claim[: a.start] + second + claim[a.end : b.start] + first + claim[b.end :]


def _word(claim: str, other: str, key: str) -> str | None:
    own = read_words(claim)
    place = pick([word for word in own.content if _is_replaceable(word, claim)], key)
    words = [
        other[word.start : word.end]
        for word in read_words(other).content
        if _is_replaceable(word, other) and word.term not in own.terms
    ]
    new = pick(words, key)
    return _put(claim, place, new) if place and new else None


def _negation(claim: str) -> str | None:
    if _NOT.search(claim):
        return _NOT.sub("", claim, count=1)
    after = _AFTER.search(claim)
    return f"{claim[: after.end()]} not{claim[after.end() :]}" if after else None


def _is_replaceable(word: Word, text: str) -> bool:
    letters = text[word.start : word.end]
    return not word.is_name and len(letters) >= _LONG and letters.islower() and letters.isalpha()


def _put(text: str, place: Quantity | Word, new: str) -> str:
    return text[: place.start] + new + text[place.end :]
