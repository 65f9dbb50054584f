"""Which papers speak of something, and which are an author's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.index import Filters, Library, add
from quoth.rag.assistant import Assistant
from quoth.rag.question.inquiry import Inquiry, Part
from quoth.rag.question.survey import list_documents, quote_title, survey
from quoth.rag.reading.reader import FormulaReader


def surveyed(library: Library, query: str, *among: str) -> list[str]:
    inquiry = Inquiry(query, query, "papers", (Part(query, frozenset(among)),))
    draft, _ = survey(library, FormulaReader(), inquiry, Filters())
    return [source.document.file for source in draft.sources]


@pytest.fixture
def filled(library: Library, papers: Path) -> Library:
    add(library, [papers])
    return library


def test_each_paper_that_speaks_of_it_is_quoted_once(filled: Library) -> None:
    assert surveyed(filled, "brass wheels of machines") == ["tides.md"]
    assert surveyed(filled, "") == []


def test_a_survey_keeps_to_the_documents_that_are_named(filled: Library) -> None:
    (railways,) = [d.id for d in filled.documents() if d.file == "railways.html"]
    assert set(surveyed(filled, "brass and time", railways)) == {"railways.html"}


@pytest.mark.parametrize(
    "question", ["Which papers discuss leap seconds?", "Is there an article on leap seconds?"]
)
def test_papers_on_a_matter_are_named_with_a_quote(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    files = [source.document.file for source in answer.sources]
    assert files[0] == "satellite-navigation-leap-seconds.txt"
    assert len(files) == len(set(files)) == len(answer.sentences)
    assert answer.sentences[0].text.startswith("Satellite Navigation and the Leap Second (2026): ")


def test_papers_on_what_none_speaks_of_are_not_made_up(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers discuss sourdough bread?")
    assert answer.abstained is not None


@pytest.mark.parametrize(
    "question", ["Which papers did Nora Quillby write?", "Which papers are by Quillby?"]
)
def test_an_authors_papers_are_named_by_their_titles(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [sentence.text for sentence in answer.sentences] == [
        "The Longitude Problem and Harrison’s Sea Clocks",
        "Brass for Brain: Predicting the Tides by Machine",
    ]


def test_a_paper_that_states_no_title_is_named_by_its_first_line(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"rain.txt": "7\n\nRain fell on the town.\nIt was cold there."})])
    draft = list_documents(library, library.documents())
    (sentence,) = draft.sentences
    assert sentence.text.startswith("rain.txt: ")
    assert "It was cold" not in sentence.text


def test_what_is_said_first_is_not_said_twice(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"rain.txt": "Rain fell on the town."})])
    dated = replace(library.documents()[0], year=2020)
    for before, lead in {"": "rain.txt (2020): ", "Moe (2020): ": "Moe (2020): rain.txt: "}.items():
        quoted = quote_title(library, dated, before=before)
        assert quoted is not None
        assert (quoted.lead, quoted.words) == (lead, "Rain fell on the town.")


def test_the_marks_of_a_heading_are_no_part_of_a_title(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    texts = {"a.md": "# Tides\n\nThey rise.\n", "b.txt": "**Rain in the town**\n\nIt fell.\n"}
    add(library, [write_papers(texts)])
    said = [sentence.text for sentence in list_documents(library, library.documents()).sentences]
    assert said[0] == "Tides"
    assert said[1].endswith("Rain in the town")
