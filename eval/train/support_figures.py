"""What a support model is worth on pairs held out, by how the pairs were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.calibration import auroc, auroc_estimates
from quoth.eval.train.pairs import Pair
from quoth.eval.train.support_pairs import CONTRADICTED, SUPPORTED
from quoth.eval.train.support_split import KEPT_OUT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["support_estimates", "support_figures"]


def support_figures(pairs: Sequence[Pair], logits: NDArray[np.float32]) -> Mapping[str, float]:
    """Return the figures to log: AUROC of "supported" by kind, and how often the label is right.

    Args:
        logits: of shape (pairs, 3), in the order of `quoth.rag.support.trained_judge.OUTPUTS`.
    """
    odds = _odds(logits)
    found = {}
    for name, at in _kinds(pairs).items():
        right = [pairs[row].label == SUPPORTED for row in at]
        found[f"AUROC, {name}"] = auroc(right, [odds[row] for row in at])
    hits = _hits(pairs, logits)
    if hits:
        found["label right, of three"] = sum(hits) / len(hits)
    return found


def support_estimates(pairs: Sequence[Pair], logits: NDArray[np.float32]) -> Mapping[str, Estimate]:
    """Return the same figures with 95 % bootstrap intervals."""
    odds = _odds(logits)
    found = {}
    for name, at in _kinds(pairs).items():
        right = [pairs[row].label == SUPPORTED for row in at]
        estimates = auroc_estimates(right, {"model": [odds[row] for row in at]}, name=name)
        found[f"AUROC, {name}"] = estimates["model"]
    hits = _hits(pairs, logits)
    if hits:
        found["label right, of three"] = bootstrap_mean(hits, name="label right, of three")
    contradicted = [bool(at == 1) for at in logits.argmax(axis=1)]
    wrongly = [c for c, p in zip(contradicted, pairs, strict=True) if p.label == SUPPORTED]
    if wrongly:
        found["supported, called contradicted"] = bootstrap_mean(
            [float(one) for one in wrongly], name="supported, called contradicted"
        )
    return found


def _odds(logits: NDArray[np.float32]) -> list[float]:
    import numpy as np

    odds: list[float] = (logits[:, 0] - np.logaddexp(logits[:, 1], logits[:, 2])).tolist()
    return odds


def _hits(pairs: Sequence[Pair], logits: NDArray[np.float32]) -> list[float]:
    """Return 1 or 0 for each pair of which all three labels are known."""
    best = logits.argmax(axis=1).tolist()
    return [
        float(said == pair.label)
        for said, pair in zip(best, pairs, strict=True)
        if pair.label >= SUPPORTED and (pair.made or pair.label == CONTRADICTED)
    ]


def _kinds(pairs: Sequence[Pair]) -> dict[str, list[int]]:
    """Return the rows of each kind that has supported ones and others."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        if not pair.made:
            kept = pair.dataset in KEPT_OUT
            kinds["claims of datasets kept out" if kept else "claims"].append(row)
        elif pair.made.startswith("claim"):
            kinds["claims made false"].append(row)
        else:
            kinds["changed sentences"].append(row)
    true = [row for row, pair in enumerate(pairs) if not pair.made and pair.label == SUPPORTED]
    if kinds["claims made false"]:
        kinds["claims made false"] += true
    return {
        name: at
        for name, at in kinds.items()
        if len({pairs[row].label == SUPPORTED for row in at}) > 1
    }
