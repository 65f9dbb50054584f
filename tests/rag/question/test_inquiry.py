"""A question is read: what is asked, of which documents, and as how many questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.rag.assistant import Turn
from quoth.rag.question.inquiry import Inquiry, inquire
from tests.rag.documents import document

RAIN = document("rain", "Learning to read the weather", "Ziqi|Liu")
TIDES = document("tides", "Tides by machine", "Tom|Ferrow", "Nora|Quillby")
CLOCKS = document("clocks", "Harrison's sea clocks", "Nora|Quillby", year=2020)
DOCUMENTS = [RAIN, TIDES, CLOCKS]


def read(question: str, *, earlier: str = "") -> Inquiry:
    history = [Turn("user", earlier), Turn("assistant", "…")] if earlier else []
    return inquire(question, history=history, documents=DOCUMENTS)


def parts(inquiry: Inquiry) -> list[tuple[str, list[str]]]:
    return [(part.query, sorted(part.among)) for part in inquiry.parts]


def test_an_ordinary_question_is_one_part_for_the_whole_library() -> None:
    inquiry = read("When did the rain stop?")
    assert (inquiry.kind, parts(inquiry)) == ("fact", [("When did the rain stop?", [])])
    assert (inquiry.named, inquiry.likely, inquiry.fact, inquiry.may_cite) == (
        frozenset(),
        frozenset(),
        None,
        False,
    )


def test_a_named_document_is_asked_alone_and_its_name_is_not_searched_for() -> None:
    inquiry = read("According to Liu, when did the rain stop?")
    assert parts(inquiry) == [("when did the rain stop?", ["rain"])]


def test_two_documents_are_asked_one_by_one_for_the_matter_alone() -> None:
    inquiry = read("What do Liu and Ferrow say about brass?")
    assert parts(inquiry) == [("brass?", ["rain"]), ("brass?", ["tides"])]


def test_a_bare_name_is_only_likely() -> None:
    inquiry = read("Was Liu rich?")
    assert (inquiry.named, inquiry.likely) == (frozenset(), {"rain"})


def test_both_papers_of_an_author_are_asked_one_by_one() -> None:
    inquiry = read("What do both of Quillby's papers say about brass?")
    assert [among for _, among in parts(inquiry)] == [["clocks"], ["tides"]]


def test_each_of_a_few_papers_is_asked_by_itself() -> None:
    inquiry = read("How do all the papers measure time?")
    assert [among for _, among in parts(inquiry)] == [["rain"], ["tides"], ["clocks"]]
    many = [document(f"d{n}") for n in range(50)]
    assert len(inquire("How do all the papers measure time?", documents=many).parts) == 1


def test_a_question_that_asks_twice_has_two_parts() -> None:
    inquiry = read("How good was the watch at sea, and how good was the clock on land?")
    assert [query for query, _ in parts(inquiry)] == [
        "How good was the watch at sea",
        "how good was the clock on land?",
    ]
    for question in (
        "Who invented the marine sextant, and when?",
        "Who built the first sea clock, and when did he show it to the Board?",
    ):
        assert len(read(question).parts) == 1


def test_a_question_about_a_document_as_a_work_is_bibliographic() -> None:
    inquiry = read("When was the tides paper published?")
    assert inquiry.kind == "bibliographic"
    assert inquiry.fact is not None
    assert (inquiry.fact.name, inquiry.matter, inquiry.named) == ("year", "", {"tides"})


def test_when_something_happened_by_a_paper_is_no_bibliographic_question() -> None:
    inquiry = read("When was the first almanac published, according to the tides paper?")
    assert (inquiry.kind, inquiry.named) == ("fact", {"tides"})


@pytest.mark.parametrize(
    "question", ["What is the tides paper about?", "Summarise the article by Tom Ferrow."]
)
def test_a_question_about_a_document_as_a_whole_is_about(question: str) -> None:
    inquiry = read(question)
    assert (inquiry.kind, inquiry.named) == ("about", {"tides"})


def test_this_paper_means_the_only_one_in_scope() -> None:
    for question in ("What is this paper about?", "What does this paper say about brass?"):
        assert inquire(question, documents=[RAIN]).named == {"rain"}
        assert inquire(question, documents=DOCUMENTS).named == frozenset()
    assert inquire("Who wrote it?", documents=[RAIN]).named == {"rain"}
    assert inquire("What is the DOI?", documents=[RAIN]).named == {"rain"}
    assert inquire("When was the almanac published?", documents=[RAIN]).kind == "fact"


def test_papers_on_a_matter_are_asked_for_by_it_and_an_authors_papers_by_the_author() -> None:
    inquiry = read("Which papers discuss leap seconds?")
    assert (inquiry.kind, parts(inquiry)) == ("papers", [("leap seconds?", [])])
    for question in ("Which papers did Quillby write?", "Which papers are by Nora Quillby?"):
        inquiry = read(question)
        assert (inquiry.kind, parts(inquiry)) == ("papers", [("", ["clocks", "tides"])])


def test_a_follow_up_keeps_the_document_that_was_talked_of() -> None:
    inquiry = read("When was it published?", earlier="Who wrote the tides paper?")
    assert (inquiry.kind, inquiry.named) == ("bibliographic", {"tides"})
    assert inquiry.fact is not None
    assert inquiry.fact.name == "year"
    inquiry = read("What is it about?", earlier="Who wrote the tides paper?")
    assert (inquiry.kind, inquiry.named) == ("about", {"tides"})


def test_what_goes_on_is_asked_of_the_matter_before_and_not_of_the_library() -> None:
    earlier = "Which trials of sleep did the review include?"
    for question in ("And how many studies are there?", " And how many papers are there? "):
        inquiry = read(question, earlier=earlier)
        assert inquiry.kind != "library"
        assert inquiry.text == f"{earlier} {question.strip()}"
    for question in ("And how many papers do I have?", "How many papers are there?"):
        assert read(question, earlier=earlier).kind == "library"
    assert read("And how many papers are there?", earlier="List my papers").kind == "library"


def test_a_follow_up_that_names_another_document_leaves_the_first() -> None:
    inquiry = read("And the paper by Liu?", earlier="Who wrote the tides paper?")
    assert (inquiry.kind, inquiry.named) == ("bibliographic", {"rain"})
    inquiry = read("And what does Liu say on it?", earlier="What does Ferrow say about brass?")
    assert inquiry.named == {"rain"}
    assert "brass" in inquiry.parts[0].query


def test_a_pasted_page_is_searched_for_as_it_is() -> None:
    page = "According to Liu, what is this paper about? " * 100
    inquiry = read(page)
    assert (inquiry.kind, parts(inquiry)) == ("fact", [(page, [])])


@pytest.mark.parametrize("question", ["", " ", "?!", "🕰️", "张伟说了什么？", "[", "(((", "\0"])
def test_any_text_can_be_read(question: str) -> None:
    inquiry = read(question)
    assert (inquiry.question, len(inquiry.parts), inquiry.named) == (question, 1, frozenset())


@pytest.mark.parametrize("question", ["Who wrote Gearbox?", "who are the authors of gearbox"])
def test_who_wrote_a_title_of_the_library_is_asked_of_that_paper(question: str) -> None:
    paper = document("gears", "Gearbox: A tool for teaching clocks", "Ann|Moe")
    inquiry = inquire(question, documents=[*DOCUMENTS, paper])
    assert (inquiry.kind, inquiry.named, inquiry.matter) == ("bibliographic", {"gears"}, "")


def test_who_wrote_a_cited_work_of_that_name_is_looked_up_in_references() -> None:
    paper = document("gears", "Gearbox: A tool for teaching clocks", "Ann|Moe")
    inquiry = inquire("Who wrote the cited Gearbox?", documents=[*DOCUMENTS, paper])
    assert inquiry.named == frozenset()


QUESTIONS = st.lists(
    st.sampled_from(
        "what who when why and both each papers paper Liu Quillby's Ferrow say about discuss the "
        "by tides clocks [3] wrote published this it that according to ? , . WHICH ß 🌊".split()
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(QUESTIONS, QUESTIONS)
def test_an_inquiry_asks_something_of_documents_in_scope(question: str, earlier: str) -> None:
    inquiry = read(question, earlier=earlier)
    known = {found.id for found in DOCUMENTS}
    assert inquiry.parts
    assert inquiry.named <= known
    assert inquiry.likely <= known
    assert (inquiry.kind == "bibliographic") == (inquiry.fact is not None)
    if inquiry.kind in ("fact", "explain", "list"):
        assert all(part.query for part in inquiry.parts) or not question.strip()
