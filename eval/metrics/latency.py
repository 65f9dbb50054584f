"""How long answers take: percentiles over items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.eval.runs.scores import Latency

__all__ = ["latency"]


def latency(milliseconds: Mapping[str, Sequence[float]]) -> dict[str, Latency]:
    """Return the percentiles of each stage, by linear interpolation; a stage without items is out.

    Args:
        milliseconds: by stage, one an item.
    """
    import numpy as np

    found = {}
    for stage, values in milliseconds.items():
        if values:
            p50, p90, p95, p99 = (float(p) for p in np.percentile(values, [50, 90, 95, 99]))
            found[stage] = Latency(len(values), float(np.mean(values)), p50, p90, p95, p99)
    return found
