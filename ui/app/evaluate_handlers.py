"""What the Evaluate tab does: sets and runs of the user who calls."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.errors import UsageError
from quoth.ui.app.context import PageContext
from quoth.ui.app.evaluate_compare_view import comparison_html
from quoth.ui.app.evaluate_records import Plan, StoredSet, page_line
from quoth.ui.app.evaluate_run_view import sentence
from quoth.ui.app.evaluate_shown import JUDGES, EvaluateView, Evaluations, Shown
from quoth.ui.app.evaluate_view import compared_html
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["EvaluateHandlers"]

_MOST_ITEMS = 1_000_000
_PARTS = {
    "report": ("report.html", "text/html"),
    "records": ("records.jsonl", "application/x-ndjson"),
}


@dataclass(frozen=True, slots=True)
class EvaluateHandlers:
    """The handlers; each is told who calls, and what the page's script sent."""

    context: PageContext

    @property
    def _page(self) -> Evaluations:
        return Evaluations(self.context)

    # -- sets -------------------------------------------------------------------------------

    def form(self, visitor: Visitor, _sent: Sent) -> str:
        """Show the form with the user's sets."""
        return self._page.form(visitor.user)

    def take(self, visitor: Visitor, _sent: Sent, path: str) -> tuple[str, str]:
        """Keep an uploaded set, and choose it.

        Raises:
            UsageError: it does not read as one.
        """
        store, limits = self.context.evaluations, self.context.limits
        kept = store.keep_set(visitor.user, path, limits=limits)
        said = f"{kept.about.name} is added and chosen."
        return self._page.form(visitor.user, chosen=kept.id), said

    def drop_set(self, visitor: Visitor, sent: Sent) -> tuple[str, str]:
        """Delete a set.

        Raises:
            UnknownEvaluation: the user has none of that id.
        """
        self.context.evaluations.drop_set(visitor.user, sent.text("id"))
        return self._page.form(visitor.user), "The set is deleted."

    # -- making runs ------------------------------------------------------------------------

    def begin(self, visitor: Visitor, sent: Sent, view: EvaluateView) -> Shown:
        """Begin a run.

        Raises:
            UsageError: the form does not read, or the set does not stand on the library.
        """
        chosen = self.context.evaluations.set(visitor.user, sent.text("set"))
        plan = self._plan(chosen, sent)
        self._check(chosen, plan)
        run = self.context.evaluations.new_run(visitor.user, chosen, plan)
        self.context.evaluating.begin(visitor.user, run)
        awaiting = replace(view, awaited=run.id)
        return self._page.everything(visitor.user, awaiting, said="The run has begun.")

    def resume(self, visitor: Visitor, sent: Sent, view: EvaluateView) -> Shown:
        """Go on with a run that was stopped.

        Raises:
            UnknownEvaluation: the user has none of that id.
        """
        run = self.context.evaluations.run(visitor.user, sent.text("id"))
        self.context.evaluating.begin(visitor.user, run)
        awaiting = replace(view, awaited=run.id)
        return self._page.everything(visitor.user, awaiting, said="The run goes on.")

    def halt(self, visitor: Visitor, sent: Sent, view: EvaluateView) -> Shown:
        """Stop a run; what was asked is kept."""
        self.context.evaluating.stop(visitor.user, sent.text("id"))
        said = "Stopping. What was asked is kept."
        return (*self._page.progress(visitor.user, view)[:-1], said)

    def tick(self, visitor: Visitor, _sent: Sent, view: EvaluateView) -> Shown:
        """Show how far the runs are; open the awaited one once it is done."""
        progress = self.context.evaluating.of(visitor.user, view.awaited)
        if progress is None or not progress.is_over:
            return self._page.progress(visitor.user, view)
        ended = replace(view, awaited="")
        if progress.state == "done":
            ended = replace(ended, open_id=progress.id)
            said = f"The run of {progress.name} is done."
        else:
            said = sentence(progress.message or "the run was stopped")
        return self._page.everything(visitor.user, ended, said=said)

    # -- runs that are there ----------------------------------------------------------------

    def runs(self, visitor: Visitor, _sent: Sent, view: EvaluateView) -> Shown:
        """Show the runs as they are now."""
        return self._page.everything(visitor.user, view)

    def show(self, visitor: Visitor, sent: Sent, view: EvaluateView) -> Shown:
        """Open a run, or close the one that is open.

        Raises:
            UsageError: it is not finished.
            UnknownEvaluation: the user has none of that id.
        """
        opening = replace(view, open_id=sent.text("id"))
        return self._page.everything(visitor.user, opening, said="", focus=True)

    def drop_run(self, visitor: Visitor, sent: Sent, view: EvaluateView) -> Shown:
        """Delete a run.

        Raises:
            UsageError: it is being made.
            UnknownEvaluation: the user has none of that id.
        """
        id_ = sent.text("id")
        progress = self.context.evaluating.of(visitor.user, id_)
        if progress is not None and not progress.is_over:
            msg = "this run is being made. Stop it first"
            raise UsageError(msg)
        self.context.evaluations.drop_run(visitor.user, id_)
        kept = replace(view, open_id="") if view.open_id == id_ else view
        return self._page.everything(visitor.user, kept, said="The run is deleted.")

    def compare(self, visitor: Visitor, sent: Sent) -> str:
        """Hold a run against another.

        Raises:
            UsageError: they have no item in common.
            UnknownEvaluation: the user has none of that id.
        """
        from quoth.eval.compare import compare
        from quoth.eval.runs.folder import open_run

        store = self.context.evaluations
        b, a = (store.run(visitor.user, sent.text(name)) for name in ("id", "other"))
        try:
            found = compare(open_run(a.folder), open_run(b.folder))
        except UsageError as error:
            names = {a.folder: "the one run", b.folder: "the other"}
            raise UsageError(page_line(error, names)) from error
        return compared_html(a, b, comparison_html(found))

    def fetch(self, visitor: Visitor, sent: Sent) -> dict[str, str]:
        """Make a part of a run a file to download.

        Raises:
            UsageError: there is no such part.
            UnknownEvaluation: the user has no such run.
        """
        run = self.context.evaluations.run(visitor.user, sent.text("id"))
        file, media_type = _PARTS.get(sent.text("part"), ("", ""))
        if not file or not (run.folder / file).is_file():
            msg = "there is no such file of this run. Make the run again"
            raise UsageError(msg)
        data = (run.folder / file).read_bytes()
        name = f"{Path(run.plan.set_name).stem}-{file}"
        url = self.context.downloads.offer(visitor.user, name, media_type, data)
        return {"url": url, "name": name}

    # -- within -----------------------------------------------------------------------------

    def _plan(self, chosen: StoredSet, sent: Sent) -> Plan:
        judge, limit = sent.text("judge"), sent.number("limit", 0)
        known = {name for name, _ in JUDGES} | {self.context.settings.llm} - {""}
        if judge not in known:
            msg = "there is no such judge. Choose one of the form"
            raise UsageError(msg)
        if not 0 <= limit <= _MOST_ITEMS:
            msg = f"give a number of items from 1 to {_MOST_ITEMS:,}, or none for all"
            raise UsageError(msg)
        leave_out = bool(sent.number("leave_out", 0))
        return Plan(chosen.about.name, judge, limit or None, leave_out, time.time())

    def _check(self, chosen: StoredSet, plan: Plan) -> None:
        """See before a run that its set stands on the library.

        Raises:
            UsageError: it does not.
        """
        from quoth.eval.importers.reading import read_set
        from quoth.eval.runs.documents import check_gold, set_names
        from quoth.ui.app.evaluate_process import drawn

        library = self.context.library
        if not library.documents():
            msg = "the library is empty. Add papers on the Library tab first"
            raise UsageError(msg)
        items = drawn(read_set(chosen.path), plan.limit).items
        wrong = check_gold(library, set_names(library, items), items)
        is_hopeless = len(wrong) == len(items)
        if is_hopeless or (wrong and not plan.leave_out):
            first = next(iter(wrong.values()))
            msg = f"{len(wrong)} of {len(items)} items do not stand on this library: {first}"
            raise UsageError(msg if is_hopeless else f"{msg}. Add it, or leave out such items")
