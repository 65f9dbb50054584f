"""How questions begin in other languages."""

from __future__ import annotations

import pytest

from quoth.rag.question.openings import may_open, surely_opens


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("¿H4?", {"es"}),
        ("Qué es", {"es"}),
        ("  „Warum nicht?“", {"de"}),
        ("où ?", {"fr"}),
        ("Quando morì?", {"it", "pt"}),
        ("QUANDO morì?", set()),
        ("Quando", set()),
        ("Warumbe", set()),
        ("Why? Warum?", set()),
        ("was it cold?", set()),
        ("", set()),
    ],
)
def test_what_no_english_question_begins_with_is_known(question: str, languages: set[str]) -> None:
    assert surely_opens(question) == languages


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("was it cold?", {"de"}),
        ("Que será", {"es", "fr", "pt"}),
        ("WER reduction", set()),
        ("Questions", set()),
        ("The dove", set()),
    ],
)
def test_what_begins_other_things_too_is_known_apart(question: str, languages: set[str]) -> None:
    assert may_open(question) == languages
