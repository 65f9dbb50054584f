"""What a verdict on quoted words says of a claim: support, contradiction, or neither."""

from __future__ import annotations

from quoth.rag.lookup.types import Stance
from quoth.rag.support.scorer import Verdict

__all__ = ["SUPPORTS_AT", "stance_of"]

# More likely than not. On SciFact's training claims and the abstracts that they cite (n = 718),
# with the judge that has no trained model: of the abstracts that support a claim 0.59 are said to,
# of those that say nothing on it 0.19; where only the judge's own label "supported" counted (from
# 0.736 on) 0.21 and 0.00.
SUPPORTS_AT = 0.5


def stance_of(verdict: Verdict) -> tuple[Stance, float]:
    """Return the stance with its score, as `Match` states it.

    A writer looks at the quote before citing it, so a quote that is more likely than not to carry
    the claim counts, where an answer that nobody wrote needs surer support.
    """
    if verdict.support.label == "contradicted":
        return "contradicts", verdict.nearness
    if verdict.support.score >= SUPPORTS_AT:
        return "supports", verdict.support.score
    return "related", verdict.nearness
