"""Hits for each part of an inquiry, each from the documents that the part names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index import Filters, Library, add
from quoth.index.types import Hit
from quoth.rag.question.gather import gather, in_turn
from quoth.rag.question.inquiry import Inquiry, Part

MakeHit = Callable[..., Hit]


@pytest.fixture
def filled(library: Library, papers: Path) -> Library:
    add(library, [papers])
    return library


def inquiry(*parts: Part) -> Inquiry:
    return Inquiry("a question", "a question", "fact", parts)


def test_each_part_is_looked_for_in_its_own_documents(filled: Library) -> None:
    ids = {document.file: document.id for document in filled.documents()}
    asked = inquiry(
        Part("brass and the moon", frozenset({ids["chronometer.txt"]})),
        Part("brass and the moon", frozenset({ids["tides.md"]})),
        Part("brass and the moon"),
    )
    clocks, tides, every = gather(filled, asked, k=5, filters=Filters())
    assert {hit.document.file for hit in clocks.hits} == {"chronometer.txt"}
    assert {hit.document.file for hit in tides.hits} == {"tides.md"}
    assert every.hits[0].document.file == "tides.md"
    assert every.query_vector.shape == (64,)


def test_the_filters_documents_hold_for_a_part_that_names_none(filled: Library) -> None:
    ids = {document.file: document.id for document in filled.documents()}
    among = Filters(among=frozenset({ids["railways.html"]}))
    (found,) = gather(filled, inquiry(Part("brass and the moon")), k=5, filters=among)
    assert {hit.document.file for hit in found.hits} == {"railways.html"}


def test_lists_are_taken_in_turn_and_ranked_anew(make_hit: MakeHit) -> None:
    one, two, three = (make_hit(f"text {n}", passage_id=n) for n in (1, 2, 3))
    merged = in_turn([[one, two], [], [three, one]], 10)
    assert [(hit.rank, hit.passage.id) for hit in merged] == [(1, 1), (2, 3), (3, 2)]
    assert [hit.passage.id for hit in in_turn([[one, two], [three]], 2)] == [1, 3]
    assert in_turn([], 3) == []
