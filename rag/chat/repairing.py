"""The second look of a chat model at the sentences that its passages do not carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.prompts import Message, Prompt
from quoth.rag.chat.checking import DECLINED, SentenceChecker
from quoth.rag.chat.citations import read_reply
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.prompting import ask_once, recorded
from quoth.rag.draft import Draft
from quoth.rag.types import Note

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Repairer"]


@dataclass(frozen=True, slots=True)
class Repairer:
    """Asks once more, and keeps the second answer only where it is better.

    Attributes:
        fits: whether the model can read messages and still has room for a reply.
    """

    model: BaseChatModel
    endpoint: Endpoint
    prompt: Prompt
    fits: Callable[[Sequence[Message]], bool]

    def repair(
        self,
        first: Draft,
        values: Mapping[str, str],
        checker: SentenceChecker,
        again: SentenceChecker,
    ) -> Draft:
        """Return the second answer, or the first one with a note on why it stays.

        Args:
            values: what the prompt is filled with, but for the sentences that failed.
            checker: has checked the first answer.
            again: will check the second.
        """
        failed = "\n".join(f"- {text} ({why})" for text, why in checker.doubtful)
        messages = self.prompt.fill(**values, unsupported=failed)
        if not self.fits(messages):
            return _noted(first, "repair_failed", "there is no room to show the model its answer")
        try:
            text = ask_once(self.model, messages, self.endpoint)
        except ChatModelError as error:
            message = f"{error}. The answer was not repaired"
            return _noted(first, f"chat_model_{error.kind}", message)
        reply = read_reply(text, len(again.sources))
        again.notes.extend(reply.notes)
        for sentence in reply.sentences:
            again.check(sentence)
        sent = first.prompts + recorded(self.prompt)
        if again.is_declined(reply) and not checker.n_carried:
            return Draft((), (), abstained=DECLINED, prompts=sent)
        n, left = len(checker.doubtful), len(again.doubtful)
        if left >= n or again.n_carried < max(1, checker.n_carried):
            kept = replace(first, prompts=sent)
            return _noted(kept, "repair_failed", "a second look by the model made nothing better")
        message = f"{n - left} of {n} doubtful sentences were reworked or left out by the model"
        both_ms = checker.verify_ms + again.verify_ms
        return _noted(replace(again.draft(sent), verify_ms=both_ms), "repaired", message)


def _noted(draft: Draft, code: str, message: str) -> Draft:
    return replace(draft, notes=(*draft.notes, Note(code, message)))
