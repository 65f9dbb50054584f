"""Which sentences answer: exact slices, each once, the best first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index import Library, add
from quoth.rag.reading.reader import Evidence, FormulaReader
from quoth.rag.retriever import retrieve

TEXT = """# Sea clocks

## Trials

The chronometer of Harrison lost five seconds on the way to Jamaica. It was tried again on a voyage
to Barbados by the astronomer. Brass wheels were cut by hand in the workshop. So it was.
"""


def read(library: Library, question: str) -> list[Evidence]:
    retrieval = retrieve(library, question)
    return FormulaReader().read(library, question, retrieval.query_vector, retrieval.hits)


@pytest.fixture
def clocks(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> Library:
    add(library, [write_papers({"clocks.md": TEXT, "tides.txt": "Tides follow the moon closely."})])
    return library


def test_the_sentence_that_shares_the_questions_words_comes_first(clocks: Library) -> None:
    evidence = read(clocks, "Who cut the brass wheels by hand?")
    assert evidence[0].text == "Brass wheels were cut by hand in the workshop."
    scores = [item.score for item in evidence]
    assert scores == sorted(scores, reverse=True)


def test_every_sentence_is_an_exact_slice_of_its_document(clocks: Library) -> None:
    for item in read(clocks, "the chronometer"):
        text = clocks.text(item.hit.document.id).text
        assert text[item.start : item.end] == item.text
        assert 0 <= item.score <= 1
        assert 0 <= item.overlap <= 1
        assert -1 <= item.cosine <= 1.001


def test_headings_and_scraps_are_no_evidence(clocks: Library) -> None:
    texts = [item.text for item in read(clocks, "Trials of sea clocks: so it was?")]
    assert "So it was." not in texts
    assert not any(text.startswith("#") or text == "Trials" for text in texts)


def test_the_score_is_the_mean_of_cosine_overlap_and_the_passages_score(clocks: Library) -> None:
    for item in read(clocks, "Which astronomer went to Barbados?"):
        mean = (max(0.0, item.cosine) + item.overlap + item.hit.score) / 3
        assert item.score == pytest.approx(mean)


def test_overlap_is_the_share_of_the_questions_words_by_rarity(clocks: Library) -> None:
    question = "Which astronomer went to Barbados?"
    item = next(e for e in read(clocks, question) if "astronomer" in e.text)
    rarity = clocks.rarity(clocks.terms(question))
    shared = sum(rarity[term] for term in ("astronom", "to", "barbado"))
    assert item.overlap == pytest.approx(shared / sum(rarity.values()))


def test_a_sentence_that_two_passages_share_comes_once(example_library: Library) -> None:
    evidence = read(example_library, "How were the clocks tried at sea?")
    places = [(item.hit.document.id, item.start) for item in evidence]
    assert len(places) == len(set(places))


def test_without_hits_there_is_no_evidence(clocks: Library) -> None:
    vector = retrieve(clocks, "x").query_vector
    assert FormulaReader().read(clocks, "x", vector, []) == []


def test_a_title_that_ends_in_a_stop_is_no_evidence(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    text = "# Sea clocks of the navy\n\nCite as: Ann Moe.\nSea clocks of the navy.\nIn: Clocks 3.\n"
    add(library, [write_papers({"navy.md": text})])
    texts = [item.text for item in read(library, "the sea clocks of the navy")]
    assert "Sea clocks of the navy." not in texts
