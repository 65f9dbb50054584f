"""The flow from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from quoth.index.errors import UnknownDocument
from quoth.index.library import Library
from quoth.index.types import Document, Filters, Hit
from quoth.rag.answerer import Answerer, QuotingAnswerer
from quoth.rag.chat.instructions import instruction_notes
from quoth.rag.chat.rewriter import QuestionRewriter, Rewritten
from quoth.rag.draft import Draft
from quoth.rag.events import Answered, Event, Retrieved, last_answer, shown
from quoth.rag.question.front_matter import shown_name
from quoth.rag.question.gather import Gathered, gather, in_turn
from quoth.rag.question.inquiry import Inquiry, Part, inquire
from quoth.rag.question.language import language_message, language_name, unread_language
from quoth.rag.question.mentions import DocumentNames
from quoth.rag.question.overview import describe_documents
from quoth.rag.question.survey import list_documents, survey
from quoth.rag.question.works import answer_about_works
from quoth.rag.reading.abstention import Answerability, answerability
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.reader import Evidence, SentenceReader
from quoth.rag.reading.relevance import is_relevant
from quoth.rag.reading.rerank import is_question, rerank
from quoth.rag.types import Abstention, Answer, Note, Quote, Source, Timings

__all__ = ["N_HITS", "Assistant", "Turn"]

N_HITS = 20  # passages whose sentences are read
_NEAREST = 3  # passages shown with an abstention
# What is looked up in front matter or a reference list is there or not; it is wrong where the
# question or the page was misread.
_LOOKED_UP, _NOT_THERE = 0.9, 0.1


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side of a conversation said."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(slots=True)
class _Clock:
    """Milliseconds since the last lap, by what was done."""

    began: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self.last = 1e3 * (now - self.last), now

    def timings(self) -> Timings:
        return Timings(**self.laps, total_ms=1e3 * (self.last - self.began))


@dataclass(slots=True)
class _KnownNames:
    """The names of the documents that were last asked, for the next question.

    One attribute, replaced at once: several threads may ask.
    """

    last: tuple[list[Document], DocumentNames] | None = None

    def of(self, documents: list[Document]) -> DocumentNames:
        known = self.last
        if known is None or documents != known[0]:
            known = self.last = (documents, DocumentNames(documents))
        return known[1]


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a library. Make one with `quoth.rag.build_assistant`.

    Attributes:
        rewriter: lets a chat model complete follow-ups and translate; by rule if None.
    """

    library: Library
    reader: SentenceReader = field(default_factory=FittedReader)
    answerer: Answerer = field(default_factory=QuotingAnswerer)
    rewriter: QuestionRewriter | None = None
    _known: _KnownNames = field(default_factory=_KnownNames, repr=False, compare=False)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
    ) -> list[Hit]:
        """Return the k best passages for a query, best first.

        Documents that the query names ("according to Liu", "the article on tides") are looked at
        alone, several in turn; what answers a bibliographic question comes first. For a question
        the passages come in the order of their best sentences, whose probability is their score.

        Args:
            history: the conversation before, oldest first; a follow-up is completed from it.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        filters = filters or Filters()
        documents, inquiry, _ = self._inquire(query, filters, history)
        looked_up = self._look_up(inquiry, documents, filters)
        first = [s.hit for s in looked_up.sources] if isinstance(looked_up, Draft) else []
        asks = is_question(query)  # a claim, or words to look for, have no answering sentence
        depth = max(k, N_HITS) if asks else k
        gathered = gather(self.library, inquiry, k=depth, filters=filters)
        ranked = [rerank(g.hits, self._read(g), k=k) if asks else g.hits for g in gathered]
        return in_turn([[*first, *in_turn(ranked, k)]], k)

    def ask(
        self, question: str, *, filters: Filters | None = None, history: Sequence[Turn] = ()
    ) -> Answer:
        """Answer a question from the library, or say why there is no answer.

        Args:
            history: the conversation before, oldest first; a follow-up is completed from it.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
            UsageError: a prompt of the user's own cannot be used.
        """
        return last_answer(self.stream(question, filters=filters, history=history))

    def stream(
        self, question: str, *, filters: Filters | None = None, history: Sequence[Turn] = ()
    ) -> Iterator[Event]:
        """Yield what happens while a question is answered; the answer comes last.

        Closing the iterator stops the answer, and a chat model's reply with it.

        Args and raises as `ask`.
        """
        clock = _Clock()
        filters = filters or Filters()
        documents, inquiry, rewritten = self._inquire(question, filters, history)
        notes = rewritten.notes + _notes(inquiry, documents)
        looked_up = self._look_up(inquiry, documents, filters)
        if looked_up is None:
            answer = yield from self._search_and_write(inquiry, filters, clock)
        elif isinstance(looked_up, Abstention):
            answer = self._abstained(question, looked_up, (), _NOT_THERE)
        else:
            yield Retrieved(tuple(source.hit for source in looked_up.sources))
            yield from shown(looked_up)
            quoted = self._drafted(question, looked_up, _LOOKED_UP)
            answer = replace(quoted, model=QuotingAnswerer.name)
        clock.lap("answer_ms")
        notes += answer.notes
        prompts = rewritten.prompts + answer.prompts
        yield Answered(replace(answer, notes=notes, prompts=prompts, timings=clock.timings()))

    def _search_and_write(
        self, inquiry: Inquiry, filters: Filters, clock: _Clock
    ) -> Generator[Event, None, Answer]:
        # An entry of a reference list is findable, and evidence only where works are asked for.
        leave_out = () if inquiry.may_cite else ("reference",)
        gathered = gather(self.library, inquiry, k=N_HITS, filters=filters, leave_out=leave_out)
        clock.lap("retrieve_ms")
        evidence = [self._read(found) for found in gathered]
        ranked = [
            rerank(found.hits, items, k=N_HITS)
            for found, items in zip(gathered, evidence, strict=True)
        ]
        hits = in_turn(ranked, N_HITS)
        clock.lap("read_ms")
        yield Retrieved(tuple(hits))
        judged = self._judge(gathered, evidence)
        reason = self._reason_to_decline(inquiry, hits, judged)
        if reason is not None:
            return self._abstained(inquiry.question, reason, hits, judged.confidence)
        written = self.answerer.write(inquiry, [items for items in evidence if items], hits)
        draft = yield from written
        if draft.abstained:
            declined = self._abstained(inquiry.question, draft.abstained, hits, judged.confidence)
            return replace(declined, notes=draft.notes, prompts=draft.prompts)
        return self._drafted(inquiry.question, draft, judged.confidence)

    def _inquire(
        self, question: str, filters: Filters, history: Sequence[Turn]
    ) -> tuple[list[Document], Inquiry, Rewritten]:
        """Read a question; return the documents that may answer, and how it was rewritten."""
        documents = self.library.documents_passing(filters)
        names = self._known.of(documents)
        rewriter = self.rewriter if documents else None
        whole = self._rewritten(rewriter, question, history) if rewriter else Rewritten()
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
        rewritten = Rewritten((), notes, whole.prompts + parts.prompts)
        return documents, replace(inquiry, question=question), rewritten

    def _rewritten(
        self, rewriter: QuestionRewriter, question: str, history: Sequence[Turn]
    ) -> Rewritten:
        """Return the question as it can be searched for; nothing where nothing is in the way."""
        reads = self.library.embedder.languages
        language = unread_language(question, (), reads=reads) if reads else None
        if not history and language is None:
            return Rewritten()
        name = language_name(reads) if language else "the language of the question"
        return rewriter.standalone(question, history, language=name)

    def _look_up(
        self, inquiry: Inquiry, documents: Sequence[Document], filters: Filters
    ) -> Draft | Abstention | None:
        """Answer what is asked of documents as wholes; None for what must be searched for."""
        named = [document for document in documents if document.id in inquiry.named]
        if inquiry.kind == "bibliographic":
            return answer_about_works(self.library, inquiry, documents, filters)
        if inquiry.kind == "about":
            return describe_documents(self.library, named, inquiry.text)
        if inquiry.kind != "papers":
            return None
        if named and not inquiry.parts[0].query:
            return list_documents(self.library, named)
        draft, evidence = survey(self.library, self.reader, inquiry, filters)
        return draft if draft.sentences and is_relevant(evidence) else None

    def _read(self, found: Gathered) -> list[Evidence]:
        return self.reader.read(self.library, found.part.query, found.query_vector, found.hits)

    def _judge(
        self, gathered: Sequence[Gathered], evidence: Sequence[list[Evidence]]
    ) -> Answerability:
        """Judge the parts of a question; it is answered where the surest part is."""
        pairs = zip(gathered, evidence, strict=True)
        judged = [answerability(self.library, g.part.query, g.hits, e) for g, e in pairs]
        return max(judged, key=lambda one: (one.stated, one.relevant, one.confidence))

    def _reason_to_decline(
        self, inquiry: Inquiry, hits: Sequence[Hit], judged: Answerability
    ) -> Abstention | None:
        if not hits and not self.library.documents():
            message = (
                f"The library at {self.library.folder} is empty, so there is nothing to answer "
                "from. Add papers with: quoth add PATH"
            )
            return Abstention("empty_library", message)
        embedder = self.library.embedder
        reads = embedder.languages
        asked = inquiry.text if self.rewriter else inquiry.question  # the latter has no history
        if reads and (language := unread_language(asked, hits, reads=reads)):
            message = language_message(language, embedder=embedder.identity.name, reads=reads)
            return Abstention("language", message)
        if not judged.relevant:
            message = (
                "Nothing in the library answers this. The passages below came nearest; other "
                "words, or wider filters, may find more."
                if hits
                else "No passage of the library passes these filters or shares anything with the "
                "question."
            )
            return Abstention("nothing_relevant", message)
        if not judged.stated:
            message = (
                "The papers speak of this, but none of the passages found states "
                f"{judged.missing}. The passages below came nearest."
            )
            return Abstention("not_stated", message)
        return None

    def _drafted(self, question: str, draft: Draft, sure: float) -> Answer:
        quotes = [quote for source in draft.sources for quote in source.quotes]
        return Answer(
            question,
            tuple(replace(s, quotes=self._with_pages(s.quotes)) for s in draft.sentences),
            tuple(replace(s, quotes=self._with_pages(s.quotes)) for s in draft.sources),
            confidence=sure,
            notes=(*draft.notes, *instruction_notes(quotes)),
            model=self.answerer.name,
            prompts=draft.prompts,
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
        hits = () if reason.reason == "language" else hits  # what came is noise
        nearest = tuple(Source(n, hit) for n, hit in enumerate(hits[:_NEAREST], 1))
        model = self.answerer.name
        return Answer(question, (), (), nearest, reason, confidence_, model=model)


def _is_one(inquiry: Inquiry) -> bool:
    return len(inquiry.parts) == 1 and inquiry.kind in ("fact", "explain", "list")


def _notes(inquiry: Inquiry, documents: Sequence[Document]) -> tuple[Note, ...]:
    """Say how the question was read where that is not plain from its words."""
    notes = []
    if inquiry.text != inquiry.question:
        notes.append(Note("follow_up", f"searched for: {inquiry.text}"))
    if inquiry.named:
        names = [shown_name(d) for d in documents if d.id in inquiry.named]
        notes.append(Note("named_documents", f"looked only in: {'; '.join(names)}"))
    return tuple(notes)
