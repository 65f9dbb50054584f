"""The one or two sentences of the evidence that carry a claim best, by words and vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.reading import Reading, read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Claim", "Place", "Quoted", "choose_quote"]

Place = tuple[int, int]
"""A passage of the evidence, and a sentence of it."""

# Share of a claim's words, by rarity, that a second sentence must add: about one word of ten. Less
# is a word that any long sentence may have.
_GAIN = 0.1


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim taken apart.

    Attributes:
        rarity: of each content stem, as a share of all of them; they sum to 1.
        vector: float32, shape (dimension,), unit length.
    """

    reading: Reading
    rarity: Mapping[str, float]
    vector: NDArray[np.float32]

    def share(self, stems: frozenset[str]) -> float:
        """Return the share of the claim, by rarity, that some stems make up."""
        return sum(weight for stem, weight in self.rarity.items() if stem in stems)


@dataclass(frozen=True, slots=True)
class Quoted:
    """The sentences that carry a claim, the better one first.

    Attributes:
        cosine: of the claim and the nearest sentence of all.
        cosine_quote: of the claim and the mean of these.
    """

    places: tuple[Place, ...]
    texts: tuple[str, ...]
    cosine: float
    cosine_quote: float


def choose_quote(claim: Claim, group: Sequence[EvidencePassage]) -> Quoted:
    """Return the sentence that words and vectors find nearest, and one that adds to it."""
    import numpy as np

    places = [(p, s) for p, passage in enumerate(group) for s in range(len(passage.texts))]
    if not places:
        return Quoted((), (), 0.0, 0.0)
    vectors = np.concatenate([passage.vectors for passage in group])
    cosines = vectors @ claim.vector
    stems = [read_words(group[p].texts[s]).terms for p, s in places]
    shares = np.array([claim.share(of) for of in stems])
    first = int(np.argmax(cosines + shares))
    gains = np.array([claim.share(of | stems[first]) for of in stems]) - shares[first]
    together = vectors + vectors[first]
    together /= np.maximum(np.linalg.norm(together, axis=1, keepdims=True), 1e-9)
    pair_cosines = together @ claim.vector
    adds = gains >= _GAIN
    second = int(np.argmax(np.where(adds, gains + pair_cosines, -np.inf)))
    rows = [first, second] if adds.any() else [first]
    return Quoted(
        tuple(places[row] for row in rows),
        tuple(group[places[row][0]].texts[places[row][1]] for row in rows),
        float(cosines.max()),
        float(pair_cosines[rows[-1]]),
    )
