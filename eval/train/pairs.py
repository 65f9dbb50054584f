"""What a model is trained on: pairs of texts, each with what is true of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Pair", "hold_out", "is_held_out", "share_of"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and a label.

    Attributes:
        label: for a model with one output 1 or 0, or a probability between; for one with several
            the number of the right output, from 0, or -1 for any but the first.
        weight: how much the pair counts in the loss.
        dataset, licence: of the row that it comes from.
        group: pairs of one group fall on the same side of every split (a document, a title).
        question: pairs of one question are ranked against each other; "" for none.
        made: how a builder made it from a row; "" for a row as it is.
    """

    text_a: str
    text_b: str
    label: float
    weight: float = 1.0
    dataset: str = ""
    licence: str = ""
    group: str = ""
    question: str = ""
    made: str = ""


def share_of(name: str, *, salt: str) -> float:
    """Return a number in [0, 1) that the name alone decides."""
    return int.from_bytes(hashlib.sha256(f"{salt}\n{name}".encode()).digest()[:8], "big") / 2**64


def is_held_out(group: str, share: float) -> bool:
    """Whether a group is among those that are held out."""
    return share_of(group, salt="hold out") < share


def hold_out(pairs: Iterable[Pair], share: float) -> tuple[list[Pair], list[Pair]]:
    """Part pairs into those to train on and those held out, whole groups on a side.

    Args:
        share: of the groups to hold out, in [0, 1].
    """
    sides: tuple[list[Pair], list[Pair]] = ([], [])
    for pair in pairs:
        sides[is_held_out(pair.group, share)].append(pair)
    return sides
