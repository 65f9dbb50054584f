"""An embedder that remembers."""

from __future__ import annotations

import pytest

from quoth.index.remembering_embedder import RememberingEmbedder
from tests.contracts import EmbedderContract
from tests.fakes import FakeEmbedder


class Counting(FakeEmbedder):
    """Remembers each batch that it was given."""

    def __init__(self):
        super().__init__()
        self.queries = []
        self.tokens = []

    def embed_queries(self, texts):
        self.queries.append(list(texts))
        return super().embed_queries(texts)

    def embed_tokens(self, texts):
        self.tokens.append(list(texts))
        return super().embed_tokens(texts)


class TestTheRememberingEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return RememberingEmbedder(FakeEmbedder())


def test_a_text_is_embedded_once():
    inner = Counting()
    embedder = RememberingEmbedder(inner)
    embedder.embed_queries(["a", "b", "a"])
    again = embedder.embed_queries(["b", "c"])
    assert inner.queries == [["a", "b"], ["c"]]
    assert (again == FakeEmbedder().embed_queries(["b", "c"])).all()
    embedder.embed_tokens(["x y", "z"])
    embedder.embed_tokens(["z", "x y"])
    assert inner.tokens == [["x y", "z"]]


def test_what_was_asked_longest_ago_is_forgotten(monkeypatch):
    monkeypatch.setattr("quoth.index.remembering_embedder._QUERIES", 2)
    inner = Counting()
    embedder = RememberingEmbedder(inner)
    for text in ("a", "b", "a", "c", "a", "b"):
        embedder.embed_queries([text])
    assert inner.queries == [["a"], ["b"], ["c"], ["b"]]
