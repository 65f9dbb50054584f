"""The answerer that stands in for a chat model which cannot be asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quoth.index.types import Hit
from quoth.rag.answerer import Answerer, QuotingAnswerer
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.events import Writing
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.reading.reader import Evidence
from quoth.rag.types import Note

__all__ = ["UnavailableAnswerer"]


@dataclass(frozen=True, slots=True)
class UnavailableAnswerer:
    """Answers as another answerer does, and says why the chat model does not."""

    error: ChatModelError
    instead: Answerer = field(default_factory=QuotingAnswerer)

    @property
    def name(self) -> str:
        """What `Answer.model` says."""
        return self.instead.name

    def write(
        self, inquiry: Inquiry, evidence: Sequence[Sequence[Evidence]], hits: Sequence[Hit]
    ) -> Writing:
        draft = yield from self.instead.write(inquiry, evidence, hits)
        note = Note(f"chat_model_{self.error.kind}", f"{self.error}. The answer is quoted")
        return replace(draft, notes=(*draft.notes, note))
