"""The kind of a question is told by its words."""

from __future__ import annotations

import pytest

from quoth.rag.question.kinds import (
    asks_about_whole,
    asks_for_library,
    asks_for_papers,
    has_matter,
    kind_of_answer,
    survey_query,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why does the Moon raise tides?", "explain"),
        ("How does a leap smear work?", "explain"),
        ("Tell me how it works.", "explain"),
        ("What made the Board refuse?", "explain"),
        ("What was the reason?", "explain"),
        ("Describe the trial.", "explain"),
        ("How many clocks were there?", "fact"),
        ("How accurate was the clock?", "fact"),
        ("Did the trial show a change?", "fact"),
        ("Was Norway asked?", "fact"),
        ("Name the four waves.", "list"),
        ("Please list them all.", "list"),
        ("Which clocks were tried?", "list"),
        ("In which two cities was it kept?", "list"),
        ("Which kinds exist?", "list"),
        ("What are the main parts?", "list"),
        ("Who was a specialist in clocks?", "fact"),
        ("Under what name was it known?", "fact"),
        ("What was the main reason given?", "fact"),
        ("", "fact"),
    ],
)
def test_a_question_asks_for_a_fact_a_reason_or_a_list(question: str, kind: str) -> None:
    assert kind_of_answer(question) == kind


@pytest.mark.parametrize(
    "question",
    [
        "Which papers discuss leap seconds?",
        "Which of my papers mention brass?",
        "What articles are there on tides?",
        "In which papers is brass mentioned?",
        "Which papers did Liu write?",
        "Which papers are by Liu?",
        "Find the papers about tides.",
        "Is there an article on leap seconds?",
        "Do any of the papers mention brass?",
        "Who else writes about tides?",
    ],
)
def test_papers_are_asked_for(question: str) -> None:
    assert asks_for_papers(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which study design was used?",
        "Which books were burned in 1666?",
        "Which report was signed by the Board?",
        "Which work does [3] stand for?",
        "Which book is recommended for the story?",
        "Which clock was best?",
        "Who invented the sextant?",
        "",
    ],
)
def test_works_that_the_papers_speak_of_are_no_papers_asked_for(question: str) -> None:
    assert not asks_for_papers(question)


@pytest.mark.parametrize(
    "question",
    [
        "What papers do I have?",
        "Which papers are in my library?",
        "List my papers",
        "How many papers do I have?",
        "and how many documents are there in the library",
        "Please show me all of my papers!",
        "Give me a list of all the papers in my collection.",
        "What is in my library?",
        "What papers does the library have?",
        "Which articles have you read?",
        "Show me the library, please.",
        "What papers are there?",
        "Which documents are available?",
        "Count the papers",
        "List my books",
        "Name all of our titles",
        "How many studies do I have?",
        "List the studies in my library",
        "Which books are there in the collection?",
        "Show me the texts that I have",
    ],
)
def test_the_papers_that_there_are_are_asked_for(question: str) -> None:
    assert asks_for_library(question)


@pytest.mark.parametrize(
    "question",
    [
        "What papers do I have on tides?",
        "How many papers are there on tides?",
        "List the papers about tides",
        "Which papers discuss my library?",
        "How many papers did Liu write?",
        "What is in the appendix?",
        "Which books were burned?",
        "Show me the paper",
        "List the clocks",
        "What do I have?",
        "How many do I have?",
        "How many studies are there?",
        "And how many studies are there?",
        "Count the studies",
        "name the titles",
        "Which books are available?",
        "List all works",
        "",
    ],
)
def test_a_question_with_any_matter_does_not_ask_for_the_whole_library(question: str) -> None:
    assert not asks_for_library(question)


@pytest.mark.parametrize("question", ["And how many papers are there?", "so list the papers"])
def test_what_goes_on_from_another_matter_does_not_ask_for_the_library(question: str) -> None:
    assert asks_for_library(question)
    assert asks_for_library(question, after="What papers do I have?")
    assert not asks_for_library(question, after="Which trials did the review include?")


@pytest.mark.parametrize(
    "question",
    ["How many papers are there?", "And how many papers do I have?", "So what is in my library?"],
)
def test_the_library_is_asked_for_after_any_question_by_a_word_of_whose(question: str) -> None:
    assert asks_for_library(question, after="Which trials did the review include?")


def test_without_its_name_an_authors_papers_are_asked_for() -> None:
    for left in ("How many do I have?", "List", "Show me all of", "What are there?"):
        assert asks_for_library(left, named=True)
    for left in ("How many clocks do I have?", "Show me the money", "What did say?"):
        assert not asks_for_library(left, named=True)


@pytest.mark.parametrize(
    ("matter", "whole"),
    [
        ("What is about?", True),
        ("Summarise", True),
        ("What are the main findings of?", True),
        ("What does argue?", True),
        ("What does say about rain?", False),
        ("When was it made?", False),
        ("", False),
        ("?", False),
    ],
)
def test_a_paper_is_asked_about_as_a_whole_when_nothing_else_is_asked(
    matter: str, whole: bool
) -> None:
    assert asks_about_whole(matter) is whole


@pytest.mark.parametrize("question", ["the", "a", "12", "What is it?", "… ?", "Which of these?"])
def test_numbers_and_words_of_grammar_are_no_matter(question: str) -> None:
    assert not has_matter(question)


@pytest.mark.parametrize("question", ["tides", "What is R?", "潮汐?", "H4", "Who said it?"])
def test_any_other_word_is_matter(question: str) -> None:
    assert has_matter(question)


def test_a_survey_looks_for_the_matter_alone() -> None:
    assert survey_query("Which papers discuss leap seconds") == "leap seconds"
    assert survey_query("Which papers are there?") == ""
