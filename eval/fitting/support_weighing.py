"""The weights of the support judge: fitted with every source counting alike, checked on the others.

Source: Platt 1999, "Probabilistic Outputs for Support Vector Machines" (a sum made a probability).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.train.pairs import share_of
from quoth.rag.support.features import FEATURES, Compared
from quoth.rag.support.scorer import SupportWeights, failed_checks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Sample", "fit_weights", "folded", "held_out", "with_thresholds"]

_AGAINST = frozenset(
    "worst_miss numbers_missing numbers_apart names_missing names_apart turned conflict "
    "opposed".split()
)
# A strong penalty, so that no signal is trusted much more than the others: what a text leaves out
# of a claim's words and names says much in the sources that are fitted on, and little in others.
# On datasets that are not, mean AUROC rises with it (`support_fit --others`), on sources like those
# that are it falls by less. The sum is then scaled without one.
_C, _FREE = 0.003, 1e4
# Precision of the label "supported" where as many claims are supported as are not; with 0.8 some
# sentences pass that take up words of a planted instruction
# (`python -m quoth.eval.replays.planted_check ATTACKS`).
_PRECISION = 0.85
_BELOW = 0.07  # share of the supported claims that may lie below the label "partial"
# Of being supported; a claim with less is not called partial. Chosen with the scripted replies in
# sight: with 0.2 0.563 of the inventions and 0.883 of the true paraphrases were called so at least,
# with a third 0.097 and 0.816 (`python -m quoth.eval.replays.reply_check REPLIES PAPERS`).
_CHANCE = 1 / 3
_FOLDS = 5
_WRONGLY = 0.02  # share of the supported claims that a model alone may call contradicted


@dataclass(frozen=True, slots=True)
class Sample:
    """A compared claim to fit on.

    Attributes:
        source: the datasets of one maker, which are left out together.
        dataset: within the source; each label of each dataset counts alike.
        group: its text; samples of one group are folded together.
        contradicted: whether its text is known to say otherwise.
    """

    source: str
    dataset: str
    supported: bool
    compared: Compared
    group: str = ""
    contradicted: bool = False

    @property
    def values(self) -> tuple[float, ...]:
        """Its features, in the order of FEATURES."""
        return self.compared.features.values()


def fit_weights(samples: Sequence[Sample]) -> SupportWeights:
    """Return the curve, its thresholds not yet chosen (all 0.5).

    A feature that would speak for a claim though it is there to speak against it, or the other way
    round, gets no weight, so that each weight can be read as what it says.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x = np.array([sample.values for sample in samples])
    y = np.array([sample.supported for sample in samples])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in FEATURES])
    used = np.ones(len(FEATURES), dtype=bool)
    counts = _balance(samples)
    while True:
        curve = LogisticRegression(C=_C, max_iter=1000)
        curve.fit((x - mean) / scale * used, y, sample_weight=counts)
        slopes = curve.coef_[0] / scale * used
        wrong = slopes * signs < 0
        if not wrong.any():
            break
        used &= ~wrong
    whole = LogisticRegression(C=_FREE, max_iter=1000)
    whole.fit(((x - mean) @ slopes).reshape(-1, 1), y, sample_weight=counts)
    slopes = slopes * max(0.0, float(whole.coef_[0, 0]))
    intercept = float(whole.intercept_[0] - slopes @ mean)
    return SupportWeights(
        intercept=round(intercept, 4),
        weights={n: round(float(s), 4) for n, s in zip(FEATURES, slopes, strict=True)},
        supported_at=0.5,
        contradicted_at=0.5,
        partial_at=0.5,
    )


def held_out(samples: Sequence[Sample]) -> list[SupportWeights]:
    """Return for each sample the weights fitted without its source."""
    fitted = {
        source: fit_weights([sample for sample in samples if sample.source != source])
        for source in dict.fromkeys(sample.source for sample in samples)
    }
    return [fitted[sample.source] for sample in samples]


def folded(samples: Sequence[Sample]) -> list[SupportWeights]:
    """Return for each sample the weights fitted without its fold: a fifth of the texts."""
    folds = [int(share_of(sample.group, salt="folds") * _FOLDS) for sample in samples]
    fitted = {
        fold: fit_weights([s for s, at in zip(samples, folds, strict=True) if at != fold])
        for fold in set(folds)
    }
    return [fitted[fold] for fold in folds]


def with_thresholds(
    weights: SupportWeights, samples: Sequence[Sample], others: Sequence[SupportWeights]
) -> SupportWeights:
    """Choose the thresholds on samples, each judged by weights fitted without it.

    supported_at: of the claims above it in which no check fails, 85 % are supported.
    contradicted_at: where balanced accuracy is highest. partial_at: where few of the supported
    claims lie below, or one in three is supported if that is higher. opposed_at: from which on a
    model calls few supported claims contradicted.
    """
    import numpy as np

    share = _balance(samples)
    right = np.array([sample.supported for sample in samples])
    sure = np.array(
        [w.probability(s.compared.features) for w, s in zip(others, samples, strict=True)]
    )
    failed = np.array([bool(failed_checks(sample.compared)) for sample in samples])
    middle = _best_edge(right, sure, share)
    free = ~failed
    opposed_at = _opposed_edge(samples, share)
    precise = (
        _precise_edge(right[free], sure[free], share[free], _PRECISION) if free.any() else middle
    )
    supported_at = max(middle, precise)
    partial_at = min(middle, max(_CHANCE, _quantile(sure[right], share[right], _BELOW)))
    return weights.model_copy(
        update={
            "supported_at": round(supported_at, 3),
            "contradicted_at": round(middle, 3),
            "partial_at": round(partial_at, 3),
            "opposed_at": opposed_at,
        }
    )


def _opposed_edge(samples: Sequence[Sample], share: NDArray[np.float64]) -> float | None:
    """Return what few supported claims reach of `opposed`; None where no model has read them."""
    import numpy as np

    opposed = np.array([sample.compared.features.opposed for sample in samples])
    if not opposed.any():
        return None
    right = np.array([sample.supported for sample in samples])
    return round(max(0.0, _quantile(opposed[right], share[right], 1.0 - _WRONGLY)), 3)


def _balance(samples: Sequence[Sample]) -> NDArray[np.float64]:
    """Return weights of mean 1: sources count alike, in them datasets, and in those both labels."""
    import numpy as np

    cells = Counter((s.source, s.dataset, s.supported) for s in samples)
    labels = Counter((source, dataset) for source, dataset, _ in cells)
    datasets = Counter(source for source, _ in labels)
    weights = np.array(
        [
            1.0
            / cells[s.source, s.dataset, s.supported]
            / labels[s.source, s.dataset]
            / datasets[s.source]
            for s in samples
        ]
    )
    weights *= len(samples) / weights.sum()
    return weights


def _quantile(scores: NDArray[np.float64], share: NDArray[np.float64], at: float) -> float:
    """Return the lowest of the scores that at least a share of them does not exceed."""
    import numpy as np

    order = np.argsort(scores)
    below = np.cumsum(share[order]) / share.sum()
    return float(scores[order][min(int(np.searchsorted(below, at)), scores.size - 1)])


def _precise_edge(
    right: NDArray[np.bool_],
    sure: NDArray[np.float64],
    share: NDArray[np.float64],
    wanted: float,
) -> float:
    """Return the lowest score from which on enough of what lies above is supported."""
    import numpy as np

    order = np.argsort(-sure)
    precision = np.cumsum((share * right)[order]) / np.cumsum(share[order])
    precise = np.flatnonzero(precision >= wanted)
    return float(sure[order][int(precise.max(initial=0))])


def _best_edge(
    right: NDArray[np.bool_], sure: NDArray[np.float64], share: NDArray[np.float64]
) -> float:
    """Return the lowest score to count as supported where balanced accuracy is highest."""
    import numpy as np

    order = np.argsort(-sure)
    kept = np.cumsum(np.where(right, share, 0.0)[order]) / share[right].sum()
    let_in = np.cumsum(np.where(right, 0.0, share)[order]) / share[~right].sum()
    return float(sure[order][int(np.argmax(kept - let_in))])
