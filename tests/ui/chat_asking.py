"""What the tests of `quoth ask` with a chat model share."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.chat_server import (
    Fault,
    Step,
    chat_server,
)

QUESTION = "How much did Harrison's first sea clock weigh?"
GOOD = "H1, Harrison's first sea clock, weighed about 34 kilograms [1]."
BUTTER = "Its wheels were carved from butter by monks of Salzburg [1]."
KEY = "sk-mine-0123456789abcdef"
BROKEN = Fault.error(500, "The server had an error.", retry_after="0")


class Asked:
    """What a command came to, and what the server was asked."""

    def __init__(self, ran, server):
        self.code, self.out, self.err = ran.code, ran.out, ran.err
        self.requests = server.requests
        self.prompts = [request.prompt for request in server.requests]

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def notes(self):
        return {note["code"]: note["message"] for note in self.json["notes"]}

    @property
    def labels(self):
        return [sentence["support"]["label"] for sentence in self.json["sentences"]]


@pytest.fixture
def ask(examples, monkeypatch):
    """Run `quoth ask` with a chat server that follows a script."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def run_it(*script: Step, question: str = QUESTION, options: tuple = ("--json",)):
        with chat_server(*script) as server:
            url = ("--base-url", server.base_url)
            return Asked(examples("ask", question, "--llm", "openai:test", *url, *options), server)

    return run_it


@pytest.fixture
def config(tmp_path) -> Callable[[str], None]:
    """Write settings into the config.toml of the commands of this test."""
    return lambda text: (tmp_path / "config.toml").write_text(text, "utf-8") and None
