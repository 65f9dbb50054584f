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
        ("Quando mori Harrison", {"it"}),
        ("Wann wurde H4 gebaut", {"de"}),
        ("Quelle est la masse", {"fr"}),
        ("Pourquoi pas ?", {"fr"}),
        ("Pourquoi Greenwich ?", {"fr"}),
        ("pourquoi l'eau", {"fr"}),
        ("Combien d’horloges", {"fr"}),
        ("Comment s'appelle", {"fr"}),
        ("QUANDO morì?", set()),
        ("Quando", set()),
        ("Warumbe", set()),
        ("Why? Warum?", set()),
        ("was it cold?", set()),
        ("", set()),
        ("?", set()),
    ],
)
def test_what_no_english_question_begins_with_is_known(question: str, languages: set[str]) -> None:
    assert surely_opens(question) == languages


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("Combien pesait H1 ?", {"fr"}),
        ("Combien pesait H1", set()),
        ("Combien Valley?", set()),
        ("Cosa fece Harrison?", {"it"}),
        ("Cosa Nostra?", set()),
        ("Cosa fece Harrison? Twelve clocks", set()),
        ("quelle surprise", set()),
        ("Quelle horloge ?", {"fr"}),
        ("Pourquoi-Pas?", set()),
        ("Pourquoi Pas?", set()),
        ("Quem Dat?", set()),
        ("quem era Harrison?", {"pt"}),
        ("Cuando Cubango", set()),
        ("cuando murio?", {"es"}),
        ("Chi Ha tanks", set()),
        ("Qué será, será", set()),
    ],
)
def test_what_begins_names_too_is_a_question_by_its_mark_and_a_small_letter(
    question: str, languages: set[str]
) -> None:
    assert surely_opens(question) == languages


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("was it cold?", {"de"}),
        ("was it cold", set()),
        ("Que será?", {"es", "fr", "pt"}),
        ("Que sera sera", set()),
        ("WER reduction?", set()),
        ("Questions?", set()),
        ("The dove?", set()),
    ],
)
def test_what_begins_other_things_too_is_known_apart(question: str, languages: set[str]) -> None:
    assert may_open(question) == languages
