"""The seam where questions are rewritten before they are searched for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quoth.rag.types import Note

if TYPE_CHECKING:
    from quoth.rag.assistant import Turn

__all__ = ["QuestionRewriter", "Rewritten"]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of a question.

    Attributes:
        questions: empty where it is to be read by rule.
        prompts: those that were sent to a chat model, name and SHA-256.
    """

    questions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()


class QuestionRewriter(Protocol):
    """Completes, translates and parts questions."""

    @property
    def decompose(self) -> bool:
        """Whether questions are parted."""
        ...

    def standalone(self, question: str, history: Sequence[Turn], *, language: str) -> Rewritten:
        """Return the question in a language, understood without the conversation.

        Args:
            language: by its English name.
        """
        ...

    def parts(self, question: str) -> Rewritten:
        """Return at most four questions whose answers together answer the question."""
        ...
