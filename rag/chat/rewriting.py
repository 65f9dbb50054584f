"""Questions rewritten by a chat model: made to stand alone, translated, parted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.prompts import PromptName
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.prompting import ask_once, load_checked_prompt, recorded
from quoth.rag.chat.rewriter import Rewritten
from quoth.rag.types import Note

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from quoth.rag.assistant import Turn

__all__ = ["Rewriter"]

_MOST_PARTS = 4
_MOST_TURNS = 6  # of a conversation that are shown
_LONGEST_TURN = 2000  # characters
_LONGEST_QUESTION = 1000  # characters; more is no question
# What small models put before a question although they were asked not to: a bullet, a label.
_BEFORE = re.compile(
    r"\A(?:[-*•]\s+|\d{1,2}[.)]\s+|(?:\w+[ -]){0,4}(?:question|query)\s*\d?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_AROUND = "\"“”'‘’`* "


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Lets a chat model rewrite questions before they are searched for.

    Attributes:
        prompts: a folder whose files replace the prompts of the same name.
        decompose: whether questions that need several documents are parted.
    """

    model: BaseChatModel
    endpoint: Endpoint
    prompts: Path | None = None
    decompose: bool = False

    def standalone(self, question: str, history: Sequence[Turn], *, language: str) -> Rewritten:
        """Return the question in a language, understood without the conversation.

        Args:
            language: by its English name.
        """
        said = (f"{turn.role}: {turn.content[:_LONGEST_TURN]}" for turn in history[-_MOST_TURNS:])
        values = {"conversation": "\n".join(said), "question": question, "language": language}
        return self._ask("rewrite", values, most=1)

    def parts(self, question: str) -> Rewritten:
        """Return at most four questions whose answers together answer the question."""
        return self._ask("decompose", {"question": question}, most=_MOST_PARTS)

    def _ask(self, name: PromptName, values: Mapping[str, str], *, most: int) -> Rewritten:
        prompt = load_checked_prompt(name, self.prompts)
        try:
            text = ask_once(self.model, prompt.fill(**values), self.endpoint)
        except ChatModelError as error:
            note = Note(f"chat_model_{error.kind}", f"{error}. The question was read by rule")
            return Rewritten((), (note,), recorded(prompt))
        questions = _questions(text)[:most]
        message = f"{self.endpoint.name} returned no question; it was read by rule"
        notes = () if questions else (Note("not_rewritten", message),)
        return Rewritten(questions, notes, recorded(prompt))


def _questions(text: str) -> tuple[str, ...]:
    """Return the questions of a reply, one a line; other lines only where none asks."""
    lines = [_BEFORE.sub("", line.strip(_AROUND)).strip(_AROUND) for line in text.splitlines()]
    kept = [line for line in lines if 0 < len(line) <= _LONGEST_QUESTION]
    asking = [line for line in kept if line.endswith(("?", "？", "؟"))]
    return tuple(dict.fromkeys(asking or [line for line in kept if line[-1] not in ":："]))
