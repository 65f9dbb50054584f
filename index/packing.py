"""Which sentences go into a passage together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Pack", "Unit", "pack_units"]

_MAX_OVERLAP = 60  # words
_MIN_TAIL = 40  # words
_STRETCH = 1.25  # a passage may be this much longer to take in a small neighbour


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a part of a long one.

    Attributes:
        words, tokens: its size; tokens without the special ones.
        opens: begins a paragraph.
        joined: belongs with the one before it: the next item of a list.
    """

    start: int
    end: int
    words: float
    tokens: int
    opens: bool
    joined: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """Units `first` to `last` (included); those before `fresh` are also in the pack before."""

    first: int
    fresh: int
    last: int


def pack_units(units: Sequence[Unit], words: tuple[int, int], max_tokens: int) -> list[Pack]:
    """Return packs of units in order, with one short unit of overlap.

    A pack ends between the two numbers of words where a paragraph does, or else at the second.
    """
    packs: list[Pack] = []
    first = fresh = at = 0
    for group_end in _group_ends(units, words[1]):
        group = range(at, group_end)
        if at > fresh and _closes(units, first, group, words, max_tokens):
            packs.append(Pack(first, fresh, at - 1))
            overlap = (
                at - fresh > 1
                and units[at - 1].words <= _MAX_OVERLAP
                and _fits(units[at - 1 : group_end], words[1], max_tokens)
            )
            first, fresh = (at - 1 if overlap else at), at
        at = group_end
    if at > fresh:
        packs.append(Pack(first, fresh, at - 1))
    return _without_small_tail(units, packs, words[1], max_tokens)


def _group_ends(units: Sequence[Unit], most: int) -> Iterator[int]:
    """Yield the end of each group: a list where it fits into a passage, or else one unit."""
    at = 0
    while at < len(units):
        end, size = at + 1, units[at].words
        while end < len(units) and units[end].joined and size <= most:
            size += units[end].words
            end += 1
        at = end if size <= most else at + 1
        yield at


def _closes(
    units: Sequence[Unit], first: int, group: range, words: tuple[int, int], max_tokens: int
) -> bool:
    """Tell whether the pack from `first` must end before the group."""
    size = sum(unit.words for unit in units[first : group.start])
    together = units[first : group.stop]
    if size >= words[0] and units[group.start].opens:
        return True
    small = size < words[0] / 2
    return not _fits(together, words[1] * (_STRETCH if small else 1), max_tokens)


def _fits(units: Sequence[Unit], most_words: float, max_tokens: int) -> bool:
    # one token more a unit: a counter may count the space between two
    return (
        sum(unit.words for unit in units) <= most_words
        and sum(unit.tokens + 1 for unit in units) <= max_tokens
    )


def _without_small_tail(
    units: Sequence[Unit], packs: list[Pack], most: int, max_tokens: int
) -> list[Pack]:
    if len(packs) < len(("before", "tail")):
        return packs
    before, tail = packs[-2:]
    new = sum(unit.words for unit in units[tail.fresh : tail.last + 1])
    together = units[before.first : tail.last + 1]
    if new < _MIN_TAIL and _fits(together, most * _STRETCH, max_tokens):
        return [*packs[:-2], Pack(before.first, before.fresh, tail.last)]
    return packs
