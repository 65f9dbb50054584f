"""Conversations as the page handles them: opened, named, deleted, exported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.errors import UsageError
from quoth.rag.assistant import Turn
from quoth.ui.app.context import PageContext
from quoth.ui.app.example_questions import example_articles, example_questions
from quoth.ui.app.exporting import EXPORT_TYPES, ExportFormat, export_conversation
from quoth.ui.app.sidebar import conversations_html
from quoth.ui.app.stored import Exchange, exchange_of
from quoth.ui.app.transcript import Item, transcript_items, welcome_items
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["Conversations", "Opened", "turns"]

_TITLE = 80  # characters
# Exchanges that a follow-up may refer to. What "it" means is found in the last one or two; a chat
# model's window is better spent on passages.
_REMEMBERED = 6

Opened = tuple[list[Item], str, str]
"""The transcript, the conversation's id ("" for a new one), and the list of conversations."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """The handlers, and what the asking needs of conversations. Ids are checked by the database."""

    context: PageContext

    def latest(self, visitor: Visitor, _sent: Sent) -> Opened:
        """Open the conversation that was last written to: a reload keeps it."""
        known = self.context.database.conversations(visitor.user)
        return self.shown(visitor.user, known[0].id if known else "")

    def open(self, visitor: Visitor, sent: Sent) -> Opened:
        """Open a conversation of the list."""
        return self.shown(visitor.user, sent.text("id"))

    def new(self, visitor: Visitor, _sent: Sent) -> Opened:
        """Show an empty conversation; it is kept with its first question."""
        return self.shown(visitor.user, "")

    def rename(self, visitor: Visitor, sent: Sent, current: str) -> str:
        """Name a conversation; return the list."""
        if title := sent.text("title").strip():
            self.context.database.rename(visitor.user, sent.text("id"), title)
        return self.listed(visitor.user, current)

    def delete(self, visitor: Visitor, sent: Sent, current: str) -> Opened:
        """Delete a conversation; the one that is open stays open, unless it was that."""
        deleted = sent.text("id")
        self.context.database.delete(visitor.user, deleted)
        return self.shown(visitor.user, "" if current == deleted else current)

    def export(self, visitor: Visitor, sent: Sent) -> dict[str, str]:
        """Make a file of a conversation; return its name and where it is fetched.

        Raises:
            UsageError, StyleError: no such format or style.
        """
        database, wanted = self.context.database, sent.text("format")
        if wanted not in EXPORT_TYPES:
            msg = f"no export format {wanted!r}: there are {', '.join(EXPORT_TYPES)}"
            raise UsageError(msg)
        format_name: ExportFormat = "docx" if wanted == "docx" else "markdown"
        conversation = database.conversation(visitor.user, sent.text("id"))
        data = export_conversation(
            conversation.title,
            self.exchanges(visitor.user, conversation.id),
            self.context.library.documents(),
            format_name=format_name,
            style=sent.text("style", self.context.settings.style),
        )
        suffix, media_type = EXPORT_TYPES[format_name]
        name = f"{_file_name(conversation.title)}.{suffix}"
        url = self.context.downloads.offer(visitor.user, name, media_type, data)
        return {"url": url, "name": name}

    def shown(self, user: str, conversation: str, editing: str = "") -> Opened:
        """Return a conversation and the list of all."""
        transcript = self.transcript(user, conversation, editing)
        return transcript, conversation, self.listed(user, conversation)

    def transcript(self, user: str, conversation: str, editing: str = "") -> list[Item]:
        """Return a conversation's items, or the welcome of an empty one.

        Args:
            editing: the message whose question is in the field; "" for none.
        """
        if exchanges := self.exchanges(user, conversation):
            return transcript_items(exchanges, editing=editing)
        documents = self.context.library.documents()
        return welcome_items(
            n_documents=len(documents),
            questions=example_questions(documents),
            has_examples=example_articles() is not None,
        )

    def exchanges(self, user: str, conversation: str) -> list[Exchange]:
        """Return a conversation's exchanges, oldest first; none of a new one."""
        if not conversation:
            return []
        return [exchange_of(m) for m in self.context.database.messages(user, conversation)]

    def before(self, user: str, conversation: str, message: str) -> list[Exchange]:
        """Return the exchanges before one; all of them where it is not among them."""
        exchanges = self.exchanges(user, conversation)
        return exchanges[: len(exchanges) - len(_from(exchanges, message))]

    def from_message(self, user: str, conversation: str, message: str) -> list[Exchange]:
        """Return an exchange and those after it; none where it is not among them."""
        return _from(self.exchanges(user, conversation), message)

    def listed(self, user: str, current: str) -> str:
        """Return the list of a user's conversations."""
        known = self.context.database.conversations(user)
        return conversations_html(known, current, self.context.settings.style)

    def begin(self, user: str, question: str) -> str:
        """Begin a conversation that is named by its first question; return its id."""
        title = " ".join(question.split())
        cut = title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0] + " …"
        return self.context.database.new_conversation(user, cut).id


def _from(exchanges: list[Exchange], message: str) -> list[Exchange]:
    at = next((n for n, e in enumerate(exchanges) if e.id == message), len(exchanges))
    return exchanges[at:]


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """Return what was said last, for a follow-up."""
    said = []
    for exchange in exchanges[-_REMEMBERED:]:
        said += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return said


def _file_name(title: str) -> str:
    return re.sub(r"[^\w.-]+", "-", title).strip("-.")[:60] or "conversation"
