"""A follow-up is read for what is asked now, of what was talked of before."""

from __future__ import annotations

import pytest

from quoth.index import Library
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.question.inquiry import inquire

BEFORE = Turn("user", "How much did Harrison's first sea clock weigh?")


@pytest.mark.parametrize(
    ("question", "words"),
    [("When was he born?", "born in 1693"), ("Where was it carried in 1736?", "to Lisbon")],
)
def test_a_follow_up_is_not_answered_with_what_was_said_before(
    example_library: Library, question: str, words: str
) -> None:
    answer = Assistant(example_library).ask(question, history=[BEFORE])
    assert words in answer.sentences[0].text


def test_a_follow_up_keeps_what_it_is_about(example_library: Library) -> None:
    assistant = Assistant(example_library)
    history = [Turn("user", "When was Old Brass Brains completed?")]
    answer = assistant.ask("How much did it weigh?", history=history)
    assert "2,500 pounds" in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "asked"),
    [("And why?", ""), ("Where was it carried?", "Where was it carried?")],
)
def test_a_follow_up_of_few_words_is_not_read_by_itself(question: str, asked: str) -> None:
    (part,) = inquire(question, history=[BEFORE], documents=[]).parts
    assert part.asked == asked


def test_a_question_that_stands_alone_is_read_once() -> None:
    (part,) = inquire("Who fitted a 102 metre sail?", history=[BEFORE], documents=[]).parts
    assert part.asked == ""
