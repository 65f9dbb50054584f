"""Citing on the page: what the Cite tab's buttons do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quoth.index.errors import QuothError, UsageError
from quoth.rag.lookup.draft_files import DRAFT_SUFFIXES, draft_of_bytes
from quoth.rag.lookup.draft_types import Draft
from quoth.rag.lookup.drafts import DraftOptions
from quoth.ui.app.cite_run import DraftRun
from quoth.ui.app.cite_view import ClaimsShown, claim_items
from quoth.ui.app.citing import Citing, with_line_ends
from quoth.ui.app.context import PageContext
from quoth.ui.app.selection import Selection
from quoth.ui.app.transcript import Item
from quoth.ui.app.uploads import upload_folder
from quoth.ui.app.wiring import KEEP, Keep, Sent, Visitor

__all__ = ["LATEX_KEYS", "PANDOC_KEYS", "CiteHandlers", "Dropped"]

PANDOC_KEYS, LATEX_KEYS = "[@key]", r"\cite{key}"
_MATCHES = 3  # a sentence; more hide the draft behind them

Outputs = tuple[list[Item] | Keep, Citing | Keep | None, str | Keep, str | Keep]
"""The sentences, what was looked up, the draft's text, and the line that says how it went."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A draft that was uploaded: its bytes are needed to write it again as it was."""

    name: str
    data: bytes

    def draft(self) -> Draft:
        """Return it, read.

        Raises:
            UsageError, ReadError: it cannot be read as a draft.
        """
        suffix = Path(self.name).suffix.lower()
        if suffix not in DRAFT_SUFFIXES:
            msg = f"{self.name} is not of a format of drafts: give .md, .txt, .docx or .tex"
            raise UsageError(msg)
        return draft_of_bytes(self.data, self.name, DRAFT_SUFFIXES[suffix])


@dataclass(frozen=True, slots=True)
class CiteHandlers:
    """The handlers of the Cite tab."""

    context: PageContext

    def drop(self, _visitor: Visitor, _sent: Sent, path: str) -> tuple[str, Dropped, str, str]:
        """Take a draft in: its text, its bytes, how its keys are written, and a line about it.

        Raises:
            UsageError, ReadError: it cannot be read as a draft.
        """
        dropped = _taken(path)
        draft = dropped.draft()
        keys = LATEX_KEYS if draft.format == "latex" else PANDOC_KEYS
        return with_line_ends(draft.text), dropped, keys, f"{dropped.name} is in the field."

    def find(
        self,
        _visitor: Visitor,
        _sent: Sent,
        text: str,
        dropped: Dropped | None,
        keys: str,
        selection: Selection,
    ) -> Iterator[Outputs]:
        """Look up each sentence of the draft in the field."""
        if not text.strip():
            msg = "the draft is empty: paste a sentence or a draft, or open a file"
            raise UsageError(msg)
        if len(text) > self.context.limits.text_chars:
            msg = "the draft is too long to look up at once: give one chapter at a time"
            raise UsageError(msg)
        draft = _draft(text, dropped)
        filters = selection.filters(self.context.library.documents())
        yield [], None, KEEP, "Looking up …"
        run = DraftRun(self.context.assistant, draft, DraftOptions(k=_MATCHES, filters=filters))
        try:
            for line in run.progress():
                yield KEEP, KEEP, KEEP, line
        finally:
            run.cancel()
        made = Citing(run.report(), latex=keys == LATEX_KEYS)
        yield self._items(made), made, KEEP, _summary(made)

    def insert(self, _visitor: Visitor, sent: Sent, text: str, citing: Citing | None) -> Outputs:
        """Put the key of a match behind its sentence.

        Raises:
            UsageError: nothing was looked up, or the draft has been changed since.
        """
        current = _unchanged(citing, text)
        made = current.insert(sent.number("claim"), sent.number("match"))
        return self._items(made), made, made.text, _inserted(made)

    def insert_all(
        self, _visitor: Visitor, _sent: Sent, text: str, citing: Citing | None
    ) -> Outputs:
        """Put the best key behind every sentence that has support and cites nothing yet.

        Raises:
            UsageError: as `insert`.
        """
        made = _unchanged(citing, text).insert_all()
        return self._items(made), made, made.text, _inserted(made)

    def fetch_draft(
        self, visitor: Visitor, _sent: Sent, text: str, citing: Citing | None
    ) -> dict[str, str]:
        """Make the draft with its keys a file to download.

        Raises:
            UsageError: as `insert`, or a key cannot be written in the draft's encoding.
        """
        name, media_type, data = _unchanged(citing, text).file()
        return self._offer(visitor, name, media_type, data)

    def fetch_bibliography(
        self, visitor: Visitor, _sent: Sent, citing: Citing | None
    ) -> dict[str, str]:
        """Make a .bib of the documents that the draft cites.

        Raises:
            UsageError: it cites none.
        """
        from quoth.rag.references import csl_items, export_items

        documents = citing.documents if citing else ()
        if not documents:
            msg = "the draft cites no document of the library yet. Insert a key first"
            raise UsageError(msg)
        items = csl_items(list(documents), among=self.context.library.documents())
        data = export_items(items, "bibtex").encode()
        return self._offer(visitor, "references.bib", "application/x-bibtex", data)

    def _offer(self, visitor: Visitor, name: str, media_type: str, data: bytes) -> dict[str, str]:
        url = self.context.downloads.offer(visitor.user, name, media_type, data)
        return {"url": url, "name": name}

    def _items(self, citing: Citing) -> list[Item]:
        from quoth.rag.references import format_documents

        claims = citing.report.claims
        documents = [match.document for claim in claims for match in claim.matches]
        try:
            references = format_documents(documents, self.context.settings.style)
        except QuothError:  # no pandoc: what was found is worth more than its references
            references = {}
        return claim_items(ClaimsShown(claims, references, citing.inserted))


def _taken(path: str) -> Dropped:
    """Read an upload and delete it: what lies among uploads could be asked for by others.

    Raises:
        UsageError: it is no upload.
    """
    file = Path(path).resolve()
    if not file.is_relative_to(upload_folder()) or not file.is_file():
        msg = "the draft did not arrive. Open it again"
        raise UsageError(msg)
    try:
        return Dropped(file.name, file.read_bytes())
    finally:
        file.unlink(missing_ok=True)


def _draft(text: str, dropped: Dropped | None) -> Draft:
    """Return the draft in the field: the file that was dropped, as long as it says the same."""
    if dropped is not None:
        draft = dropped.draft()
        if with_line_ends(draft.text) == with_line_ends(text):
            return draft
    return draft_of_bytes(text.encode("utf-8", "surrogateescape"), "draft.md")


def _unchanged(citing: Citing | None, text: str) -> Citing:
    if citing is None:
        msg = "nothing was looked up yet. Press “Find sources” first"
        raise UsageError(msg)
    if with_line_ends(text) != citing.text:
        msg = "the draft was changed since its sources were found. Press “Find sources” again"
        raise UsageError(msg)
    return citing


def _summary(citing: Citing) -> str:
    claims = [claim for claim in citing.report.claims if not claim.skipped]
    found = sum(any(m.stance == "supports" for m in claim.matches) for claim in claims)
    against = sum(any(m.stance == "contradicts" for m in claim.matches) for claim in claims)
    notes = " ".join(note.message for note in citing.report.notes)
    return (
        f"{len(claims)} sentences looked up: {found} with support, {against} with something "
        f"against them. {notes}"
    ).strip()


def _inserted(citing: Citing) -> str:
    n = len(citing.chosen)
    return f"{n} {'key' if n == 1 else 'keys'} inserted."
