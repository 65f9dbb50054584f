"""From records to scores: nothing is asked again but the judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.calibration import Bin, reliability, risk_coverage
from quoth.eval.judges.protocol import JudgeLabel
from quoth.eval.metrics.retrieval_levels import CUTOFFS, LEVELS, Searched, retrieval_values
from quoth.eval.metrics.table import METRICS, metric
from quoth.eval.runs.item_values import item_values
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.records import Outcome, Record
from quoth.eval.runs.remarks import headline, remarks
from quoth.eval.runs.scores import ItemScores, ItemVerdicts, Scores
from quoth.eval.runs.set_values import confidences, set_values
from quoth.eval.runs.verdicts import cites, judge_records

__all__ = ["score_records"]


def score_records(
    records: Sequence[Record], *, set_name: str, memory: JudgeMemory | None, verifier: str
) -> tuple[Scores, list[ItemVerdicts]]:
    """Return the scores of a run, and the verdicts that they rest on.

    Args:
        records: at least one.
        memory: the judge; None scores what needs none.
        verifier: what checked the answers before they were given; empty if nothing did.
    Raises:
        QuothError: the judge cannot work at all.
    """
    verdicts = judge_records(records, memory) if memory else [ItemVerdicts(r.id) for r in records]
    items = _scored_items(records, verdicts if memory else None)
    metrics = _means(items) | set_values(records, verdicts)
    judge = memory.judge.name if memory else ""
    scores = Scores(
        set_name=set_name,
        n_items=len(records),
        judge=judge,
        independent=judge != verifier,
        headline=headline(records, metrics),
        outcomes=_outcomes(records),
        labels=_labels(verdicts),
        metrics=_in_order(metrics),
        by_kind=_by_kind(items),
        recall_curve=_recall_curve(metrics),
        risk_coverage=_risk_coverage(records),
        reliability=_reliability(records),
        remarks=remarks(records, metrics, judge=judge, verifier=verifier),
        items=items,
    )
    return scores, verdicts


def _scored_items(
    records: Sequence[Record], verdicts: Sequence[ItemVerdicts] | None
) -> tuple[ItemScores, ...]:
    citing = cites(records)
    found = retrieval_values(_searched(records))
    judged: Sequence[ItemVerdicts | None] = verdicts or [None] * len(records)
    return tuple(
        ItemScores(
            record.id,
            record.kind,
            record.outcome,
            item_values(record, verdict, citing=citing) | found.get(record.id, {}),
        )
        for record, verdict in zip(records, judged, strict=True)
    )


def _searched(records: Sequence[Record]) -> list[Searched]:
    return [
        Searched(record.id, tuple(hit.span for hit in record.hits), record.gold)
        for record in records
        if record.hits is not None
    ]


def _means(items: Sequence[ItemScores], *, prefix: str = "") -> dict[str, Estimate]:
    values: defaultdict[str, list[float]] = defaultdict(list)
    for item in items:
        for name, value in item.values.items():
            values[name].append(value)
    return {name: bootstrap_mean(of, name=f"{prefix}{name}") for name, of in values.items()}


def _by_kind(items: Sequence[ItemScores]) -> dict[str, dict[str, Estimate]]:
    kinds: defaultdict[str, list[ItemScores]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item)
    return {kind: _in_order(_means(of, prefix=f"{kind} ")) for kind, of in sorted(kinds.items())}


def _in_order(metrics: Mapping[str, Estimate]) -> dict[str, Estimate]:
    """Put columns in the order of the table, cut-offs from small to large."""
    places = {name: at for at, name in enumerate(METRICS)}

    def place(name: str) -> tuple[int, int]:
        cutoff = name.rpartition("@")[2]
        return places[metric(name).name], int(cutoff) if cutoff.isdigit() else 0

    return {name: metrics[name] for name in sorted(metrics, key=place)}


def _outcomes(records: Sequence[Record]) -> dict[Outcome, int]:
    counts = Counter(record.outcome for record in records)
    return {outcome: counts[outcome] for outcome in get_args(Outcome)}


def _labels(verdicts: Sequence[ItemVerdicts]) -> dict[JudgeLabel, int]:
    counts = Counter(one.label for of in verdicts for one in of.sentences)
    return {label: counts[label] for label in get_args(JudgeLabel)}


def _recall_curve(metrics: Mapping[str, Estimate]) -> dict[str, tuple[tuple[int, float], ...]]:
    return {
        level: tuple((k, metrics[f"{level}_recall@{k}"].value) for k in CUTOFFS)
        for level in LEVELS
        if f"{level}_recall@{CUTOFFS[0]}" in metrics
    }


def _risk_coverage(records: Sequence[Record]) -> tuple[tuple[float, float], ...]:
    answerable, sure = confidences(records)
    if not answerable:
        return ()
    coverages, risks = risk_coverage(answerable, sure)
    return tuple(zip(coverages.tolist(), risks.tolist(), strict=True))


def _reliability(records: Sequence[Record]) -> tuple[Bin, ...]:
    answerable, sure = confidences(records)
    return tuple(reliability(answerable, sure)) if answerable else ()
