"""What became of a question, as an answer: a draft on the pages of its quotes, or an abstention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.index.errors import UnknownDocument
from quoth.index.library import Library
from quoth.index.types import Hit
from quoth.rag.chat.instructions import instruction_notes
from quoth.rag.draft import Draft
from quoth.rag.types import Abstention, Answer, Quote, Source

__all__ = ["declined_answer", "drafted_answer"]

_NEAREST = 3  # passages shown with an abstention


def drafted_answer(
    library: Library, question: str, draft: Draft, *, confidence: float, model: str
) -> Answer:
    """Return a draft as an answer; what its quotes order a reader to do is noted.

    Args:
        confidence: that the library answers the question, in [0, 1].
        model: what wrote the draft.
    """
    quotes = [quote for source in draft.sources for quote in source.quotes]
    return Answer(
        question,
        tuple(replace(s, quotes=_with_pages(library, s.quotes)) for s in draft.sentences),
        tuple(replace(s, quotes=_with_pages(library, s.quotes)) for s in draft.sources),
        confidence=confidence,
        notes=(*draft.notes, *instruction_notes(quotes)),
        model=model,
        prompts=draft.prompts,
    )


def declined_answer(
    question: str, reason: Abstention, hits: Sequence[Hit] = (), *, confidence: float, model: str
) -> Answer:
    """Return an abstention as an answer, with the passages that came nearest.

    Args:
        hits: best first.
        confidence: that the library answers the question all the same, in [0, 1].
        model: what would have written the answer.
    """
    hits = () if reason.reason == "language" else hits  # what came is noise
    nearest = tuple(Source(n, hit) for n, hit in enumerate(hits[:_NEAREST], 1))
    return Answer(question, (), (), nearest, reason, confidence, model=model)


def _with_pages(library: Library, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Put each quote on its own page: its passage may have begun on the one before."""
    page_of = library.page_of
    try:
        return tuple(replace(q, page=page_of(q.document_id, q.start)) for q in quotes)
    except UnknownDocument:  # removed by another process since it was found
        return tuple(quotes)
