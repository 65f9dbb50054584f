"""The answerer that lets a chat model write, and checks every sentence that it wrote.

The model is given numbered passages and nothing else. What it writes is read as it comes: each
sentence is held against the passages that it cites, gets the quotes that carry it, or the mark of
a sentence that none carries. Where the model fails, the answer is quotes, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.library import Library
from quoth.index.types import Hit
from quoth.prompts import Message, Prompt
from quoth.rag.answerer import Answerer, QuotingAnswerer
from quoth.rag.chat.checking import DECLINED, SentenceChecker
from quoth.rag.chat.citations import (
    NOT_IN_PASSAGES,
    FinishedReply,
    MarkerStream,
    TextDelta,
)
from quoth.rag.chat.citations import Event as ReplyEvent
from quoth.rag.chat.context import Context, build_context
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.prompting import load_checked_prompt, recorded, to_langchain, visible
from quoth.rag.chat.repairing import Repairer
from quoth.rag.chat.reply_sentences import FinishedSentence
from quoth.rag.chat.thoughts import ThoughtFilter
from quoth.rag.draft import Draft
from quoth.rag.events import SentenceChecked, Writing, drain
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.reading.reader import Evidence
from quoth.rag.support.scorer import SupportJudge
from quoth.rag.support.trained_judge import RIVALS, JudgeMaker, support_judge
from quoth.rag.types import Note, Source

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ChatAnswerer"]

_REPLY_TOKENS = 1024  # kept free for the reply: some 700 words, five times what is asked for
_SHARE_FOR_REPLY = 4  # at most a quarter of a small window
# Characters, some 3,000 words: a small model that has come to repeat itself never ends.
_LONGEST_REPLY = 20_000
_STOPS = (".", "!", "?", "…", "。", "！", "？")

_Shown = TextDelta | SentenceChecked


@dataclass(frozen=True, slots=True)
class ChatAnswerer:
    """Answers with what a chat model writes from the passages, checked sentence by sentence.

    Attributes:
        window_tokens: what the model reads and writes together.
        count_tokens: of a text.
        prompts: a folder whose files replace the prompts of the same name.
        strict: drop every sentence that is not supported.
        repair: show the model its unsupported sentences once more.
        fallback: answers where the model does not.
        judge: of sentences; by default one that `make_judge` makes, which needs no chat model.
    """

    library: Library
    model: BaseChatModel
    endpoint: Endpoint
    window_tokens: int
    count_tokens: Callable[[str], int]
    prompts: Path | None = None
    strict: bool = False
    repair: bool = False
    fallback: Answerer = field(default_factory=QuotingAnswerer)
    judge: SupportJudge | None = None
    make_judge: JudgeMaker = support_judge

    @property
    def name(self) -> str:
        """What `Answer.model` says."""
        return self.endpoint.name

    def write(
        self, inquiry: Inquiry, evidence: Sequence[Sequence[Evidence]], hits: Sequence[Hit]
    ) -> Writing:
        quotes = self.fallback.write(inquiry, evidence, hits)  # does nothing until it is drawn on
        prompt = load_checked_prompt("answer", self.prompts)
        question = _asked(inquiry)
        context = self._context(prompt, question, hits)
        checker = self._checker(context, inquiry)
        if not context.kept:
            return (yield from _quoted(checker, quotes, self._too_small()))
        values = _values(context, question)
        try:
            reply = yield from self._read(prompt.fill(**values), context, checker)
        except ChatModelError as error:
            note = Note(f"chat_model_{error.kind}", f"{error}. The rest is quoted")
            return (yield from _quoted(checker, quotes, note, prompt))
        if checker.is_declined(reply):
            return Draft((), (), abstained=DECLINED, prompts=recorded(prompt))
        if checker.says_nothing:
            note = Note("empty_reply", f"{self.name} stated nothing. The rest is quoted")
            return (yield from _quoted(checker, quotes, note, prompt))
        first = checker.draft(recorded(prompt))
        if self.repair and checker.doubtful:
            return self._repairer().repair(
                first, values | {"answer": reply.text}, checker, self._checker(context, inquiry)
            )
        return first

    def _read(
        self, messages: Sequence[Message], context: Context, checker: SentenceChecker
    ) -> Generator[_Shown, None, FinishedReply]:
        """Yield a reply as it comes; return the whole of it.

        Raises:
            ChatModelError: what was finished before has been checked.
        """
        from quoth.rag.chat.reply import stream_reply

        stream, thoughts = MarkerStream(len(context.kept)), ThoughtFilter()
        left, cuts = _LONGEST_REPLY, list[str]()  # characters; why it was cut
        broken: ChatModelError | None = None
        limit = partial(cuts.append, "at the most tokens that its server lets it write")
        sent = to_langchain(messages)
        try:
            for delta in stream_reply(self.model, sent, self.endpoint, at_limit=limit):
                text = thoughts.feed(visible(delta))
                yield from self._checked(stream.feed(text[:left]), checker)
                left -= len(text)
                if left < 0:
                    cuts.append(f"after {_LONGEST_REPLY} characters")
                    break
        except ChatModelError as error:
            broken = error
        events = [*stream.feed(thoughts.close()), *stream.close()]
        if broken or cuts:  # the last sentence may be half of one
            events = [event for event in events if not _is_open(event)]
        yield from self._checked(events, checker)
        reply = next(event for event in events if isinstance(event, FinishedReply))
        checker.notes += reply.notes
        checker.notes += [
            Note("reply_cut", f"the reply of {self.name} was cut {why}") for why in cuts
        ]
        if broken:
            raise broken
        return reply

    def _checked(self, events: Iterable[ReplyEvent], checker: SentenceChecker) -> Iterator[_Shown]:
        """Yield what of a reply may be shown; strict, only what has been checked."""
        for event in events:
            if isinstance(event, TextDelta) and not self.strict:
                yield event
            elif isinstance(event, FinishedSentence):
                sentence = checker.check(event)
                if sentence is None:
                    continue
                if self.strict:
                    yield TextDelta(sentence.lead + sentence.text)
                yield SentenceChecked(sentence)

    def _checker(self, context: Context, inquiry: Inquiry) -> SentenceChecker:
        library = self.library
        judge = self.judge or self.make_judge(library.embedder, library.rarity, most=RIVALS)
        return SentenceChecker(
            library, context.kept, inquiry.question, strict=self.strict, judge=judge
        )

    def _repairer(self) -> Repairer:
        prompt = load_checked_prompt("repair", self.prompts)
        return Repairer(self.model, self.endpoint, prompt, fits=self._fits)

    def _context(self, prompt: Prompt, question: str, hits: Sequence[Hit]) -> Context:
        """Fit the passages into what the prompt, the question and the reply leave of the window."""
        empty = dict.fromkeys(prompt.placeholders, "") | {"question": question}
        budget = max(0, self._left(prompt.fill(**empty)))
        sources = [Source(n, hit) for n, hit in enumerate(hits, 1)]
        return build_context(sources, budget_tokens=budget, count_tokens=self.count_tokens)

    def _fits(self, messages: Sequence[Message]) -> bool:
        return self._left(messages) >= 0

    def _left(self, messages: Sequence[Message]) -> int:
        """Return the tokens that messages and a reply leave of the window; may be below 0."""
        reply = min(_REPLY_TOKENS, self.window_tokens // _SHARE_FOR_REPLY)
        taken = sum(self.count_tokens(message.content) for message in messages)
        return self.window_tokens - reply - taken

    def _too_small(self) -> Note:
        return Note(
            "context_too_small",
            f"no passage fits into the {self.window_tokens} tokens of {self.name}; quoted "
            "instead. Set context_tokens if its window is larger",
        )


def _asked(inquiry: Inquiry) -> str:
    """Return the question in the user's words, and what a follow-up means."""
    if inquiry.text == inquiry.question:
        return inquiry.question
    return f"{inquiry.question} (that is: {inquiry.text})"


def _values(context: Context, question: str) -> dict[str, str]:
    return {
        "fence": context.fence,
        "passages": context.text,
        "question": question,
        "not_in_passages": NOT_IN_PASSAGES,
    }


def _is_open(event: ReplyEvent) -> bool:
    """Whether an event is a sentence that does not end."""
    return isinstance(event, FinishedSentence) and not event.text.endswith(_STOPS)


def _quoted(checker: SentenceChecker, quotes: Writing, note: Note, *sent: Prompt) -> Writing:
    """Go on with quotes where the model does not."""
    checker.notes.append(note)
    for sentence in checker.continue_with(drain(quotes)):
        yield TextDelta(sentence.lead + sentence.text)
        yield SentenceChecked(sentence)
    return checker.draft(recorded(*sent))
