"""What the evidence says: how sure its best sentence is, and what is missing beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.index import Author, Library, add
from quoth.rag.reading.reader import FormulaReader
from quoth.rag.reading.stated import Signals, answer_type, missing_from, signals_of, states_a
from quoth.rag.retriever import retrieve

TEXTS = {
    "clocks.md": "# Sea clocks\n\nThe chronometer of Harrison lost five seconds on the way. "
    "It was tried again on a voyage to Barbados in 1764. Brass wheels were cut by hand.\n",
    "tides.md": "# Tides\n\nTides follow the moon closely. Old machines of brass summed waves.\n",
}


@pytest.fixture
def papers_read(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> Library:
    add(library, [write_papers(TEXTS)])
    return library


def signals(library: Library, question: str) -> Signals:
    found = retrieve(library, question)
    evidence = FormulaReader().read(library, question, found.query_vector, found.hits)
    found_signals = signals_of(question, found.hits, evidence)
    assert found_signals
    return found_signals


def test_the_answer_is_the_log_odds_of_the_best_sentence(papers_read: Library) -> None:
    found = retrieve(papers_read, "brass wheels")
    evidence = FormulaReader().read(papers_read, "brass wheels", found.query_vector, found.hits)
    for score, log_odds in ((0.5, 0.0), (0.75, math.log(3)), (1.0, math.log(1e6 - 1))):
        best = [replace(evidence[0], score=score), *evidence[1:]]
        made = signals_of("brass wheels", found.hits, best)
        assert made
        assert made.answer == pytest.approx(log_odds)


def test_the_passage_is_the_nearest_one(papers_read: Library) -> None:
    hits = retrieve(papers_read, "Which machines of brass summed waves?").hits
    found = signals(papers_read, "Which machines of brass summed waves?")
    assert found.passage == max(hit.dense_score or 0 for hit in hits)


def test_a_year_that_is_not_beside_the_best_sentence_shows(papers_read: Library) -> None:
    asked = "Was the chronometer tried on a voyage to Barbados in {}?"
    assert signals(papers_read, asked.format(1764)).number_missing == 0
    assert signals(papers_read, asked.format(1765)).number_missing == 1


def test_a_year_in_the_sentence_before_is_beside(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    text = "In 1764 a ship set sail. The chronometer of brass was tried on the voyage then."
    add(library, [write_papers({"a.txt": text})])
    asked = "Was the chronometer of brass tried on the voyage of {}?"
    assert signals(library, asked.format(1764)).number_missing == 0
    assert signals(library, asked.format(1765)).number_missing == 1


def test_what_a_trained_reader_says_shows_as_its_best_and_the_gap_below(
    papers_read: Library,
) -> None:
    found = retrieve(papers_read, "brass wheels")
    evidence = FormulaReader().read(papers_read, "brass wheels", found.query_vector, found.hits)
    plain = signals_of("brass wheels", found.hits, evidence)
    assert plain
    assert (plain.neural, plain.gap) == (0.0, 0.0)
    read = [replace(evidence[0], neural=-1.0), replace(evidence[1], neural=2.5), *evidence[2:]]
    made = signals_of("brass wheels", found.hits, read)
    assert made
    assert (made.neural, made.gap) == (2.5, 3.5)
    alone = signals_of("brass wheels", found.hits, [replace(evidence[0], neural=1.0)])
    assert alone
    assert (alone.neural, alone.gap) == (1.0, 0.0)


def test_without_evidence_there_are_no_signals() -> None:
    assert signals_of("Tides?", [], []) is None


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many delegates came?", "number"),
        ("what percentage was lost?", "number"),
        ("How heavy was it?", "number"),
        ("WHEN was it tried?", "date"),
        ("in which year?", "date"),
        ("who cut the wheels?", "name"),
        ("Where was it tried?", "name"),
        ("How does it work?", None),
        ("Why?", None),
    ],
)
def test_a_question_says_what_kind_of_thing_it_asks_for(question: str, wanted: str | None) -> None:
    assert answer_type(question) == wanted


@pytest.mark.parametrize(
    ("wanted", "text", "stated"),
    [
        ("number", "It lost 5 seconds.", True),
        ("number", "It lost five seconds.", True),
        ("number", "It lost some of the 1764 seconds.", False),  # the question's own
        ("date", "It was tried in 1765.", True),
        ("date", "It was tried in June.", True),
        ("date", "It was tried for 12 days in 1764.", False),
        ("name", "It was tried by Maskelyne.", True),
        ("name", "Then it was tried by Harrison.", False),
    ],
)
def test_a_thing_of_the_kind_is_one_that_the_question_does_not_have(
    wanted: str, text: str, stated: bool
) -> None:
    assert states_a(wanted, text, "Who was with Harrison in 1764?") is stated  # type: ignore[arg-type]


def test_a_name_that_no_passage_has_is_named_as_it_was_asked(papers_read: Library) -> None:
    hits = retrieve(papers_read, "chronometer brass wheels tides").hits
    assert missing_from(papers_read, "Which CHRONOMETER went to Greenland?", hits) == "Greenland"
    both = "Which extraordinarily old chronometer went to Greenland?"
    assert missing_from(papers_read, both, hits) == "Greenland"
    assert missing_from(papers_read, "which clock of brass went astray in 1765?", hits) == "1765"
    assert missing_from(papers_read, "which clock of brass went astray?", hits) is None
    assert missing_from(papers_read, "Which chronometers were of brass?", hits) is None


def test_a_word_of_the_title_is_not_missing(papers_read: Library) -> None:
    hits = [h for h in retrieve(papers_read, "brass wheels").hits if h.document.file == "clocks.md"]
    assert missing_from(papers_read, "Which Clocks are for Sailing?", hits) == "Sailing"


def test_an_author_a_year_and_a_file_name_are_not_missing(papers_read: Library) -> None:
    (hit, *_) = retrieve(papers_read, "brass wheels of the chronometer").hits
    asked = "What did Moe say of Clocks in 1999?"
    assert missing_from(papers_read, asked, [hit]) is not None
    known = replace(hit.document, authors=(Author("Ann", "Moe"),), year=1999)
    assert missing_from(papers_read, asked, [replace(hit, document=known)]) is None
