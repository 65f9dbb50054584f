"""What a reader is worth on pairs held out: the figures that training logs and the card states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.calibration import auroc, auroc_estimates
from quoth.eval.train.pairs import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["first_is_right", "reader_estimates", "reader_figures"]


def first_is_right(pairs: Sequence[Pair], scores: NDArray[np.float32]) -> list[float]:
    """Return, for each question with right and wrong sentences, 1 if the best one is right.

    Args:
        scores: of shape (pairs,); of equals the first counts.
    """
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pair, score in zip(pairs, scores.tolist(), strict=True):
        if pair.question:
            groups[pair.question].append((score, pair.label))
    judged = (members for members in groups.values() if len({label for _, label in members}) > 1)
    return [max(members, key=lambda member: member[0])[1] for members in judged]


def reader_figures(pairs: Sequence[Pair], logits: NDArray[np.float32]) -> Mapping[str, float]:
    """Return the figures to log: sentence@1 over questions, AUROC over rows and over twins."""
    scores = logits[:, 0]
    found = {"sentence@1": _mean(first_is_right(pairs, scores))}
    for name, at in _kinds(pairs).items():
        labels = [pairs[row].label > 0.5 for row in at]
        found[f"AUROC, {name}"] = auroc(labels, scores[at].tolist())
    return found


def reader_estimates(pairs: Sequence[Pair], logits: NDArray[np.float32]) -> Mapping[str, Estimate]:
    """Return the same figures with 95 % bootstrap intervals, over questions and over pairs."""
    scores = logits[:, 0]
    found = {}
    if firsts := first_is_right(pairs, scores):
        found["sentence@1"] = bootstrap_mean(firsts, name="sentence@1")
    for name, at in _kinds(pairs).items():
        labels = [pairs[row].label > 0.5 for row in at]
        estimates = auroc_estimates(labels, {"model": scores[at].tolist()}, name=name)
        found[f"AUROC, {name}"] = estimates["model"]
    return found


def _kinds(pairs: Sequence[Pair]) -> dict[str, list[int]]:
    """Return the rows of each kind of pair that has right and wrong ones."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        kinds[f"{pair.made}s" if pair.made else "rows"].append(row)
    return {
        name: at for name, at in kinds.items() if len({pairs[row].label > 0.5 for row in at}) > 1
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
