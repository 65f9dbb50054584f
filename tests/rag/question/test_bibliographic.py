"""What is asked of a work as a work, and what only sounds like it."""

from __future__ import annotations

import pytest

from quoth.rag.question.bibliographic import asked_fact, asks_for_cited, matter_of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who wrote it?", "authors"),
        ("Who are the authors of the paper?", "authors"),
        ("What is its title?", None),
        ("What is the title of the paper?", "title"),
        ("When was it published?", "year"),
        ("In which year did it appear?", "year"),
        ("When was it accepted for publication?", "accepted"),
        ("When was the manuscript submitted?", "received"),
        ("In which journal did it appear?", "venue"),
        ("Where was it published?", "venue"),
        ("Who published the book?", "publisher"),
        ("What is the DOI?", "doi"),
        ("Which pages of the journal?", "pages"),
        ("What volume?", "volume"),
        ("Which issue of the journal?", "issue"),
        ("What are the keywords?", "keywords"),
        ("What is the corresponding author's e-mail?", "email"),
        ("What are the affiliations?", "affiliation"),
    ],
)
def test_a_fact_about_a_named_document_is_recognised(question: str, name: str | None) -> None:
    fact = asked_fact(question, is_named=True)
    assert (fact.name if fact else None) == name


@pytest.mark.parametrize(
    "question",
    [
        "When was the first tide table published?",
        "Who published the first tide tables?",
        "What issue did the Board have with it?",
        "How many pages did the report of Delambre have?",
        "What is the volume of the sea?",
        "Which conference fixed the meridian?",
        "Why does it rain?",
    ],
)
def test_without_a_document_or_a_word_for_one_it_is_an_ordinary_question(question: str) -> None:
    assert asked_fact(question, is_named=False) is None


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("What is [3]?", 3),
        ("Who wrote [12]?", 12),
        ("Which work does [3] stand for?", 3),
        ("What is reference 4 in the list?", 4),
        ("What is ref. 4?", 4),
        ("What is the value of a[3] + b[1]?", None),
        ("Is f([3]) prime?", None),
        ("Is [3] + [4] = [7] mod 5?", None),
        ("What is the norm of [3]?", None),
        ("How strong is the wind at the reference 10 m height?", None),
        ("What happened in [1984]?", None),
    ],
)
def test_an_entry_is_a_number_that_stands_for_a_work(question: str, number: int | None) -> None:
    fact = asked_fact(question, is_named=False)
    assert (fact.entry if fact else None) == number


def test_the_matter_is_what_says_which_work() -> None:
    assert matter_of("In which journal did Parker's piece on tides appear?") == "Parker's tides ?"
    assert matter_of("Who wrote it, and when was it published?") == ""


def test_a_question_for_cited_works_is_told_from_one_for_their_matter() -> None:
    assert asks_for_cited("Which book is recommended for the whole story?")
    assert asks_for_cited("What does Liu cite on this?")
    assert not asks_for_cited("Which clock was recommended to the Board?")
