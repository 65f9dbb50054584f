"""Questions that lean on the conversation are completed, others are left alone."""

from __future__ import annotations

import pytest

from quoth.rag.assistant import Turn
from quoth.rag.question.followup import standalone

HISTORY = [
    Turn("user", "Who invented the gridiron pendulum?"),
    Turn("assistant", "John Harrison."),
    Turn("user", " How heavy was H1? "),
    Turn("assistant", "About 34 kilograms."),
]


@pytest.mark.parametrize(
    "question",
    [
        "When did he finish it?",
        "What did the latter cost in the end?",
        "And the second one that was tried at sea?",
        "What about the watch known as H4?",
        "In which year?",
        "Where were they kept for all of these years?",
        "How long did that clock run at sea?",
        "Who was the first one to sail with a clock?",
        "Why?",
    ],
)
def test_a_question_that_leans_gets_the_users_last_question(question: str) -> None:
    assert standalone(question, HISTORY) == f"How heavy was H1? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Which ship carried the watch to Barbados in 1764?",
        "How far apart were Dunkirk and Barcelona on the meridian?",
        "Andes or Alps: where did the survey begin?",
        "Why does the Moon raise bigger tides than the sun?",
        "How was the second defined by the orbit of the Earth?",
        "Who built the first clock with a gridiron pendulum?",
        "What was wrong with the clock that was sent to Jamaica?",
        "Does the report say that clocks ran fast?",
        "On the other hand, were clocks ever cheap?",
        "More than how many clocks were lost at sea?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, HISTORY) == question


@pytest.mark.parametrize("history", [[], [Turn("assistant", "Hello.")]])
def test_without_an_earlier_question_nothing_is_added(history: list[Turn]) -> None:
    assert standalone("And why?", history) == "And why?"
