"""How well judges agree with the people who judged a set: each measure with its interval."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quoth.eval import agreement
from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.calibration import auroc_estimates
from quoth.eval.judges.judged_sets import JudgedSet, ResponseSet
from quoth.eval.judges.protocol import Judge, Judgement, Pair
from quoth.eval.judges.responses import (
    human_measures,
    response_measures,
    response_pairs,
    score_of,
)
from quoth.eval.runs.judging import JudgeMemory

__all__ = ["JudgeMeasures", "SetMeasures", "measure_judges", "measure_pairs"]

Progress = Callable[[str, int, int], None]  # judge, pairs done, pairs in all


@dataclass(frozen=True, slots=True)
class JudgeMeasures:
    """What one judge reaches on one set.

    Attributes:
        n: pairs that it was asked of.
        n_unscorable: of them, those that it gave no verdict on; they are in no measure.
        measures: by name; one that the set has no labels for is not there.
        said_supported: by label and kind of claim, the share that it calls supported.
        ms_a_pair: on this machine, of those that it was asked of now; no two runs take the same.
    """

    judge: str
    n: int
    n_unscorable: int
    measures: Mapping[str, Estimate]
    said_supported: Mapping[str, Estimate] = field(default_factory=dict)
    ms_a_pair: float = 0.0


@dataclass(frozen=True, slots=True)
class SetMeasures:
    """What judges reach on one set, and people with each other.

    Attributes:
        n: rows: pairs, or compared answers.
        labels: how many rows have each label.
        people: measures of people against people, by the same names.
        leads: of the first judge over each other: differences of AUROC, paired, over the pairs
            that all of them gave a verdict on.
    """

    name: str
    n: int
    labels: Mapping[str, int]
    judges: tuple[JudgeMeasures, ...]
    people: Mapping[str, Estimate] = field(default_factory=dict)
    leads: Mapping[str, Estimate] = field(default_factory=dict)


def measure_judges(
    judged: JudgedSet | ResponseSet,
    judges: Sequence[Judge],
    *,
    kept: Path | None = None,
    progress: Progress = lambda _judge, _done, _total: None,
) -> SetMeasures:
    """Ask each judge of every row and hold what it says against the people's words.

    Args:
        kept: a file that keeps what judges said, so that none is asked twice; it is added to.
    Raises:
        QuothError: a judge cannot work at all.
    """
    pairs = (
        response_pairs(judged)
        if isinstance(judged, ResponseSet)
        else [row.pair for row in judged.rows]
    )
    found = []
    said = {}
    for judge in judges:
        said[judge.name], ms_a_pair = _ask(judge, pairs, progress, kept)
        found.append(_measures(judged, said[judge.name], judge.name, ms_a_pair))
    if isinstance(judged, ResponseSet):
        n = len(judged.rows)
        return SetMeasures(judged.name, n, {}, tuple(found), human_measures(judged))
    labels: dict[str, int] = dict(Counter(row.label for row in judged.rows))
    return SetMeasures(
        judged.name, len(pairs), labels, tuple(found), _people(judged), _leads(judged, said)
    )


def measure_pairs(
    judged: JudgedSet, judgements: Sequence[Judgement], *, name: str
) -> dict[str, Estimate]:
    """Return the measures that the set's labels allow, over the pairs with a verdict.

    auroc: the score orders supported before the rest. balanced_accuracy, f1, kappa: the label
    "supported" against the rest; in balanced_accuracy_partial "partial" counts as supported too.
    kappa_three: with "contradicted" told apart. kappa_person: against one of the people, drawn at
    random. pearson, spearman: of the score and the share of people who call it supported.

    Args:
        name: seeds the resampling, with the set's.
    """
    scored = [
        (row, one)
        for row, one in zip(judged.rows, judgements, strict=True)
        if one.label != "unscorable"
    ]
    if not scored:
        return {}
    right = [row.label == "supported" for row, _ in scored]
    said = [one.label == "supported" for _, one in scored]
    partly = [one.label in ("supported", "partial") for _, one in scored]
    scores = [score_of(one) for _, one in scored]
    seed = f"{judged.name} {name}"
    found = {
        "balanced_accuracy": agreement.balanced_accuracy(right, said, name=seed),
        "balanced_accuracy_partial": agreement.balanced_accuracy(right, partly, name=seed),
        "f1": agreement.f1(right, said, name=seed),
        "kappa": agreement.cohen_kappa(right, said, name=seed),
    }
    if len(set(right)) == 2:
        found |= auroc_estimates(right, {"auroc": scores}, name=judged.name)
    if judged.tells_contradictions:
        found["kappa_three"] = agreement.cohen_kappa(
            [row.label for row, _ in scored], [_three(one) for _, one in scored], name=seed
        )
    if (n_raters := judged.n_raters) is not None:
        votes = [row.votes_supported or 0 for row, _ in scored]
        found["kappa_person"] = agreement.rater_kappa(votes, n_raters, said, name=seed)
        shares = [n / n_raters for n in votes]
        found["pearson"] = agreement.pearson(shares, scores, name=seed)
        found["spearman"] = agreement.spearman(shares, scores, name=seed)
    return {measure: one for measure, one in found.items() if one is not None}


def _measures(
    judged: JudgedSet | ResponseSet, judgements: Sequence[Judgement], name: str, ms_a_pair: float
) -> JudgeMeasures:
    n_unscorable = sum(one.label == "unscorable" for one in judgements)
    if isinstance(judged, ResponseSet):
        measures = response_measures(judged, judgements, name=name)
        return JudgeMeasures(name, len(judgements), n_unscorable, measures, {}, ms_a_pair)
    measures = measure_pairs(judged, judgements, name=name)
    said = _said_supported(judged, judgements, name=name)
    return JudgeMeasures(name, len(judgements), n_unscorable, measures, said, ms_a_pair)


def _three(judgement: Judgement) -> str:
    known = judgement.label in ("supported", "contradicted")
    return judgement.label if known else "not_enough"


def _ask(
    judge: Judge, pairs: Sequence[Pair], progress: Progress, kept: Path | None
) -> tuple[list[Judgement], float]:
    """Return a judgement a pair, and the milliseconds that one took; 0 where all were known."""
    n_asked = 0

    def told(done: int, n_new: int) -> None:
        nonlocal n_asked
        n_asked = done
        progress(judge.name, len(pairs) - n_new + done, len(pairs))

    started = time.perf_counter()
    judgements = JudgeMemory(judge, kept, told).of(pairs)
    seconds = time.perf_counter() - started
    return judgements, 1000 * seconds / n_asked if n_asked else 0.0


def _said_supported(
    judged: JudgedSet, judgements: Sequence[Judgement], *, name: str
) -> dict[str, Estimate]:
    said: defaultdict[str, list[float]] = defaultdict(list)
    for row, one in zip(judged.rows, judgements, strict=True):
        if row.kind and one.label != "unscorable":
            said[f"{row.label}: {row.kind}"].append(float(one.label == "supported"))
    return {
        kind: bootstrap_mean(values, name=f"{judged.name} {name} {kind}")
        for kind, values in sorted(said.items())
    }


def _people(judged: JudgedSet) -> dict[str, Estimate]:
    if (n_raters := judged.n_raters) is None:
        return {}
    votes = [row.votes_supported or 0 for row in judged.rows]
    kappa = agreement.fleiss_kappa(votes, n_raters, name=judged.name)
    return {"kappa_person": kappa} if kappa else {}


def _leads(judged: JudgedSet, said: Mapping[str, Sequence[Judgement]]) -> dict[str, Estimate]:
    """Return the first judge's lead in AUROC over each other, where there are several."""
    kept = [
        (row, all_of_row)
        for row, all_of_row in zip(judged.rows, zip(*said.values(), strict=True), strict=True)
        if all(one.label != "unscorable" for one in all_of_row)
    ]
    right = [row.label == "supported" for row, _ in kept]
    if len(said) < 2 or len(set(right)) < 2:
        return {}
    scores = {name: [score_of(of[at]) for _, of in kept] for at, name in enumerate(said)}
    estimates = auroc_estimates(right, scores, name=judged.name)
    return {name: one for name, one in estimates.items() if name not in said}
