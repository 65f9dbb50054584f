"""From a query to hits: the fusion on a worked example, repeats folded, ranks in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index import Filters, Library, add
from quoth.index.library import Candidates
from quoth.index.types import Passage
from quoth.rag.retriever import MEANING_SHARE, NEIGHBOUR_SHARE, fold_repeats, fuse, retrieve
from tests.conftest import PAPERS


def test_meaning_and_words_are_fused_as_the_formula_says() -> None:
    found = Candidates(dense={1: 0.8, 5: 0.6, 9: 0.2}, lexical={5: 4.0, 9: 2.0}, dense_floor=0.2)
    apart = {1: "a", 5: "b", 9: "c"}
    # meaning 1, 2/3, 0; words 0, 1, 1/2
    assert fuse(found, apart) == pytest.approx(
        {
            1: MEANING_SHARE,
            5: MEANING_SHARE * 2 / 3 + (1 - MEANING_SHARE),
            9: (1 - MEANING_SHARE) / 2,
        }
    )


def test_a_passage_gains_from_those_beside_it_in_its_document() -> None:
    found = Candidates(dense={1: 1.0, 2: 0.0, 3: 0.0}, lexical={1: 3.0}, dense_floor=0.0)
    scores = fuse(found, {1: "a", 2: "a", 3: "b"})
    assert scores == pytest.approx({1: 1.0, 2: NEIGHBOUR_SHARE, 3: 0.0})


def test_a_word_only_candidate_below_the_floor_has_no_meaning_and_keeps_its_words() -> None:
    found = Candidates(dense={1: 0.9, 2: -0.5}, lexical={2: 1.0}, dense_floor=0.5)
    assert fuse(found, {1: "a", 2: "b"})[2] == pytest.approx(1 - MEANING_SHARE)


def test_the_only_candidate_is_the_nearest_one() -> None:
    found = Candidates(dense={1: 0.7}, lexical={1: 2.0}, dense_floor=0.7)
    assert fuse(found, {1: "a"}) == pytest.approx({1: 1.0})
    assert fuse(Candidates(dense={1: 0.7}, dense_floor=0.7), {1: "a"}) == pytest.approx(
        {1: MEANING_SHARE}
    )


def test_a_candidate_without_a_document_is_left_out() -> None:
    found = Candidates(dense={1: 0.9, 2: 0.8}, dense_floor=0.1)
    assert set(fuse(found, {2: "a"})) == {2}
    assert fuse(Candidates(), {}) == {}


cosines = st.dictionaries(st.integers(1, 30), st.floats(-1, 1), min_size=1)


@settings(max_examples=200, deadline=None)
@given(cosines, st.data())
def test_fused_scores_lie_between_0_and_1(dense: dict[int, float], data: st.DataObject) -> None:
    some = st.dictionaries(st.sampled_from(sorted(dense)), st.floats(0, 99))
    floor = data.draw(st.sampled_from(sorted(dense.values())))
    found = Candidates(dense=dense, lexical=data.draw(some), dense_floor=floor)
    scores = fuse(found, {i: "ab"[i % 2] for i in dense})
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores.values())


def passage(number: int, text: str, kind: str = "body") -> Passage:
    return Passage(number, "d", 0, len(text), None, None, kind, text)  # type: ignore[arg-type]


def test_a_passage_that_says_again_what_a_better_one_says_is_folded() -> None:
    text = "The watch lost five seconds on the long voyage to the island of Jamaica."
    kept = fold_repeats(
        [
            passage(1, text),
            passage(2, "In short: " + text.upper()),
            passage(3, "A quite different passage about the tides and the moon."),
            passage(4, text, "reference"),
            passage(5, text, "reference"),
            passage(6, "Short."),
            passage(7, "Short."),
        ],
        k=10,
    )
    assert [p.id for p in kept] == [1, 3, 4, 5, 6, 7]


def test_hits_are_ranked_from_1_by_falling_score(library: Library, papers: Path) -> None:
    add(library, [papers])
    hits = retrieve(library, "the chronometer of Harrison at sea").hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1)) == [1, 2, 3]
    assert hits[0].document.file == "chronometer.txt"
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert len(retrieve(library, "sea", k=1).hits) == 1


def test_a_hit_says_which_way_it_was_found(library: Library, papers: Path) -> None:
    add(library, [papers])
    by_file = {hit.document.file: hit for hit in retrieve(library, "moon").hits}
    assert by_file["tides.md"].lexical_score is not None
    assert by_file["railways.html"].lexical_score is None
    assert all(hit.dense_score is not None for hit in by_file.values())


def test_a_repeated_document_is_found_once(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    text = PAPERS["chronometer.txt"]
    add(library, [write_papers({"a.txt": text, "b.txt": text + " Once more.", "c.txt": "Tides."})])
    hits = retrieve(library, "chronometer").hits
    assert hits[0].document.file in ("a.txt", "b.txt")
    assert len(hits) == 2


def test_filters_hold_for_both_ways_of_finding(library: Library, papers: Path) -> None:
    add(library, [papers])
    chosen = retrieve(library, "the sea and the moon", filters=Filters(document="tides")).hits
    assert [hit.document.file for hit in chosen] == ["tides.md"]
    assert retrieve(library, "sea", filters=Filters(year=(1700, 1800))).hits == ()


@pytest.mark.parametrize("query", ["", "(", 'AND "x" (', "\0", "the " * 3000, "月"])
def test_any_text_is_a_query(library: Library, papers: Path, query: str) -> None:
    assert retrieve(library, query).hits == ()
    add(library, [papers])
    retrieval = retrieve(library, query)
    assert retrieval.query_vector.shape == (64,)
    assert len(retrieval.hits) <= 3


def test_the_evidence_of_the_examples_is_found(example_library: Library) -> None:
    hits = retrieve(example_library, "Which escapement needs no oil?", k=3).hits
    assert any("grasshopper" in hit.passage.text for hit in hits)
    assert hits[0].document.file == "harrison-sea-clocks.pdf"
