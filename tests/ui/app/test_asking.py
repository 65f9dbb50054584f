from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from quoth.index.errors import UsageError
from quoth.rag.events import Answered, Event, Retrieved, SentenceChecked, TextDelta
from quoth.rag.types import Note
from quoth.ui.app.asking import Asking, paced
from quoth.ui.app.stages import Began, Tell
from tests.ui.app.answers import answer, hit, sentence

STOPPED = Note("stopped", "Stopped.")


def test_events_come_in_batches_in_order_and_the_last_is_not_waited_for():
    events: list[Event] = [TextDelta(str(n)) for n in range(50)]
    batches = list(paced(lambda _tell: iter(events), threading.Event(), tick_s=60.0))
    assert [event for batch in batches for event in batch] == events


def test_an_error_of_the_stream_comes_after_what_was_before_it():
    def stream(_tell: Tell) -> Iterator[Event]:
        yield TextDelta("a")
        msg = "no key"
        raise UsageError(msg)

    batches = paced(stream, threading.Event(), tick_s=60.0)
    assert next(batches) == [TextDelta("a")]
    with pytest.raises(UsageError, match="no key"):
        next(batches)


def test_a_silent_stream_is_left_when_it_is_stopped_and_ends_with_its_next_event():
    stop, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def stream(_tell: Tell) -> Iterator[Event]:
        try:
            yield TextDelta("a")
            go_on.wait(20)
            yield TextDelta("b")
            yield TextDelta("c")
        finally:
            closed.set()

    seen = []
    for batch in paced(stream, stop, tick_s=0.01):
        seen += batch
        if seen:
            stop.set()
    assert seen == [TextDelta("a")]
    go_on.set()
    assert closed.wait(20)


def test_what_a_stream_tells_comes_between_its_events():
    def stream(tell: Tell) -> Iterator[Event]:
        yield TextDelta("a")
        tell(Began("verifying", 5.0))
        yield TextDelta("b")

    (batch,) = paced(stream, threading.Event(), tick_s=60.0)
    assert batch == [TextDelta("a"), Began("verifying", 5.0), TextDelta("b")]


def stages(asking: Asking) -> list[tuple[str, float | None]]:
    return [(stage.name, stage.ms) for stage in asking.running.stages]


def test_each_stage_is_shown_as_it_begins():
    asking = Asking("Why?")
    assert stages(asking) == [("searching", None)]
    asking.take(Began("reading", 8.0))
    assert stages(asking) == [("searching", 8.0), ("reading", None)]
    asking.take(Began("reading", 12.0))  # another part of the question
    assert stages(asking) == [("searching", 8.0), ("reading", None)]
    asking.take(Retrieved((hit(),), retrieve_ms=9.0, read_ms=20.0))
    assert stages(asking) == [("searching", 9.0), ("reading", 20.0), ("answering", None)]
    asking.take(Began("verifying", 40.0))
    assert stages(asking)[-1] == ("answering and verifying", None)
    assert len(stages(asking)) == 3


def test_text_is_shown_until_it_is_checked():
    asking = Asking("Why?")
    asking.take(Retrieved((hit(),), retrieve_ms=9.0, read_ms=20.0))
    asking.take(TextDelta("It was late. [1] The next"))
    assert asking.running.text == "It was late. [1] The next"
    asking.take(SentenceChecked(sentence("It was late.")))
    assert stages(asking)[-1] == ("answering and verifying", None)
    assert [s.text for s in asking.running.sentences] == ["It was late."]
    assert asking.running.text == " [1] The next"


def test_what_was_checked_before_a_stop_is_an_answer_with_its_sources():
    asking = Asking("Why?")
    asking.take(Retrieved((hit(),), retrieve_ms=9.0))
    asking.take(SentenceChecked(sentence()))
    asking.take(TextDelta(" and more"))
    kept = asking.stopped(STOPPED)
    assert kept.sentences == (sentence(),)
    assert [source.n for source in kept.sources] == [1]
    assert kept.sources[0].quotes == sentence().quotes
    assert kept.notes == (STOPPED,)


def test_a_whole_answer_is_kept_whole_even_if_it_was_stopped_late():
    asking = Asking("Why?")
    asking.take(Answered(answer()))
    assert asking.stopped(STOPPED) == answer()
