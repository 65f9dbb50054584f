"""Figures as they are shown: an estimate with its metric's words, formatted once for all views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from quoth.eval.bootstrap import Estimate
from quoth.eval.metrics.table import METRICS, Metric, metric

__all__ = ["Figure", "KindTable", "figure_title", "figures", "grouped", "kind_table", "number"]

GROUPS = {
    "answers": "Answers",
    "faithfulness": "Faithfulness",
    "citations": "Citations and quotes",
    "retrieval": "Retrieval",
    "abstention": "Abstention and calibration",
    "stance": "Stance",
    "usage": "Work of the model",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of a run.

    Attributes:
        name: of the column, "passage_recall@10".
        value, interval: as text; the interval is of 95 %.
        direction: "higher is better", "lower is better", or empty.
    """

    name: str
    metric: Metric
    estimate: Estimate

    @property
    def title(self) -> str:
        """What it is called, its cut-off put in."""
        return figure_title(self.name)

    @property
    def value(self) -> str:
        """The mean."""
        return number(self.estimate.value, self.metric)

    @property
    def interval(self) -> str:
        """Where 95 % of the means of items drawn again lie."""
        low, high = (number(x, self.metric) for x in (self.estimate.low, self.estimate.high))
        return f"[{low}, {high}]"

    @property
    def direction(self) -> str:
        """Which way is better."""
        better = self.metric.higher_is_better
        return "" if better is None else f"{'higher' if better else 'lower'} is better"


@dataclass(frozen=True, slots=True)
class KindTable:
    """Metrics by kind of item, by their names; None where a metric does not apply."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure | None, ...]], ...]


def figures(estimates: Mapping[str, Estimate], names: Iterable[str] | None = None) -> list[Figure]:
    """Return the figures of a mapping, in the order of METRICS, or those that are named."""
    if names is None:
        order = {name: at for at, name in enumerate(METRICS)}
        names = sorted(estimates, key=lambda name: (order[metric(name).name], _cutoff(name)))
    return [Figure(name, metric(name), estimates[name]) for name in names if name in estimates]


def grouped(found: Iterable[Figure]) -> list[tuple[str, list[Figure]]]:
    """Return figures under the titles of their groups."""
    ordered = sorted(found, key=lambda figure: list(GROUPS).index(figure.metric.group))
    return [
        (GROUPS[group], list(of_group))
        for group, of_group in groupby(ordered, key=lambda figure: figure.metric.group)
    ]


def figure_title(name: str) -> str:
    """Return a metric's title; "passage_recall@5" is "recall at 5, passages"."""
    _, at, k = name.partition("@")
    title = metric(name).title
    if not at:
        return title
    return title.replace(" at k", f" at {k}") if " at k" in title else f"{title}, first {k}"


def kind_table(
    by_kind: Mapping[str, Mapping[str, Estimate]], names: Iterable[str]
) -> KindTable | None:
    """Return the named metrics of each kind; None where there is one kind, or none."""
    columns = [name for name in names if any(name in of for of in by_kind.values())]
    if len(by_kind) < 2 or not columns:
        return None
    rows = []
    for kind, of_kind in sorted(by_kind.items()):
        found = {figure.name: figure for figure in figures(of_kind, columns)}
        rows.append((kind, tuple(found.get(name) for name in columns)))
    return KindTable(tuple(columns), tuple(rows))


def number(value: float, of: Metric) -> str:
    """Return a value as text: three decimals for a share, else four digits."""
    return f"{value:.3f}" if of.high is not None else f"{value:.4g}"


def _cutoff(name: str) -> int:
    _, _, k = name.partition("@")
    return int(k) if k.isdigit() else 0
