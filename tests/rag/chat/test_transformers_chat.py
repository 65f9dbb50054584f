"""A Hugging Face model on this machine: LangChain's own standard tests, and what Quoth needs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from quoth.rag.chat.endpoint import Endpoint, find_endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.model import context_tokens, load_chat_model, token_counter
from quoth.rag.chat.reply import reply, stream_reply
from quoth.rag.chat.transformers_model import ChatTransformers
from tests.tiny_chat_model import save_tiny_chat_model

QUESTION = [SystemMessage("the passages"), HumanMessage("what follows the moon ?")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_chat_model(tmp_path_factory.mktemp("chat-model"))


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Endpoint:
    return find_endpoint(f"huggingface:{folder}")


@pytest.fixture(scope="module")
def model(folder: Path) -> ChatTransformers:
    return ChatTransformers(model=str(folder), max_tokens=12)


class _TinyModel:
    """What both standard suites are told: no tools, no pictures, no other model's name."""

    @pytest.fixture(autouse=True)
    def _model_folder(self, folder: Path) -> None:
        self.folder = folder

    @property
    def chat_model_class(self) -> type[ChatTransformers]:
        return ChatTransformers

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": str(self.folder), "max_tokens": 12}

    @property
    def has_tool_calling(self) -> bool:
        return False

    @property
    def has_structured_output(self) -> bool:
        return False


class TestStandardUnit(_TinyModel, ChatModelUnitTests):
    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": str(self.folder)}  # the suite gives its own max_tokens


class TestStandardIntegration(_TinyModel, ChatModelIntegrationTests):
    pass


def test_a_reply_streams_word_by_word_and_is_what_comes_at_once(model: ChatTransformers) -> None:
    pieces = [chunk.text for chunk in model.stream(QUESTION)]
    assert len([piece for piece in pieces if piece]) > 3
    assert "".join(pieces) == model.invoke(QUESTION).text == model.invoke(QUESTION).text


def test_a_reply_says_why_it_ended_and_what_it_used(model: ChatTransformers) -> None:
    said = model.invoke(QUESTION)
    assert said.response_metadata["finish_reason"] == "length"
    assert said.usage_metadata is not None
    assert said.usage_metadata["output_tokens"] == 12
    stopped = model.invoke(QUESTION, stop=[said.text[4:11]])
    assert stopped.response_metadata["finish_reason"] == "stop"


def test_the_template_sees_every_turn_and_its_role(model: ChatTransformers) -> None:
    turns = [*QUESTION, AIMessage("the tide ."), HumanMessage("and the sun ?")]
    counts = [model.invoke(turns[:n]).usage_metadata["input_tokens"] for n in (2, 4)]  # type: ignore[index]
    # words, and for each turn its role and its end; then the mark that begins the reply
    assert counts == [2 + 5 + 2 * 2 + 1, 2 + 5 + 3 + 4 + 4 * 2 + 1]


def test_a_reply_ends_before_a_stop_however_it_is_cut(model: ChatTransformers) -> None:
    whole = model.invoke(QUESTION).text
    stop = whole[4:11]
    cut = "".join(chunk.text for chunk in model.stream(QUESTION, stop=[stop, "never"]))
    assert cut == whole[: whole.index(stop)]


def test_closing_the_stream_ends_the_generation(folder: Path) -> None:
    model = ChatTransformers(model=str(folder), max_tokens=400)
    stream = model.stream(QUESTION)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert "quoth-generate" not in {thread.name for thread in threading.enumerate()}


def test_a_failure_in_the_generating_thread_is_raised(folder: Path) -> None:
    with pytest.raises(ValueError, match="max_new_tokens"):
        ChatTransformers(model=str(folder), max_tokens=0).invoke(QUESTION)


def test_the_setting_huggingface_loads_it(endpoint: Endpoint) -> None:
    model = load_chat_model(endpoint)
    assert isinstance(model, ChatTransformers)
    assert context_tokens(model, endpoint) == 512
    assert token_counter(model)("the tide , zzz") == 4
    assert reply(model, QUESTION, endpoint) == "".join(stream_reply(model, QUESTION, endpoint))


def test_a_folder_without_a_model_costs_one_line(tmp_path: Path) -> None:
    with pytest.raises(ChatModelError, match=r"no Hugging Face model at .*nothing") as caught:
        load_chat_model(find_endpoint(f"huggingface:{tmp_path / 'nothing'}"))
    assert caught.value.kind == "unknown_model"
    with pytest.raises(ChatModelError, match="no Hugging Face model at someone/somewhere"):
        load_chat_model(find_endpoint("huggingface:someone/somewhere"))


def test_a_model_without_a_chat_template_is_refused(tmp_path: Path) -> None:
    endpoint = find_endpoint(f"huggingface:{save_tiny_chat_model(tmp_path, template=None)}")
    with pytest.raises(ChatModelError, match="has no chat template"):
        reply(load_chat_model(endpoint), QUESTION, endpoint)
