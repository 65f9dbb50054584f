"""Works as works, on the example library: front matter, entries, and honest silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quoth.index import Filters, Library
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.question.inquiry import inquire
from quoth.rag.question.works import answer_about_works
from quoth.rag.types import Answer


def quoted(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who wrote the tide paper?", "Tomas Ferrow and Nora Quillby"),
        ("Who are the authors of the railway article?", "Maeve Orlund and Anselm Pryde"),
        ("What is the title of the paper by Idris Vantwell?", "From Dunkirk to Barcelona"),
        ("When was the article on sea clocks published?", "2026"),
        ("What is the issue number of the article on sea clocks?", "no. 1, 2026"),
    ],
)
def test_front_matter_answers_for_a_paper_of_the_library(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert words in quoted(answer)
    assert {source.hit.passage.kind for source in answer.sources} == {"front"}
    assert answer.confidence == 0.9


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which work does [1] stand for in the article on sea clocks?", "Sobel"),
        ("What is reference 3 in the quartz article?", "[3] Marrison"),
        ("In what year did Gould's book on the marine chronometer appear?", "(1923)"),
        ("Who wrote Splitting the Second?", "Jones, T."),
    ],
)
def test_an_entry_answers_for_a_work_that_a_paper_cites(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert words in quoted(answer)
    assert [source.hit.passage.kind for source in answer.sources] == ["reference"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the DOI of the article on sea clocks?", "does not state its DOI."),
        ("Who published the tide paper?", "does not state its publisher."),
        ("What is [9] in the quartz article?", "no entry numbered 9"),
        ("What does [3] stand for?", "Which one's [3]?"),
        ("In which year did the Zeppelin book cited in the tide paper appear?", "No entry"),
    ],
)
def test_what_is_not_stated_is_said_to_be_so(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert answer.abstained is not None
    assert answer.abstained.reason == "not_stated"
    assert said in answer.abstained.message
    assert answer.confidence < 0.5


@pytest.mark.parametrize(
    "question",
    [
        "When was the first tide table published?",
        "Who published the first tide tables?",
        "How many pages did the report of Delambre have?",
        "Who wrote the report on the tides of India?",
        "Who wrote the book on tides?",  # several entries would do
        "When was the book by Zacharias on tides published?",  # no entry has that name
        "When was the Nautical Almanac published, according to the sea clock article?",
        "Which conference fixed the meridian, according to the railway article?",
    ],
)
def test_no_wrong_entry_is_quoted_for_a_question_that_none_fits(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert "reference" not in {source.hit.passage.kind for source in answer.sources}
    assert "front" not in {source.hit.passage.kind for source in answer.sources}
    assert answer.abstained is None or answer.abstained.reason != "not_stated"


def test_a_value_that_only_the_library_knows_is_told_with_its_source(
    example_library: Library,
) -> None:
    documents = [
        replace(document, doi="10.1/x", provenance=(("doi", "papers.bib"),))
        for document in example_library.documents()
    ]
    inquiry = inquire("What is the DOI of the tide paper?", documents=documents)
    found = answer_about_works(example_library, inquiry, documents, Filters())
    assert found is not None
    assert "by papers.bib it is: 10.1/x" in getattr(found, "message", "")


def test_a_value_read_off_the_front_page_is_not_said_to_be_missing_in_the_text(
    example_library: Library,
) -> None:
    documents = [
        replace(document, doi="10.1/x", provenance=(("doi", "front page"),))
        for document in example_library.documents()
    ]
    inquiry = inquire("What is the DOI of the tide paper?", documents=documents)
    found = answer_about_works(example_library, inquiry, documents, Filters())
    said = getattr(found, "message", "")
    assert said.endswith("to quote states its DOI; read off its front page it is: 10.1/x.")
    assert "does not state" not in said


def test_two_papers_are_each_quoted_under_their_title(assistant: Assistant) -> None:
    answer = assistant.ask("Who wrote the tide paper and the railway article?")
    assert [sentence.text.split(":")[0] for sentence in answer.sentences] == [
        "Brass for Brain",
        "Railway Time, the Meridian Conference and the Zones",
    ]


def test_a_follow_up_asks_for_another_fact_of_the_same_paper(assistant: Assistant) -> None:
    history = [Turn("user", "Who wrote the tide paper?"), Turn("assistant", "Two authors.")]
    assert "no. 2, 2026" in quoted(assistant.ask("When was it published?", history=history))
    assert "Maeve Orlund" in quoted(assistant.ask("And the railway paper?", history=history))
