"""How well the words of a claim are met by the words of a few sentences: by vectors, and in order.

Source: Zhang et al. 2020, "BERTScore", eq. 1 (the nearest token of each, weighed by rarity).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from quoth.index.embedder import TokenVectors
from quoth.rag.support.quote import Claim
from quoth.rag.support.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["clause_means", "mean_met", "met_words", "shared_order", "worst_miss"]


def met_words(
    claim: Reading, own: TokenVectors, tokens: Sequence[TokenVectors]
) -> NDArray[np.float64]:
    """Return how well each content word is met: the mean over its tokens of the nearest there."""
    import numpy as np

    there = np.concatenate([of.vectors for of in tokens])
    if not len(there) or not len(own.vectors):
        return np.zeros(len(claim.content))
    nearest = (own.vectors @ there.T).max(axis=1)
    starts = np.array([start for start, _ in own.spans])
    ends = np.array([end for _, end in own.spans])
    met = []
    for word in claim.content:
        inside = (starts < word.end) & (ends > word.start)
        met.append(float(nearest[inside].mean()) if inside.any() else 0.0)
    return np.array(met)


def mean_met(claim: Claim, met: NDArray[np.float64], span: tuple[int, int]) -> float | None:
    """Return the mean by rarity over the content words of a span; None where it has none."""
    pairs = [
        (claim.rarity[word.term], value)
        for word, value in zip(claim.reading.content, met, strict=True)
        if span[0] <= word.start < span[1]
    ]
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total else None


def worst_miss(claim: Claim, met: NDArray[np.float64]) -> float:
    """Return the largest of what the words lack of being met, each times its share of rarity."""
    rarest = max(claim.rarity.values(), default=0.0) or 1.0
    return max(
        (
            (1.0 - value) * claim.rarity[word.term] / rarest
            for word, value in zip(claim.reading.content, met, strict=True)
        ),
        default=1.0,
    )


def clause_means(claim: Claim, met: NDArray[np.float64]) -> Iterator[float]:
    """Yield the mean of each clause that has content words."""
    for span in claim.reading.clauses:
        mean = mean_met(claim, met, span)
        if mean is not None:
            yield mean


def shared_order(claim: Reading, quoted: Sequence[Reading]) -> float:
    """Return the share of the pairs of neighbouring content words that stand so there too."""
    wanted = _neighbours(claim)
    there = frozenset().union(*(_neighbours(reading) for reading in quoted))
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _neighbours(reading: Reading) -> frozenset[tuple[str, str]]:
    stems = [word.term for word in reading.content]
    return frozenset(pairwise(stems))
