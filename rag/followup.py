"""A follow-up question made to stand alone, by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.rag.assistant import Turn

__all__ = ["standalone"]

_POINTS_BACK = re.compile(
    r"\b(it|its|they|them|their|theirs|this|these|those|he|him|his|she|her|hers|"
    r"the (?:former|latter|same|other|others|first|second))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:and|but|or|so|also|why|how so|what about|how about|what else|who else|when was that|"
    r"where was that|any others?|more)\b",
    re.IGNORECASE,
)
_SHORT = 4  # words: "in which year?" asks about what was just talked of


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a query that can be searched without the conversation.

    A question that points back ("it", "the latter"), goes on ("and …", "what about …") or is very
    short gets the user's last question put before it; any other is returned as it is. A chat
    model, where there is one, does better: it is asked instead.
    """
    earlier = [turn.content.strip() for turn in history if turn.role == "user"]
    if not earlier:
        return question
    words = question.split()
    leans = (
        len(words) <= _SHORT
        or _GOES_ON.match(question.strip()) is not None
        or _POINTS_BACK.search(question) is not None
    )
    return f"{earlier[-1]} {question.strip()}" if leans else question
