"""What a run scores: a value an item, means with intervals, and what was counted apart.

`scores.json` is one `Scores`; `verdicts.jsonl` is one `ItemVerdicts` a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quoth.eval.bootstrap import Estimate
from quoth.eval.calibration import Bin
from quoth.eval.judges.protocol import JudgeLabel
from quoth.eval.runs.records import Outcome

__all__ = [
    "CitationVerdict",
    "CitationVerdictLabel",
    "ItemScores",
    "ItemVerdicts",
    "Latency",
    "Scores",
    "SentenceVerdict",
]

CitationVerdictLabel = Literal["precise", "unneeded", "unsupporting", "unknown"]


@dataclass(frozen=True, slots=True)
class CitationVerdict:
    """What one mark [n] is worth.

    Attributes:
        label: precise: the sentence is supported and this source is needed for it; unneeded: the
            others support it as well without; unsupporting: all together do not support it;
            unknown: there is no source n.
    """

    n: int
    label: CitationVerdictLabel


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """What the judge says of one sentence.

    Attributes:
        label, score, reason: of the sentence against its evidence; see `Judgement`.
        citations: one a mark, in the order of the record.
    """

    text: str
    label: JudgeLabel
    score: float | None = None
    reason: str = ""
    citations: tuple[CitationVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemVerdicts:
    """The verdicts on an answer, a sentence each, in the order of the record."""

    id: str
    sentences: tuple[SentenceVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemScores:
    """The values of one item; a metric that does not apply to it is not among them."""

    id: str
    kind: str
    outcome: Outcome
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a run; no time in it, so that the same records score the same bytes.

    Attributes:
        set_name: the set's file, without folders.
        judge: its name; empty where none was asked.
        independent: whether the judge is another than the verifier that made or filtered the
            answers.
        headline: the metrics to look at first, which depend on the kind of answers.
        outcomes: how many items were answered, abstained, came out empty or in error.
        labels: how many sentences got each label, unscorable ones too.
        metrics: by name (see `quoth.eval.metrics.table`), mean, 95 % interval and n.
        by_kind: the same by kind of item.
        recall_curve: by level ("document", "passage", "span"): cut-off and mean recall.
        risk_coverage: coverage and risk, from the surest item on.
        reliability: the bins of the stated confidence.
        remarks: what a reader must know of these figures, a line each: columns that are absent
            and why, a judge that is not independent.
    """

    set_name: str
    n_items: int
    judge: str
    independent: bool
    headline: tuple[str, ...]
    outcomes: Mapping[Outcome, int]
    labels: Mapping[JudgeLabel, int]
    metrics: Mapping[str, Estimate]
    by_kind: Mapping[str, Mapping[str, Estimate]]
    recall_curve: Mapping[str, tuple[tuple[int, float], ...]]
    risk_coverage: tuple[tuple[float, float], ...]
    reliability: tuple[Bin, ...]
    remarks: tuple[str, ...]
    items: tuple[ItemScores, ...]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a stage over n items; `latency.json` is one by stage."""

    n: int
    mean: float
    p50: float
    p90: float
    p95: float
    p99: float
