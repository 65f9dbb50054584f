"""What a verdict on quoted words says of a claim: support, contradiction, or neither."""

from __future__ import annotations

from quoth.rag.lookup.types import Stance
from quoth.rag.support.scorer import Verdict

__all__ = ["SUPPORTS_AT", "stance_of"]

# Of 420 pairs of a SciFact training claim and an abstract that it cites, three-way: with the
# trained judge 0.643 are right at 0.4 (0.598 at 0.25, 0.614 at 0.5), without it 0.593 (0.605 at
# 0.5). Of the abstracts that support a claim 0.63 are said to, of those that say nothing on it
# 0.10; of those that contradict it 0.09 are found.
SUPPORTS_AT = 0.4


def stance_of(verdict: Verdict) -> tuple[Stance, float]:
    """Return the stance with its score, as `Match` states it.

    A writer looks at the quote before citing it, so less counts as support here than in an answer
    that nobody has looked at yet.
    """
    if verdict.support.label == "contradicted":
        return "contradicts", verdict.nearness
    if verdict.support.score >= SUPPORTS_AT:
        return "supports", verdict.support.score
    return "related", verdict.nearness
