"""What a benchmark found, part by part. Times are s or ms, memory MB of 10^6 bytes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from quoth.eval.bootstrap import Estimate

__all__ = [
    "IngestResult",
    "RetrievalResult",
    "Spread",
    "StartupResult",
    "SystemResult",
    "WarmResult",
    "percentile",
]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of n runs, with the smallest and the largest."""

    median: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Summarise at least one value."""
        return cls(statistics.median(values), min(values), max(values), len(values))


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """How well `search` finds the cited documents of one claim set among all documents.

    Attributes:
        claims: the name of the set.
        n_left_out: claims that cite nothing.
        values: measure → claim → value in [0, 1].
        scifact_dev: whether these are SciFact's abstracts and its validation claims.
    """

    claims: str
    n_documents: int
    n_left_out: int
    ndcg_10: Estimate
    recall_10: Estimate
    values: dict[str, dict[str, float]]
    scifact_dev: bool


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system over the folder: a process that indexes it, and another that searches it.

    Attributes:
        documents_per_s: documents / wall time of the whole indexing process.
        ndcg_10: over all claims; `ndcg_10_first` over those of the first claim set.
        index_cpu_s: processor time of the indexing process and its workers, the median; where it
            is far below wall time x cores, others were at work or cores idle.
        p50_ms: of a search in the warm process, the query's embedding included.
        failure: why it was not measured; the figures are then None.
    """

    name: str
    versions: dict[str, str]
    documents_per_s: Spread | None = None
    index_cpu_s: float | None = None
    ndcg_10: Estimate | None = None
    ndcg_10_first: Estimate | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    index_peak_mb: float | None = None
    query_peak_mb: float | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """Quoth first, then the peers, over the same folder in one run.

    Attributes:
        first_claims: the name of the first claim set; "" without claims.
        times_faster: Quoth's documents/s / the peer's, by peer.
    """

    over: str
    n_documents: int
    n_claims: int
    first_claims: str
    systems: tuple[SystemResult, ...]
    times_faster: dict[str, float]
    scifact_dev: bool = False


@dataclass(frozen=True, slots=True)
class StartupResult:
    """Wall times of fresh processes over a warm disk, s."""

    over: str
    n_documents: int
    n_passages: int
    ask_s: Spread
    ask_peak_mb: float
    help_s: Spread


@dataclass(frozen=True, slots=True)
class WarmResult:
    """`Assistant.ask` in one process that goes on, and that process's peak of memory.

    `stages_ms` is the median of each stage of `Answer.timings`.
    """

    over: str
    n_documents: int
    n_passages: int
    n_questions: int
    n_abstained: int
    p50_ms: float
    p95_ms: float
    peak_mb: float
    stages_ms: dict[str, float] = field(default_factory=dict)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share in [0, 1] of the values lies below, between neighbours."""
    import numpy as np

    return float(np.percentile(values, 100 * share))
