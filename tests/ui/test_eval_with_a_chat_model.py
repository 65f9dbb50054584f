"""`quoth eval` where a chat model answers, or drafts."""

from __future__ import annotations

import json

import pytest

from quoth.eval.runs.folder import open_run
from quoth.prompts import load_prompt
from tests.chat_server import Say, chat_server
from tests.ui.chat_asking import BROKEN, GOOD, QUESTION


@pytest.fixture
def one_question(tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "h1", "question": QUESTION, "answers": ["34 kilograms"]}))
    return path


@pytest.fixture
def evaluate(examples, example_library, one_question, tmp_path):
    def run_it(*script):
        with chat_server(*script) as server:
            words = ("--llm", "openai:test", "--base-url", server.base_url, "--judge", "overlap")
            where = ("--library", example_library, "--out", tmp_path / "run")
            done = examples("eval", "run", one_question, *where, *words)
            assert (done.code, len(server.requests) > 0) == (0, True)
        return open_run(tmp_path / "run")

    return run_it


def test_what_the_model_wrote_is_recorded_with_its_prompts(evaluate) -> None:
    run = evaluate(Say(GOOD))
    (record,) = run.records
    assert record.model == "openai:test"
    assert record.sentences[0].text.startswith("H1, Harrison's first sea clock")
    assert dict(record.prompts)["answer"] == load_prompt("answer").sha256
    assert run.setup.prompts["answer"] == load_prompt("answer").sha256
    assert (run.setup.answerer, run.setup.verifier) == ("openai:test", "embedded")
    assert run.scores.independent
    assert run.scores.headline[0] == "faithfulness"
    assert run.scores.metrics["answer_match"].value == 1


def test_a_model_that_failed_is_said_with_the_scores(evaluate) -> None:
    run = evaluate(BROKEN, BROKEN, BROKEN)
    assert "the chat model failed at 1 of 1 items; see their notes" in run.scores.remarks


def test_a_model_drafts_questions(examples, tmp_path) -> None:
    reply = json.dumps({"question": "How heavy?", "answer": "34", "quote": "not in any passage"})
    out = tmp_path / "drafts.jsonl"
    with chat_server(*[Say(reply)] * 40) as server:
        url = ("--base-url", server.base_url)
        done = examples("eval", "make", "--out", out, "-n", "2", "--llm", "openai:test", *url)
    assert done.out == f"0 drafts in {out}\n"
    assert "passages gave no question that stands on them" in done.err
