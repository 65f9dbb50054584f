"""Judges side by side as Markdown, which reads well in a terminal too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.eval.bench.report import table
from quoth.eval.bootstrap import Estimate
from quoth.eval.judges.measuring import JudgeMeasures, SetMeasures

__all__ = ["TITLES", "lines_of_mean", "lines_of_set"]

TITLES = {
    "auroc": "AUROC",
    "balanced_accuracy": "balanced accuracy",
    "balanced_accuracy_partial": "… with partial",
    "f1": "F1",
    "kappa": "kappa",
    "kappa_three": "kappa, three labels",
    "kappa_person": "kappa with one person",
    "pearson": "Pearson",
    "spearman": "Spearman",
    "correctness": "r, correctness",
    "completeness": "r, completeness",
    "overall": "r, overall",
}
_PEOPLE = "one person with another"


def lines_of_set(found: SetMeasures) -> list[str]:
    """Return what a set is, its table, the first judge's lead, and the shares by kind of claim."""
    labels = ", ".join(f"{n} {label}" for label, n in sorted(found.labels.items()))
    unit = f"pairs ({labels})" if labels else "pairs of answers"
    columns: list[tuple[str, Mapping[str, Estimate]]] = [
        (judge.judge, judge.measures) for judge in found.judges
    ]
    if found.people:
        columns.append((_PEOPLE, found.people))
    rows = [
        [title, *(_cell(of.get(name)) for _, of in columns)]
        for name, title in TITLES.items()
        if any(name in of for _, of in columns)
    ]
    blank = [""] * bool(found.people)
    rows.append(["unscorable", *(f"{j.n_unscorable} of {j.n}" for j in found.judges), *blank])
    rows.append(["ms a pair", *(_ms(judge) for judge in found.judges), *blank])
    heads = ["", *(name for name, _ in columns)]
    lines = [f"## {found.name}: {found.n} {unit}", "", *table(heads, rows)]
    if found.leads:
        leads = [[name, _cell(one)] for name, one in found.leads.items()]
        lines += ["", *table(["difference of AUROC, paired", ""], leads)]
    if any(judge.said_supported for judge in found.judges):
        lines += ["", *_by_kind(found.judges)]
    return lines


def lines_of_mean(sets: Sequence[SetMeasures]) -> list[str]:
    """Return the table of each judge's mean over the sets that have a measure; no interval."""
    judges = list(dict.fromkeys(judge.judge for of_set in sets for judge in of_set.judges))
    rows = []
    for name, title in TITLES.items():
        values = {
            judge: [
                one.measures[name].value
                for of_set in sets
                for one in of_set.judges
                if one.judge == judge and name in one.measures
            ]
            for judge in judges
        }
        if any(values.values()):
            rows.append([title, *(_mean(values[judge]) for judge in judges)])
    return [f"## Mean over {len(sets)} sets", "", *table(["", *judges], rows)]


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.3f} (of {len(values)})" if values else ""


def _ms(judge: JudgeMeasures) -> str:
    return f"{judge.ms_a_pair:.1f}" if judge.ms_a_pair else ""


def _cell(found: Estimate | None) -> str:
    return "" if found is None else f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def _by_kind(judges: Sequence[JudgeMeasures]) -> list[str]:
    kinds = sorted({kind for judge in judges for kind in judge.said_supported}, key=_label_first)
    sizes = {kind: one.n for judge in judges for kind, one in judge.said_supported.items()}
    rows = [
        [kind, str(sizes[kind]), *(_cell(judge.said_supported.get(kind)) for judge in judges)]
        for kind in kinds
    ]
    return table(["called supported, by label and kind", "n", *(j.judge for j in judges)], rows)


def _label_first(kind: str) -> tuple[bool, str]:
    return not kind.startswith("supported"), kind
