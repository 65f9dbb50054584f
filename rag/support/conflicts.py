"""Where a sentence says something else than its evidence: values, names, negation, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from quoth.rag.support.lexicon import denials, opposites, same_side
from quoth.rag.support.numbers import Quantity, is_same, is_same_kind
from quoth.rag.support.reading import Reading, Word

__all__ = ["Conflict", "ConflictKind", "Missing", "find_conflicts", "lacks_denial", "missing_parts"]

ConflictKind = Literal["number", "year", "unit", "date", "negation", "opposite", "roles"]

_PASSIVE = re.compile(r"\bby\b")
_MOST_APART = 5  # content words from one name to the other; farther ones say nothing of each other


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that a claim says otherwise than its evidence: the words of each."""

    kind: ConflictKind
    said: str
    there: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Shares of a claim's quantities and names, 0 where it has none.

    Attributes:
        numbers: that stand nowhere in the evidence.
        numbers_apart: that stand there, but not in the sentences that carry the claim.
        names: as `numbers`.
        names_apart: as `numbers_apart`.
    """

    numbers: float
    numbers_apart: float
    names: float
    names_apart: float


def missing_parts(claim: Reading, quoted: Sequence[Reading], around: Sequence[Reading]) -> Missing:
    """Return which quantities and names of a claim its evidence lacks.

    Args:
        quoted: the sentences that carry the claim.
        around: all of the evidence, these among it.
    """
    there = [quantity for reading in quoted for quantity in reading.quantities]
    anywhere = [quantity for reading in around for quantity in reading.quantities]
    # "one" is mostly no number; the digits of "2nd" in a name are part of the name
    wanted = [quantity for quantity in claim.quantities if not quantity.weak]
    apart = [q for q in wanted if not _stated(q, there) and _stated(q, anywhere)]
    nowhere = [q for q in wanted if not _stated(q, anywhere)]
    names = {word.term for word in claim.words if word.is_name}
    near = frozenset().union(*(reading.terms for reading in quoted))
    far = frozenset().union(*(reading.terms for reading in around))
    return Missing(
        numbers=len(nowhere) / len(wanted) if wanted else 0.0,
        numbers_apart=len(apart) / len(wanted) if wanted else 0.0,
        names=len(names - far) / len(names) if names else 0.0,
        names_apart=len(names & far - near) / len(names) if names else 0.0,
    )


def find_conflicts(claim: Reading, quoted: Sequence[Reading]) -> tuple[Conflict, ...]:
    """Return where a claim says otherwise than the sentences that should carry it."""
    return (*_values(claim, quoted), *_turned(claim, quoted), *_roles(claim, quoted[0]))


def _stated(said: Quantity, there: Sequence[Quantity]) -> bool:
    return any(is_same(said, quantity) for quantity in there)


def _values(claim: Reading, quoted: Sequence[Reading]) -> Iterator[Conflict]:
    """Yield quantities in whose place the evidence has others of their kind."""
    there = [(reading, quantity) for reading in quoted for quantity in reading.quantities]
    used = {id(q) for _, q in there if any(is_same(own, q) for own in claim.quantities)}
    for said in claim.quantities:
        if said.weak or any(is_same(said, quantity) for _, quantity in there):
            continue
        rivals = [(r, q) for r, q in there if id(q) not in used and _rivals(said, q)]
        if rivals:
            reading, rival = rivals[0]
            yield Conflict(
                _kind(said, rival),
                claim.text[said.start : said.end],
                reading.text[rival.start : rival.end],
            )


def _rivals(said: Quantity, there: Quantity) -> bool:
    if is_same_kind(said, there):
        return True
    return said.written == there.written and bool(said.dimension and there.dimension)


def _kind(said: Quantity, there: Quantity) -> ConflictKind:
    if said.dimension != there.dimension:
        return "unit"
    if said.dimension in ("year", "month"):
        return "year" if said.dimension == "year" else "date"
    return "number"


def _turned(claim: Reading, quoted: Sequence[Reading]) -> Iterator[Conflict]:
    """Yield a negation or an opposite on one side only; one on each side says the same."""
    for there in quoted:
        opposed = _opposed(claim, there)
        if opposed is None:
            denied = _denied(claim, there)
            if denied:
                yield Conflict("negation", denied, denied)
        elif (opposed[0] in claim.denied) == (opposed[1] in there.denied):
            yield Conflict("opposite", *opposed)


def _denied(claim: Reading, there: Reading) -> str | None:
    """Return a stem that just one of two sentences denies."""
    if not _denies_otherwise(there, claim):
        own = [head for head in _shared(claim.heads, there) if head not in there.denied]
        if own:
            return min(own)
    if not claim.heads and not _denies_otherwise(claim, there):
        # of a long sentence only what the claim speaks of: most of what is denied there
        shared = _shared(there.denied, claim)
        if 2 * len(shared) >= len(there.denied):
            return min(_shared(there.heads, claim), default=None)
    return None


def lacks_denial(claim: Reading, quoted: Sequence[Reading]) -> bool:
    """Whether a claim denies something, and no sentence of its evidence denies anything of it."""
    return bool(claim.heads) and not any(
        _shared(claim.denied, there) & there.denied or _denies_otherwise(there, claim)
        for there in quoted
    )


def _denies_otherwise(reading: Reading, other: Reading) -> bool:
    """Tell whether a sentence has a word such as "fail" that the other has not."""
    return not (reading.terms & denials()) <= other.terms


def _shared(stems: frozenset[str], other: Reading) -> frozenset[str]:
    """Return the stems that a sentence has too, or has in another form: "fell" for "fall"."""
    return frozenset(stem for stem in stems if not other.terms.isdisjoint(same_side(stem) | {stem}))


def _opposed(claim: Reading, there: Reading) -> tuple[str, str] | None:
    """Return a stem of a claim, and one of the evidence that says the opposite."""
    table = opposites()
    for word in claim.words:
        same = same_side(word.term) | {word.term}
        for others in table.get(word.term, ()):
            found = others & there.terms
            if found and claim.terms.isdisjoint(others) and there.terms.isdisjoint(same):
                return word.term, min(found)
    return None


def _roles(claim: Reading, there: Reading) -> Iterator[Conflict]:
    """Yield two names that stand the other way round about the same word."""
    places = {word.term: i for i, word in reversed(list(enumerate(there.content)))}
    counts = [word.term for word in there.content]
    own = claim.content
    names = [(i, w) for i, w in enumerate(own) if w.is_name and counts.count(w.term) == 1]
    if bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(there.text)):
        return
    for (i, a), (j, b) in combinations(names, 2):
        back = places[a.term] - places[b.term]
        if back <= 0 or max(back, j - i) > _MOST_APART:
            continue
        between = {w.term for w in own[i + 1 : j] if not w.is_name}
        turned = there.content[places[b.term] + 1 : places[a.term]]
        if between & {w.term for w in turned if not w.is_name}:
            yield Conflict("roles", _words(claim, a, b), _words(there, a, b))
            return


def _words(reading: Reading, a: Word, b: Word) -> str:
    found = [
        reading.text[word.start : word.end]
        for word in reading.words
        if word.term in (a.term, b.term)
    ]
    return " … ".join(found[:2])
