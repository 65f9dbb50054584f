"""Whether a system answers what can be answered and declines the rest, and knows how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quoth.eval.calibration import aurc, auroc
from quoth.eval.runs.records import Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "abstention_accuracy",
    "area_under_risk_coverage",
    "calibration_error",
    "confidence_auroc",
    "false_answer",
    "false_refusal",
]

_N_BINS = 10

Statistic = Callable[["NDArray[np.intp]"], float]


def abstention_accuracy(outcome: Outcome, *, answerable: bool) -> float:
    """Return 1 if the answerable was answered or the unanswerable declined, else 0.

    An empty answer is no answer and no refusal, an error neither: both are 0.
    """
    return float(outcome == ("answered" if answerable else "abstained"))


def false_answer(outcome: Outcome) -> float:
    """Return 1 if an unanswerable question was answered, else 0."""
    return float(outcome == "answered")


def false_refusal(outcome: Outcome) -> float:
    """Return 1 if an answerable question was declined, else 0."""
    return float(outcome == "abstained")


def area_under_risk_coverage(answerable: Sequence[bool], confidences: Sequence[float]) -> Statistic:
    """Return what computes AURC of some of the items; see `quoth.eval.calibration.aurc`.

    The risk at a coverage is the share of unanswerable questions among the surest.
    """
    import numpy as np

    right, sure = np.asarray(answerable, dtype=bool), np.asarray(confidences, dtype=np.float64)
    return lambda chosen: aurc(right[chosen].tolist(), sure[chosen].tolist())


def confidence_auroc(answerable: Sequence[bool], confidences: Sequence[float]) -> Statistic:
    """Return what computes AUROC of the confidence for "answerable" on some of the items.

    It raises ValueError where they are all of one kind.
    """
    import numpy as np

    right, sure = np.asarray(answerable, dtype=bool), np.asarray(confidences, dtype=np.float64)
    return lambda chosen: auroc(right[chosen].tolist(), sure[chosen].tolist())


def calibration_error(answerable: Sequence[bool], confidences: Sequence[float]) -> Statistic:
    """Return what computes ECE in ten bins of some of the items.

    The same as `quoth.eval.calibration.expected_calibration_error`, which would be too slow for
    thousands of resamples: sum over bins of |sum of (confidence - answerable)| / n.

    Source: Guo et al. 2017, eq. 3.
    """
    import numpy as np

    sure = np.asarray(confidences, dtype=np.float64)
    surplus = sure - np.asarray(answerable, dtype=np.float64)
    bins = np.minimum(_N_BINS - 1, (sure * _N_BINS).astype(np.intp))

    def error(chosen: NDArray[np.intp]) -> float:
        apart = np.bincount(bins[chosen], weights=surplus[chosen], minlength=_N_BINS)
        return float(np.abs(apart).sum() / chosen.size)

    return error
