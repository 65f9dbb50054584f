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

__all__ = ["NO_QUOTE", "Claim", "Place", "Quoted", "choose_quote"]

Place = tuple[int, int]
"""A passage of the evidence, and a sentence of it."""

# Share of a claim's words, by rarity, that a second sentence must add: about one word of ten. Less
# is a word that any long sentence may have.
_GAIN = 0.1
# What the trained judge reads of the evidence: with a claim of 25 words some 110 tokens.
_CLOSEST, _CLOSEST_WORDS = 3, 60


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
        closest: these and the next nearest, up to three, in reading order.
    """

    places: tuple[Place, ...]
    texts: tuple[str, ...]
    cosine: float
    cosine_quote: float
    closest: tuple[str, ...] = ()


NO_QUOTE = Quoted((), (), 0.0, 0.0)
"""Of evidence without sentences."""


def choose_quote(claim: Claim, group: Sequence[EvidencePassage]) -> Quoted:
    """Return the sentence that words and vectors find nearest, and one that adds to it."""
    import numpy as np

    places = [(p, s) for p, passage in enumerate(group) for s in range(len(passage.texts))]
    if not places:
        return NO_QUOTE
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
    texts = [text for passage in group for text in passage.texts]
    order = dict.fromkeys([*rows, *np.argsort(-(cosines + shares), kind="stable").tolist()])
    return Quoted(
        tuple(places[row] for row in rows),
        tuple(texts[row] for row in rows),
        float(cosines.max()),
        float(pair_cosines[rows[-1]]),
        _closest([(row, texts[row]) for row in order]),
    )


def _closest(ranked: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return the first few texts that fit in, at least one, in reading order.

    Args:
        ranked: places in the reading order with their texts, the nearest first.
    """
    kept: dict[int, str] = {}
    left = _CLOSEST_WORDS
    for row, text in ranked:
        n_words = len(text.split())
        if not kept or (n_words <= left and text not in kept.values()):
            kept[row] = text
            left -= n_words
        if len(kept) == _CLOSEST:
            break
    return tuple(kept[row] for row in sorted(kept))
