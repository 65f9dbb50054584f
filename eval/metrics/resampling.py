"""Intervals of what is no mean over items, and tests of the difference of two runs.

All draws are seeded with the SHA-256 of a name: the same values give the same figures anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import RESAMPLES, Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Difference",
    "bootstrap_ratio",
    "bootstrap_statistic",
    "paired_difference",
    "paired_statistic",
]

_PERMUTATIONS = 10_000  # the smallest p is then 0.0001; p = 0.05 moves by about 0.004 by the seed
_DRAWN_AT_ONCE = 200_000  # numbers, about 2 MB
_MOST_EXACT = 13  # items that differ; 2^13 ways of signs are fewer than are drawn


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of b - a over the n items that both have, with its interval and its p-value.

    Attributes:
        a, b: the means over those items.
        p: of a difference as large if the two runs were exchangeable, two-sided.
    """

    a: float
    b: float
    value: float
    low: float
    high: float
    p: float
    n: int


def bootstrap_statistic(
    statistic: Callable[[NDArray[np.intp]], float], n: int, *, name: str
) -> Estimate:
    """Return a statistic of n items with its 95 % percentile interval.

    Args:
        statistic: of the items at these places, repeats included; its value where it can be
            computed from them, a ValueError where not: such a resample is drawn again.
    Raises:
        ValueError: the statistic of all items cannot be computed.
    Source: Efron, Tibshirani 1993, An Introduction to the Bootstrap, 13.3: percentile interval.
    """
    import numpy as np

    whole = statistic(np.arange(n))
    generator = np.random.default_rng(_seed(name))
    drawn: list[float] = []
    for _ in range(2 * RESAMPLES):
        if len(drawn) == RESAMPLES:
            break
        try:
            drawn.append(statistic(generator.integers(0, n, n)))
        except ValueError:  # one kind of item only, such as no unanswerable one
            continue
    low, high = np.percentile(drawn or [whole], [2.5, 97.5])
    return Estimate(whole, float(low), float(high), n)


def bootstrap_ratio(parts: Sequence[float], wholes: Sequence[float], *, name: str) -> Estimate:
    """Return sum(parts) / sum(wholes) with its 95 % interval, items resampled as wholes.

    Args:
        parts, wholes: a pair an item, such as supported sentences and sentences.
    Raises:
        ValueError: the wholes sum to 0.
    """
    import numpy as np

    part, whole = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)

    def ratio(chosen: NDArray[np.intp]) -> float:
        if not (total := whole[chosen].sum()):
            msg = f"nothing to divide by for {name!r}"
            raise ValueError(msg)
        return float(part[chosen].sum() / total)

    return bootstrap_statistic(ratio, len(parts), name=name)


def paired_difference(a: Sequence[float], b: Sequence[float], *, name: str) -> Difference:
    """Return how the values of two runs on the same items differ, and whether chance would do it.

    The interval is of the paired bootstrap; p of the sign-flip permutation test, exact where at
    most 13 items differ.

    Args:
        a, b: one value an item, in the same order, at least one.
    Source: Efron, Tibshirani 1993, 13.3 and 15.2; Smucker et al. 2007, A Comparison of Statistical
        Significance Tests for Information Retrieval Evaluation.
    """
    import numpy as np

    one, other = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    change = other - one
    generator = np.random.default_rng(_seed(f"{name} difference"))
    n = change.size
    means = [
        change[generator.integers(0, n, (rows, n))].mean(axis=1) for rows in _chunks(RESAMPLES, n)
    ]
    low, high = np.percentile(np.concatenate(means), [2.5, 97.5])
    return Difference(
        float(one.mean()),
        float(other.mean()),
        float(change.mean()),
        float(low),
        float(high),
        _sign_flip_p(change[change != 0], generator),
        int(n),
    )


def _sign_flip_p(change: NDArray[np.float64], generator: np.random.Generator) -> float:
    """Return the share of sign patterns whose sum is at least as far from 0; 1 without change."""
    import numpy as np

    if not change.size:
        return 1.0
    seen = abs(change.sum()) - 1e-12
    if change.size <= _MOST_EXACT:
        ways = np.arange(2**change.size)[:, None] >> np.arange(change.size) & 1
        return float(np.mean(np.abs((2 * ways - 1) @ change) >= seen))
    size = change.size
    as_far = sum(
        int((np.abs((2.0 * generator.integers(0, 2, (rows, size)) - 1) @ change) >= seen).sum())
        for rows in _chunks(_PERMUTATIONS, size)
    )
    # Phipson, Smyth 2010, Permutation P-values Should Never Be Zero: the data are one pattern
    return (as_far + 1) / (_PERMUTATIONS + 1)


def _chunks(rows: int, width: int) -> Iterator[int]:
    """Part rows of numbers so that no part holds too many at once."""
    step = max(1, _DRAWN_AT_ONCE // width)
    for done in range(0, rows, step):
        yield min(step, rows - done)


def paired_statistic(
    a: Callable[[NDArray[np.intp]], float],
    b: Callable[[NDArray[np.intp]], float],
    n: int,
    *,
    name: str,
) -> Difference:
    """Return how a statistic of two runs over the same n items differs.

    The interval is of the paired bootstrap; p is twice the smaller tail of its differences at 0.

    Raises:
        ValueError: a statistic of all items cannot be computed.
    Source: Efron, Tibshirani 1993, 13.3 and 15.4.
    """
    import numpy as np

    everything = np.arange(n)
    first, second = a(everything), b(everything)
    generator = np.random.default_rng(_seed(f"{name} difference"))
    drawn: list[float] = []
    for _ in range(RESAMPLES):
        chosen = generator.integers(0, n, n)
        try:
            drawn.append(b(chosen) - a(chosen))
        except ValueError:  # one kind of item only
            continue
    changes = np.asarray(drawn or [second - first])
    low, high = np.percentile(changes, [2.5, 97.5])
    tail = min(int((changes <= 0).sum()), int((changes >= 0).sum()))
    p = min(1.0, 2 * (tail + 1) / (changes.size + 1))
    return Difference(first, second, second - first, float(low), float(high), p, n)


def _seed(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
