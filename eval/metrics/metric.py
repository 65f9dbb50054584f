"""What is said of a metric: formula, source, range and direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Group", "Metric"]

Group = Literal[
    "answers", "faithfulness", "citations", "retrieval", "abstention", "stance", "usage"
]


@dataclass(frozen=True, slots=True)
class Metric:
    """A column of the scores.

    Attributes:
        name: of the column; `@k` stands for any cut-off.
        title: in words.
        over: which items have a value.
        high: the largest value; None where there is no limit. The smallest is 0.
        higher_is_better: None for a column that only describes.
    """

    name: str
    group: Group
    title: str
    formula: str
    over: str
    source: str
    high: float | None = 1.0
    higher_is_better: bool | None = True
