"""The conversations of the page's users, and what they thought of the answers."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quoth.index.types import Filters
from quoth.ui.app.app_file import AppFile
from quoth.ui.app.records import (
    Conversation,
    Message,
    UnknownRecord,
    Value,
    checked_id,
    filters_from_json,
    filters_json,
)

__all__ = ["AppDatabase"]

_LONGEST_TITLE = 200  # characters


class AppDatabase:
    """Conversations, messages and feedback. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open app.db, making it if need be.

        Raises:
            LibraryUnwritable, LibraryDamaged, LibraryTooNew.
        """
        self.file = AppFile(path)

    def close(self) -> None:
        """Close the file; the database is not usable afterwards."""
        self.file.close()

    # -- conversations ----------------------------------------------------------------------

    def conversations(self, user: str) -> list[Conversation]:
        """Return a user's conversations, the one last changed first."""
        rows = self.file.rows(
            "SELECT id, title, created, changed, (SELECT count(*) FROM shown m"
            " WHERE m.conversation = c.id AND m.user = c.user)"
            " FROM conversations c WHERE user = ? ORDER BY changed DESC, id",
            (user,),
        )
        return [Conversation(*row) for row in rows]

    def conversation(self, user: str, conversation: str) -> Conversation:
        """Return one conversation.

        Raises:
            UnknownRecord: the user has none of that id.
        """
        found = {one.id: one for one in self.conversations(user)}
        try:
            return found[checked_id(conversation)]
        except KeyError:
            raise UnknownRecord from None

    def new_conversation(self, user: str, title: str) -> Conversation:
        """Begin a conversation."""
        now = time.time()
        made = Conversation(secrets.token_hex(16), _titled(title), now, now)
        with self.file.transaction():
            self.file.change(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
                (made.id, user, made.title, now, now),
            )
        return made

    def rename(self, user: str, conversation: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            UnknownRecord: the user has none of that id.
        """
        self._change(
            "UPDATE conversations SET title = ? WHERE id = ? AND user = ?",
            (_titled(title), checked_id(conversation), user),
        )

    def delete(self, user: str, conversation: str) -> None:
        """Delete a conversation with its messages and their feedback.

        Raises:
            UnknownRecord: the user has none of that id.
        """
        self._change(
            "DELETE FROM conversations WHERE id = ? AND user = ?", (checked_id(conversation), user)
        )

    # -- messages ---------------------------------------------------------------------------

    def messages(self, user: str, conversation: str) -> list[Message]:
        """Return the messages of a conversation, oldest first, without those that were replaced.

        Raises:
            UnknownRecord: the user has none of that id.
        """
        self.conversation(user, conversation)
        rows = self.file.rows(
            "SELECT m.id, question, answer, filters, created, value, coalesce(comment, ''),"
            " (SELECT count(*) FROM replaced r WHERE r.instead = m.id AND r.user = m.user)"
            " FROM shown m LEFT JOIN feedback f ON f.message = m.id AND f.user = m.user"
            " WHERE m.conversation = ? AND m.user = ? ORDER BY position",
            (conversation, user),
        )
        return [
            Message(i, question, json.loads(answer), filters_from_json(json.loads(filters)), *rest)
            for i, question, answer, filters, *rest in rows
        ]

    def append(
        self,
        user: str,
        conversation: str,
        question: str,
        answer: Mapping[str, Any],
        *,
        filters: Filters | None = None,
    ) -> Message:
        """Add a question and its answer to a conversation.

        Raises:
            UnknownRecord: the user has none of that id.
        """
        now, filters = time.time(), filters or Filters()
        made = Message(secrets.token_hex(16), question, dict(answer), filters, now)
        with self.file.transaction():
            self._change(
                "UPDATE conversations SET changed = ? WHERE id = ? AND user = ?",
                (now, checked_id(conversation), user),
            )
            self.file.change(
                "INSERT INTO messages (id, user, conversation, question, answer, filters, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    made.id,
                    user,
                    conversation,
                    question,
                    json.dumps(made.answer, ensure_ascii=False),
                    json.dumps(filters_json(filters), ensure_ascii=False),
                    now,
                ),
            )
        return made

    def replace_answer(self, user: str, message: str, answer: Mapping[str, Any]) -> None:
        """Put another answer in the place of a message's.

        Raises:
            UnknownRecord: the user has no message of that id.
        """
        self._change(
            "UPDATE messages SET answer = ? WHERE id = ? AND user = ?",
            (json.dumps(dict(answer), ensure_ascii=False), checked_id(message), user),
        )

    def replace_from(self, user: str, conversation: str, first: str, *, instead: str) -> None:
        """Let a conversation's last message stand in the place of an earlier one and all after it.

        They are kept, and come back when it is dropped. A `first` that the conversation does not
        show any more replaces nothing.

        Raises:
            UnknownRecord: the user has no conversation of that id.
        """
        with self.file.transaction():
            shown = [message.id for message in self.messages(user, conversation)]
            if first in shown and shown[-1] == instead:
                for message in shown[shown.index(first) : -1]:
                    self.file.change(
                        "INSERT INTO replaced VALUES (?, ?, ?)", (message, user, instead)
                    )

    def forget(self, user: str, message: str, *, instead: str) -> None:
        """Delete a message for another that takes over what it stood in the place of.

        Raises:
            UnknownRecord: the user has no message of that id.
        """
        with self.file.transaction():
            self.file.change(
                "UPDATE replaced SET instead = ? WHERE instead = ? AND user = ?",
                (instead, checked_id(message), user),
            )
            self._change("DELETE FROM messages WHERE id = ? AND user = ?", (message, user))

    def drop_last(self, user: str, conversation: str) -> Message | None:
        """Take the last message out of a conversation and return it; None if there is none.

        What it stood in the place of is back.

        Raises:
            UnknownRecord: the user has no conversation of that id.
        """
        with self.file.transaction():
            messages = self.messages(user, conversation)
            if not messages:
                return None
            self.file.change(
                "DELETE FROM messages WHERE id = ? AND user = ?", (messages[-1].id, user)
            )
        return messages[-1]

    def give_feedback(
        self, user: str, message: str, value: Value | None, comment: str = ""
    ) -> None:
        """Keep what a user thinks of an answer; None takes it back.

        Raises:
            UnknownRecord: the user has no message of that id.
        """
        with self.file.transaction():
            owned = self.file.rows(
                "SELECT 1 FROM messages WHERE id = ? AND user = ?", (checked_id(message), user)
            )
            if not owned:
                raise UnknownRecord
            self.file.change("DELETE FROM feedback WHERE message = ? AND user = ?", (message, user))
            if value is not None:
                self.file.change(
                    "INSERT INTO feedback VALUES (?, ?, ?, ?, ?)",
                    (message, user, value, comment.strip(), time.time()),
                )

    def _change(self, statement: str, values: Sequence[object]) -> None:
        if not self.file.change(statement, values):
            raise UnknownRecord


def _titled(title: str) -> str:
    return " ".join(title.split())[:_LONGEST_TITLE] or "Untitled"
