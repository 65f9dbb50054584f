"""What one tab of the browser is shown of a user's sets and runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.index.errors import UsageError
from quoth.ui.app.context import PageContext
from quoth.ui.app.evaluate_form_view import Setup, form_html
from quoth.ui.app.evaluate_records import PAGE, StoredRun
from quoth.ui.app.evaluate_view import (
    ListedRun,
    opened_html,
    progress_html,
    runs_html,
)
from quoth.ui.app.wiring import KEEP, Keep

if TYPE_CHECKING:
    from quoth.eval.runs.scores import Scores

__all__ = ["JUDGES", "EvaluateView", "Evaluations", "Shown"]

JUDGES = (
    ("embedded", "embedded: the check that answers go through"),
    ("overlap", "overlap of words"),
    ("cosine", "cosine of the nearest sentence"),
)
"""Those that need nothing but the package: name, and what it is called."""


@dataclass(frozen=True, slots=True)
class EvaluateView:
    """What one tab of the browser shows.

    Attributes:
        open_id: the run that is open.
        awaited: the run that was begun here, to be opened when it is done.
        n_running: how many runs were being made when the list was written.
    """

    open_id: str = ""
    awaited: str = ""
    n_running: int = 0


Shown = tuple[EvaluateView, str, bool, str | Keep, str | Keep, str | Keep]
"""The view, the runs being made, whether there are any, the list, the open run, what is said."""


@dataclass(frozen=True, slots=True)
class Evaluations:
    """Writes down a user's sets and runs as the page has them."""

    context: PageContext

    def form(self, user: str, *, chosen: str = "") -> str:
        """Return the form that begins a run.

        Args:
            chosen: the id of the set that has just been added.
        """
        settings = self.context.settings
        n = len(self.context.library.documents())
        setup = Setup(
            f"this library ({n} {'document' if n == 1 else 'documents'})",
            settings.llm or "quotes",
            (*JUDGES, (settings.llm, settings.llm)) if settings.llm else JUDGES,
        )
        return form_html(self.context.evaluations.sets(user), setup, chosen=chosen)

    def everything(
        self, user: str, view: EvaluateView, *, said: str | Keep = KEEP, focus: bool = False
    ) -> Shown:
        """Return everything as it is now.

        Args:
            focus: the keyboard goes to the open run.
        Raises:
            UsageError: the run that is to be opened is not finished.
            UnknownEvaluation: the user has none of that id.
        """
        opened = self._open(user, view.open_id, focus=focus) if view.open_id else ""
        running = self.context.evaluating.running(user)
        now = replace(view, n_running=len(running))
        listed = self._list(user, view.open_id)
        return now, progress_html(running), bool(running), listed, opened, said

    def progress(self, user: str, view: EvaluateView) -> Shown:
        """Return how far runs are; the list too, once one has ended."""
        running = self.context.evaluating.running(user)
        same = len(running) == view.n_running
        listed = KEEP if same else self._list(user, view.open_id)
        now = replace(view, n_running=len(running))
        return now, progress_html(running), bool(running), listed, KEEP, KEEP

    def _open(self, user: str, run_id: str, *, focus: bool) -> str:
        store = self.context.evaluations
        run = store.run(user, run_id)
        if not run.is_done:
            msg = "this run is not finished. Go on with it first"
            raise UsageError(msg)
        others = [one for one in store.runs(user) if one.is_done and one.id != run.id]
        content = (run.folder / PAGE).read_text(encoding="utf-8")
        return opened_html(run, content, others, focus=focus)

    def _list(self, user: str, open_id: str) -> str:
        runs = [self._listed(user, run) for run in self.context.evaluations.runs(user)]
        return runs_html(runs, open_id=open_id)

    def _listed(self, user: str, run: StoredRun) -> ListedRun:
        from quoth.eval.report.figures import figures

        progress = self.context.evaluating.of(user, run.id)
        scores = _scores(run) if run.is_done else None
        if scores is None:
            return ListedRun(run, progress=progress)
        return ListedRun(run, figures(scores.metrics, scores.headline), scores.n_items, progress)


def _scores(run: StoredRun) -> Scores | None:
    """Return a run's scores; None where another version of Quoth wrote them."""
    from pydantic import TypeAdapter, ValidationError

    from quoth.eval.runs.folder import RunFolder
    from quoth.eval.runs.scores import Scores

    try:
        return TypeAdapter(Scores).validate_json(RunFolder(run.folder).scores.read_bytes())
    except (OSError, ValidationError):
        return None
