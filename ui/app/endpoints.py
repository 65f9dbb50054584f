"""What programs may ask of the page: four functions, offered by Gradio's API and by MCP.

They answer from the library, which all users share; nothing of a user's is in them.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from quoth.index.errors import QuothError, UsageError
from quoth.ui.app.context import PageContext

if TYPE_CHECKING:
    from quoth.index.types import Document, Filters

__all__ = ["PublicFunction", "add_endpoints", "public_functions"]

_log = logging.getLogger(__name__)

PublicFunction = Callable[..., dict[str, Any]]
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_MOST_HITS = 100
_MOST_MATCHES = 20


def public_functions(context: PageContext) -> tuple[PublicFunction, ...]:
    """Return the functions; each raises QuothError with a line for whoever calls."""

    def ask(question: str, author: str = "", year: str = "", document: str = "") -> dict[str, Any]:
        """Answer a question from the library's papers; each sentence has its quotes.

        Args:
            question: In your own words.
            author: Look only at papers with this in an author's name.
            year: Look only at these years: 2015, 2010..2020, 2010.. or ..2020.
            document: Look only at the documents with this in their id, file name or title.

        Returns:
            The answer, its sentences with [n], quotes and support, and the sources; or, under
            "abstained", why there is none, and the nearest passages.
        """
        from quoth.ui.jsons import answer_json

        _check_length(question, context.limits.question_chars, "question")
        answer = context.assistant.ask(question, filters=_filters(author, year, document))
        shown = [source.document for source in (*answer.sources, *answer.nearest)]
        return answer_json(answer, _references(shown, context.settings.style))

    def search(
        query: str, k: int = 10, author: str = "", year: str = "", document: str = ""
    ) -> dict[str, Any]:
        """Find the passages of the library's papers that are nearest to a query.

        Args:
            query: Words or a sentence.
            k: How many passages, up to 100.
            author: Look only at papers with this in an author's name.
            year: Look only at these years: 2015, 2010..2020, 2010.. or ..2020.
            document: Look only at the documents with this in their id, file name or title.

        Returns:
            The passages, best first, with document, page, section and characters.
        """
        from quoth.ui.jsons import hits_json

        _check_length(query, context.limits.question_chars, "query")
        filters = _filters(author, year, document)
        hits = context.assistant.search(query, k=_checked(k, _MOST_HITS), filters=filters)
        shown = [hit.document for hit in hits]
        return hits_json(query, hits, _references(shown, context.settings.style))

    def cite(text: str, k: int = 5) -> dict[str, Any]:
        """Find for each sentence of a text what the library's papers say for or against it.

        Citations in the text are checked: whether the work cited says what the sentence says.

        Args:
            text: A sentence, or some paragraphs.
            k: How many passages a sentence, up to 20.

        Returns:
            The sentences with their matches: stance, exact quote, page, reference, citation key.
        """
        from quoth.rag.lookup.draft_files import draft_of_text
        from quoth.rag.lookup.drafts import DraftOptions
        from quoth.ui.cite_json import report_json

        _check_length(text, context.limits.text_chars, "text")
        options = DraftOptions(_checked(k, _MOST_MATCHES))
        report = context.assistant.cite_draft(draft_of_text(text), options=options)
        matches = [match for claim in report.claims for match in claim.matches]
        checked = [c.document for claim in report.claims for c in claim.checks if c.document]
        shown = [*(match.document for match in matches), *checked]
        return report_json(report, _references(shown, context.settings.style))

    def documents() -> dict[str, Any]:
        """List the documents of the library.

        Returns:
            Each document's id, file name, title, authors, year, pages, passages and status.
        """
        from quoth.ui.jsons import documents_json

        return documents_json(context.library.documents())

    return ask, search, cite, documents


def add_endpoints(functions: Sequence[PublicFunction], *, at_once: int) -> None:
    """Add the functions to the Gradio page that is being built.

    Args:
        at_once: how many calls run at the same time.
    """
    from gradio.events import api

    for function in functions:
        api(
            _with_gradio_errors(function),
            api_name=function.__name__,
            concurrency_limit=at_once,
            concurrency_id="programs",
        )


def _with_gradio_errors(
    function: Callable[_Arguments, _Result],
) -> Callable[_Arguments, _Result]:
    """Return the function with its errors as Gradio's, whose text the caller gets to see."""
    import gradio as gr

    @functools.wraps(function)
    def call(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        try:
            return function(*arguments, **options)
        except QuothError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return call


def _filters(author: str, year: str, document: str) -> Filters:
    from quoth.ui.options import parse_filters

    try:
        return parse_filters(author or None, year or None, document or None, None)
    except UsageError as error:
        raise UsageError(str(error).removeprefix("--")) from error


def _check_length(text: str, most: int, name: str) -> None:
    if not text.strip():
        msg = f"the {name} is empty"
        raise UsageError(msg)
    if len(text) > most:
        msg = f"the {name} is too long: {most:,} characters at most"
        raise UsageError(msg)


def _checked(k: int, most: int) -> int:
    if not 1 <= k <= most:
        msg = f"k is {k}: it goes from 1 to {most}"
        raise UsageError(msg)
    return k


def _references(documents: Sequence[Document], style: str) -> dict[str, str]:
    """Return formatted references by document; none where pandoc cannot make them."""
    from quoth.rag.references import StyleError, format_documents

    try:
        return format_documents(list(documents), style)
    except StyleError as error:
        _log.warning("references cannot be formatted: %s", error)
        return {}
