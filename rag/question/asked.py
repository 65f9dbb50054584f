"""A question read against a library: what it asks, of which documents, and how it was rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quoth.index.library import Library
from quoth.index.types import Document, Filters
from quoth.rag.chat.rewriter import QuestionRewriter, Rewritten
from quoth.rag.question.front_matter import shown_name
from quoth.rag.question.inquiry import Inquiry, Part, inquire
from quoth.rag.question.language import language_name, unread_language
from quoth.rag.question.mentions import DocumentNames
from quoth.rag.types import Note

if TYPE_CHECKING:
    from quoth.rag.assistant import Turn

__all__ = ["Asked", "QuestionReading"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready.

    Attributes:
        documents: those that may answer.
        notes: how the question was read where that is not plain from its words.
        prompts: those that were sent to a chat model, name and SHA-256.
    """

    documents: list[Document]
    inquiry: Inquiry
    notes: tuple[Note, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class QuestionReading:
    """Reads questions; keeps the names of the documents that were last asked for the next one."""

    # One attribute, replaced at once: several threads may ask.
    _last: tuple[list[Document], DocumentNames] | None = field(default=None, repr=False)

    def read(
        self,
        library: Library,
        question: str,
        *,
        filters: Filters,
        history: Sequence[Turn] = (),
        rewriter: QuestionRewriter | None = None,
    ) -> Asked:
        """Read a question.

        Args:
            history: the conversation before, oldest first; a follow-up is completed from it.
            rewriter: completes and translates; by rule if None.
        """
        documents = library.documents_passing(filters)
        names = self._names_of(documents)
        rewriter = rewriter if documents else None
        whole = _rewritten(rewriter, library, question, history) if rewriter else Rewritten()
        asked = next(iter(whole.questions), question)
        history = history if asked == question else ()
        inquiry = inquire(asked, history=history, documents=documents, names=names)
        parts = Rewritten()
        if rewriter and rewriter.decompose and _is_one(inquiry):
            parts = rewriter.parts(inquiry.text)
        notes = whole.notes + parts.notes
        if len(parts.questions) > 1:
            among = inquiry.parts[0].among
            some = tuple(Part(text, among) for text in parts.questions)
            inquiry = replace(inquiry, parts=some)
            notes += (Note("parts", f"searched for: {' / '.join(parts.questions)}"),)
        inquiry = replace(inquiry, question=question)
        notes += _notes(inquiry, documents)
        return Asked(documents, inquiry, notes, whole.prompts + parts.prompts)

    def _names_of(self, documents: list[Document]) -> DocumentNames:
        known = self._last
        if known is None or documents != known[0]:
            known = self._last = (documents, DocumentNames(documents))
        return known[1]


def _rewritten(
    rewriter: QuestionRewriter, library: Library, question: str, history: Sequence[Turn]
) -> Rewritten:
    """Return the question as it can be searched for; nothing where nothing is in the way."""
    reads = library.embedder.languages
    language = unread_language(question, (), reads=reads) if reads else None
    if not history and language is None:
        return Rewritten()
    name = language_name(reads) if language else "the language of the question"
    return rewriter.standalone(question, history, language=name)


def _is_one(inquiry: Inquiry) -> bool:
    return len(inquiry.parts) == 1 and inquiry.kind in ("fact", "explain", "list")


def _notes(inquiry: Inquiry, documents: Sequence[Document]) -> tuple[Note, ...]:
    """Say how the question was read where that is not plain from its words."""
    notes = []
    if inquiry.text != inquiry.question:
        notes.append(Note("follow_up", f"searched for: {inquiry.text}"))
    ids = inquiry.named
    if ids:
        names = [shown_name(d) for d in documents if d.id in ids]
        notes.append(Note("named_documents", f"looked only in: {'; '.join(names)}"))
    return tuple(notes)
