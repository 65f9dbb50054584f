"""Question sets, metrics, judges, runs and benchmarks.

from quoth.eval import citation_scores, evaluate, faithfulness
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.index.lazy import names_on_demand

if TYPE_CHECKING:
    from quoth.eval.plain import (
        CitationScores,
        Evaluation,
        FaithfulnessScores,
        citation_scores,
        evaluate,
        faithfulness,
    )

__all__ = [
    "CitationScores",
    "Evaluation",
    "FaithfulnessScores",
    "citation_scores",
    "evaluate",
    "faithfulness",
]

__getattr__ = names_on_demand(__name__, {"plain": tuple(__all__)})
