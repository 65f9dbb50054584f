"""What speaks for a sentence as the answer: a few numbers that a fitted weight can be put on.

The main ones compare words by their vectors, so that another word for the same thing counts: every
word of the question is looked for among the tokens of the sentence, and its nearest one there says
how well it is met; rare words count more.

Source: Khattab, Zaharia 2020, "ColBERT" (the maximum over tokens); Zhang et al. 2020, "BERTScore",
eq. 1 (its mean by inverse document frequency).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from quoth.index.embedder import TokenVectors
from quoth.index.library import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FEATURES", "QuestionWords", "SentenceFeatures", "match_features", "question_words"]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What is weighed.

    Attributes:
        cosine: of the question and the sentence as read inside its passage.
        passage: the passage's own score.
        match: how well the question's words are met in the sentence; the mean by rarity.
        match_around: the same where the title and the sentence before may meet them too.
        pairs: the share of the question's pairs of neighbouring words that the sentence has.
        coverage: the share of the question's words, by rarity, that the passage, its heading or
            the title has.
    """

    cosine: float
    passage: float
    match: float
    match_around: float
    pairs: float
    coverage: float

    def values(self) -> tuple[float, ...]:
        """Return them in the order of FEATURES."""
        return astuple(self)


FEATURES = tuple(field.name for field in fields(SentenceFeatures))


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of a question.

    Attributes:
        terms: each word as the library indexes it.
        weights: rarity of each word, float64 of shape (words,).
        vectors: of the question's tokens, float32 of shape (tokens, dimension).
        share: how much of a word each token is, float64 of shape (words, tokens); rows sum to 1.
    """

    terms: tuple[str, ...]
    weights: NDArray[np.float64]
    vectors: NDArray[np.float32]
    share: NDArray[np.float64]

    def pairs_in(self, terms: Iterable[str]) -> float:
        """Return the share of its pairs of neighbouring words that stand side by side there."""
        wanted = set(itertools.pairwise(self.terms))
        return len(wanted & set(itertools.pairwise(terms))) / max(len(wanted), 1)

    def covered_by(self, terms: Iterable[str]) -> float:
        """Return the share of its words that are there, by rarity."""
        there = set(terms)
        met = sum(w for w, t in zip(self.weights, self.terms, strict=True) if t in there)
        return float(met) / (float(self.weights.sum()) or 1.0)


def question_words(library: Library, question: str, tokens: TokenVectors) -> QuestionWords:
    """Return the words of a question with their rarity in the library and their tokens."""
    import numpy as np

    terms, rows = [], []
    for word in _WORD.finditer(question):
        term = library.terms(word[0])
        inside = [start < word.end() and word.start() < end for start, end in tokens.spans]
        if term and any(inside):
            terms.append(term[0])
            rows.append(np.array(inside) / sum(inside))
    rarity = library.rarity(list(dict.fromkeys(terms)))
    return QuestionWords(
        tuple(terms),
        np.array([rarity[term] for term in terms], dtype=np.float64),
        tokens.vectors,
        np.array(rows, dtype=np.float64).reshape(len(terms), len(tokens.spans)),
    )


def match_features(
    question: QuestionWords, tokens: TokenVectors, begin: int
) -> tuple[float, float]:
    """Return how well a sentence meets a question's words: match and match_around.

    Args:
        tokens: of the text that the sentence ends, with the title and the sentence before it.
        begin: the character that the sentence begins at. Where the model has cut the text before
            that, the text stands for the sentence.
    """
    import numpy as np

    if not len(question.terms) or not len(tokens.spans):
        return 0.0, 0.0
    nearest = question.vectors @ tokens.vectors.T
    in_sentence = np.array([end > begin for _, end in tokens.spans])
    if not in_sentence.any():
        in_sentence[:] = True
    met = question.share @ nearest[:, in_sentence].max(axis=1)
    met_around = question.share @ nearest.max(axis=1)
    total = float(question.weights.sum()) or 1.0
    return float(met @ question.weights) / total, float(met_around @ question.weights) / total
