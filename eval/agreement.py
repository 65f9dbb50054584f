"""How far a judge agrees with people, and people with each other: pure figures with intervals.

Every interval is of 95 %, by a seeded bootstrap over pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoth.eval.agreement_resampling import means_estimate, rows_estimate, table_estimate
from quoth.eval.bootstrap import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "balanced_accuracy",
    "cohen_kappa",
    "f1",
    "fleiss_kappa",
    "pearson",
    "rater_kappa",
    "spearman",
]


def balanced_accuracy(right: Sequence[bool], said: Sequence[bool], *, name: str) -> Estimate | None:
    """Return the mean of the two labels' shares told right, in [0, 1]; 0.5 is chance.

    None where all labels are alike: half of the figure would have nothing to be taken of.
    Source: Brodersen et al. 2010, "The Balanced Accuracy and Its Posterior Distribution", 2.
    """

    def statistic(cells: NDArray[np.float64]) -> NDArray[np.float64]:
        missed, found = cells[:, 1, 0], cells[:, 1, 1]
        kept_out, let_in = cells[:, 0, 0], cells[:, 0, 1]
        return (found / (found + missed) + kept_out / (kept_out + let_in)) / 2

    if len(set(right)) < 2:
        return None
    return table_estimate(right, said, statistic, labels=(False, True), name=name)


def f1(right: Sequence[bool], said: Sequence[bool], *, name: str) -> Estimate | None:
    """Return the harmonic mean of precision and recall of "supported", in [0, 1].

    None where nothing is supported and nothing was called so.
    Source: van Rijsbergen 1979, "Information Retrieval", 7, with both weighing alike.
    """

    def statistic(cells: NDArray[np.float64]) -> NDArray[np.float64]:
        return 2 * cells[:, 1, 1] / (2 * cells[:, 1, 1] + cells[:, 0, 1] + cells[:, 1, 0])

    if not any(right) and not any(said):
        return None
    return table_estimate(right, said, statistic, labels=(False, True), name=name)


def cohen_kappa(
    right: Sequence[bool | str], said: Sequence[bool | str], *, name: str
) -> Estimate | None:
    """Return agreement beyond chance of two raters, at most 1; 0 is chance.

    None where both use one and the same label throughout: chance alone agrees.
    Source: Cohen 1960, "A Coefficient of Agreement for Nominal Scales", eq. 1.
    """

    def statistic(cells: NDArray[np.float64]) -> NDArray[np.float64]:
        shares = cells / cells.sum(axis=(1, 2), keepdims=True)
        observed = shares.diagonal(axis1=1, axis2=2).sum(axis=1)
        chance = (shares.sum(axis=1) * shares.sum(axis=2)).sum(axis=1)
        return _beyond(chance, observed)

    labels = sorted({*right, *said}, key=str)
    if len(labels) < 2:
        return None
    return table_estimate(right, said, statistic, labels=labels, name=name)


def rater_kappa(
    votes: Sequence[int], n_raters: int, said: Sequence[bool], *, name: str
) -> Estimate | None:
    """Return Cohen's kappa of a judge and one of the people, drawn at random for each pair.

    Args:
        votes: of each pair, how many of the people call it supported.
        said: whether the judge does.
    Source: Cohen 1960, eq. 1, each pair counted with the shares of its votes.
    """
    import numpy as np

    share = np.asarray(votes, dtype=np.float64) / n_raters
    judge = np.asarray(said, dtype=np.float64)
    rows = np.stack([share * judge + (1 - share) * (1 - judge), share, judge], axis=1)

    def statistic(means: NDArray[np.float64]) -> NDArray[np.float64]:
        observed, people, judged = means.T
        chance = people * judged + (1 - people) * (1 - judged)
        return _beyond(chance, observed)

    return means_estimate(rows, statistic, name=name)


def fleiss_kappa(votes: Sequence[int], n_raters: int, *, name: str) -> Estimate | None:
    """Return agreement beyond chance of people with each other, at most 1; 0 is chance.

    Args:
        votes: of each pair, how many of the people call it supported.
        n_raters: at least two.
    Source: Fleiss 1971, "Measuring Nominal Scale Agreement Among Many Raters", eq. 1 to 7.
    """
    import numpy as np

    counts = np.asarray(votes, dtype=np.float64)
    others = n_raters - counts
    alike = (counts * (counts - 1) + others * (others - 1)) / (n_raters * (n_raters - 1))
    rows = np.stack([alike, counts / n_raters], axis=1)

    def statistic(means: NDArray[np.float64]) -> NDArray[np.float64]:
        observed, supported = means.T
        chance = supported**2 + (1 - supported) ** 2
        return _beyond(chance, observed)

    return means_estimate(rows, statistic, name=name)


def pearson(
    values: Sequence[float], scores: Sequence[float], *, name: str, a_pair: int = 1
) -> Estimate | None:
    """Return the linear correlation, in [-1, 1]; None where one side does not vary.

    Args:
        a_pair: rows that belong together, one after the other, and are drawn together: two where
            two people judged the same thing.
    Source: Pearson 1895, "Note on Regression and Inheritance".
    """
    return rows_estimate(values, scores, _correlate, name=name, a_pair=a_pair)


def spearman(values: Sequence[float], scores: Sequence[float], *, name: str) -> Estimate | None:
    """Return the correlation of ranks, equals sharing their mean rank, in [-1, 1].

    None where one side does not vary.
    Source: Spearman 1904, "The Proof and Measurement of Association between Two Things".
    """

    def statistic(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.stats import rankdata

        return _correlate(rankdata(a, axis=1), rankdata(b, axis=1))

    return rows_estimate(values, scores, statistic, name=name, a_pair=1)


def _beyond(chance: NDArray[np.float64], observed: NDArray[np.float64]) -> NDArray[np.float64]:
    kappa: NDArray[np.float64] = (observed - chance) / (1 - chance)
    return kappa


def _correlate(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    a = a - a.mean(axis=1, keepdims=True)
    b = b - b.mean(axis=1, keepdims=True)
    found: NDArray[np.float64] = (a * b).sum(axis=1) / np.sqrt(
        (a * a).sum(axis=1) * (b * b).sum(axis=1)
    )
    return found
