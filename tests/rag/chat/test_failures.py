"""What goes wrong with a chat model: one error of a kind, with one line that names a setting."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import langsmith.utils
import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from quoth.rag.chat.endpoint import Endpoint, find_endpoint
from quoth.rag.chat.failures import ChatModelError, translate
from quoth.rag.chat.model import load_chat_model
from quoth.rag.chat.reply import reply, stream_reply
from tests.chat_server import (
    BAD_EVENT,
    BROKEN,
    NOT_JSON,
    TOO_LONG,
    UNKNOWN_MODEL,
    WRONG_KEY,
    ChatServer,
    Fault,
    Say,
    Step,
    chat_server,
    rate_limit,
)

KEY = "local-key-0123456789"
MESSAGES = [HumanMessage("What do tides follow?")]


@dataclass
class Asked:
    """What asking a scripted server came to."""

    server: ChatServer
    pieces: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    error: ChatModelError | None = None

    @property
    def kind(self) -> str | None:
        return self.error and self.error.kind


def ask(*script: Step, timeout_s: float = 60.0, path: str = "") -> Asked:
    with chat_server(*script) as server:
        asked = Asked(server)
        endpoint = endpoint_of(server.base_url + path, timeout_s=timeout_s)
        model = load_chat_model(endpoint)
        try:
            for piece in stream_reply(model, MESSAGES, endpoint, sleep=asked.waits.append):
                asked.pieces.append(piece)
        except ChatModelError as error:
            asked.error = error
    return asked


def endpoint_of(base_url: str = "", *, timeout_s: float = 60.0) -> Endpoint:
    return find_endpoint(
        "openai:test", base_url=base_url, api_key=SecretStr(KEY), timeout_s=timeout_s
    )


def test_a_reply_comes_in_the_pieces_that_the_server_sent() -> None:
    asked = ask(Say("Tides follow the moon [1].", pieces=["Tides fol", "low the moon [", "1]."]))
    assert asked.pieces == ["Tides fol", "low the moon [", "1]."]
    assert asked.error is None
    assert asked.server.requests[0].prompt == "What do tides follow?"


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (WRONG_KEY, "wrong_key", "refused the key for openai:test. Set a valid one: api_key"),
        (Fault.error(403, "no"), "wrong_key", "api_key"),
        (UNKNOWN_MODEL, "unknown_model", "Set llm to a model that it has.*does not exist"),
        (Fault.error(400, "model 'test' not found"), "unknown_model", "Set llm"),
        (Fault.error(400, "API key not valid"), "wrong_key", "api_key"),
        (TOO_LONG, "context_too_long", "Set context_tokens"),
        (Fault.error(500, "the request exceeds the context size"), "context_too_long", "context_"),
        (Fault.error(422, "bad option"), "refused", "bad option"),
        (Fault.error(402, "pay first"), "no_credit", "pay first"),
        (Fault.error(429, "You exceeded your current quota."), "no_credit", "no credit left"),
        (NOT_JSON, "malformed_reply", "Set base_url"),
        (BAD_EVENT, "malformed_reply", "Set base_url"),
        (Fault(200, "[1, 2", content_type="application/json"), "malformed_reply", "Set base_url"),
        (Say(""), "malformed_reply", "an empty reply"),
        (Say("one two", cut_after=0), "server_down", "Start the server"),
    ],
)
def test_a_failure_is_told_in_one_line_and_is_not_tried_again(
    fault: Step, kind: str, said: str
) -> None:
    asked = ask(fault)
    assert (asked.kind, asked.pieces) == (kind, [])
    assert (len(asked.server.requests), asked.waits) == (1, [])
    message = str(asked.error)
    assert "openai:test" in message
    assert "\n" not in message
    with pytest.raises(ChatModelError, match=said):
        raise asked.error  # type: ignore[misc]


def test_a_wrong_path_names_the_usual_one() -> None:
    assert "often ends in /v1" in str(ask("yes", path="/elsewhere").error)


def test_a_rate_limit_is_waited_for_as_long_as_the_server_asks() -> None:
    asked = ask(rate_limit("7"), BROKEN, "Tides follow the moon.")
    assert "".join(asked.pieces) == "Tides follow the moon."
    assert asked.waits == [7.0, 1.0]
    assert len(asked.server.requests) == 3


def test_a_failure_that_stays_is_told_after_three_tries() -> None:
    asked = ask(BROKEN)
    assert asked.kind == "server_error"
    assert asked.waits == [0.5, 1.0]
    assert len(asked.server.requests) == 3


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for() -> None:
    asked = ask(rate_limit("3600"))
    assert (asked.kind, asked.waits) == ("rate_limited", [])
    assert asked.error is not None
    assert asked.error.retry_after_s == 3600


@pytest.mark.parametrize("clean", [True, False], ids=["clean", "broken"])
def test_a_stream_that_breaks_off_keeps_what_came_and_is_not_asked_again(clean: bool) -> None:
    asked = ask(Say("Tides follow the moon.", cut_after=2, clean_cut=clean))
    assert asked.pieces == ["Tides ", "follow "]
    assert (asked.kind, len(asked.server.requests)) == ("cut_stream", 1)


def test_a_silent_server_is_given_up_after_timeout_s() -> None:
    never = threading.Event()
    try:
        with chat_server(Say("late", wait=never)) as server:
            endpoint = endpoint_of(server.base_url, timeout_s=0.2)
            with pytest.raises(ChatModelError, match=r"silent for 0.2 s.*timeout_s") as caught:
                reply(load_chat_model(endpoint), MESSAGES, endpoint)
            never.set()
    finally:
        never.set()
    assert caught.value.kind == "timed_out"


@pytest.mark.parametrize("host", ["127.0.0.1:9", "nowhere.invalid"])
def test_a_server_that_is_not_there_is_named(host: str) -> None:
    endpoint = endpoint_of(f"http://{host}/v1")
    with pytest.raises(ChatModelError, match=f"no answer from http://{host}/v1") as caught:
        reply(load_chat_model(endpoint), MESSAGES, endpoint)
    assert caught.value.kind == "server_down"


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_no_key_gets_into_an_error_or_what_it_hides(status: int) -> None:
    words = f"the key {KEY} and Bearer abc.def and sk-proj-ABCDEF12 are wrong\x1b[31m"
    error = ask(Fault.error(status, words, retry_after="99")).error
    assert error is not None
    shown = f"{error!r} {error}"
    assert not any(secret in shown for secret in (KEY, "abc.def", "sk-proj", "\x1b"))
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_a_long_answer_of_the_server_is_cut() -> None:
    assert len(str(ask(Fault.error(422, "word " * 500)).error)) < 400


def test_a_reply_at_once_is_what_the_stream_says() -> None:
    with chat_server("Tides follow the moon.") as server:
        endpoint = endpoint_of(server.base_url)
        model = load_chat_model(endpoint)
        assert reply(model, MESSAGES, endpoint) == "Tides follow the moon."
        assert model.invoke(MESSAGES).text == "Tides follow the moon."


def test_nothing_is_traced_to_langsmith(monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[object] = []

    class Watched(FakeListChatModel):
        def _stream(self, *arguments: Any, **options: Any) -> Any:
            traced.append(langsmith.utils.tracing_is_enabled())
            yield from super()._stream(*arguments, **options)

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    langsmith.utils.get_env_var.cache_clear()
    assert reply(Watched(responses=["yes"]), MESSAGES, endpoint_of()) == "yes"
    langsmith.utils.get_env_var.cache_clear()
    assert traced == [False]


# -- other providers' exceptions, by what they carry -----------------------------------------


class _Response:
    def __init__(self, status: int, **headers: str) -> None:
        self.status_code = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def _exception(name: str, *bases: type[Exception], **facts: object) -> Exception:
    error = type(name, bases or (Exception,), {})("said the server")
    for key, value in facts.items():
        setattr(error, key, value)
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (_exception("HTTPStatusError", response=_Response(401)), "wrong_key"),
        (_exception("ClientError", code=429), "rate_limited"),
        (_exception("APIError", code="503"), "server_error"),
        (_exception("ResponseError", status_code=404), "unknown_model"),
        (_exception("ReadTimeout"), "timed_out"),
        (_exception("ConnectError"), "server_down"),
        (_exception("PoolTimeout", TimeoutError), "timed_out"),
        (_exception("Wrapped", ConnectionRefusedError), "server_down"),
        (KeyError("choices"), "malformed_reply"),
        (_exception("SomethingElse"), "failed"),
        (_exception("APIError", code=200), "failed"),
        (Exception("prompt is too long: 9 tokens"), "context_too_long"),
    ],
)
def test_other_providers_exceptions_are_told_apart(error: Exception, kind: str) -> None:
    assert translate(error, endpoint_of()).kind == kind


def test_what_lies_beneath_an_exception_counts() -> None:
    error = RuntimeError("the client failed")
    error.__cause__ = _exception("ReadTimeout")
    assert translate(error, endpoint_of()).kind == "timed_out"


def test_a_connection_that_breaks_is_a_cut_only_once_something_came() -> None:
    error = _exception("RemoteProtocolError")
    assert translate(error, endpoint_of(), streamed=True).kind == "cut_stream"
    assert translate(error, endpoint_of()).kind == "server_down"


def test_an_error_of_ours_is_kept_as_it_is() -> None:
    ours = ChatModelError("as it is", kind="no_key")
    assert translate(ours, endpoint_of()) is ours


def test_a_date_to_retry_after_is_left_alone() -> None:
    response = _Response(429, retry_after="Sat, 21 Nov 2026 07:28:00 GMT")
    assert translate(_exception("E", response=response), endpoint_of()).retry_after_s is None
