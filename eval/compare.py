"""Two runs of the same items, held against each other.

comparison = compare(open_run(Path("a")), open_run(Path("b")))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quoth.eval.metrics.resampling import Difference, paired_difference, paired_statistic
from quoth.eval.metrics.table import METRICS, metric
from quoth.eval.runs.folder import Run
from quoth.eval.runs.records import Record
from quoth.eval.runs.scores import ItemScores
from quoth.eval.runs.set_values import set_statistics
from quoth.index.errors import UsageError

__all__ = ["Changed", "Comparison", "Side", "compare", "failed_gates", "worse"]

_SIGNIFICANT = 0.05
_JUDGED = frozenset({"faithfulness", "citations"})  # groups whose values are a judge's


@dataclass(frozen=True, slots=True)
class Side:
    """An item in one run: its values of the headline, what it counts as, and its answer."""

    outcome: str
    answer: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that came out otherwise; change: the mean of |b - a| over the headline."""

    id: str
    kind: str
    text: str
    change: float
    a: Side
    b: Side


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two runs, over the items that both have.

    Attributes:
        metrics: b - a by column, over the items where both have a value.
        headline: the columns to look at first.
        changed: the items that changed most, the most changed first.
        remarks: what a reader must know, a line each.
    """

    a: str
    b: str
    n: int
    metrics: Mapping[str, Difference]
    headline: tuple[str, ...]
    changed: tuple[Changed, ...]
    remarks: tuple[str, ...]


def compare(a: Run, b: Run, *, most: int = 5) -> Comparison:
    """Compare two runs, item by item.

    Args:
        most: how many of the items that changed are shown.
    Raises:
        UsageError: they have no item in common.
    """
    ours, theirs = _by_id(a), _by_id(b)
    common = [id_ for id_, one in ours.items() if _same(one, theirs.get(id_))]
    if not common:
        msg = f"{a.folder} and {b.folder} have no item in common: compare runs of the same set"
        raise UsageError(msg)
    pairs = [(ours[id_], theirs[id_]) for id_ in common]
    same_judge = a.scores.judge == b.scores.judge
    metrics = _differences([(x.scores, y.scores) for x, y in pairs], same_judge=same_judge)
    metrics |= _set_differences([(x.record, y.record) for x, y in pairs])
    wanted = dict.fromkeys((*a.scores.headline, *b.scores.headline))
    headline = tuple(name for name in wanted if name in metrics)
    places = {name: at for at, name in enumerate(METRICS)}
    ordered = sorted(metrics, key=lambda name: places[metric(name).name])
    return Comparison(
        str(a.folder),
        str(b.folder),
        len(common),
        {name: metrics[name] for name in ordered},
        headline,
        _most_changed(pairs, headline)[:most],
        _remarks(a, b, len(common), same_judge=same_judge),
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    record: Record
    scores: ItemScores


def _by_id(run: Run) -> dict[str, _Scored]:
    pairs = zip(run.records, run.scores.items, strict=True)
    return {record.id: _Scored(record, scores) for record, scores in pairs}


def _same(one: _Scored, other: _Scored | None) -> bool:
    return other is not None and one.record.text == other.record.text


def _differences(
    pairs: Sequence[tuple[ItemScores, ItemScores]], *, same_judge: bool
) -> dict[str, Difference]:
    names = dict.fromkeys(name for a, b in pairs for name in a.values if name in b.values)
    found = {}
    for name in names:
        if same_judge or metric(name).group not in _JUDGED:
            both = [(a.values[name], b.values[name]) for a, b in pairs if _have(name, a, b)]
            ours, theirs = zip(*both, strict=True)
            found[name] = paired_difference(ours, theirs, name=name)
    return found


def _have(name: str, a: ItemScores, b: ItemScores) -> bool:
    return name in a.values and name in b.values


def _set_differences(pairs: Sequence[tuple[Record, Record]]) -> dict[str, Difference]:
    """Compare what is computed of the set as a whole, where both say it of the same items."""
    both = [
        (a, b)
        for a, b in pairs
        if (a.confidence is None) == (b.confidence is None)
        and (a.stance is None) == (b.stance is None)
        and not (a.error or b.error)
    ]
    ours = set_statistics([a for a, _ in both])
    theirs = set_statistics([b for _, b in both])
    return {
        name: paired_statistic(statistic, theirs[name][0], n, name=name)
        for name, (statistic, n) in ours.items()
        if name in theirs and theirs[name][1] == n
    }


def _most_changed(
    pairs: Sequence[tuple[_Scored, _Scored]], headline: Sequence[str]
) -> tuple[Changed, ...]:
    changed = []
    for a, b in pairs:
        names = [name for name in headline if _have(name, a.scores, b.scores)]
        moved = [abs(b.scores.values[name] - a.scores.values[name]) for name in names]
        change = sum(moved) / len(moved) if moved else 0.0
        if change or a.scores.outcome != b.scores.outcome:
            record = a.record
            sides = _side(a, headline), _side(b, headline)
            changed.append(Changed(record.id, record.kind, record.text, change, *sides))
    return tuple(sorted(changed, key=lambda one: (-one.change, one.id)))


def _side(one: _Scored, headline: Sequence[str]) -> Side:
    values = {name: one.scores.values[name] for name in headline if name in one.scores.values}
    return Side(one.scores.outcome, one.record.error or one.record.answer, values)


def _remarks(a: Run, b: Run, n: int, *, same_judge: bool) -> tuple[str, ...]:
    lines = []
    if a.setup.set.sha256 != b.setup.set.sha256 or not n == len(a.records) == len(b.records):
        lines.append(
            f"of {len(a.records)} and {len(b.records)} items, {n} are the same: only these"
        )
    if a.setup.library != b.setup.library:
        lines.append("the libraries differ")
    if not same_judge:
        judges = f"{a.scores.judge or 'no judge'} and {b.scores.judge or 'no judge'}"
        lines.append(f"judged by {judges}: faithfulness and citations are not compared")
    elif a.scores.judge and not (a.scores.independent and b.scores.independent):
        lines.append("judge = verifier: not independent")
    return tuple(lines)


def worse(comparison: Comparison) -> tuple[str, ...]:
    """Return the headline columns in which b is worse, beyond what chance does.

    By Holm's rule at 0.05 over the headline, so that many columns raise no false alarm.
    Source: Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure.
    """
    known = [name for name in comparison.headline if metric(name).higher_is_better is not None]
    tested = sorted(known, key=lambda name: comparison.metrics[name].p)
    rejected = []
    for at, name in enumerate(tested):
        if comparison.metrics[name].p > _SIGNIFICANT / (len(tested) - at):
            break
        rejected.append(name)
    return tuple(
        name for name in comparison.headline if name in rejected and _fell(comparison, name)
    )


def _fell(comparison: Comparison, name: str) -> bool:
    change = comparison.metrics[name].value
    return change < 0 if metric(name).higher_is_better else change > 0


def failed_gates(run: Run, *, below: Mapping[str, float], above: Mapping[str, float]) -> list[str]:
    """Return a line for each limit that a run does not keep; a column it lacks is not kept.

    Args:
        below: the least that a metric may be, by name.
        above: the most.
    Raises:
        UsageError: there is no such metric.
    """
    failed = []
    for limits, sign, word in ((below, 1, "below"), (above, -1, "above")):
        for name, limit in limits.items():
            metric(name)
            found = run.scores.metrics.get(name)
            if found is None:
                failed.append(
                    f"{name} has no value in {run.folder}, so it cannot be held to {limit}"
                )
            elif sign * found.value < sign * limit:
                failed.append(f"{name} is {found.value:.3f}, {word} {limit} (n = {found.n})")
    return failed
