"""The support judge with a trained model among its signals, behind the same protocol.

    judge = support_judge(library.embedder, library.rarity)

The model reads a claim beside the few sentences of its evidence that come nearest; what it gives is
weighed together with what `SignalJudge` weighs. `quoth train support` makes the model, and
`python -m quoth.eval.fitting.support_fit --model FOLDER` the weights.
"""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from quoth.index.embedder import Embedder
from quoth.index.errors import ModelError
from quoth.index.text import embed_text
from quoth.rag.support.evidence import EvidencePassage, Rarity
from quoth.rag.support.features import (
    ClaimFeatures,
    ClaimWithEvidence,
    Compared,
    Vectors,
    compare_each,
)
from quoth.rag.support.scorer import (
    SignalJudge,
    SupportJudge,
    SupportWeights,
    Verdict,
    shipped_weights,
    weigh,
)
from quoth.rag.support.token_cache import CachedVectors
from quoth.rag.trained.pair_model import PairScorer, trained_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "OUTPUTS",
    "RIVALS",
    "JudgeMaker",
    "TrainedJudge",
    "support_judge",
    "trained_weights",
    "with_model",
]

log = logging.getLogger(__name__)

OUTPUTS = ("supported", "contradicted", "not_stated")
RIVALS = 4
"""Passages that a sentence of an answer is held against closely; of ten shown the others lie well
behind in words and vectors."""


class JudgeMaker(Protocol):
    """Makes the judge for a library; `support_judge` does, with or without its options."""

    def __call__(
        self, embedder: Embedder, rarity: Rarity, *, most: int | None = None
    ) -> SupportJudge:
        """Return a judge; see `support_judge`."""
        ...


_ENGLISH = frozenset({"en"})
_MOST_ODDS = 6.0  # log odds; beyond them the model is sure, and says no more


@functools.cache
def trained_weights() -> SupportWeights:
    """Return the weights for the model that the package brings."""
    path = files("quoth.rag.support").joinpath("trained_weights.json")
    return SupportWeights.model_validate_json(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class TrainedJudge:
    """Judges by wording, vectors, checks and a trained model; see `SupportJudge`.

    Attributes:
        vectors: an embedder, or one whose vectors are kept.
        rarity: of stems, as `Library.rarity` gives it.
        scorer: its outputs are `OUTPUTS`.
        most: as for `compare`; the groups left out count as unsupported.
    """

    vectors: Vectors
    rarity: Rarity
    scorer: PairScorer
    weights: SupportWeights = field(default_factory=trained_weights)
    most: int | None = None

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        return self.judge_each([(claim, groups)])[0]

    def judge_each(self, asked: Sequence[ClaimWithEvidence]) -> list[list[Verdict]]:
        read = [(embed_text(claim), groups) for claim, groups in asked]
        compared = compare_each(read, embedder=self.vectors, rarity=self.rarity, most=self.most)
        pairs = [(claim, one) for (claim, _), of in zip(read, compared, strict=True) for one in of]
        verdicts = iter(weigh(one, self.weights) for one in with_model(pairs, self.scorer))
        return [[next(verdicts) for _ in of] for of in compared]


def with_model(
    pairs: Sequence[tuple[str, Compared | None]], scorer: PairScorer
) -> list[Compared | None]:
    """Return compared claims with what a trained model says of them.

    Args:
        pairs: each claim with what it was compared with; None stays None.
    """
    found = dict.fromkeys((claim, one.closest) for claim, one in pairs if one is not None)
    scores = dict(zip(found, scorer.scores(list(found)), strict=True)) if found else {}
    return [
        one and replace(one, features=_read(one, scores[claim, one.closest]))
        for claim, one in pairs
    ]


def _read(compared: Compared, logits: NDArray[np.float32]) -> ClaimFeatures:
    supported, contradicted, not_stated = (float(value) for value in logits)
    rest = max(contradicted, not_stated)
    rest += math.log(math.exp(contradicted - rest) + math.exp(not_stated - rest))
    return replace(
        compared.features,
        entailed=_bounded(supported - rest),
        opposed=_bounded(contradicted - not_stated),
    )


def _bounded(odds: float) -> float:
    return max(-_MOST_ODDS, min(_MOST_ODDS, odds))


def support_judge(
    embedder: Embedder,
    rarity: Rarity,
    *,
    neural: bool = True,
    model: Path | None = None,
    most: int | None = None,
) -> SupportJudge:
    """Return the judge for a library: with the trained model if it reads the library's language.

    Args:
        neural: False leaves the trained model out.
        model: the folder of a user's own model; None for the one that the package brings.
        most: as for `compare`.

    Where the packaged model cannot be loaded, a warning says so, and the judge does without it.

    Raises:
        ModelError: a user's own model cannot be loaded, or is none of this kind.
    """
    vectors = CachedVectors(embedder)
    plain = SignalJudge(vectors, rarity, shipped_weights(), most)
    if not neural or (model is None and embedder.languages != _ENGLISH):
        return plain
    try:
        scorer = trained_model("support", model)
    except ModelError as error:
        if model is not None:
            raise
        log.warning("sentences are checked without the trained model: %s", error)
        return plain
    if scorer.outputs != OUTPUTS:
        msg = f"the support model gives {scorer.outputs}; it must give {OUTPUTS}. Train it again"
        raise ModelError(msg)
    return TrainedJudge(vectors, rarity, scorer, most=most)
