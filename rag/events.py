"""What happens while a question is answered, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from quoth.index.types import Hit
from quoth.rag.draft import Draft
from quoth.rag.types import Answer, Sentence, TextDelta

__all__ = [
    "Answered",
    "Event",
    "Retrieved",
    "SentenceChecked",
    "TextDelta",
    "Writing",
    "drain",
    "last_answer",
    "shown",
]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages that the answer will be written from, best first.

    Attributes:
        retrieve_ms: what finding them took; read_ms: what reading their sentences took.
    """

    hits: tuple[Hit, ...]
    retrieve_ms: float = 0.0
    read_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """A whole sentence with its citations, quotes and support; its numbers are the answer's."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Answered:
    """The end: the whole answer, or the abstention."""

    answer: Answer


Event = Retrieved | TextDelta | SentenceChecked | Answered
"""`TextDelta`: text as it is written, with the marks of whoever writes; not checked yet."""

Writing = Generator[TextDelta | SentenceChecked, None, Draft]
"""What an answerer yields while it writes; it returns the draft."""


def shown(draft: Draft) -> Iterator[TextDelta | SentenceChecked]:
    """Yield the sentences of a draft that was made at once."""
    for sentence in draft.sentences:
        yield TextDelta(sentence.lead + sentence.text)
        yield SentenceChecked(sentence)


def drain(writing: Writing) -> Draft:
    """Return the draft, without what is yielded on the way."""
    while True:
        try:
            next(writing)
        except StopIteration as end:
            draft: Draft = end.value
            return draft


def last_answer(events: Iterable[Event]) -> Answer:
    """Return the answer that events end with.

    Raises:
        ValueError: they end without one.
    """
    for event in events:
        if isinstance(event, Answered):
            return event.answer
    msg = "the events ended without an answer"
    raise ValueError(msg)
