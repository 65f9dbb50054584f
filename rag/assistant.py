"""The flow from a question to an answer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from quoth.index.library import Library
from quoth.index.types import Filters, Hit
from quoth.rag.answerer import Answerer, QuotingAnswerer
from quoth.rag.chat.rewriter import QuestionRewriter
from quoth.rag.clock import Clock
from quoth.rag.draft import Draft
from quoth.rag.events import Answered, Event, Retrieved, last_answer, shown
from quoth.rag.finishing import declined_answer, drafted_answer
from quoth.rag.lookup.types import CitedClaim, MatchReader
from quoth.rag.question.asked import Asked, QuestionReading
from quoth.rag.question.gather import Gathered, gather, in_turn
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.question.whole_documents import look_up
from quoth.rag.reading.abstention import Answerability, answerability
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.followups import read_follow_up
from quoth.rag.reading.reader import Evidence, SentenceReader
from quoth.rag.reading.reasons import reason_to_decline
from quoth.rag.reading.rerank import is_question, rerank
from quoth.rag.support.trained_judge import JudgeMaker, support_judge
from quoth.rag.types import Abstention, Answer

if TYPE_CHECKING:
    from quoth.rag.lookup.draft_types import Draft as WrittenDraft
    from quoth.rag.lookup.drafts import DraftOptions, DraftReport

__all__ = ["N_HITS", "Assistant", "Turn"]

N_HITS = 20  # passages whose sentences are read
# What is looked up in front matter or a reference list is there or not; it is wrong where the
# question or the page was misread.
_LOOKED_UP, _NOT_THERE = 0.9, 0.1


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side of a conversation said."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a library. Make one with `quoth.rag.build_assistant`.

    Attributes:
        rewriter: lets a chat model complete follow-ups and translate; by rule if None.
        make_judge: makes what says how far a passage carries a claim.
        second_opinion: lets a chat model say what it makes of passages found for claims.
    """

    library: Library
    reader: SentenceReader = field(default_factory=FittedReader)
    answerer: Answerer = field(default_factory=QuotingAnswerer)
    rewriter: QuestionRewriter | None = None
    make_judge: JudgeMaker = support_judge
    second_opinion: MatchReader | None = None
    _reading: QuestionReading = field(default_factory=QuestionReading, repr=False, compare=False)

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
        asked = self._read_question(query, filters, history)
        inquiry = asked.inquiry
        looked_up = look_up(self.library, self.reader, asked, filters)
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
        clock = Clock()
        filters = filters or Filters()
        asked = self._read_question(question, filters, history)
        looked_up = look_up(self.library, self.reader, asked, filters)
        if looked_up is None:
            answer = yield from self._search_and_write(asked.inquiry, filters, clock)
        elif isinstance(looked_up, Abstention):
            answer = declined_answer(
                question, looked_up, confidence=_NOT_THERE, model=self.answerer.name
            )
        else:
            yield Retrieved(tuple(source.hit for source in looked_up.sources))
            yield from shown(looked_up)
            answer = drafted_answer(
                self.library,
                question,
                looked_up,
                confidence=_LOOKED_UP,
                model=QuotingAnswerer.name,
            )
        if looked_up is not None:
            clock.lap("answer_ms")
        notes = asked.notes + answer.notes
        prompts = asked.prompts + answer.prompts
        yield Answered(replace(answer, notes=notes, prompts=prompts, timings=clock.timings()))

    def cite(
        self, text: str, *, k: int = 5, filters: Filters | None = None
    ) -> tuple[CitedClaim, ...]:
        """Return each sentence of a text with the passages that support or contradict it.

        Args:
            k: passages a sentence, best first, one a document before a second of any.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        from quoth.rag.lookup.claims import cite_sentences

        library = self.library
        return cite_sentences(
            library,
            text,
            k=k,
            filters=filters,
            judge=self.make_judge(library.embedder, library.rarity),
            second_opinion=self.second_opinion,
        )

    def cite_draft(
        self,
        draft: WrittenDraft,
        *,
        options: DraftOptions | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> DraftReport:
        """Look up the sentences of a draft, and check what they cite; see `drafts.cite_draft`."""
        from quoth.rag.lookup.drafts import DraftOptions, cite_draft

        asked = replace(options or DraftOptions(), second_opinion=self.second_opinion)
        return cite_draft(
            self.library, draft, options=asked, progress=progress, make_judge=self.make_judge
        )

    def _search_and_write(
        self, inquiry: Inquiry, filters: Filters, clock: Clock
    ) -> Generator[Event, None, Answer]:
        # An entry of a reference list is findable, and evidence only where works are asked for.
        leave_out = () if inquiry.may_cite else ("reference",)
        gathered = gather(self.library, inquiry, k=N_HITS, filters=filters, leave_out=leave_out)
        retrieve_ms = clock.lap("retrieve_ms")
        evidence = [self._read(found) for found in gathered]
        ranked = [
            rerank(found.hits, items, k=N_HITS)
            for found, items in zip(gathered, evidence, strict=True)
        ]
        hits = in_turn(ranked, N_HITS)
        judged = self._judge(gathered, evidence)
        question, sure, model = inquiry.question, judged.confidence, self.answerer.name
        # the question as typed has no history in it; one for a chat model may be translated
        asked = inquiry.text if self.rewriter else inquiry.question
        reason = reason_to_decline(self.library, asked, hits, judged)
        read_ms = clock.lap("read_ms")
        yield Retrieved(tuple(hits), retrieve_ms, read_ms)
        if reason is not None:
            return declined_answer(question, reason, hits, confidence=sure, model=model)
        written = self.answerer.write(inquiry, [items for items in evidence if items], hits)
        draft = yield from written
        clock.lap("answer_ms")
        clock.move(draft.verify_ms, out_of="answer_ms", into="verify_ms")
        if draft.abstained:
            declined = declined_answer(
                question, draft.abstained, hits, confidence=sure, model=model
            )
            return replace(declined, notes=draft.notes, prompts=draft.prompts)
        return drafted_answer(self.library, question, draft, confidence=sure, model=model)

    def _read_question(self, question: str, filters: Filters, history: Sequence[Turn]) -> Asked:
        return self._reading.read(
            self.library, question, filters=filters, history=history, rewriter=self.rewriter
        )

    def _read(self, found: Gathered) -> list[Evidence]:
        part, vector = found.part, found.query_vector
        if part.asked:
            whole = (part.query, vector)
            return read_follow_up(
                self.reader, self.library, whole=whole, asked=part.asked, hits=found.hits
            )
        return self.reader.read(self.library, part.query, vector, found.hits)

    def _judge(
        self, gathered: Sequence[Gathered], evidence: Sequence[list[Evidence]]
    ) -> Answerability:
        """Judge the parts of a question; it is answered where the surest part is."""
        pairs = zip(gathered, evidence, strict=True)
        judged = [answerability(self.library, g.part.query, g.hits, e) for g, e in pairs]
        return max(judged, key=lambda one: (one.stated, one.relevant, one.confidence))
