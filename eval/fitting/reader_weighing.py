"""The weights of the fitted reader: from pairs of sentences, checked on documents left out.

Source: Joachims 2002, "Optimizing Search Engines using Clickthrough Data" (pairs of one question),
here with the logistic loss; Platt 1999 (a sum made a probability).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoth.eval.fitting.reader_examples import Example

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["calibrate", "cross_validate", "fit_weights"]

_FOLDS = 5
_C = 1.0  # the regularisation of scikit-learn's own choice; there are 7 weights and 600 questions


def fit_weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return a weight a feature, of shape (features,).

    Each pair of a sentence that answers and one of the same question that does not is a sample
    (their difference); the pairs of a question count as one together.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    differences, counts = [], []
    for example in examples:
        right, wrong = example.features[example.labels], example.features[~example.labels]
        if len(right) and len(wrong):
            pairs = (right[:, None, :] - wrong[None, :, :]).reshape(-1, right.shape[1])
            differences.append(pairs)
            counts.append(np.full(len(pairs), 1.0 / len(pairs)))
    samples, weights = np.concatenate(differences), np.concatenate(counts)
    scale = samples.std(axis=0) + 1e-9
    signs = np.where(np.arange(len(samples)) % 2, 1.0, -1.0)  # the curve needs both sides
    curve = LogisticRegression(C=_C, fit_intercept=False, max_iter=1000)
    curve.fit(samples / scale * signs[:, None], signs, sample_weight=weights)
    return np.asarray(curve.coef_[0] / scale, dtype=np.float64)


def cross_validate(examples: Sequence[Example]) -> list[NDArray[np.float64]]:
    """Return the weighted sums of each example's sentences, by weights not fitted on its source."""
    fold_of = _folds([example.source for example in examples])
    sums: list[NDArray[np.float64]] = [example.features[:, 0] for example in examples]
    for fold in range(_FOLDS):
        weights = fit_weights([e for e in examples if fold_of[e.source] != fold])
        for at, example in enumerate(examples):
            if fold_of[example.source] == fold:
                sums[at] = example.features @ weights
    return sums


def calibrate(
    examples: Sequence[Example], sums: Sequence[NDArray[np.float64]]
) -> tuple[float, float]:
    """Return slope and offset of the logistic curve from weighted sums to labels."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    labels = np.concatenate([example.labels for example in examples])
    curve = LogisticRegression(C=1e4).fit(np.concatenate(sums).reshape(-1, 1), labels)
    return float(curve.coef_[0, 0]), float(curve.intercept_[0])


def _folds(sources: Sequence[str]) -> dict[str, int]:
    """Part sources into folds of like numbers of examples, the same on every machine."""
    sizes = Counter(sources)
    order = sorted(sizes, key=lambda s: (-sizes[s], hashlib.sha256(s.encode()).hexdigest()))
    loads = [0] * _FOLDS
    fold_of = {}
    for source in order:
        fold_of[source] = loads.index(min(loads))
        loads[fold_of[source]] += sizes[source]
    return fold_of
