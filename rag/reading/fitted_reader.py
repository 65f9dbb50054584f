"""Which sentences of the hits answer the question: a formula's best ones, read again closely.

Closely: by the features of `quoth.rag.reading.features` and, where one is to be used, by a trained
model. The weights of either way are fitted by `python -m quoth.eval.fitting.reader_fit`, which
writes `reader_weights.json` and `neural_reader_weights.json`.
"""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, model_validator

from quoth.index.errors import ModelError
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
    "N_READ",
    "FittedReader",
    "ReaderWeights",
    "look_closely",
    "read_first",
    "shipped_weights",
]

log = logging.getLogger(__name__)

# Sentences that are read again: half the time of 16, and as good. Of COVID-QA's 743 training
# questions, with 20 hits, cross-validated, the first sentence is an answer for 0.563 with 8, for
# 0.561 with 12, for 0.565 with 16; by the formula alone for 0.478.
N_CLOSE = 8
# Sentences that a trained reader chooses those among, by its log odds and the formula alike. On
# 461 of these questions whose papers it was not trained on, the first sentence is an answer for
# 0.623 with 24 here, for 0.614 [0.568, 0.657] with 12, which reads in half the time; by model and
# formula alike for 0.562, by the model alone for 0.503
# (`python -m quoth.eval.fitting.reader_fit … --model FOLDER --held-out QUESTIONS`).
N_READ = 12
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

    Where the packaged model cannot be loaded, a warning says so, and it does without.

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
        found = FormulaReader().read(library, question, vector, hits)
        scorer = self._scorer() if self.neural and found and reads(question) else None
        if scorer:
            found = read_first(found, question, scorer)
        close, others = found[:N_CLOSE], found[N_CLOSE:]
        weights = shipped_weights(neural=scorer is not None)
        features = look_closely(library, question, close)
        read = [
            replace(item, score=weights.probability(one, item.neural or 0.0))
            for item, one in zip(close, features, strict=True)
        ]
        least = min((item.score for item in read), default=0.0)
        read += [replace(item, score=least * min(1.0, item.score)) for item in others]
        return sorted(read, key=lambda e: (-e.score, e.hit.rank, e.start))

    def _scorer(self) -> PairScorer | None:
        if self.scorer:
            return self.scorer
        try:
            return trained_model("reader", self.model)
        except ModelError as error:
            if self.model is not None:
                raise
            log.warning("sentences are chosen without the trained reader: %s", error)
            return None


def read_first(found: Sequence[Evidence], question: str, scorer: PairScorer) -> list[Evidence]:
    """Return evidence with the trained reader's log odds on the first, those that it likes first.

    Args:
        found: in the formula's order.
    """
    first, others = found[:N_READ], found[N_READ:]
    if not first:
        return []
    odds = score_sentences(scorer, question, first)
    read = [replace(item, neural=value) for item, value in zip(first, odds, strict=True)]
    sums = [a + b for a, b in zip(_scaled([e.score for e in read]), _scaled(odds), strict=True)]
    order = sorted(range(len(read)), key=lambda at: (-sums[at], at))
    return [*(read[at] for at in order), *others]


def _scaled(values: Sequence[float]) -> list[float]:
    """Return values with mean 0 and deviation 1; all 0 where they are alike."""
    middle, deviation = fmean(values), pstdev(values)
    return [(value - middle) / deviation if deviation else 0.0 for value in values]


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
