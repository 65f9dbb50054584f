"""All the ways in which a true sentence is made false for training, by name. Pure."""

from __future__ import annotations

from typing import Literal, get_args

from quoth.eval.replays.perturb_choice import pick
from quoth.eval.train.support_swap_names import swap_name, swap_roles
from quoth.eval.train.support_swap_values import swap_month, swap_number, swap_unit, swap_year
from quoth.eval.train.support_swap_words import swap_direction, swap_negation, swap_word

__all__ = ["CONTRADICTS", "SWAPS", "Swap", "swapped", "swaps_of"]

Swap = Literal[
    "number", "year", "unit", "month", "direction", "negation", "name", "roles", "word", "added"
]
SWAPS: tuple[Swap, ...] = get_args(Swap)
# Another name or word may be as true as the one that was there; nothing says that it is not.
CONTRADICTS: frozenset[Swap] = frozenset(
    {"number", "year", "unit", "month", "direction", "negation", "roles"}
)

# The rarer a way can be gone, the more often it is taken where it can: nearly every sentence has a
# word and an end that can be changed, few have a unit.
_OFTEN: dict[Swap, int] = {
    "number": 4,
    "year": 4,
    "unit": 6,
    "month": 4,
    "roles": 4,
    "name": 3,
    "word": 1,
    "added": 1,
}


def swaps_of(text: str, *, beside: str, other: str, key: str) -> dict[Swap, str]:
    """Return the text made false in each way in which it can be.

    Args:
        beside: the evidence: where other values and names are taken from first, a likely slip.
        other: a sentence on something else, where words and names are taken from else.
        key: decides what is changed.
    """
    made: dict[Swap, str | None] = {
        "number": swap_number(text, beside=beside, key=key),
        "year": swap_year(text, key=key),
        "unit": swap_unit(text, key=key),
        "month": swap_month(text, key=key),
        "direction": swap_direction(text, key=key),
        "negation": swap_negation(text, key=key),
        "name": swap_name(text, beside=beside, other=other, key=key),
        "roles": swap_roles(text, key=key),
        "word": swap_word(text, other=other, key=key),
        "added": _added(text, other=other),
    }
    return {kind: new for kind, new in made.items() if new is not None and new != text}


def swapped(text: str, *, beside: str, other: str, key: str) -> tuple[Swap, str] | None:
    """Return one of `swaps_of`, a value or a name most likely; None where nothing can be.

    Of a question with its answer only the answer is changed.
    """
    asked, mark, answer = text.rpartition("? ")
    if mark:
        found = swapped(answer, beside=beside, other=other, key=key)
        return (found[0], f"{asked}? {found[1]}") if found else None
    made = swaps_of(text, beside=beside, other=other, key=key)
    kind = pick([kind for kind in made for _ in range(_OFTEN.get(kind, 2))], f"{key} way")
    return (kind, made[kind]) if kind else None


def _added(text: str, *, other: str) -> str | None:
    """Return the text with the end of a sentence on something else put to it."""
    words = other.rstrip(".").split()
    if len(words) < 6 or "?" in other:
        return None
    end = " ".join(words[len(words) // 2 :]) if len(words) > 16 else " ".join(words)
    return f"{text.rstrip('.')}, and {end[:1].lower()}{end[1:]}."
