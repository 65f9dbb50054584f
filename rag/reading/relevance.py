"""Whether the evidence is about the question at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quoth.rag.reading.reader import Evidence

__all__ = ["THRESHOLD", "confidence", "curve_value", "is_relevant", "relevance_signal"]

# A logistic curve over the best sentence's cosine + overlap, fitted by
# `python -m quoth.eval.fitting.relevance_fit` on 1,000 everyday questions (Natural Questions), of
# which the library holds the paragraph of every other one: AUROC 0.923. It tells a library that
# speaks of the matter from one that does not; a paper that nearly answers it cannot tell from one
# that does.
_SLOPE, _OFFSET = 7.2, -5.98
# Refuse only below this: of those questions 3 % of the answerable and 57 % of the others. Higher,
# questions in other words than the paper's would be refused (at 0.5: 18 % and 88 %).
THRESHOLD = 0.15


def relevance_signal(evidence: Sequence[Evidence]) -> float:
    """Return the highest cosine + overlap of any sentence, 0 without evidence."""
    return max((item.cosine + item.overlap for item in evidence), default=0.0)


def confidence(evidence: Sequence[Evidence]) -> float:
    """Return the probability that the evidence is about the question, in [0, 1]."""
    return curve_value(relevance_signal(evidence)) if evidence else 0.0


def curve_value(signal: float) -> float:
    """Return the fitted curve's probability for a signal."""
    return 1.0 / (1.0 + math.exp(-(_SLOPE * signal + _OFFSET)))


def is_relevant(evidence: Sequence[Evidence]) -> bool:
    """Whether to answer from this evidence."""
    return confidence(evidence) >= THRESHOLD
