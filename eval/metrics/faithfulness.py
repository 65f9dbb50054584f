"""How much of an answer its evidence carries, from the judge's labels of its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.eval.judges.protocol import JudgeLabel

__all__ = ["SCORABLE", "faithfulness", "fully_supported", "share"]

SCORABLE: tuple[JudgeLabel, ...] = ("supported", "partial", "unsupported", "contradicted")

_WORTH = {"supported": 1.0, "partial": 0.5, "unsupported": 0.0, "contradicted": 0.0}


def faithfulness(labels: Sequence[JudgeLabel]) -> float:
    """Return what an answer's sentences are worth on the mean: supported 1, partial 0.5, else 0.

    An unscorable sentence counts neither way; it is counted apart.

    Args:
        labels: of an answer's sentences, at least one of them scorable.
    Raises:
        ValueError: no sentence is scorable.
    Source: Es et al. 2024, RAGAS: Automated Evaluation of Retrieval Augmented Generation, 3:
        |supported| / |statements|; here a statement is a sentence, and a part counts by half.
    """
    worth = [_WORTH[label] for label in labels if label != "unscorable"]
    if not worth:
        msg = "no sentence of the answer was scorable, so its faithfulness is unknown"
        raise ValueError(msg)
    return sum(worth) / len(worth)


def share(labels: Sequence[JudgeLabel], label: JudgeLabel) -> float:
    """Return the share of an answer's sentences that have a label, unscorable ones in the count.

    Args:
        labels: at least one.
    """
    return sum(one == label for one in labels) / len(labels)


def fully_supported(labels: Sequence[JudgeLabel]) -> float:
    """Return 1 if every sentence of an answer is supported, else 0.

    Args:
        labels: at least one.
    Source: Min et al. 2023, FActScore, takes the answer as the unit; Bohnet et al. 2022,
        Attributed Question Answering, calls it AutoAIS.
    """
    return float(all(label == "supported" for label in labels))
