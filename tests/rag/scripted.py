"""Answers of chat models that say what a test has written for them; LangChain's own fakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from quoth.index import Library
from quoth.rag.answerer import Answerer
from quoth.rag.chat.chain import ChatAnswerer
from quoth.rag.chat.endpoint import Endpoint, find_endpoint
from quoth.rag.draft import Draft
from quoth.rag.events import SentenceChecked, TextDelta
from quoth.rag.question.inquiry import Inquiry, Part
from quoth.rag.reading.reader import FormulaReader
from quoth.rag.retriever import retrieve
from quoth.rag.types import Note, Sentence

__all__ = ["Piecewise", "Written", "answerer", "codes", "endpoint", "piecewise", "says", "write"]


class Piecewise(GenericFakeChatModel):
    """A chat model whose reply comes in the pieces that are given; it keeps what it was asked."""

    pieces: Sequence[str] = ()
    asked: list[str] = Field(default_factory=list)

    def _stream(
        self, messages: list[BaseMessage], *_: Any, **__: Any
    ) -> Iterator[ChatGenerationChunk]:
        self.asked.append("\n".join(str(message.content) for message in messages))
        for piece in self.pieces:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        end = AIMessageChunk(content="", response_metadata={"finish_reason": "stop"})
        yield ChatGenerationChunk(message=end)


class Breaking(Piecewise):
    """A chat model whose connection is lost after its pieces."""

    def _stream(self, *arguments: Any, **options: Any) -> Iterator[ChatGenerationChunk]:
        yield from list(super()._stream(*arguments, **options))[:-1]
        raise ConnectionResetError


def says(*replies: str) -> GenericFakeChatModel:
    """Return a chat model that replies so, one reply a call."""
    return GenericFakeChatModel(messages=iter([AIMessage(reply) for reply in replies]))


def piecewise(*pieces: str, breaks: bool = False) -> Piecewise:
    """Return a chat model that replies in pieces."""
    kind = Breaking if breaks else Piecewise
    return kind(messages=iter(()), pieces=pieces)


def endpoint() -> Endpoint:
    """Return a server that is never asked."""
    return find_endpoint("openai:test", base_url="http://127.0.0.1:9/v1")


def answerer(library: Library, model: GenericFakeChatModel, **options: Any) -> ChatAnswerer:
    """Return an answerer with a large window; a word is a token."""
    window = {"window_tokens": 8000, "count_tokens": lambda text: len(text.split())}
    return ChatAnswerer(library, model, endpoint(), **(window | options))


@dataclass(frozen=True, slots=True)
class Written:
    """What an answerer yielded, and its draft."""

    draft: Draft
    deltas: list[str] = field(default_factory=list)
    checked: list[Sentence] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [sentence.text for sentence in self.draft.sentences]

    @property
    def labels(self) -> list[str]:
        return [sentence.support.label for sentence in self.draft.sentences]

    @property
    def cited(self) -> list[list[str]]:
        """The files that each sentence cites."""
        files = {source.n: source.document.file for source in self.draft.sources}
        return [[files[c.n] for c in sentence.citations] for sentence in self.draft.sentences]


def write(
    answerer: Answerer, library: Library, question: str, *, meaning: str = "", k: int = 5
) -> Written:
    """Let an answerer write about a question from the k best passages of a library."""
    found = retrieve(library, question, k=k)
    evidence = FormulaReader().read(library, question, found.query_vector, found.hits)
    inquiry = Inquiry(question, meaning or question, "fact", (Part(question),))
    writing = answerer.write(inquiry, [evidence], found.hits)
    deltas, checked = [], []
    while True:
        try:
            event = next(writing)
        except StopIteration as end:
            return Written(end.value, deltas, checked)
        if isinstance(event, TextDelta):
            deltas.append(event.text)
        else:
            assert isinstance(event, SentenceChecked)
            checked.append(event.sentence)


def codes(notes: Sequence[Note]) -> list[str]:
    """Return the codes of notes."""
    return [note.code for note in notes]
