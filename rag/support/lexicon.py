"""Word lists for comparing a sentence with its evidence: idle words, negations, opposites."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from quoth.index.words import terms

__all__ = ["CUE", "IDLE", "denials", "opposites", "same_side"]

# Words that carry no claim of their own; the words of questions among them.
IDLE = frozenset(
    "a about after all also although am among an and any are as at be because been before being "
    "between both but by can could did do does doing during each either for from further had has "
    "have having he her here hers him his how i if in into is it its itself just may me might more "
    "most must my of off on once only or other our out over own per same shall she should so some "
    "such than that the their them then there these they this those though through thus to too "
    "under until up upon us very was we were what when where whether which while who whom whose "
    "why will with within would yes you your according however therefore s t".split()
)

# "not only", "no doubt" deny nothing. A contraction's "n't" counts.
CUE = (
    r"\b(?:not(?!\s+(?:only|just|merely)\b)"
    r"|no(?!\s+(?:doubt|matter|later|sooner|more\s+than|less\s+than)\b)"
    r"|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|rarely|seldom|barely"
    r"|unable)\b|n['’]t\b"
)

# Words that deny without a negation: beside one of them a "not" may say the same.
_DENIALS = (
    "fail fails failed failing failure lack lacks lacked lacking refuse refused reject rejected "
    "deny denied denies forbid forbidden forbade prohibit prohibited absent absence unable "
    "impossible missing ceased abandon abandoned unknown unlikely ban banned dispense dispensed "
    "spare spared omit omitted"
)

# Each line is two sides that cannot both be true of one thing.
_OPPOSITES = """
increase increases increased increasing rise rises rose risen rising grow grows grew grown \
/ decrease decreases decreased decreasing decline declined \
fall falls fell fallen drop dropped shrink shrinks shrank shrunk reduce reduced diminished
gain gains gained / lose loses lost loss
higher highest / lower lowest
more greater larger bigger / less fewer smaller
most greatest largest biggest / least fewest smallest
longer longest lengthen lengthened / shorter shortest shorten shortened
faster fastest quicker accelerated / slower slowest slowed
earlier earliest / later latest
before / after
above / below
ahead / behind
first / last
east eastern eastward eastwards / west western westward westwards
north northern northward northwards / south southern southward southwards
left / right
heavier heaviest / lighter lightest
hotter warmer warmest hottest / colder cooler coldest coolest
better best improve improves improved improvement / worse worst worsen worsens worsened deteriorated
stronger strongest strengthen strengthened / weaker weakest weaken weakened
nearer closer nearest closest / farther further farthest furthest
positive positively / negative negatively
presence present / absence absent
possible / impossible
likely / unlikely
safe / unsafe dangerous
able / unable
effective / ineffective
similar same identical / different
succeed succeeded success successful / fail failed failure unsuccessful
accept accepted approve approved / reject rejected refuse refused
include includes included / exclude excludes excluded
always often frequently commonly / never rarely seldom
begin began begins started opened / ended closed finished
maximum maximal / minimum minimal
activate activates activated stimulates / inhibit inhibits inhibited suppresses suppressed
upregulated / downregulated
support supports supported confirm confirmed / contradict contradicts contradicted refute refuted
cheaper cheapest / dearer costlier expensive
male men / female women
summer / winter
all every / none no
agree agreed / disagree disagreed
known / unknown
steadier steady stable / unsteady unstable
"""


@functools.cache
def opposites() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return by stem the sets of stems that say the opposite."""
    found: dict[str, list[frozenset[str]]] = {}
    for line in _OPPOSITES.strip().splitlines():
        left, right = (frozenset(terms(side)) for side in line.split(" / "))
        for stem in left - right:
            found.setdefault(stem, []).append(right - left)
        for stem in right - left:
            found.setdefault(stem, []).append(left - right)
    return {stem: tuple(sets) for stem, sets in found.items()}


@functools.cache
def same_side(stem: str) -> frozenset[str]:
    """Return the stems that say the same as one with an opposite; none for any other stem."""
    table = opposites()
    return frozenset(
        own for others in table.get(stem, ()) for other in others for own in _own_side(other, stem)
    )


def _own_side(other: str, stem: str) -> frozenset[str]:
    return next((side for side in opposites()[other] if stem in side), frozenset())


@functools.cache
def denials() -> frozenset[str]:
    """Return the stems of words that deny without a negation."""
    return frozenset(terms(_DENIALS))
