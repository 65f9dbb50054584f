"""How well a confidence tells the right from the wrong, and how honest it is as a probability."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import RESAMPLES, Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Bin",
    "aurc",
    "auroc",
    "auroc_estimates",
    "expected_calibration_error",
    "reliability",
    "risk_coverage",
]


@dataclass(frozen=True, slots=True)
class Bin:
    """The confidences of [low, high): how many, their mean, and the share that is right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def auroc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the share of pairs of a right and a wrong one that the score orders; a tie is half.

    Raises:
        ValueError: all labels are alike.
    Source: Hanley, McNeil 1982, The meaning and use of the area under a ROC curve.
    """
    import numpy as np

    if all(labels) or not any(labels):
        msg = "AUROC needs questions of both kinds, answerable and not"
        raise ValueError(msg)
    return _area(np.asarray(labels, dtype=bool), np.asarray(scores, dtype=np.float64))


def _area(right: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    import numpy as np

    _, tie, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[tie]  # from 1; equals share their mean rank
    n_right = int(right.sum())
    above = ranks[right].sum() - n_right * (n_right + 1) / 2
    return float(above / (n_right * (right.size - n_right)))


def auroc_estimates(
    labels: Sequence[bool], scores: Mapping[str, Sequence[float]], *, name: str
) -> dict[str, Estimate]:
    """Return each score's AUROC, and the first's lead over each other as "a - b", with intervals.

    The scores are paired: all are taken of the same 5,000 resamples, each of as many right and as
    many wrong ones as there are.

    Args:
        scores: by name, each as long as the labels.
        name: seeds the resampling.
    Source: Efron, Tibshirani 1993, An Introduction to the Bootstrap, 13.3: percentile interval.
    """
    import numpy as np

    right = np.asarray(labels, dtype=bool)
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    generator = np.random.default_rng(seed)
    sides = [np.flatnonzero(right), np.flatnonzero(~right)]
    values = {key: np.asarray(score, dtype=np.float64) for key, score in scores.items()}
    drawn: dict[str, list[float]] = {key: [] for key in values}
    for _ in range(RESAMPLES):
        chosen = np.concatenate([generator.choice(side, side.size) for side in sides])
        for key, score in values.items():
            drawn[key].append(_area(right[chosen], score[chosen]))
    whole = {key: auroc(labels, score) for key, score in scores.items()}
    first, *others = values
    for other in others:
        key = f"{first} - {other}"
        drawn[key] = [a - b for a, b in zip(drawn[first], drawn[other], strict=True)]
        whole[key] = whole[first] - whole[other]
    edges = {key: np.percentile(found, [2.5, 97.5]) for key, found in drawn.items()}
    return {k: Estimate(whole[k], float(e[0]), float(e[1]), right.size) for k, e in edges.items()}


def reliability(
    labels: Sequence[bool], confidences: Sequence[float], *, n_bins: int = 10
) -> list[Bin]:
    """Return the bins of equal width that hold a confidence, lowest first; 1 falls in the last."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for label, confidence in zip(labels, confidences, strict=True):
        held.setdefault(min(n_bins - 1, int(confidence * n_bins)), []).append((confidence, label))
    return [
        Bin(
            at / n_bins,
            (at + 1) / n_bins,
            len(members),
            sum(confidence for confidence, _ in members) / len(members),
            sum(label for _, label in members) / len(members),
        )
        for at, members in sorted(held.items())
    ]


def expected_calibration_error(
    labels: Sequence[bool], confidences: Sequence[float], *, n_bins: int = 10
) -> float:
    """Return the mean distance of confidence and share right over the bins, weighted by size.

    Source: Guo et al. 2017, On Calibration of Modern Neural Networks, eq. 3.
    """
    bins = reliability(labels, confidences, n_bins=n_bins)
    return sum(b.n * abs(b.confidence - b.right) for b in bins) / sum(b.n for b in bins)


def risk_coverage(
    labels: Sequence[bool], confidences: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coverages 1/n, 2/n … 1 and the share wrong among those answered, surest first.

    Equal confidences are in no order: each counts with the mean of its equals.

    Returns:
        Two float64 arrays of shape (n,).
    Source: El-Yaniv, Wiener 2010, On the Foundations of Noise-free Selective Classification, 2.
    """
    import numpy as np

    sure = np.asarray(confidences, dtype=np.float64)
    wrong = 1.0 - np.asarray(labels, dtype=np.float64)
    _, tie, counts = np.unique(-sure, return_inverse=True, return_counts=True)
    means = np.bincount(tie, weights=wrong) / counts
    answered = np.arange(1, sure.size + 1)
    return answered / sure.size, np.cumsum(np.repeat(means, counts)) / answered


def aurc(labels: Sequence[bool], confidences: Sequence[float]) -> float:
    """Return the area under the risk-coverage curve: the mean risk over all coverages.

    Source: Geifman, Uziel, El-Yaniv 2019, Bias-Reduced Uncertainty Estimation, eq. 2.
    """
    _, risks = risk_coverage(labels, confidences)
    return float(risks.mean())
