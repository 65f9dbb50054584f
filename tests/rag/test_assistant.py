"""The flow from a question to an answer, on the example library with the packaged embedder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quoth.index import Filters, Library, add
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.types import Answer
from tests.conftest import EXAMPLES
from tests.fakes import FakeEmbedder

QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "questions.jsonl").read_text("utf-8").splitlines()
]
OFF_TOPIC = [
    "Who won the football world cup in 2022?",
    "How is sourdough bread made?",
    "Which vaccine protects against measles?",
    "What is the capital of Mongolia?",
]


def ask(assistant: Assistant, question: dict[str, Any]) -> Answer:
    history = [Turn(**turn) for turn in question.get("history", [])]
    return assistant.ask(question["question"], history=history)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {question["id"]: ask(assistant, question) for question in QUESTIONS}


def test_every_quote_is_an_exact_slice_on_its_own_page(
    answers: dict[str, Answer], example_library: Library
) -> None:
    assert any(quote.page == 2 for a in answers.values() for s in a.sources for quote in s.quotes)
    for answer in answers.values():
        for sentence in answer.sentences:
            for quote, citation in zip(sentence.quotes, sentence.citations, strict=True):
                text = example_library.text(quote.document_id)
                assert text.text[quote.start : quote.end] == quote.text
                pages = sum(start <= quote.start for start in text.page_starts) or None
                assert quote.page == pages
                assert (citation.start, citation.end) == (quote.start, quote.end)


def test_every_sentence_is_cited_from_sources_numbered_without_gaps(
    answers: dict[str, Answer],
) -> None:
    for answer in answers.values():
        if answer.abstained:
            assert (answer.sentences, answer.sources) == ((), ())
            continue
        numbers = [source.n for source in answer.sources]
        assert numbers == list(range(1, len(numbers) + 1))
        assert 1 <= len(answer.sentences) <= 4
        cited = [c.n for sentence in answer.sentences for c in sentence.citations]
        assert set(cited) == set(numbers)
        assert list(dict.fromkeys(cited)) == sorted(set(cited))
        quoted = sorted(q.start for s in answer.sentences for q in s.quotes)
        assert sorted(q.start for s in answer.sources for q in s.quotes) == quoted
        assert all(sentence.support.label == "supported" for sentence in answer.sentences)


def test_a_reference_list_is_evidence_only_of_works(answers: dict[str, Answer]) -> None:
    asked_for = {question["id"]: question["kind"] == "reference" for question in QUESTIONS}
    cited = {
        asked_for[name]
        for name, answer in answers.items()
        for source in answer.sources
        if source.hit.passage.kind == "reference"
    }
    assert cited == {True}


def test_every_answer_has_a_confidence_and_timings(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        assert 0 <= answer.confidence <= 1
        timings = answer.timings
        assert timings.retrieve_ms + timings.read_ms + timings.answer_ms > 0
        assert timings.total_ms >= timings.retrieve_ms
        assert timings.verify_ms == 0  # quotes need no check
        assert answer.model == "quotes"


def test_the_evidence_is_among_what_is_quoted_for_most_lookups(answers: dict[str, Answer]) -> None:
    lookups = [question for question in QUESTIONS if question["kind"] == "lookup"]
    n_found = 0
    for question in lookups:
        quoted = " ".join(
            " ".join(quote.text.split())
            for sentence in answers[question["id"]].sentences
            for quote in sentence.quotes
        )
        n_found += any(wording in quoted for wording in question["answers"])
    assert n_found >= 0.6 * len(lookups)


def test_the_text_has_the_marks_after_its_sentences(answers: dict[str, Answer]) -> None:
    answer = next(a for a in answers.values() if len(a.sentences) > 1)
    first = answer.sentences[0]
    assert answer.text.startswith(f"{first.text} [1]")
    assert answer.text.count("[") >= len(answer.sentences)


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_a_question_about_something_else_gets_no_answer_and_what_came_nearest(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.abstained is not None
    assert answer.abstained.reason == "nothing_relevant"
    assert answer.text == answer.abstained.message
    assert [source.n for source in answer.nearest] == [1, 2, 3]
    assert answer.confidence < 0.15


@pytest.mark.parametrize("question", ["the", "a", "12"])
def test_a_question_without_a_word_of_weight_is_asked_back(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.abstained is not None
    assert "Ask more" in answer.abstained.message
    assert answer.sentences == ()


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    with Library.open(tmp_path / "none", FakeEmbedder) as library:
        answer = Assistant(library).ask("Why?")
    assert answer.abstained is not None
    assert answer.abstained.reason == "empty_library"
    assert "quoth add PATH" in answer.abstained.message
    assert (answer.nearest, answer.confidence) == ((), 0.0)


def test_filters_that_let_nothing_through_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("When were time zones agreed?", filters=Filters(document="no such"))
    assert answer.abstained is not None
    assert "filters" in answer.abstained.message
    assert answer.nearest == ()


def test_filters_choose_the_document_that_answers(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Which clocks were carried at sea?", filters=Filters(document="harrison")
    )
    assert {s.document.file for s in answer.sources} == {"harrison-sea-clocks.pdf"}


def test_a_follow_up_is_searched_with_the_question_before(assistant: Assistant) -> None:
    history = [
        Turn("user", "Who suggested the cord that sums the tides?"),
        Turn("assistant", "Beauchamp Tower."),
    ]
    answer = assistant.ask("When was that?", history=history)
    (note,) = answer.notes
    assert note.code == "follow_up"
    assert "Who suggested the cord" in note.message
    assert answer.question == "When was that?"
    assert any("1872" in sentence.text for sentence in answer.sentences)
    assert assistant.ask("Who suggested the cord that sums the tides?").notes == ()


def test_a_search_returns_as_many_hits_as_asked(assistant: Assistant) -> None:
    hits = assistant.search("leap seconds", k=4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert hits[0].document.file == "satellite-navigation-leap-seconds.txt"


def test_references_are_found_by_a_search(assistant: Assistant) -> None:
    found = assistant.search("time", filters=Filters(kinds=frozenset({"reference"})))
    assert {hit.passage.kind for hit in found} == {"reference"}


@pytest.mark.parametrize("question", ["", " ", "?", "\0", "(((", "the " * 2000])
def test_any_text_is_a_question(library: Library, papers: Path, question: str) -> None:
    add(library, [papers])
    answer = Assistant(library).ask(question)
    assert answer.abstained or answer.sentences
