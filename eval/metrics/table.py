"""Every column of the scores by its name, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quoth.eval.metrics.answer_columns import ANSWER_COLUMNS
from quoth.eval.metrics.metric import Group, Metric
from quoth.eval.metrics.other_columns import DECISION_COLUMNS, RETRIEVAL_COLUMNS
from quoth.index.errors import UsageError

__all__ = ["METRICS", "Group", "Metric", "metric"]

METRICS: Mapping[str, Metric] = {
    one.name: one for one in (*ANSWER_COLUMNS, *DECISION_COLUMNS, *RETRIEVAL_COLUMNS)
}
"""By name; the order is the one in which columns are shown."""


def metric(name: str) -> Metric:
    """Return what a column means; "passage_recall@5" is one of "passage_recall@k".

    Raises:
        UsageError: there is no such metric.
    """
    found = METRICS.get(name) or METRICS.get(re.sub(r"@\d+\Z", "@k", name))
    if found is None:
        msg = f"there is no metric {name!r}; there are {', '.join(METRICS)}"
        raise UsageError(msg)
    return found
