"""Passages come in the order of their best sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.index import Hit, Library, add
from quoth.rag.reading.reader import Evidence
from quoth.rag.reading.rerank import rerank
from quoth.rag.retriever import retrieve


@pytest.fixture
def hits(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> tuple[Hit, ...]:
    """Three hits, a document each."""
    names = ("brass", "iron", "steel")
    texts = {f"{name}.txt": f"A clock of {name} was tried at sea by Harrison." for name in names}
    add(library, [write_papers(texts)])
    found = retrieve(library, "a clock at sea").hits
    assert len(found) == 3
    return found


def sentence(hit: Hit, score: float, *, start: int = 0) -> Evidence:
    return Evidence(hit, start, start + 5, score, 0.0, 0.0, 0)


def test_a_passage_goes_where_its_best_sentence_puts_it(hits: tuple[Hit, ...]) -> None:
    evidence = [sentence(hits[2], 0.9), sentence(hits[0], 0.4), sentence(hits[2], 0.3, start=6)]
    found = rerank(hits, evidence, k=3)
    assert [hit.passage.id for hit in found[:2]] == [hits[2].passage.id, hits[0].passage.id]
    assert [hit.score for hit in found] == [0.9, 0.4, 0.0]
    assert [hit.rank for hit in found] == [1, 2, 3]


def test_passages_without_sentences_come_last_in_their_order(hits: tuple[Hit, ...]) -> None:
    found = rerank(hits, [sentence(hits[2], 0.1)], k=3)
    assert [hit.passage.id for hit in found] == [hits[i].passage.id for i in (2, 0, 1)]


def test_no_more_than_asked_for_come(hits: tuple[Hit, ...]) -> None:
    (only,) = rerank(hits, [sentence(hits[1], 0.5)], k=1)
    assert only == replace(hits[1], rank=1, score=0.5)
    assert rerank([], [], k=5) == []
