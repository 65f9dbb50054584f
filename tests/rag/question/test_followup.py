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


DECLINED = [*HISTORY, Turn("user", "Who is on Mars?"), Turn("assistant", "Nothing answers this.")]
ANSWERED = [*HISTORY, Turn("user", "How heavy was H1?"), Turn("assistant", "34 kilograms. [1]")]


@pytest.mark.parametrize(
    "question",
    [
        "Where is Greenwich?",
        "where is greenwich?",
        "How heavy was h4?",
        "When did Harrison die?",
        "Why does ice float?",
        "what are leap seconds",
        "leap second definition",
        "Explain leap seconds",
    ],
)
def test_after_no_answer_a_short_question_of_its_own_matter_is_left_as_it_is(
    question: str,
) -> None:
    assert standalone(question, DECLINED) == question
    assert standalone(question, ANSWERED) == f"How heavy was H1? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "And in 2020?",
        "In 2020?",
        "In Jamaica?",
        "Why Greenwich?",
        "Why?",
        "How heavy exactly?",
        "For how many years?",
        "Which ship?",
        "What was the cost?",
        "What was measured?",
        "What happened next?",
        "Did Harrison finish it?",
        "What about Harrison?",
        "Give me an example",
        "How many in 2020?",
        "Finished when?",
        "Are you sure?",
    ],
)
def test_after_no_answer_a_follow_up_still_leans(question: str) -> None:
    assert standalone(question, DECLINED) == f"Who is on Mars? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How did Harrison keep his third clock dry?",
        "How much did the watch H4 lose when it was tried at sea?",
        "Why did the Board say that it had no money because it paid Mayer?",
    ],
)
def test_after_no_answer_a_name_in_the_question_is_what_its_pronouns_mean(question: str) -> None:
    assert standalone(question, DECLINED) == question
    assert standalone(question, ANSWERED) == f"How heavy was H1? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Did Parliament ever reward him with any money?",
        "Was the clock wound every day when it was tried at sea?",
        "Where did Harrison finish it in the end?",
        "How did his brother James help Harrison with the wooden wheels?",
        "Did Harrison sell his clock and was it kept dry in London?",
        "Why did Harrison say it?",
        "What did Harrison say in his thesis?",
    ],
)
def test_after_no_answer_other_pronouns_still_point_back(question: str) -> None:
    assert standalone(question, DECLINED) == f"Who is on Mars? {question}"


@pytest.mark.parametrize(
    "question", ["What is GPS?", "Who was John Harrison?", "What is a chronometer?"]
)
def test_who_or_what_is_asked_by_name_stands_alone(question: str) -> None:
    assert standalone(question, ANSWERED) == question


@pytest.mark.parametrize(
    "question",
    [
        "What is an example?",
        "What is a reason?",
        "What was a result?",
        "what is an advantage",
    ],
)
def test_what_a_word_of_any_matter_is_leans_after_an_answer_too(question: str) -> None:
    assert standalone(question, ANSWERED) == f"How heavy was H1? {question}"
    assert standalone(question, DECLINED) == f"Who is on Mars? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that clocks were built of wood?",
        "Is it possible to repair a watch at sea?",
        "Was it possible for ships to keep time?",
        "Is it known how clocks were kept dry?",
        "How long did it take Harrison to build the third clock?",
        "How far is it from Dunkirk to Barcelona?",
        "What time is it in Tokyo when it is noon in Greenwich?",
    ],
)
def test_an_it_that_stands_for_nothing_does_not_point_back(question: str) -> None:
    assert standalone(question, ANSWERED) == question


@pytest.mark.parametrize(
    "question",
    [
        "How long did it take to build?",
        "Why did it take so long to be built?",
        "Is it true to its plan?",
        "Is it possible to repair?",
        "Is it possible to repair again?",
        "What is it possible to repair quickly?",
        "Is it known to lose time?",
        "What else was it known for at sea?",
        "What was it known for at sea?",
        "Was it likely to stop at sea?",
    ],
)
def test_an_it_that_stands_for_something_points_back(question: str) -> None:
    assert standalone(question, ANSWERED) != question


@pytest.mark.parametrize("history", [[], [Turn("assistant", "Hello.")]])
def test_without_an_earlier_question_nothing_is_added(history: list[Turn]) -> None:
    assert standalone("And why?", history) == "And why?"
