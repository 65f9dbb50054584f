"""What a report says, before it is written as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.eval.report.figures import Figure, KindTable, figures, grouped, kind_table
from quoth.eval.report.items import ItemView, item_views, worst
from quoth.eval.report.plots import Plot, plots
from quoth.eval.runs.folder import Run
from quoth.eval.runs.setup import RunRecord
from quoth.index.text import render

__all__ = ["Content", "report_content"]

_N_WORST = 20
_DIGITS = 12  # of a hash


@dataclass(frozen=True, slots=True)
class Content:
    """A report.

    Attributes:
        independence: whether the judge is another than what made or filtered the answers.
        counts: outcomes of items and labels of sentences: what is counted, under which name.
        groups: every metric, under its group's title.
        facts: how the run was made.
    """

    title: str
    independence: str
    remarks: tuple[str, ...]
    headline: tuple[Figure, ...]
    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    kinds: KindTable | None
    plots: tuple[Plot, ...]
    worst: tuple[ItemView, ...]
    groups: tuple[tuple[str, list[Figure]], ...]
    facts: tuple[tuple[str, str], ...]


def report_content(run: Run) -> Content:
    """Return what a report of the run says."""
    scores = run.scores
    independence = _independence(run)
    return Content(
        title=render(f"{scores.set_name}: {run.setup.system}, {run.setup.answerer}"),
        independence=independence,
        remarks=tuple(
            render(remark) for remark in scores.remarks if not independence.startswith(remark)
        ),
        headline=tuple(figures(scores.metrics, scores.headline)),
        counts=tuple(_counts(run)),
        kinds=kind_table(scores.by_kind, scores.headline),
        plots=tuple(plots(scores, run.latency)),
        worst=tuple(worst(item_views(run), _N_WORST)),
        groups=tuple(grouped(figures(scores.metrics))),
        facts=tuple((name, render(value)) for name, value in _facts(run.setup)),
    )


def _independence(run: Run) -> str:
    judge = render(run.scores.judge)
    if not judge:
        return "No judge was asked: nothing here says whether the evidence carries the answers."
    if run.scores.independent:
        return f"Judge: {judge}, independent of what made or filtered the answers."
    return (
        f"judge = verifier: not independent. {judge} also checked the sentences before they were "
        "given; a sentence that it errs about there, it errs about here."
    )


def _counts(run: Run) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    yield f"{run.scores.n_items} items", tuple(run.scores.outcomes.items())
    if any(run.scores.labels.values()):
        n = sum(run.scores.labels.values())
        yield f"{n} sentences, as the judge has them", tuple(run.scores.labels.items())


def _facts(setup: RunRecord) -> Iterator[tuple[str, str]]:
    yield "set", f"{setup.set.name}, {setup.set.n_items} items, sha256 {setup.set.sha256[:_DIGITS]}"
    if setup.set.n_left_out:
        yield "left out", f"{setup.set.n_left_out} items"
    yield "system", f"{setup.system}, {setup.answerer}"
    if setup.verifier:
        yield "verifier", setup.verifier
    if (library := setup.library) is not None:
        size = f"{library.n_documents} documents, {library.n_passages} passages"
        yield "library", f"{size}, sha256 {library.sha256[:_DIGITS]}"
        yield "embedder", library.embedder
    for name, value in setup.settings.items():
        yield f"setting {name}", value
    for name, sha256 in setup.prompts.items():
        yield f"prompt {name}", f"sha256 {sha256[:_DIGITS]}"
    versions = ", ".join(f"{name} {version}" for name, version in setup.versions.items())
    yield "versions", versions
    yield "seed", setup.seed
    yield "fingerprint", setup.fingerprint
