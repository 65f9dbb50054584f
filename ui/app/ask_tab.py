"""Asking on the page: what its buttons do."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from quoth.index.errors import QuothError, UsageError
from quoth.index.types import Filters
from quoth.rag.events import Event
from quoth.rag.types import Note
from quoth.ui.app.ask_shown import Shown
from quoth.ui.app.asking import Asking, paced
from quoth.ui.app.context import PageContext
from quoth.ui.app.conversations import Conversations, Opened, turns
from quoth.ui.app.records import UnknownRecord
from quoth.ui.app.selection import Selection
from quoth.ui.app.stages import Tell, telling
from quoth.ui.app.stops import Stops, Ticket
from quoth.ui.app.stored import Exchange, answer_to_json
from quoth.ui.app.transcript import Item, transcript_items
from quoth.ui.app.wiring import KEEP, Keep, Sent, Visitor

__all__ = ["AskHandlers"]

_log = logging.getLogger(__name__)

_STOPPED = Note("stopped", "Stopped before the end.")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question goes.

    Attributes:
        conversation: "" for a new one.
        message: whose place it takes, and that of all after it; "" to go to the end.
        is_retry: whether the message is answered again: its old answer does not come back.
    """

    conversation: str
    message: str = ""
    is_retry: bool = False


@dataclass(frozen=True, slots=True)
class AskHandlers:
    """The handlers of the Ask tab; those that stream yield `Shown.outputs()`."""

    context: PageContext
    conversations: Conversations
    stops: Stops = field(default_factory=Stops)

    def ask(
        self,
        visitor: Visitor,
        _sent: Sent,
        question: str,
        conversation: str,
        selection: Selection,
        editing: str,
    ) -> Iterator[tuple[object, ...]]:
        """Answer what stands in the field."""
        asked = question.strip()
        if not asked:
            yield Shown(status="", editing="").outputs()
            return
        longest = self.context.limits.question_chars
        if len(asked) > longest:
            msg = f"the question has {len(asked)} characters, {longest} is the most. Shorten it"
            raise UsageError(msg)
        filters = selection.filters(self.context.library.documents())
        place = _Place(conversation, editing)
        yield from self._answered(visitor, asked, place, filters)

    def ask_example(
        self, visitor: Visitor, sent: Sent, conversation: str, selection: Selection
    ) -> Iterator[tuple[object, ...]]:
        """Answer an example question."""
        yield from self.ask(visitor, sent, sent.text("question"), conversation, selection, "")

    def retry(
        self, visitor: Visitor, _sent: Sent, conversation: str, selection: Selection
    ) -> Iterator[tuple[object, ...]]:
        """Answer the last question again."""
        filters = selection.filters(self.context.library.documents())
        if exchanges := self.conversations.exchanges(visitor.user, conversation):
            last = exchanges[-1]
            place = _Place(conversation, last.id, is_retry=True)
            yield from self._answered(visitor, last.question, place, filters)

    def load(self, visitor: Visitor, sent: Sent) -> tuple[object, ...]:
        """Open the latest conversation, unless the reader was quicker than the page."""
        latest = self.conversations.latest(visitor, sent)
        return (KEEP, KEEP, KEEP) if self.stops.have_begun(visitor.tab) else latest

    def current(
        self, visitor: Visitor, _sent: Sent, conversation: str, editing: str
    ) -> list[Item] | Keep:
        """Show the conversation again, as the library is now, unless the tab has gone on."""
        items = self.conversations.transcript(visitor.user, conversation, editing)
        return items if self.stops.shows(visitor.tab, conversation) else KEEP

    def open(self, visitor: Visitor, sent: Sent) -> tuple[object, ...]:
        """Open another conversation; what is being answered goes on unseen, or is seen again."""
        asked = self.stops.turn_to(visitor.tab, sent.text("id"))
        items, conversation, listed = self.conversations.open(visitor, sent)
        shown = Shown(items, conversation, listed, status="", editing="")
        if asked:
            shown = replace(shown, items=asked.items(), status="Answering")
        return shown.outputs()

    def new(self, visitor: Visitor, sent: Sent) -> tuple[object, ...]:
        """Begin another conversation; what is being answered goes on unseen."""
        self.stops.turn_to(visitor.tab, "")
        opened = self.conversations.new(visitor, sent)
        return Shown(*opened, status="", editing="").outputs()

    def delete(self, visitor: Visitor, sent: Sent, current: str) -> tuple[object, ...]:
        """Delete a conversation, and stop what is being answered in it."""
        conversation = sent.text("id")
        self.stops.stop(visitor.tab, conversation)
        if conversation == current:
            self.stops.turn_to(visitor.tab, "")
        opened = self.conversations.delete(visitor, sent, current)
        return Shown(*opened, status="Conversation deleted", editing="").outputs()

    def stop(self, visitor: Visitor, _sent: Sent) -> str:
        """Stop the question of this tab; what was written of its answer stays."""
        return "Stopping" if self.stops.stop(visitor.tab) else ""

    def edit(self, visitor: Visitor, sent: Sent, conversation: str) -> tuple[object, ...]:
        """Put a question into the field; the next one takes its place, and that of all after it."""
        message, user = sent.text("message"), visitor.user
        after = self.conversations.from_message(user, conversation, message)
        if not after:
            return self._opened(visitor, conversation, status="That question is there no more")
        n = len(after) - 1
        rest = f" and the {n} after it" if n > 1 else " and the one after it" if n else ""
        status = f"Sending replaces this question{rest}; Undo brings back what was replaced."
        items = self.conversations.transcript(user, conversation, message)
        return Shown(items, question=after[0].question, status=status, editing=message).outputs()

    def leave_edit(self, visitor: Visitor, _sent: Sent, conversation: str) -> tuple[object, ...]:
        """Leave the conversation as it is."""
        return self._opened(visitor, conversation, question="", status="Nothing was changed")

    def undo(self, visitor: Visitor, _sent: Sent, conversation: str) -> tuple[object, ...]:
        """Take the last question back, and its answer; what it had replaced comes back."""
        dropped = self.context.database.drop_last(visitor.user, conversation)
        n = dropped.n_replaced if dropped else 0
        back = f"; {n} replaced {'question is' if n == 1 else 'questions are'} back" if n else ""
        question = dropped.question if dropped else KEEP
        return self._opened(visitor, conversation, question=question, status=f"Taken back{back}")

    def refreshed(self, visitor: Visitor, _sent: Sent, conversation: str, editing: str) -> Opened:
        """Return the conversation as it is kept: after an error nothing half done is left."""
        return self.conversations.shown(visitor.user, conversation, editing)

    def _answered(
        self, visitor: Visitor, question: str, place: _Place, filters: Filters
    ) -> Iterator[tuple[object, ...]]:
        user, conversations = visitor.user, self.conversations
        asking, why = Asking(question), _STOPPED
        asked_in = place.conversation
        conversation = asked_in or conversations.begin(user, question)
        place = replace(place, conversation=conversation)
        before = conversations.before(user, conversation, place.message)
        listed = conversations.listed(user, conversation)
        ticket = Ticket(conversation, lambda: transcript_items(before, asking.running))
        with self.stops.asking(visitor.tab, ticket) as is_held:
            if not is_held:
                if conversation != asked_in:
                    self.context.database.delete(user, conversation)
                yield Shown(status="Wait for the answer, or stop it").outputs()
                return
            try:
                yield Shown(ticket.items(), conversation, listed, "", "Answering", "").outputs()
                for _ in self._written(asking, before, filters, ticket):
                    if asking.answer is None and not ticket.left.is_set():
                        yield Shown(ticket.items()).outputs()
            except QuothError as error:
                why = Note("failed", str(error))
            finally:  # also where the tab was closed: what was written is not lost
                self._keep(user, place, asking, why, filters)
        if not ticket.left.is_set():
            yield self._opened(visitor, conversation, status=_said(asking))

    def _written(
        self, asking: Asking, before: Sequence[Exchange], filters: Filters, ticket: Ticket
    ) -> Iterator[None]:
        """Answer; yield whenever there is something new to show."""
        history = turns(before)

        def stream(tell: Tell) -> Iterator[Event]:
            assistant = telling(self.context.assistant, tell)
            return assistant.stream(asking.question, filters=filters, history=history)

        for batch in paced(stream, ticket.stop):
            for event in batch:
                asking.take(event)
            if batch:
                yield

    def _keep(self, user: str, place: _Place, asking: Asking, why: Note, filters: Filters) -> None:
        answer = answer_to_json(asking.answer or asking.stopped(why))
        database = self.context.database
        try:
            with database.file.transaction():
                kept = database.append(
                    user, place.conversation, asking.question, answer, filters=filters
                )
                if place.is_retry:
                    database.forget(user, place.message, instead=kept.id)
                elif place.message:
                    database.replace_from(user, place.conversation, place.message, instead=kept.id)
        except UnknownRecord:
            _log.info("a conversation was deleted while its question was answered")

    def _opened(
        self, visitor: Visitor, conversation: str, *, status: str, question: str | Keep = KEEP
    ) -> tuple[object, ...]:
        opened = self.conversations.shown(visitor.user, conversation)
        return Shown(*opened, question=question, status=status, editing="").outputs()


def _said(asking: Asking) -> str:
    """Return how it ended, to be read out."""
    if asking.answer is None:
        return "Stopped"
    return "No answer found" if asking.answer.abstained else "Answer ready"
