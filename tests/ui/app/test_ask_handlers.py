"""The Ask tab's handlers, without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from quoth.index import Library, add
from quoth.index.errors import QuothError, UsageError
from quoth.rag.assistant import Assistant
from quoth.rag.events import Answered, Event, Retrieved, SentenceChecked
from quoth.rag.settings import Settings
from quoth.ui.app.ask_tab import AskHandlers
from quoth.ui.app.context import PageContext, open_context
from quoth.ui.app.conversations import Conversations
from quoth.ui.app.records import UnknownRecord
from quoth.ui.app.selection import Selection
from quoth.ui.app.thumbs import Thumbs
from quoth.ui.app.wiring import KEEP, Sent, Visitor
from tests.ui.app.answers import answer, hit, sentence

if TYPE_CHECKING:
    from pathlib import Path

    from quoth.rag.answerer import Answerer
    from quoth.rag.reading.reader import SentenceReader

MAY, LEE = Visitor("may", "tab-1"), Visitor("lee", "tab-2")
EVERYTHING = Selection()


@dataclass
class ScriptedAssistant:
    """An assistant whose answers are written beforehand."""

    library: Library
    events: list[Event]
    before_last: threading.Event | None = None
    error: QuothError | None = None
    reader: SentenceReader | None = None
    answerer: Answerer | None = None
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def stream(self, question: str, **options: Any) -> Iterator[Event]:
        self.asked.append((question, options))
        if self.error is not None:
            raise self.error
        yield from self.events[:-1]
        if self.before_last is not None:
            self.before_last.wait(20)
        yield self.events[-1]


@pytest.fixture
def context(library: Library, papers: Path) -> Iterator[PageContext]:
    add(library, [papers])
    events = [Retrieved((hit(),), 9.0, 20.0), SentenceChecked(sentence()), Answered(answer())]
    made = open_context(Assistant(library), Settings(library=str(library.folder)))
    object.__setattr__(made, "assistant", ScriptedAssistant(library, events))
    yield made
    made.close()


@pytest.fixture
def handlers(context: PageContext) -> AskHandlers:
    return AskHandlers(context, Conversations(context))


def ask(handlers: AskHandlers, question: str, conversation: str = "", editing: str = "") -> str:
    """Ask to the end; return the conversation's id."""
    *_, last = handlers.ask(MAY, Sent(), question, conversation, EVERYTHING, editing)
    return str(last[1])


def questions(handlers: AskHandlers, conversation: str, visitor: Visitor = MAY) -> list[str]:
    return [e.question for e in handlers.conversations.exchanges(visitor.user, conversation)]


def test_a_question_empties_the_field_runs_and_is_kept(handlers: AskHandlers):
    first, *_, last = handlers.ask(MAY, Sent(), " How heavy? ", "", EVERYTHING, "")
    assert first[0][-1]["role"] == "answer running"
    assert first[3] == ""
    assert last[0][-1]["role"] == "answer"
    assert last[4] == "Answer ready"
    assert questions(handlers, last[1]) == ["How heavy?"]


def test_a_follow_up_gets_the_conversation_before_it(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    ask(handlers, "And when?", conversation)
    (_, first), (_, second) = handlers.context.assistant.asked
    assert first["history"] == []
    assert [turn.content for turn in second["history"]] == ["How heavy?", answer().text]


def test_what_is_ticked_and_the_years_are_the_filter(handlers: AskHandlers):
    documents = handlers.context.library.documents()
    chosen = Selection(everything=False, ids=frozenset({documents[0].id}), first_year=1990)
    list(handlers.ask(MAY, Sent(), "Why?", "", chosen, ""))
    filters = handlers.context.assistant.asked[0][1]["filters"]
    assert filters.among == {documents[0].id}
    assert filters.year == (1990, None)
    with pytest.raises(UsageError, match="no document is ticked"):
        list(handlers.ask(MAY, Sent(), "Why?", "", Selection(everything=False), ""))


def test_a_question_that_is_too_long_or_empty_is_not_asked(handlers: AskHandlers):
    with pytest.raises(UsageError, match="4000 is the most"):
        list(handlers.ask(MAY, Sent(), "w" * 4001, "", EVERYTHING, ""))
    (nothing,) = handlers.ask(MAY, Sent(), "  ", "", EVERYTHING, "")
    assert nothing[0] is KEEP
    assert handlers.context.assistant.asked == []


def test_a_stop_keeps_what_was_written_and_says_so(handlers: AskHandlers):
    handlers.context.assistant.before_last = threading.Event()
    outputs = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    for shown in outputs:
        if shown[0] is not KEEP and "The first weighed" in shown[0][-1]["html"]:
            break
    assert handlers.stop(MAY, Sent()) == "Stopping"
    *_, last = outputs
    assert last[4] == "Stopped"
    (kept,) = handlers.conversations.exchanges("may", last[1])
    assert kept.answer.sentences == (sentence(),)
    assert [note.code for note in kept.answer.notes] == ["stopped"]


def test_a_closed_tab_loses_nothing(handlers: AskHandlers):
    handlers.context.assistant.before_last = threading.Event()
    outputs = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    conversation = str(next(outputs)[1])
    outputs.close()
    assert questions(handlers, conversation) == ["How heavy?"]


def test_an_answer_goes_on_unseen_where_another_conversation_is_opened(handlers: AskHandlers):
    other = ask(handlers, "Why?")
    handlers.context.assistant.before_last = threading.Event()
    outputs = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    conversation = str(next(outputs)[1])
    handlers.open(MAY, Sent({"id": other}))
    handlers.context.assistant.before_last.set()
    assert list(outputs) == []
    (kept,) = handlers.conversations.exchanges("may", conversation)
    assert kept.answer == answer()


def test_a_conversation_that_is_come_back_to_shows_its_question_and_then_the_answer(
    handlers: AskHandlers,
):
    handlers.context.assistant.before_last = threading.Event()
    outputs = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    conversation = str(next(outputs)[1])
    handlers.new(MAY, Sent())
    items, *_, status, _ = handlers.open(MAY, Sent({"id": conversation}))
    assert ["How heavy?" in item["html"] for item in items] == [True, False]
    assert status == "Answering"
    handlers.context.assistant.before_last.set()
    *_, last = outputs
    assert last[4] == "Answer ready"
    assert questions(handlers, conversation) == ["How heavy?"]


def test_a_library_that_changes_does_not_bring_back_a_conversation_that_was_left(
    handlers: AskHandlers,
):
    conversation = ask(handlers, "How heavy?")
    assert handlers.current(MAY, Sent(), conversation, "") is not KEEP
    handlers.new(MAY, Sent())
    assert handlers.current(MAY, Sent(), conversation, "") is KEEP


def test_a_question_sent_twice_is_answered_once(handlers: AskHandlers):
    handlers.context.assistant.before_last = threading.Event()
    outputs = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    conversation = str(next(outputs)[1])
    (again,) = handlers.ask(MAY, Sent(), "How heavy?", "", EVERYTHING, "")
    assert again[0] is KEEP
    assert again[4] == "Wait for the answer, or stop it"
    handlers.context.assistant.before_last.set()
    list(outputs)
    assert [c.id for c in handlers.context.database.conversations("may")] == [conversation]


def test_an_error_is_a_note_in_the_conversation(handlers: AskHandlers):
    error = UsageError("the library was made by another embedder")
    handlers.context.assistant.error = error
    conversation = ask(handlers, "How heavy?")
    (kept,) = handlers.conversations.exchanges("may", conversation)
    assert [note.message for note in kept.answer.notes] == [
        "the library was made by another embedder"
    ]


def edit(handlers: AskHandlers, conversation: str, number: int) -> tuple[Any, ...]:
    """Begin to edit the question of a number; return what is shown."""
    message = handlers.conversations.exchanges("may", conversation)[number].id
    return handlers.edit(MAY, Sent({"message": message}), conversation)


def test_an_edited_question_takes_the_place_of_the_last_until_it_is_undone(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    shown = edit(handlers, conversation, 0)
    assert shown[3] == "How heavy?"
    ask(handlers, "How late?", conversation, editing=str(shown[5]))
    assert questions(handlers, conversation) == ["How late?"]
    undone = handlers.undo(MAY, Sent(), conversation)
    assert undone[3] == "How late?"
    assert undone[4] == "Taken back; 1 replaced question is back"
    assert questions(handlers, conversation) == ["How heavy?"]


def test_an_edited_earlier_question_cuts_the_conversation_there(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    for question in ("How late?", "How long?"):
        ask(handlers, question, conversation)
    shown = edit(handlers, conversation, 1)
    assert "this question and the one after it" in shown[4]
    assert [item["role"].endswith("leaving") for item in shown[0]] == [False] * 2 + [True] * 4
    ask(handlers, "How wide?", conversation, editing=str(shown[5]))
    assert questions(handlers, conversation) == ["How heavy?", "How wide?"]
    _, options = handlers.context.assistant.asked[-1]
    assert [turn.content for turn in options["history"]] == ["How heavy?", answer().text]
    assert handlers.undo(MAY, Sent(), conversation)[4] == (
        "Taken back; 2 replaced questions are back"
    )
    assert questions(handlers, conversation) == ["How heavy?", "How late?", "How long?"]


def test_what_an_edit_replaced_comes_back_after_a_retry_and_follow_ups_too(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    shown = edit(handlers, conversation, 0)
    ask(handlers, "How late?", conversation, editing=str(shown[5]))
    list(handlers.retry(MAY, Sent(), conversation, EVERYTHING))
    ask(handlers, "And when?", conversation)
    assert questions(handlers, conversation) == ["How late?", "And when?"]
    handlers.undo(MAY, Sent(), conversation)
    handlers.undo(MAY, Sent(), conversation)
    assert questions(handlers, conversation) == ["How heavy?"]


def test_an_edit_that_is_left_or_of_a_message_that_is_gone_changes_nothing(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    shown = edit(handlers, conversation, 0)
    left = handlers.leave_edit(MAY, Sent(), conversation)
    assert (left[3], left[5]) == ("", "")
    assert left[0][0]["role"] == "question"
    handlers.undo(MAY, Sent(), conversation)
    gone = handlers.edit(MAY, Sent({"message": shown[5]}), conversation)
    assert gone[5] == ""
    ask(handlers, "How late?", conversation, editing=str(shown[5]))
    assert questions(handlers, conversation) == ["How late?"]


def test_a_replaced_question_is_lost_to_no_error_and_no_closed_tab(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    shown = edit(handlers, conversation, 0)
    with pytest.raises(UsageError, match="4000 is the most"):
        ask(handlers, "w" * 4001, conversation, editing=str(shown[5]))
    items, _, _ = handlers.refreshed(MAY, Sent(), conversation, str(shown[5]))
    assert items[0]["role"] == "question leaving"
    outputs = handlers.ask(MAY, Sent(), "How late?", conversation, EVERYTHING, str(shown[5]))
    next(outputs)
    outputs.close()
    assert questions(handlers, conversation) == ["How late?"]
    handlers.undo(MAY, Sent(), conversation)
    assert questions(handlers, conversation) == ["How heavy?"]


def test_retry_and_undo_are_of_the_last_question(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    ask(handlers, "How late?", conversation)
    list(handlers.retry(MAY, Sent(), conversation, EVERYTHING))
    assert questions(handlers, conversation) == ["How heavy?", "How late?"]
    undone = handlers.undo(MAY, Sent(), conversation)
    assert (undone[3], undone[4]) == ("How late?", "Taken back")
    assert questions(handlers, conversation) == ["How heavy?"]


def test_a_thumb_is_taken_back_by_the_same_thumb_and_keeps_its_comment(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    (kept,) = handlers.conversations.exchanges("may", conversation)
    thumbs, sent = Thumbs(handlers.conversations), {"message": kept.id, "value": -1}
    thumbs.thumb(MAY, Sent(sent), conversation, "")
    thumbs.comment(MAY, Sent({**sent, "comment": "too heavy"}), conversation, "")
    (rated,) = handlers.conversations.exchanges("may", conversation)
    assert (rated.value, rated.comment) == (-1, "too heavy")
    thumbs.thumb(MAY, Sent(sent), conversation, "")
    (unrated,) = handlers.conversations.exchanges("may", conversation)
    assert unrated.value is None


def test_nothing_of_a_user_is_another_users(handlers: AskHandlers):
    conversation = ask(handlers, "How heavy?")
    (kept,) = handlers.conversations.exchanges("may", conversation)
    talks, thumbs = handlers.conversations, Thumbs(handlers.conversations)
    rated = {"message": kept.id, "value": 1}
    attempts = [
        lambda: handlers.open(LEE, Sent({"id": conversation})),
        lambda: handlers.undo(LEE, Sent(), conversation),
        lambda: handlers.edit(LEE, Sent({"message": kept.id}), conversation),
        lambda: handlers.leave_edit(LEE, Sent(), conversation),
        lambda: handlers.delete(LEE, Sent({"id": conversation}), ""),
        lambda: thumbs.thumb(LEE, Sent(rated), "", ""),
        lambda: thumbs.comment(LEE, Sent({**rated, "comment": ""}), "", ""),
        lambda: list(handlers.retry(LEE, Sent(), conversation, EVERYTHING)),
        lambda: list(handlers.ask(LEE, Sent(), "Why?", conversation, EVERYTHING, "")),
        lambda: talks.rename(LEE, Sent({"id": conversation, "title": "mine"}), ""),
        lambda: talks.export(LEE, Sent({"id": conversation, "format": "markdown"})),
    ]
    for attempt in attempts:
        with pytest.raises(UnknownRecord):
            attempt()
    assert talks.latest(LEE, Sent())[1] == ""
    assert questions(handlers, conversation) == ["How heavy?"]


def test_a_page_that_loads_late_does_not_cover_a_question_that_was_asked_early(handlers):
    assert handlers.load(MAY, Sent())[1] == ""
    conversation = ask(handlers, "How heavy?")
    assert handlers.load(MAY, Sent()) == (KEEP, KEEP, KEEP)
    another = replace(MAY, tab="another")
    assert handlers.load(another, Sent())[1] == conversation


def test_a_page_that_loads_late_does_not_cover_a_conversation_that_was_chosen_early(handlers):
    conversation = ask(handlers, "How heavy?")
    for number, choose in enumerate((handlers.new, handlers.open)):
        visitor = replace(MAY, tab=f"early-{number}")
        choose(visitor, Sent({"id": conversation}))
        assert handlers.load(visitor, Sent()) == (KEEP, KEEP, KEEP)
