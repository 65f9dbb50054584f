"""Naming and loading a chat model: what is missing costs one line, and no key is shown."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from quoth.index.errors import ModelError, UsageError
from quoth.rag.chat.endpoint import PROVIDERS, Endpoint, find_endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.model import (
    DEFAULT_CONTEXT_TOKENS,
    context_tokens,
    load_chat_model,
    token_counter,
)
from quoth.rag.chat.reply import reply
from tests.chat_server import chat_server

KEY = "sk-mine-0123456789"
OWN_SERVER = "http://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS.values():
        for variable in provider.key_variables:
            monkeypatch.delenv(variable, raising=False)
    for variable in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "LANGSMITH_GATEWAY"):
        monkeypatch.delenv(variable, raising=False)


def key_of(endpoint: Endpoint) -> str:
    return endpoint.api_key.get_secret_value()


def test_a_setting_names_a_provider_and_a_model_that_may_hold_colons() -> None:
    endpoint = find_endpoint("ollama:llama3.2:3b")
    assert (endpoint.provider.name, endpoint.model) == ("ollama", "llama3.2:3b")
    assert endpoint.name == "ollama:llama3.2:3b"


def test_langchains_own_names_of_providers_are_understood() -> None:
    assert find_endpoint("google_genai:gemini").provider.name == "google"
    assert find_endpoint("mistralai:small").provider.name == "mistral"


@pytest.mark.parametrize("llm", ["gpt-5", "openai:", ""])
def test_a_model_without_a_provider_costs_one_line(llm: str) -> None:
    with pytest.raises(UsageError, match=r"Write provider:model, for example ollama:"):
        find_endpoint(llm)


def test_an_unknown_provider_is_answered_with_near_ones() -> None:
    with pytest.raises(UsageError, match=r"no provider 'opnai' \(near: openai\)"):
        find_endpoint("opnai:x")
    with pytest.raises(UsageError, match="near: anthropic, google, groq"):
        find_endpoint("zzz:x")


@pytest.mark.parametrize("url", ["localhost:8080/v1", "file:///etc/passwd", "127.0.0.1"])
def test_a_base_url_must_be_a_web_address(url: str) -> None:
    with pytest.raises(UsageError, match="base_url must begin with http"):
        find_endpoint("openai:x", base_url=url)


def test_the_setting_goes_before_the_providers_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "from-environment")
    assert key_of(find_endpoint("google:x")) == "from-environment"
    assert key_of(find_endpoint("google:x", api_key=SecretStr(""))) == "from-environment"
    assert key_of(find_endpoint("google:x", api_key=SecretStr(KEY))) == KEY
    assert key_of(find_endpoint("openai:x")) == ""


def test_the_providers_key_is_not_sent_to_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with chat_server("yes") as server:
        endpoint = find_endpoint("openai:test", base_url=server.base_url)
        assert reply(load_chat_model(endpoint), [], endpoint) == "yes"
    assert KEY not in str(server.requests)


def test_a_key_that_is_set_is_sent_and_nowhere_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with chat_server("yes") as server:
        endpoint = find_endpoint("openai:test", base_url=server.base_url, api_key=SecretStr(KEY))
        model = load_chat_model(endpoint)
        assert reply(model, [], endpoint) == "yes"
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in f"{endpoint!r} {model!r} {model} {caplog.text}"


def test_a_missing_key_is_said_before_anything_is_asked() -> None:
    with pytest.raises(ChatModelError, match="Set the environment variable OPENAI_API_KEY"):
        load_chat_model(find_endpoint("openai:x"))


@pytest.mark.parametrize("provider", [p for p in PROVIDERS.values() if p.langchain_name])
@pytest.mark.parametrize("absent", ["langchain", "its own package"])
def test_a_missing_package_is_named_with_its_command(
    provider: object, absent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = provider.name  # type: ignore[attr-defined]
    missing = "langchain" if absent == "langchain" else provider.module  # type: ignore[attr-defined]
    monkeypatch.setattr(
        "quoth.rag.chat.model.find_spec", lambda module: None if module == missing else object()
    )
    with pytest.raises(ModelError) as caught:
        load_chat_model(find_endpoint(f"{name}:x", base_url=OWN_SERVER))
    package = provider.package  # type: ignore[attr-defined]
    assert str(caught.value) == (
        f"provider {name} needs {package}. Run: pip install 'quoth[{name}]'"
    )


def test_options_that_the_package_refuses_cost_one_line_without_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **options: object) -> None:
        key = options["api_key"]
        msg = f"{key} is wrong\nin two lines"
        raise ValueError(msg)

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    endpoint = find_endpoint("openai:x", api_key=SecretStr(KEY))
    with pytest.raises(ModelError, match="langchain-openai does not take openai:x") as caught:
        load_chat_model(endpoint)
    assert KEY not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)
    assert "\n" not in str(caught.value)


def test_a_server_of_ones_own_answers_at_temperature_0_and_is_tried_once() -> None:
    with chat_server("yes") as server:
        endpoint = find_endpoint("openai:test", base_url=server.base_url)
        model = load_chat_model(endpoint)
        reply(model, [], endpoint)
    assert server.requests[0].body["temperature"] == 0
    assert model.max_retries == 0  # type: ignore[attr-defined]


def test_an_installed_providers_hosted_model_keeps_its_own_temperature() -> None:
    model = load_chat_model(find_endpoint("openai:gpt-4o", api_key=SecretStr(KEY)))
    assert model.temperature is None  # type: ignore[attr-defined]


def test_the_window_is_the_users_then_the_profiles_then_the_default() -> None:
    known = find_endpoint("openai:gpt-4o", api_key=SecretStr(KEY))
    model = load_chat_model(known)
    assert model.profile is not None
    assert context_tokens(model, known) == model.profile["max_input_tokens"] > 100_000
    unknown = find_endpoint("openai:test", base_url=OWN_SERVER)
    assert context_tokens(load_chat_model(unknown), unknown) == DEFAULT_CONTEXT_TOKENS
    stated = find_endpoint("openai:gpt-4o", api_key=SecretStr(KEY), context_tokens=2000)
    assert context_tokens(model, stated) == 2000


def test_tokens_are_estimated_offline_and_not_too_low(embedder: object) -> None:
    from tokenizers import Tokenizer

    count = token_counter(load_chat_model(find_endpoint("openai:test", base_url=OWN_SERVER)))
    assert count("") == 0
    tokenizer = Tokenizer.from_str(embedder.tokenizer_json)  # type: ignore[attr-defined]
    for text in (
        "The chronometer of Harrison lost five seconds on the way to Jamaica.",
        "Die Gezeiten folgen dem Mond, und Maschinen aus Messing summierten ihre Wellen.",
        "潮汐跟随月亮的运动。",
    ):
        assert count(text) >= 0.9 * len(tokenizer.encode(text, add_special_tokens=False))


def test_a_password_in_the_url_is_not_shown() -> None:
    endpoint = find_endpoint("openai:x", base_url="http://me:hush-hush@127.0.0.1:9/v1?token=abc")
    assert endpoint.place == "http://127.0.0.1:9/v1"
    assert endpoint.redact("asked http://me:hush-hush@127.0.0.1") == "asked http://me:***@127.0.0.1"
