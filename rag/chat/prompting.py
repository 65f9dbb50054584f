"""What goes to a chat model and what comes back: prompts as messages, replies as clean text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.errors import UsageError
from quoth.index.text import INVISIBLE
from quoth.prompts import Message, Prompt, PromptError, PromptName, load_prompt
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.thoughts import ThoughtFilter

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["ask_once", "load_checked_prompt", "recorded", "to_langchain", "visible"]

# Joiners (U+200C, U+200D) stay: they spell words of Persian and Hindi, and join emoji.
_INVISIBLE = re.compile(rf"(?![\u200c\u200d])[{INVISIBLE}]")


def load_checked_prompt(name: PromptName, folder: Path | None) -> Prompt:
    """Return a prompt: the user's own where the folder has one.

    Raises:
        UsageError: the user's own prompt cannot be used.
    """
    try:
        return load_prompt(name, folder=folder)
    except PromptError as error:
        raise UsageError(str(error)) from error


def recorded(*prompts: Prompt) -> tuple[tuple[str, str], ...]:
    """Return prompts as an answer's record names them: name and SHA-256."""
    return tuple((prompt.name, prompt.sha256) for prompt in prompts)


def to_langchain(messages: Sequence[Message]) -> list[BaseMessage]:
    """Return messages as LangChain has them."""
    from langchain_core.messages import HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage}
    return [kinds[message.role](message.content) for message in messages]


def visible(delta: str) -> str:
    """Return a piece of a reply without escape characters and others that are not seen.

    Each character is judged alone: how a reply was cut into pieces makes no difference.
    """
    return _INVISIBLE.sub("", delta)


def ask_once(model: BaseChatModel, messages: Sequence[Message], endpoint: Endpoint) -> str:
    """Return a whole reply, without the thoughts before it.

    Raises:
        ChatModelError: there is none, or not all of it.
    """
    from quoth.rag.chat.reply import reply

    thoughts = ThoughtFilter()
    text = visible(reply(model, to_langchain(messages), endpoint))
    return thoughts.feed(text) + thoughts.close()
