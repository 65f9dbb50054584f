"""A follow-up question made to stand alone, by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.rag.assistant import Turn

__all__ = ["points_back", "standalone"]

_SAYING = (
    r"(?:say|says|said|argue[sd]?|claim\w*|show\w*|suggest\w*|think|thought|believ\w+|report\w*|"
    r"stat(?:e|es|ed)|conclude[sd]?|means?|meant|find|finds|found|assum\w+|know|knew|known|so|such|"
    r"fact|evidence|true|given|provided|idea|view|sure|likely|now|than)"
)
_THEN_A_CLAUSE = (
    r"(?:is|are|was|were|has|have|had|can|could|would|will|may|might|must|do|does|did|the|an?|it|"
    r"they|he|she|we|there|this|these|of)\b"
)
# "that clock" points back; "say that clocks …" and "the second that was …" do not, nor do "the
# first clock" and "the second" of a minute.
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|these|those|he|him|his|she|her|hers|"
    rf"(?!{_SAYING}\b)\w+ that (?!{_THEN_A_CLAUSE})\w+|the same \w+|"
    r"(?:the|teh) (?:former|latter|others?(?! hands?\b))|"
    r"(?:the|teh) (?:same|first|second|last|other) ones?)\b|"
    rf"^that (?!{_THEN_A_CLAUSE})\w|\bthat\W*\Z|\b(?:first|last|second) (?:one|two)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:and|but|or|so|also|how so|what about|how about|what else|who else|when was that|"
    r"where was that|any others?|more(?! than))\b",
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
        or points_back(question)
    )
    return f"{earlier[-1]} {question.strip()}" if leans else question


def points_back(question: str) -> bool:
    """Whether it speaks of something by a word that only what came before explains."""
    return _POINTS_BACK.search(question) is not None
