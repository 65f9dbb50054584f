"""Looks through the runs of a folder, for a page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quoth.eval.report.figures import Figure, figures
from quoth.eval.runs.folder import open_run
from quoth.index.errors import UsageError

__all__ = ["Listed", "RunSummary", "list_runs"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A scored run in a line.

    Attributes:
        folder: to open it with `open_run`.
        independent: whether the judge is another than what made or filtered the answers.
    """

    folder: Path
    set_name: str
    answerer: str
    judge: str
    independent: bool
    n_items: int
    headline: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The runs of a folder, and what kept others from being read, a line each."""

    runs: tuple[RunSummary, ...]
    problems: tuple[str, ...]


def list_runs(folder: Path) -> Listed:
    """Return the runs that lie in a folder, the one scored last first; none where it is not there.

    A run that is not yet scored, or cannot be read, is among the problems.
    """
    found = sorted(
        (path.parent for path in folder.glob("*/run.json")), key=_scored_at, reverse=True
    )
    runs, problems = [], []
    for path in found:
        try:
            run = open_run(path)
        except UsageError as error:
            problems.append(str(error))
            continue
        scores = run.scores
        runs.append(
            RunSummary(
                folder=path,
                set_name=scores.set_name,
                answerer=run.setup.answerer,
                judge=scores.judge,
                independent=scores.independent,
                n_items=scores.n_items,
                headline=tuple(figures(scores.metrics, scores.headline)),
            )
        )
    return Listed(tuple(runs), tuple(problems))


def _scored_at(folder: Path) -> tuple[float, str]:
    """Return when a run was scored, and its name for runs of the same moment."""
    scores = folder / "scores.json"
    return scores.stat().st_mtime if scores.exists() else 0.0, folder.name
