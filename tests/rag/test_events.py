from __future__ import annotations

import pytest

from quoth.rag.draft import Draft
from quoth.rag.events import (
    Answered,
    Retrieved,
    SentenceChecked,
    TextDelta,
    Writing,
    drain,
    last_answer,
    shown,
)
from quoth.rag.types import Answer, Sentence, Support

SURE = Support("supported", 1.0)
DRAFT = Draft((Sentence("One.", (), (), SURE, ""), Sentence("Two.", (), (), SURE, "\n- ")), ())


def test_a_draft_is_shown_a_sentence_at_a_time_with_its_layout() -> None:
    one, two = DRAFT.sentences
    assert list(shown(DRAFT)) == [
        TextDelta("One."),
        SentenceChecked(one),
        TextDelta("\n- Two."),
        SentenceChecked(two),
    ]


def test_draining_returns_the_draft() -> None:
    def writing() -> Writing:
        yield from shown(DRAFT)
        return DRAFT

    assert drain(writing()) is DRAFT


def test_the_answer_is_what_events_end_with() -> None:
    answer = Answer("Why?", (), ())
    assert last_answer([Retrieved(()), TextDelta("So."), Answered(answer)]) is answer


def test_events_without_an_answer_are_an_error() -> None:
    with pytest.raises(ValueError, match="ended without an answer"):
        last_answer([Retrieved(())])
