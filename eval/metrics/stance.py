"""Whether what is said of a claim (supports, contradicts, none) is what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quoth.eval.runs.records import Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["macro_f1", "stance_accuracy"]

_STANCES: tuple[Stance, ...] = ("supports", "contradicts", "none")


def stance_accuracy(said: Stance, gold: Stance) -> float:
    """Return 1 if both are the same, else 0."""
    return float(said == gold)


def macro_f1(said: Sequence[Stance], gold: Sequence[Stance]) -> Callable[[NDArray[np.intp]], float]:
    """Return what computes the mean F1 of the stances that occur, on some of the items.

    Source: scikit-learn's f1_score, average="macro", over the labels of either side.
    """
    import numpy as np

    ours = np.array([_STANCES.index(one) for one in said])
    known = np.array([_STANCES.index(one) for one in gold])

    def score(chosen: NDArray[np.intp]) -> float:
        values = []
        for stance in range(len(_STANCES)):
            is_said, is_gold = ours[chosen] == stance, known[chosen] == stance
            if total := int(is_said.sum() + is_gold.sum()):
                values.append(2 * int((is_said & is_gold).sum()) / total)
        return sum(values) / len(values)

    return score
