"""Answers as app.db keeps them: as JSON, read back as what they were."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quoth.rag.types import Answer, Note
from quoth.ui.app.records import Message, Value

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Exchange", "answer_to_json", "exchange_of"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as the transcript shows them.

    Attributes:
        id: of the message; "" while it is not kept yet.
        value: the thumb that its user gave.
        n_replaced: how many questions it stands in the place of; undoing it brings them back.
    """

    id: str
    question: str
    answer: Answer
    value: Value | None = None
    comment: str = ""
    n_replaced: int = 0


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON can hold it, whole."""
    found: dict[str, Any] = _adapter().dump_python(answer, mode="json")
    return found


def exchange_of(message: Message) -> Exchange:
    """Return a message with its answer; a note stands for one that cannot be read any more."""
    answer = _answer_from_json(message.question, message.answer)
    return Exchange(
        message.id,
        message.question,
        answer,
        message.value,
        message.comment,
        message.n_replaced,
    )


def _answer_from_json(question: str, stored: Mapping[str, Any]) -> Answer:
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(dict(stored), strict=False)
    except ValidationError:
        note = Note("unreadable", "Another version of Quoth kept this answer. Ask again.")
        return Answer(question, (), (), notes=(note,))


@functools.cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
