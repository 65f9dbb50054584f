"""Bootstrap intervals of figures that are no mean: of tables, of ratios of means, of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import RESAMPLES, Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]

__all__ = ["means_estimate", "rows_estimate", "table_estimate"]

_AT_ONCE = 250  # resamples of rows that are held in memory together; divides RESAMPLES


def table_estimate(
    right: Sequence[bool | str],
    said: Sequence[bool | str],
    statistic: _Statistic,
    *,
    labels: Sequence[bool | str],
    name: str,
) -> Estimate:
    """Estimate a statistic of the table of label against label; tables are drawn, not pairs.

    To draw n pairs again is to draw a table from the multinomial distribution of its shares.
    """
    import numpy as np

    size = len(labels)
    at = [labels.index(r) * size + labels.index(s) for r, s in zip(right, said, strict=True)]
    table = np.bincount(at, minlength=size * size)
    drawn = _generator(name).multinomial(len(at), table / len(at), size=RESAMPLES)
    shape = (-1, size, size)
    return _estimate(
        statistic(table.reshape(shape).astype(np.float64)),
        _quietly(statistic, drawn.reshape(shape).astype(np.float64)),
        n=len(at),
    )


def means_estimate(
    rows: NDArray[np.float64], statistic: _Statistic, *, name: str
) -> Estimate | None:
    """Estimate a statistic of the means of some columns; None where it has no value.

    Args:
        rows: shape (pairs, columns).
        statistic: of means, shape (samples, columns).
    """
    import numpy as np

    whole = _quietly(statistic, rows.mean(axis=0)[None])
    if not np.isfinite(whole).all():
        return None
    generator = _generator(name)
    n = len(rows)
    means = [rows[generator.integers(0, n, n)].mean(axis=0) for _ in range(RESAMPLES)]
    return _estimate(whole, _quietly(statistic, np.array(means)), n=n)


def rows_estimate(
    values: Sequence[float],
    scores: Sequence[float],
    statistic: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    *,
    name: str,
    a_pair: int,
) -> Estimate | None:
    """Estimate a statistic of two columns; None where one of them does not vary.

    Args:
        statistic: of two arrays of shape (samples, rows).
        a_pair: so many rows, one after the other, are drawn together.
    """
    import numpy as np

    sides = np.array([values, scores], dtype=np.float64)
    if sides.size == 0 or (np.ptp(sides, axis=1) == 0).any():
        return None
    generator = _generator(name)
    n = sides.shape[1] // a_pair
    drawn = []
    for _ in range(RESAMPLES // _AT_ONCE):
        first = generator.integers(0, n, (_AT_ONCE, n)) * a_pair
        chosen = (first[:, :, None] + np.arange(a_pair)).reshape(_AT_ONCE, -1)
        drawn.append(_quietly(lambda a: statistic(*a), sides[:, chosen]))
    return _estimate(statistic(*sides[:, None]), np.concatenate(drawn), n=sides.shape[1])


def _quietly(statistic: _Statistic, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take a statistic of resamples, of which some may have only one label and so no value."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return statistic(drawn)


def _estimate(whole: NDArray[np.float64], drawn: NDArray[np.float64], *, n: int) -> Estimate:
    """Return a value with the 95 % percentile interval of the resamples that have one."""
    import numpy as np

    low, high = np.percentile(drawn[np.isfinite(drawn)], [2.5, 97.5])
    return Estimate(float(whole[0]), float(low), float(high), n)


def _generator(name: str) -> np.random.Generator:
    import numpy as np

    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.default_rng(seed)
