from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.rag.support.lexicon import opposites, same_side
from quoth.rag.support.reading import read_words


def names(text: str) -> list[str]:
    return [text[word.start : word.end] for word in read_words(text).words if word.is_name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The watch of Harrison", ["Harrison"]),
        ("Chronometers were dear", []),
        ("John Harrison built them", ["John", "Harrison"]),
        ("Kendall's copy", ["Kendall's"]),
        ("H4 and RNA", ["H4", "RNA"]),
        ("It ended. The sea was calm", []),
    ],
)
def test_names_are_told_by_their_capitals(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It was not tried again", {"tri", "again"}),
        ("It wasn't tried, but it worked", {"tri"}),
        ("No ship returned", {"ship", "return"}),
        ("It did not only work", set()),
        ("There is no doubt that it worked", set()),
    ],
)
def test_a_negation_reaches_the_words_after_it(text: str, denied: set[str]) -> None:
    assert read_words(text).denied == denied


def test_the_first_word_that_a_negation_reaches_is_its_head() -> None:
    assert read_words("It was not tried again").heads == {"tri"}


def test_idle_words_are_no_content() -> None:
    assert [word.term for word in read_words("Where did the ship sail?").content] == [
        "ship",
        "sail",
    ]
    assert [word.term for word in read_words("it is").content] == ["it", "is"]


def test_clauses_end_at_commas_stops_and_conjunctions() -> None:
    text = "It sailed, and it came back while others waited."
    parts = [text[start:end].strip() for start, end in read_words(text).clauses]
    assert parts == ["It sailed,", "and it came back while", "others waited."]


def test_opposites_hold_both_ways_and_sides_are_kept_together() -> None:
    assert "fell" in opposites()["rose"][0]
    assert "rose" in opposites()["fell"][0]
    assert "fall" in same_side("fell")
    assert "rose" not in same_side("fell")
    assert same_side("ship") == frozenset()


@given(st.text())
def test_the_words_of_any_text_lie_in_it(text: str) -> None:
    reading = read_words(text)
    assert all(text[word.start : word.end] for word in reading.words)
    assert "".join(text[start:end] for start, end in reading.clauses) == text
