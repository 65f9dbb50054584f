"""Whether the evidence is about the question at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quoth.rag.reader import Evidence

__all__ = ["confidence", "is_relevant", "relevance_signal"]

# A logistic curve over the best sentence's cosine + overlap, fitted by
# `python -m quoth.eval.relevance_fit` on 1,000 everyday questions (Natural Questions), of which the
# library holds the paragraph of every other one: AUROC 0.923. It tells a library that speaks of
# the matter from one that does not; a paper that nearly answers it cannot tell from one that does.
_SLOPE, _OFFSET = 7.2, -5.98
# Refuse only below this. COVID-QA's questions about their own papers lie above it (98 % above
# 0.34); of everyday questions asked of the same papers more than 90 % lie below.
_THRESHOLD = 0.15


def relevance_signal(evidence: Sequence[Evidence]) -> float:
    """Return the highest cosine + overlap of any sentence, 0 without evidence."""
    return max((item.cosine + item.overlap for item in evidence), default=0.0)


def confidence(evidence: Sequence[Evidence]) -> float:
    """Return the probability that the evidence is about the question, in [0, 1]."""
    if not evidence:
        return 0.0
    return 1.0 / (1.0 + math.exp(-(_SLOPE * relevance_signal(evidence) + _OFFSET)))


def is_relevant(evidence: Sequence[Evidence]) -> bool:
    """Whether to answer from this evidence."""
    return confidence(evidence) >= _THRESHOLD
