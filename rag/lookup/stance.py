"""What a verdict on quoted words says of a claim: support, contradiction, or neither."""

from __future__ import annotations

from quoth.rag.lookup.types import Stance
from quoth.rag.support.scorer import Verdict

__all__ = ["CONTRADICTS_AT", "NEAR_AT", "SUPPORTS_AT", "stance_of"]

# Chosen on 718 pairs of a SciFact training claim and an abstract that it cites, three-way, where
# the share that is right and its mean over the stances are highest together. On its own grid
# `python -m quoth.eval.fitting.stance_fit` gives 0.44, 0.39 and 0.63: 0.650 are right; of those
# that support the claim 0.64, of those that contradict it 0.34, of those that say nothing 0.82.
SUPPORTS_AT = 0.45
CONTRADICTS_AT, NEAR_AT = 0.42, 0.63
"""What speaks for the contrary, and how near by words and vectors the quote must come for it."""


def stance_of(verdict: Verdict) -> tuple[Stance, float]:
    """Return the stance with its score, as `Match` states it.

    A writer looks at the quote before citing it, so less counts as support here than in an answer
    that nobody has looked at yet.
    """
    if verdict.support.label == "supported":
        return "supports", verdict.support.score
    opposed = verdict.opposition >= CONTRADICTS_AT and verdict.wording >= NEAR_AT
    if opposed or verdict.support.label == "contradicted":
        return "contradicts", verdict.nearness
    if verdict.support.score >= SUPPORTS_AT:
        return "supports", verdict.support.score
    return "related", verdict.nearness
