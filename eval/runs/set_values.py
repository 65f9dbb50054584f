"""Metrics of a set as a whole, which are no means over its items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import Estimate
from quoth.eval.metrics.abstention import (
    area_under_risk_coverage,
    calibration_error,
    confidence_auroc,
)
from quoth.eval.metrics.faithfulness import faithfulness
from quoth.eval.metrics.resampling import bootstrap_ratio, bootstrap_statistic
from quoth.eval.metrics.stance import macro_f1
from quoth.eval.runs.records import Record
from quoth.eval.runs.scores import ItemVerdicts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["confidences", "set_statistics", "set_values"]

Statistic = Callable[["NDArray[np.intp]"], float]


def confidences(records: Sequence[Record]) -> tuple[list[bool], list[float]]:
    """Return whether an item is answerable, and the confidence stated, where both are known."""
    known = [
        (record.gold.answerable, record.confidence)
        for record in records
        if record.gold.answerable is not None and record.confidence is not None and not record.error
    ]
    return [answerable for answerable, _ in known], [sure for _, sure in known]


def set_statistics(records: Sequence[Record]) -> dict[str, tuple[Statistic, int]]:
    """Return what computes each metric that applies to the set, and over how many items."""
    found: dict[str, tuple[Statistic, int]] = {}
    answerable, sure = confidences(records)
    if answerable:
        found["ece"] = calibration_error(answerable, sure), len(sure)
    if any(answerable) and not all(answerable):
        found["aurc"] = area_under_risk_coverage(answerable, sure), len(sure)
        found["confidence_auroc"] = confidence_auroc(answerable, sure), len(sure)
    stances = [
        (record.stance, record.gold.stance)
        for record in records
        if record.stance is not None and record.gold.stance is not None
    ]
    if stances:
        said, gold = zip(*stances, strict=True)
        found["stance_macro_f1"] = macro_f1(said, gold), len(stances)
    return found


def set_values(records: Sequence[Record], verdicts: Sequence[ItemVerdicts]) -> dict[str, Estimate]:
    """Return the metrics of the whole set, with intervals over resampled items."""
    values = {
        name: bootstrap_statistic(statistic, n, name=name)
        for name, (statistic, n) in set_statistics(records).items()
    }
    parts, wholes = [], []
    for record, verdict in zip(records, verdicts, strict=True):
        labels = [one.label for one in verdict.sentences if one.label != "unscorable"]
        if record.outcome == "answered" and labels:
            parts.append(faithfulness(labels) * len(labels))
            wholes.append(float(len(labels)))
    if wholes:
        values["sentence_faithfulness"] = bootstrap_ratio(
            parts, wholes, name="sentence_faithfulness"
        )
    return values
