from __future__ import annotations

import pytest

from quoth.eval.replays.declarative import declare


@pytest.mark.parametrize(
    ("question", "answer", "made"),
    [
        ("Who cast the bell?", "Maria Holt", None),
        ("Who founded the guild?", "Maria Holt", "Maria Holt founded the guild."),
        ("Which town owns the bell?", "Norwich", "Norwich owns the bell."),
        ("Which bell was cast in Ely?", "the ninth", "The ninth was cast in Ely."),
        ("How many bells were cast in Ely?", "nine", "Nine bells were cast in Ely."),
        ("What is the weight of the bell?", "nine tons", "The weight of the bell is nine tons."),
        ("Name the two towns.", "Ely and York.", "The two towns are Ely and York."),
        (
            "Why did it crack?",
            "because it was struck while the metal was cold",
            "It was struck while the metal was cold.",
        ),
    ],
)
def test_question_and_answer_become_a_sentence(
    question: str, answer: str, made: str | None
) -> None:
    assert declare(question, answer) == made


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did it ring?", "in 1735"),
        ("which town owns the bell?", "Norwich"),
        ("What is the date, and who set it?", "1735"),
        ("What is the reason?", "it was cold"),
        ("Which bells ring?", "one: the ninth"),
        ("Which bell does the town own?", "the ninth"),
        ("谁铸了钟？", "Holt"),
        ("What is the date?", ""),
    ],
)
def test_what_no_rule_fits_has_no_sentence(question: str, answer: str) -> None:
    assert declare(question, answer) is None
