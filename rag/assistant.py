"""The flow from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from quoth.index.errors import UnknownDocument
from quoth.index.library import Library
from quoth.index.types import Filters, Hit
from quoth.rag.answerer import Answerer, QuotingAnswerer
from quoth.rag.followup import standalone
from quoth.rag.reader import Evidence, FormulaReader, SentenceReader
from quoth.rag.relevance import confidence, is_relevant
from quoth.rag.retriever import retrieve
from quoth.rag.types import Abstention, Answer, Note, Quote, Source, Timings

__all__ = ["Assistant", "Turn"]

_HITS = 10
_NEAREST = 3  # passages shown with an abstention


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side of a conversation said."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a library. Make one with `quoth.rag.build_assistant`."""

    library: Library
    reader: SentenceReader = field(default_factory=FormulaReader)
    answerer: Answerer = field(default_factory=QuotingAnswerer)

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Return the k best passages for a query, best first.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        return list(retrieve(self.library, query, k=k, filters=filters).hits)

    def ask(
        self, question: str, *, filters: Filters | None = None, history: Sequence[Turn] = ()
    ) -> Answer:
        """Answer a question from the library, or say why there is no answer.

        Args:
            history: the conversation before, oldest first; a follow-up is completed from it.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        began = time.perf_counter()
        notes: tuple[Note, ...] = ()
        query = standalone(question, history)
        if query != question:
            notes = (Note("follow_up", f"searched for: {query}"),)
        # An entry of a reference list is findable, and never evidence.
        retrieval = retrieve(
            self.library, query, k=_HITS, filters=filters, leave_out=("reference",)
        )
        retrieved = time.perf_counter()
        evidence = self.reader.read(self.library, query, retrieval.query_vector, retrieval.hits)
        read = time.perf_counter()
        answer = self._answer(question, query, retrieval.hits, evidence)
        done = time.perf_counter()
        timings = Timings(
            retrieve_ms=1e3 * (retrieved - began),
            read_ms=1e3 * (read - retrieved),
            answer_ms=1e3 * (done - read),
            total_ms=1e3 * (done - began),
        )
        return replace(answer, notes=notes + answer.notes, timings=timings)

    def _answer(
        self, question: str, query: str, hits: Sequence[Hit], evidence: Sequence[Evidence]
    ) -> Answer:
        sure = confidence(evidence)
        if not hits and not self.library.documents():
            message = (
                f"The library at {self.library.folder} is empty, so there is nothing to answer "
                "from. Add papers with: quoth add PATH"
            )
            return self._abstained(question, Abstention("empty_library", message), (), 0.0)
        if not evidence or not is_relevant(evidence):
            message = (
                "Nothing in the library answers this. The passages below came nearest; other "
                "words, or wider filters, may find more."
                if hits
                else "No passage of the library passes these filters or shares anything with the "
                "question."
            )
            return self._abstained(question, Abstention("nothing_relevant", message), hits, sure)
        draft = self.answerer.answer(query, evidence)
        return Answer(
            question,
            tuple(replace(s, quotes=self._with_pages(s.quotes)) for s in draft.sentences),
            tuple(replace(s, quotes=self._with_pages(s.quotes)) for s in draft.sources),
            confidence=sure,
            model=self.answerer.name,
        )

    def _with_pages(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """Put each quote on its own page: its passage may have begun on the one before."""
        page_of = self.library.page_of
        try:
            return tuple(replace(q, page=page_of(q.document_id, q.start)) for q in quotes)
        except UnknownDocument:  # removed by another process since it was found
            return tuple(quotes)

    def _abstained(
        self, question: str, reason: Abstention, hits: Sequence[Hit], confidence_: float
    ) -> Answer:
        nearest = tuple(Source(n, hit) for n, hit in enumerate(hits[:_NEAREST], 1))
        model = self.answerer.name
        return Answer(question, (), (), nearest, reason, confidence_, model=model)
