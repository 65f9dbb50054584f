"""Opening a source: what the page's script asks for, checked against the library, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.errors import ReadError, UsageError
from quoth.ui.app.context import PageContext
from quoth.ui.app.source_files import FileUnavailable, PageBoxes
from quoth.ui.app.source_view import Target, source_html
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["SourcePane", "target_of"]

_MOST_SPANS = 100


def target_of(sent: Sent) -> Target:
    """Return what a script asks to be shown.

    Raises:
        UsageError: it does not read.
    """
    spans = tuple(_span(value) for value in sent.list("spans", longest=_MOST_SPANS))
    at, page = sent.number("at", 0), sent.number("page", -1)
    if not 0 <= at < len(spans):
        raise _refused()
    return Target(sent.text("document"), spans, at, page if page >= 0 else None)


def _span(value: object) -> tuple[int, int]:
    if isinstance(value, list) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start < end:
            return start, end
    raise _refused()


def _refused() -> UsageError:
    return UsageError("the page asked for words that are not there. Reload it and try again")


@dataclass(frozen=True, slots=True)
class SourcePane:
    """The handlers of the pane."""

    context: PageContext

    def open(self, _visitor: Visitor, sent: Sent) -> str:
        """Return the pane for a span that a chip, or one of the pane's buttons, names.

        Raises:
            UsageError: the script sent something else.
            UnknownDocument: the document was removed.
        """
        target = target_of(sent)
        sources = self.context.sources
        try:
            view = sources.view(target.document_id, *self._looked_at(target))
        except ValueError as error:  # replaced by a shorter file since the answer
            raise _refused() from error
        others = self._others(target) if view.kind == "pages" else ()
        return source_html(target, view, others)

    def _looked_at(self, target: Target) -> tuple[int, int]:
        """Return the span that the view is of: in a long text, where its window was moved to."""
        document = self.context.sources.document(target.document_id)
        if document.n_pages or target.page is None:
            return target.span
        at = min(target.page, max(0, document.n_characters - 1))
        return at, at + 1

    def _others(self, target: Target) -> Sequence[tuple[PageBoxes, ...]]:
        spans = [span for n, span in enumerate(target.spans) if n != target.at]
        try:
            return [self.context.sources.boxes(target.document_id, *span) for span in spans]
        except (FileUnavailable, ReadError, ValueError):
            return ()  # the words that are looked at are boxed; these are only a courtesy
