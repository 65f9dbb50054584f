"""What a reader thinks of an answer: a thumb, and a comment beside it."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.ui.app.conversations import Conversations
from quoth.ui.app.records import Value
from quoth.ui.app.transcript import Item
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["Thumbs"]


@dataclass(frozen=True, slots=True)
class Thumbs:
    """The handlers; each returns the conversation's items, with the question that is edited."""

    conversations: Conversations

    def thumb(self, visitor: Visitor, sent: Sent, conversation: str, editing: str) -> list[Item]:
        """Keep a thumb; the same one again takes it back."""
        message, value = sent.text("message"), _value(sent)
        known = {e.id: e for e in self.conversations.exchanges(visitor.user, conversation)}
        had = known.get(message)
        again = had is not None and had.value == value
        comment = had.comment if had and not again else ""
        self._give(visitor, message, None if again else value, comment)
        return self.conversations.transcript(visitor.user, conversation, editing)

    def comment(self, visitor: Visitor, sent: Sent, conversation: str, editing: str) -> list[Item]:
        """Keep what was written beside a thumb."""
        self._give(visitor, sent.text("message"), _value(sent), sent.text("comment"))
        return self.conversations.transcript(visitor.user, conversation, editing)

    def _give(self, visitor: Visitor, message: str, value: Value | None, comment: str) -> None:
        database = self.conversations.context.database
        database.give_feedback(visitor.user, message, value, comment)


def _value(sent: Sent) -> Value:
    return 1 if sent.number("value") > 0 else -1
