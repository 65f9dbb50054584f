"""Tokens are counted where a model reports them, and are not said to be 0 where none does."""

from __future__ import annotations

import sys

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.messages.ai import UsageMetadata

from quoth.eval.runs.records import Usage
from quoth.eval.runs.usage import counted_usage


def model(*tokens: tuple[int, int] | None) -> GenericFakeChatModel:
    replies = []
    for pair in tokens:
        usage = pair and UsageMetadata(
            input_tokens=pair[0], output_tokens=pair[1], total_tokens=sum(pair)
        )
        message = AIMessage("Yes.", usage_metadata=usage)
        message.response_metadata = {"model_name": "fake"}
        replies.append(message)
    return GenericFakeChatModel(messages=iter(replies))


def test_tokens_of_all_calls_are_summed() -> None:
    asked = model((100, 20), (50, 5), (7, 7))
    with counted_usage() as total:
        asked.invoke("?")
        asked.invoke("?")
    asked.invoke("after it")
    assert total() == Usage(150, 25)


def test_a_model_that_reports_nothing_has_no_usage() -> None:
    with counted_usage() as total:
        model(None).invoke("?")
    assert total() is None


def test_without_a_chat_model_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "langchain_core")
    with counted_usage() as total:
        pass
    assert total() is None
    assert "langchain_core" not in sys.modules
