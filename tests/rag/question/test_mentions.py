"""Which documents a question names, and whether it can mean nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.rag.question.mentions import DocumentNames, Mention, without_mentions
from tests.rag.documents import document

NAMES = DocumentNames(
    [
        document("liu", "Learning to read the weather", "Ziqi|Liu", file="liu2018reading.pdf"),
        document("bian", "Noise in small clocks", "Xue|Bian", "Ziqi|Liu", year=2020),
        document("gears", "The gears of the Antikythera mechanism", "Siobhan|O’Brien"),
        document("days", "The length of the day", "Ann|May", file="covid-19.pdf"),
        document("brass", "Brass", "Tom|Will", file="notes on_brass.txt"),
        document("print", "Brass", "Tom|Will"),
        document("oils", "Oils and greases", "Bob|Harrison"),
        document("quill", "The longitude problem and Harrison's sea clocks", "Nora|Quillby"),
        document("none"),
    ]
)


def firm(question: str) -> list[tuple[str, list[str]]]:
    return [
        (question[m.start : m.end], sorted(m.documents)) for m in NAMES.find(question) if m.firm
    ]


def ids(question: str) -> list[list[str]]:
    return [documents for _, documents in firm(question)]


@pytest.mark.parametrize(
    ("question", "words", "documents"),
    [
        ("According to Liu, does it rain?", "According to Liu", ["liu"]),
        ("What does Liu say about rain?", "Liu", ["liu"]),
        ("Liu argues what?", "Liu", ["liu"]),
        ("What is Liu's first paper about?", "Liu's first paper", ["liu"]),
        ("What is in Liu's papers?", "in Liu's papers", ["bian", "liu"]),
        ("Summarise the paper by Ann May on days", "the paper by Ann May", ["days"]),
        ("Is it so in the sea clocks article?", "in the sea clocks article", ["quill"]),
        ("What of the one on small clocks?", "of the one on small clocks", ["bian"]),
        ("Is this 2020 paper right?", "this 2020 paper", ["bian"]),
        ("What is “Brass” about?", "“Brass”", ["brass", "print"]),
        ("What is in liu2018reading.pdf?", "liu2018reading.pdf", ["liu"]),
        ("What is in liu2018reading.", "liu2018reading", ["liu"]),
        ('What is in "notes on_brass.txt"?', '"notes on_brass.txt"', ["brass"]),
        ("Is The Length of the Day long?", "The Length of the Day", ["days"]),
        ("WHAT DOES LIU SAY?", "LIU", ["liu"]),
    ],
)
def test_words_that_can_only_mean_a_document_are_firm(
    question: str, words: str, documents: list[str]
) -> None:
    assert firm(question) == [(words, documents)]


@pytest.mark.parametrize(
    "question",
    [
        "How does the small sea clock work?",
        "Is the length of the day known?",
        "What is covid-19?",
        "Is the 2018 paper right?",  # most of them are
        "What is the study of clocks?",
        "Who wrote the report on small clocks of India?",
        "Did brass rust?",
        "Where did Liu learn to use a pen?",
        "When was Liu born, and who says so?",
    ],
)
def test_words_that_may_mean_something_else_are_not_firm(question: str) -> None:
    assert firm(question) == []


@pytest.mark.parametrize(
    "question",
    ["What did Harrison invent?", "What did Harrison use for oil?", "What are Harrison's plans?"],
)
def test_a_person_whom_papers_are_about_is_no_author(question: str) -> None:
    (mention,) = NAMES.find(question)
    assert (mention.firm, mention.documents) == (False, {"oils"})


def test_the_same_person_is_an_author_where_a_text_speaks() -> None:
    for question in ("According to Harrison, is it so?", "What does Harrison say about oil?"):
        assert ids(question) == [["oils"]]


def test_what_is_joined_to_a_firm_mention_is_firm() -> None:
    assert ids("What do May, Liu and O'Brien say?") == [["days"], ["liu"], ["gears"]]
    assert ids("Compare Liu with nobody, and O'Brien") == [["liu"]]


def test_without_mentions_the_question_is_left() -> None:
    question = "According to Liu, how did Harrison use oil?"
    assert without_mentions(question, NAMES.find(question)) == "how did Harrison use oil?"


WORDS = st.lists(
    st.sampled_from(
        "Liu liu's and , O'Brien's the clocks article on small “ ” Brass ß İ ( 2018 ) et al. by of "
        "According to say ? The gears of the Antikythera mechanism liu2018reading.pdf 🌊 HARRISON"
        "".split()
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(WORDS | st.text(max_size=80))
def test_mentions_lie_in_the_question_in_order_and_apart(question: str) -> None:
    mentions: tuple[Mention, ...] = NAMES.find(question)
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(question)
        assert mention.documents
        assert not mention.documents & mention.also
        at = mention.end
    assert len(without_mentions(question, mentions)) <= len(question) + len(mentions)


def test_a_question_that_ends_within_a_longer_title_names_the_shorter_one() -> None:
    short = document("s", title="Sea Clocks")
    longer = document("l", title="Sea Clocks of the North")
    (mention,) = DocumentNames([short, longer]).find("Who wrote Sea Clocks")
    assert mention.documents == {"s"}
