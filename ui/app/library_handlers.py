"""What the Library tab does: add, edit, tag, remove, index again, look over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from quoth.index.errors import LibraryLocked, UsageError
from quoth.index.metadata import FIELDS
from quoth.ui.app.context import PageContext
from quoth.ui.app.job_progress import JobProgress
from quoth.ui.app.library_form import corrections, listed
from quoth.ui.app.library_view import ROWS, LibraryView, RowMode, jobs_html, table_html
from quoth.ui.app.selection import matching
from quoth.ui.app.uploads import take_in
from quoth.ui.app.wiring import KEEP, Keep, Sent, Visitor

__all__ = ["Jobs", "LibraryHandlers", "Table"]

_FORM = ("title", "year", "venue", "volume", "issue", "pages", "doi", "authors", "keywords")

Table = tuple[LibraryView, str, int | Keep, str]
"""The view, the table, a number that grows when the library has changed, what is said."""

Jobs = tuple[str, bool, str | Keep, int | Keep, str]
"""The jobs, whether they go on, the table, the number that grows, what is said."""


@dataclass(frozen=True, slots=True)
class LibraryHandlers:
    """The handlers; each is told who calls, and what the page's script sent."""

    context: PageContext

    # -- the table --------------------------------------------------------------------------

    def opened(self, visitor: Visitor, _sent: Sent, view: LibraryView) -> Jobs:
        """Show the library as it is now, and the jobs that still run."""
        jobs = [j for j in self.context.adding.jobs(visitor.user) if not j.is_over]
        return jobs_html(jobs[:3]), bool(jobs), self._table(visitor, view), KEEP, ""

    def find(self, visitor: Visitor, sent: Sent, view: LibraryView) -> tuple[LibraryView, str]:
        """Show the documents that have the words searched for."""
        found = replace(view, words=sent.text("words", ""), n_rows=ROWS, open_id="", mode="")
        return found, self._table(visitor, found)

    def more(self, visitor: Visitor, _sent: Sent, view: LibraryView) -> tuple[LibraryView, str]:
        """Show more rows."""
        longer = replace(view, n_rows=view.n_rows + ROWS)
        return longer, self._table(visitor, longer)

    def row(self, visitor: Visitor, sent: Sent, view: LibraryView) -> tuple[LibraryView, str]:
        """Open a row, to edit its document or to remove it, or close it."""
        modes: dict[str, RowMode] = {"edit": "edit", "remove": "remove"}
        mode = modes.get(sent.text("mode", ""), "")
        opened = replace(view, open_id=sent.text("id") if mode else "", mode=mode)
        return opened, self._table(visitor, opened)

    # -- one document -----------------------------------------------------------------------

    def save(self, visitor: Visitor, sent: Sent, view: LibraryView, version: int) -> Table:
        """Keep what the form of a document says, and its tags.

        Raises:
            UsageError, LibraryLocked, UnknownDocument.
        """
        from quoth.index.edit import edit

        document = self.context.sources.document(sent.text("id"))
        written = {n: sent.text(n) for n in _FORM if sent.text(n, "\0") != "\0"}
        fields = corrections(document, written)
        tags = sent.text("tags", "\0")
        if tags != "\0":
            self.context.tags.put(visitor.user, document.id, listed(tags))
        if fields:
            self._check_free()
            edit(self.context.library, document.id, fields)
        return self._changed(visitor, view, version, "Saved.")

    def restore(self, visitor: Visitor, sent: Sent, view: LibraryView, version: int) -> Table:
        """Take all corrections of a document back: what its file states counts again."""
        from quoth.index.edit import edit

        document = self.context.sources.document(sent.text("id"))
        self._check_free()
        edit(self.context.library, document.id, {}, reset=FIELDS)
        return self._changed(visitor, view, version, "What the file states counts again.")

    def drop(self, visitor: Visitor, sent: Sent, view: LibraryView, version: int) -> Table:
        """Remove a document."""
        from quoth.index.upkeep import remove

        document = self.context.sources.document(sent.text("id"))
        self._check_free()
        remove(self.context.library, [document.id])
        self.context.tags.forget(document.id)
        return self._changed(visitor, view, version, f"Removed {document.file}.")

    # -- jobs -------------------------------------------------------------------------------

    def add(self, visitor: Visitor, _sent: Sent, paths: Sequence[str] | str | None) -> Jobs:
        """Begin to add uploaded files.

        Raises:
            UsageError: too many, or too large.
        """
        sent = [paths] if isinstance(paths, str) else list(paths or ())
        adding = self.context.adding
        intake = take_in(sent, adding.files, limits=self.context.limits)
        return self._jobs(visitor, adding.add(visitor.user, intake))

    def again(self, visitor: Visitor, sent: Sent) -> Jobs:
        """Begin to read a document's file anew."""
        document = self.context.sources.document(sent.text("id"))
        if not Path(document.path).is_file():
            msg = f"the file of {document.file} is not where it was; its text stays as it is"
            raise UsageError(msg)
        return self._jobs(visitor, self.context.adding.read_again(visitor.user, document))

    def rebuild(self, visitor: Visitor, _sent: Sent) -> Jobs:
        """Begin to index the whole library again."""
        return self._jobs(visitor, self.context.adding.rebuild(visitor.user))

    def tick(self, visitor: Visitor, _sent: Sent, view: LibraryView, version: int) -> Jobs:
        """Show how far the jobs are; the table again when they are over, unless it is in use."""
        jobs = self.context.adding.jobs(visitor.user)
        goes_on = any(not job.is_over for job in jobs)
        table = KEEP if view.mode or goes_on else self._table(visitor, view)
        return (
            jobs_html(jobs[:3]),
            goes_on,
            table,
            KEEP if goes_on else version + 1,
            "" if goes_on or not jobs else _outcome(jobs[0]),
        )

    def health(self, _visitor: Visitor, _sent: Sent) -> str:
        """Look the library over, as `quoth doctor` does."""
        from quoth.ui.checkup import check_up

        report = check_up(self.context.library)
        lines = [f"{report.n_documents} documents, {report.n_passages} passages; {report.embedder}"]
        groups = (
            ("could not be read", report.unread),
            ("partly read", report.partly_read),
            ("there twice", report.twice),
        )
        lines += [f"{file}: {what}: {why}" for what, pairs in groups for file, why in pairs]
        lines += [f"problem: {problem}" for problem in report.problems]
        if len(lines) == 1:
            lines.append("All is well.")
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"

    # -- parts ------------------------------------------------------------------------------

    def _table(self, visitor: Visitor, view: LibraryView) -> str:
        everything = self.context.library.documents()
        found = matching(everything, view.words)
        shown = found[: view.n_rows]
        gone = frozenset(d.id for d in shown if self.context.sources.file_is_gone(d))
        tags = self.context.tags.all(visitor.user)
        return table_html(found, view, tags=tags, gone=gone, n_all=len(everything))

    def _changed(self, visitor: Visitor, view: LibraryView, version: int, said: str) -> Table:
        closed = replace(view, open_id="", mode="")
        return closed, self._table(visitor, closed), version + 1, escape(said)

    def _jobs(self, visitor: Visitor, begun: JobProgress) -> Jobs:
        jobs = self.context.adding.jobs(visitor.user)
        said = f"{begun.title[:1].upper()}{begun.title[1:]} …"
        return jobs_html(jobs[:3]), True, KEEP, KEEP, said

    def _check_free(self) -> None:
        """See that no job holds the library.

        Raises:
            LibraryLocked: one does.
        """
        if self.context.adding.is_busy():
            msg = "files are being added to the library. Try again when that is done"
            raise LibraryLocked(msg)


def _outcome(job: JobProgress) -> str:
    n_good = sum(file.state in ("added", "replaced") for file in job.files)
    n_failed = sum(file.state == "failed" for file in job.files)
    if job.state == "failed":
        return escape(job.message)
    failed = f", {n_failed} not" if n_failed else ""
    return f"{n_good} added{failed}." if job.files else "Done."
