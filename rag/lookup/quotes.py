"""Which one or two sentences of a passage speak to a claim: the words to quote.

The weights are fitted by `python -m quoth.eval.fitting.lookup_fit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.index.words import terms
from quoth.rag.lookup.wording import says_aim, says_finding
from quoth.rag.support.evidence import EvidencePassage, Rarity
from quoth.rag.support.reading import read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "SENTENCE_FEATURES",
    "ClaimWords",
    "best_score",
    "choose_sentences",
    "claim_words",
    "score_sentences",
    "sentence_features",
]

SENTENCE_FEATURES = ("cosine", "share", "finding", "aim")

# Fitted on the 434 pairs of a SciFact training claim and an abstract with evidence, cross-validated
# by abstract: the best sentence is a rationale for 0.67; by cosine and share, as the support judge
# chooses, for 0.57. The command above, which penalises large weights more, gives 1.11, 3.57, 1.05,
# -1.10 and 0.666 [0.620, 0.709] (n = 413).
_WEIGHTS = (1.41, 5.50, 1.11, -1.77)
# The better neighbour is quoted too where it comes as near as this. There, with 1.5 half of the
# quotes have two sentences and 0.77 a rationale among them; with 0.6 a fifth and 0.72, with 99 all
# and 0.79.
_NEIGHBOUR = 1.5
_SHORTEST = 4  # words; a stray label says nothing
_NUMBERING = re.compile(r"\A[\W\d_]+")


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """A claim to compare sentences with.

    Attributes:
        text: as `embed_text` makes it.
        shares: of each content stem, by rarity; they sum to 1.
        vector: float32, shape (dimension,), unit length.
    """

    text: str
    shares: Mapping[str, float]
    vector: NDArray[np.float32]

    def share(self, stems: frozenset[str]) -> float:
        """Return the share of the claim's words, by rarity, that are among some stems."""
        return sum(share for stem, share in self.shares.items() if stem in stems)


def claim_words(claim: str, vector: NDArray[np.float32], rarity: Rarity) -> ClaimWords:
    """Take a claim apart.

    Args:
        claim: as `embed_text` makes it.
        vector: of the claim.
    """
    stems = list(dict.fromkeys(word.term for word in read_words(claim).content))
    weights = rarity(stems)
    total = sum(weights[stem] for stem in stems) or 1.0
    return ClaimWords(claim, {stem: weights[stem] / total for stem in stems}, vector)


def sentence_features(claim: ClaimWords, passage: EvidencePassage) -> list[tuple[float, ...]]:
    """Return a row a sentence, in the order of SENTENCE_FEATURES."""
    cosines = (passage.vectors @ claim.vector).tolist()
    return [
        (
            cosine,
            claim.share(frozenset(terms(text))),
            float(says_finding(text)),
            float(says_aim(text)),
        )
        for text, cosine in zip(passage.texts, cosines, strict=True)
    ]


def score_sentences(claim: ClaimWords, passage: EvidencePassage) -> list[float]:
    """Return how near each sentence of a passage comes to a claim; higher is nearer, no scale."""
    return [
        sum(weight * value for weight, value in zip(_WEIGHTS, row, strict=True))
        for row in sentence_features(claim, passage)
    ]


def best_score(passage: EvidencePassage, scores: Sequence[float]) -> float:
    """Return the score of the best sentence; least of all where there is none."""
    at = _best(passage, scores)
    return scores[at] if at is not None else float("-inf")


def choose_sentences(passage: EvidencePassage, scores: Sequence[float]) -> range:
    """Return the sentences to quote, one or two neighbours; none of a passage without words."""
    best = _best(passage, scores)
    if best is None:
        return range(0)
    beside = [at for at in (best - 1, best + 1) if 0 <= at < len(scores) and _says(passage, at)]
    nearer = max(beside, key=lambda at: scores[at], default=None)
    if nearer is None or scores[best] - scores[nearer] >= _NEIGHBOUR:
        return range(best, best + 1)
    return range(min(best, nearer), max(best, nearer) + 1)


def _best(passage: EvidencePassage, scores: Sequence[float]) -> int | None:
    places = [at for at in range(len(scores)) if _says(passage, at)] or range(len(scores))
    return max(places, key=lambda at: scores[at], default=None)


def _says(passage: EvidencePassage, at: int) -> bool:
    """Whether a sentence states anything: no label, question, heading or title does."""
    text = passage.texts[at]
    if len(text.split()) < _SHORTEST or text.endswith(("?", "？")):
        return False
    return _NUMBERING.sub("", text).rstrip(".").casefold() not in passage.context.casefold()
