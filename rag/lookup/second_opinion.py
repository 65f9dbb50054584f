"""What a chat model makes of a passage that was found for a claim: said beside it, never instead.

opinion = SecondOpinion(model, endpoint)
matches = opinion.on("Tides follow the moon.", matches)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.rag.chat.context import build_context
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError
from quoth.rag.chat.prompting import ask_once, load_checked_prompt
from quoth.rag.lookup.types import Match, Stance
from quoth.rag.types import Source

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["SecondOpinion", "stance_in"]

_BUDGET_TOKENS = 2000  # for one passage of at most 256
_CHARACTERS = 3  # a token, and more in English
_WORD = re.compile(r"\b(SUPPORTS|CONTRADICTS|RELATED)\b")
_STANCES: dict[str, Stance] = {
    "SUPPORTS": "supports",
    "CONTRADICTS": "contradicts",
    "RELATED": "related",
}
_READS: dict[Stance, str] = {
    "supports": "reads the passage as supporting the claim",
    "contradicts": "reads the passage as contradicting the claim",
    "related": "reads the passage as neither supporting nor contradicting the claim",
}


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Asks a chat model about each match.

    Attributes:
        prompts: a folder whose `stance.md` replaces the one of that name.
        most: matches of a claim that it is asked about, the first ones.
    """

    model: BaseChatModel
    endpoint: Endpoint
    prompts: Path | None = None
    most: int = 3

    def on(self, claim: str, matches: Sequence[Match]) -> tuple[Match, ...]:
        """Return the matches in the same order, the first ones with the model's opinion.

        After a failure no more is asked: the first match says what failed.

        Raises:
            UsageError: the user's own prompt cannot be used.
        """
        told = list(matches)
        for at, match in enumerate(told[: self.most]):
            try:
                told[at] = replace(match, opinion=self._of(claim, match))
            except ChatModelError as error:
                told[at] = replace(match, opinion=f"no second opinion: {error}")
                break
        return tuple(told)

    def _of(self, claim: str, match: Match) -> str:
        context = build_context(
            [Source(1, match.hit)],
            budget_tokens=_BUDGET_TOKENS,
            count_tokens=lambda text: len(text) // _CHARACTERS,
        )
        prompt = load_checked_prompt("stance", self.prompts)
        messages = prompt.fill(fence=context.fence, passage=context.text, claim=claim)
        stance = stance_in(ask_once(self.model, messages, self.endpoint))
        if stance is None:
            return f"no second opinion: {self.endpoint.name} named no stance"
        agrees = "agrees: it " if stance == match.stance else ""
        return f"{self.endpoint.name} {agrees}{_READS[stance]}"


def stance_in(reply: str) -> Stance | None:
    """Return the stance that a reply names, None if it names none or several."""
    found = set(_WORD.findall(reply.upper()))
    return _STANCES[found.pop()] if len(found) == 1 else None
