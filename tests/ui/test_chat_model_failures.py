"""A chat model that fails: quotes instead, and one line that names the setting."""

from __future__ import annotations

import threading

import pytest

from tests.chat_server import (
    BAD_EVENT,
    NOT_JSON,
    TOO_LONG,
    UNKNOWN_MODEL,
    WRONG_KEY,
    Request,
    Say,
    Step,
    chat_server,
    rate_limit,
)
from tests.ui.chat_asking import BROKEN, GOOD, KEY, QUESTION

pytest.importorskip("langchain_openai")


@pytest.mark.parametrize(
    ("fault", "kind", "setting"),
    [
        (WRONG_KEY, "wrong_key", "api_key"),
        (UNKNOWN_MODEL, "unknown_model", "llm"),
        (rate_limit("999"), "rate_limited", "llm"),
        (BROKEN, "server_error", "llm"),
        (TOO_LONG, "context_too_long", "context_tokens"),
        (NOT_JSON, "malformed_reply", "base_url"),
        (BAD_EVENT, "malformed_reply", "base_url"),
        (Say(GOOD, cut_after=0), "server_down", "base_url"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_is_a_note_that_names_the_setting_and_the_answer_quotes(
    ask, fault, kind, setting
):
    asked = ask(fault)
    assert asked.code == 0
    assert "34 kilograms" in asked.json["answer"]
    message = asked.notes[f"chat_model_{kind}"]
    assert setting in message
    assert "\n" not in message
    assert message.endswith("The rest is quoted")
    assert asked.err == ""


def test_no_server_is_a_note_too(examples):
    ran = examples(
        "ask", QUESTION, "--llm", "openai:test", "--base-url", "http://127.0.0.1:9/v1", "--json"
    )
    assert ran.code == 0
    assert [note["code"] for note in ran.json["notes"]] == ["chat_model_server_down"]
    assert "34 kilograms" in ran.json["answer"]


def test_a_missing_key_is_a_note_too(examples, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ran = examples("ask", QUESTION, "--llm", "openai:test", "--json")
    (note,) = ran.json["notes"]
    assert (ran.code, note["code"]) == (0, "chat_model_no_key")
    assert "OPENAI_API_KEY" in note["message"]
    assert "34 kilograms" in ran.json["answer"]
    assert ran.json["model"] == "quotes"


def test_a_silent_server_is_given_up_after_timeout_s(ask, config):
    config("timeout_s = 0.2\n")
    given_up = threading.Event()

    class Silence(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return given_up.wait(timeout or 10)

    def script(_request: Request) -> Step:
        return Say(GOOD, wait=Silence())

    asked = ask(script)
    given_up.set()
    assert "timeout_s" in asked.notes["chat_model_timed_out"]
    assert "34 kilograms" in asked.json["answer"]


def test_a_rate_limit_that_passes_is_not_noticed(ask):
    asked = ask(rate_limit("0"), GOOD)
    assert (asked.labels, asked.notes) == (["supported"], {})
    assert len(asked.requests) == 2


@pytest.mark.parametrize("clean_cut", [True, False])
def test_what_was_written_before_a_break_is_kept(ask, clean_cut):
    pieces = ("H1 was finished in 1735 [1]. ", "It was lat", "er tried at sea")
    asked = ask(Say("", pieces=pieces, cut_after=2, clean_cut=clean_cut))
    texts = [sentence["text"] for sentence in asked.json["sentences"]]
    assert texts[0] == "H1 was finished in 1735."
    assert any("34 kilograms" in text for text in texts[1:])
    assert not any("It was lat" in text for text in texts)
    assert set(asked.notes) == {"chat_model_cut_stream"}


def test_a_reply_cut_at_the_models_limit_is_noted_and_its_half_sentence_left_out(ask):
    asked = ask(Say(f"{GOOD} It was made by a carp", finish_reason="length"))
    assert [s["text"] for s in asked.json["sentences"]] == [GOOD.replace(" [1]", "")]
    assert set(asked.notes) == {"reply_cut"}


@pytest.mark.parametrize("fault", [WRONG_KEY, BROKEN, GOOD], ids=["refused", "broken", "good"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_the_key_is_sent_and_never_shown(examples, config, caplog, fault, options):
    caplog.set_level("DEBUG", logger="quoth")
    with chat_server(fault) as server:
        config(f'llm = "openai:test"\nbase_url = "{server.base_url}"\napi_key = "{KEY}"\n')
        ran = examples("ask", QUESTION, *options)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    for text in (ran.out, ran.err, caplog.text):
        assert KEY not in text
        assert "sk-secret" not in text
