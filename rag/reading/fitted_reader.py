"""Which sentences of the hits answer the question: a formula's best ones, read again closely.

Closely: by the features of `quoth.rag.reading.features` and, where one is to be used, by a trained
model. The weights of either way are fitted by `python -m quoth.eval.fitting.reader_fit`, which
writes `reader_weights.json` and `neural_reader_weights.json`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, model_validator

from quoth.index.library import Library
from quoth.index.text import embed_text
from quoth.index.types import Hit
from quoth.rag.reading.features import FEATURES, SentenceFeatures, match_features, question_words
from quoth.rag.reading.neural import NEURAL, reads, score_sentences
from quoth.rag.reading.reader import Evidence, FormulaReader
from quoth.rag.trained.pair_model import PairScorer, trained_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "N_CLOSE",
    "FittedReader",
    "ReaderWeights",
    "look_closely",
    "shipped_weights",
]

# Sentences that are read again: half the time of 16, and as good. Of COVID-QA's 743 training
# questions, with 20 hits, cross-validated, the first sentence is an answer for 0.563 with 8, for
# 0.561 with 12, for 0.565 with 16; by the formula alone for 0.478.
N_CLOSE = 8
_MOST_BEFORE = 200  # characters of the sentence before


class ReaderWeights(BaseModel):
    """A logistic curve over the features: the probability that a sentence answers.

    Attributes:
        weights: one a feature, and one for the trained model's log odds where it is used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: dict[str, float]

    @model_validator(mode="after")
    def _one_a_feature(self) -> Self:
        if set(self.weights) - {NEURAL} != set(FEATURES):
            msg = f"weights must be those of {', '.join(FEATURES)}; fit them again"
            raise ValueError(msg)
        return self

    def probability(self, features: SentenceFeatures, neural: float = 0.0) -> float:
        """Return the probability that the sentence answers, in (0, 1).

        Args:
            neural: the trained model's log odds.
        """
        parts = zip(FEATURES, features.values(), strict=True)
        logit = self.intercept + sum(self.weights[name] * value for name, value in parts)
        logit += self.weights.get(NEURAL, 0.0) * neural
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@dataclass(frozen=True, slots=True)
class FittedReader:
    """Reads the formula's best sentences closely; the others keep its order, below them all.

    Attributes:
        neural: whether a trained model reads them too, in English.
        model: the folder of a user's own; the shipped one if None. It is loaded when first used.
        scorer: reads in the place of either, for tests.
    """

    neural: bool = False
    model: Path | None = None
    scorer: PairScorer | None = None

    def read(
        self, library: Library, question: str, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> list[Evidence]:
        neural = self.neural and reads(question)
        found = FormulaReader().read(library, question, vector, hits)
        close, others = found[:N_CLOSE], found[N_CLOSE:]
        weights = shipped_weights(neural=neural)
        scores = self._scores(question, close) if neural else [None] * len(close)
        features = look_closely(library, question, close)
        read = [
            replace(item, score=weights.probability(one, score or 0.0), neural=score)
            for item, one, score in zip(close, features, scores, strict=True)
        ]
        least = min((item.score for item in read), default=0.0)
        read += [replace(item, score=least * min(1.0, item.score)) for item in others]
        return sorted(read, key=lambda e: (-e.score, e.hit.rank, e.start))

    def _scores(self, question: str, close: Sequence[Evidence]) -> list[float | None]:
        if not close:
            return []
        scorer = self.scorer or trained_model("reader", self.model)
        return [*score_sentences(scorer, question, close)]


def look_closely(
    library: Library, question: str, evidence: Sequence[Evidence]
) -> list[SentenceFeatures]:
    """Return the features of each sentence, each read with its title and the sentence before."""
    before = [_text_before(item) for item in evidence]
    texts = [start + embed_text(item.text) for start, item in zip(before, evidence, strict=True)]
    asked, *read = library.embedder.embed_tokens([question, *texts])
    words = question_words(library, question, asked)
    covered = {item.hit.passage.id: words.covered_by(_around(library, item)) for item in evidence}
    return [
        SentenceFeatures(
            item.cosine,
            item.hit.score,
            *match_features(words, tokens, len(start)),
            pairs=words.pairs_in(library.terms(item.text)),
            coverage=covered[item.hit.passage.id],
        )
        for item, start, tokens in zip(evidence, before, read, strict=True)
    ]


@functools.cache
def shipped_weights(*, neural: bool = False) -> ReaderWeights:
    """Return the weights that the package brings.

    Args:
        neural: those that go with a trained model.
    """
    name = "neural_reader_weights.json" if neural else "reader_weights.json"
    path = Path(__file__).with_name(name)
    return ReaderWeights.model_validate_json(path.read_text(encoding="utf-8"))


def _text_before(item: Evidence) -> str:
    title = item.hit.document.title
    before = f"{title}: " if title else ""
    if item.index:
        start, end = item.spans[item.index - 1]
        before += f"{embed_text(item.hit.passage.text[start:end])[-_MOST_BEFORE:]} "
    return before


def _around(library: Library, item: Evidence) -> list[str]:
    hit = item.hit
    texts = (hit.document.title, hit.passage.section, hit.passage.text)
    return library.terms("\n".join(text for text in texts if text))
