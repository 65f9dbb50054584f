"""Questions that a chat model drafts from passages; what does not stand in one is not taken."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.eval.make_types import Draft, DraftedSpan
from quoth.index.errors import UsageError
from quoth.index.sentences import split_sentences
from quoth.index.text import render
from quoth.index.types import Document, Passage
from quoth.prompts import Prompt
from quoth.rag.chat.context import clean_passage
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.prompting import ask_once, load_checked_prompt
from quoth.rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ModelWriter", "load_writer"]

_OBJECT = re.compile(r"\{[^{}]*\}")


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    question: str
    answer: str
    quote: str


@dataclass(slots=True)
class ModelWriter:
    """Asks a chat model for a question of each passage; see `Writer`.

    Attributes:
        n_refused: passages of which no question came that stands on them.
    """

    model: BaseChatModel
    endpoint: Endpoint
    prompt: Prompt
    n_refused: int = field(default=0)

    def __call__(self, document: Document, passage: Passage) -> Draft | None:
        """Return a question; None where the reply has none, or quotes what is not there.

        Raises:
            ChatModelError: there is no reply.
        """
        text = clean_passage(passage.text)
        fence = f"passage-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        messages = self.prompt.fill(fence=fence, passage=text)
        draft = _draft(ask_once(self.model, messages, self.endpoint), document, passage)
        self.n_refused += draft is None
        return draft


def _draft(reply: str, document: Document, passage: Passage) -> Draft | None:
    for text in _OBJECT.findall(reply):
        try:
            said = _Reply.model_validate_json(text)
        except ValidationError:  # not the object that was asked for
            continue
        span = _place(said.quote, document, passage)
        if said.question and said.answer and span is not None:
            return Draft(said.question, (said.answer,), "model", (span,))
    return None


def _place(quote: str, document: Document, passage: Passage) -> DraftedSpan | None:
    """Return the sentence of the passage that a quote is, or is a part of."""
    words = render(quote)
    for start, end in split_sentences(passage.text) if words else ():
        sentence = passage.text[start:end]
        if words in render(sentence):
            return DraftedSpan(document.file, sentence, passage.start + start, passage.start + end)
    return None


def load_writer(settings: Settings) -> ModelWriter:
    """Return a writer with the chat model of the settings.

    Raises:
        UsageError: no chat model is set, or a setting is wrong.
        ChatModelError: the model cannot be loaded.
    """
    from quoth.rag.chat.endpoint import endpoint_of
    from quoth.rag.chat.model import load_chat_model

    if not settings.llm:
        msg = "no chat model is set. Run: quoth config set llm PROVIDER:MODEL"
        raise UsageError(msg)
    endpoint = endpoint_of(settings)
    prompt = load_checked_prompt("question", settings.prompts_folder())
    return ModelWriter(load_chat_model(endpoint), endpoint, prompt)
