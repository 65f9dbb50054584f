"""What an assistant tells while it answers: its own answers stay as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quoth.index import Library, add
from quoth.rag.assistant import Assistant
from quoth.rag.chat.chain import ChatAnswerer
from quoth.rag.chat.endpoint import PROVIDERS, Endpoint
from quoth.rag.events import Answered, Retrieved
from quoth.ui.app.stages import Began, telling

if TYPE_CHECKING:
    from quoth.rag.types import Answer

QUESTION = "What do the tides follow?"


@pytest.fixture
def assistant(library: Library, papers: Path) -> Assistant:
    add(library, [papers])
    return Assistant(library)


def told(assistant: Assistant) -> tuple[list[str], Answer]:
    """Return what was told and what came, in order, and the answer."""
    order: list[str] = []

    def tell(began: Began) -> None:
        assert began.after_ms > 0
        order.append(began.stage)

    *_, last = _noted(telling(assistant, tell).stream(QUESTION), order)
    assert isinstance(last, Answered)
    return order, last.answer


def _noted(events, order):
    for event in events:
        order.append(type(event).__name__)
        yield event


def test_reading_is_told_before_what_was_read_is_there(assistant: Assistant):
    order, answer = told(assistant)
    assert order[:2] == ["reading", Retrieved.__name__]
    assert "verifying" not in order  # a quotation needs no check
    plain = assistant.ask(QUESTION)
    assert plain.sentences
    assert replace(answer, timings=plain.timings) == plain


def test_verifying_is_told_before_the_first_checked_sentence(assistant: Assistant):
    from langchain_core.language_models import GenericFakeChatModel

    reply = iter(["Tides follow the moon [1]. "] * 2)
    chat = ChatAnswerer(
        assistant.library,
        GenericFakeChatModel(messages=reply),
        Endpoint(PROVIDERS["ollama"], "fake"),
        window_tokens=4000,
        count_tokens=len,
    )
    order, _ = told(replace(assistant, answerer=chat))
    assert order.index("verifying") < order.index("SentenceChecked")
    assert order.index("verifying") > order.index("TextDelta")
