"""A follow-up question made to stand alone, by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoth.rag.question.name_words import FUNCTION_WORDS

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
# "it" that stands for nothing: "is it true that …", "is it possible to repair a watch", "how long
# did it take Harrison to …"; not "is it known to lose time", nor "is it possible to repair again"
# and "how long did it take to build", which say no object.
_EMPTY_IT = re.compile(
    r"\b(?:is|was) it (?:(?:true|false|known|possible|likely|clear|certain|right|correct|the case) "
    r"(?:that|how|whether|why)\b|(?:possible|right|correct) (?:for (?=\w+ \w)|"
    r"to (?=\w+ (?!(?:again|now|today|here|there|anyway|\w+ly)\W*\Z)\w)))|"
    r"\b(?:did|does|would|will) it take (?!to\b|so\b|too\b|that\b|long\b)(?:[\w'’-]+ ){1,3}?to\b|"
    r"\bhow far (?:is|was) it (?:from|between)\b|\bwhat time (?:is|was) it\b|"
    r"\bit (?:is|was) (?:noon|midnight)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_SHORT = 4  # words: "in which year?" asks about what was just talked of
_MARK = re.compile(r"\[\d+\]")
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will)"
# "What is GPS?", "Who was Harrison?", "What is a zone?": the name or the article makes it whole,
# but where it is a word of any matter: "What is an example?".
_WHAT_IS = re.compile(
    r"\W*(?:who|what) (?:is|are|was|were) (?:an? [\w-]+|"
    r"(?-i:[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?))\W*",
    re.IGNORECASE,
)
# Of what was just asked, also where that had no answer: "for Jamaica?", "why Greenwich?".
_ADDS = re.compile(
    r"\W*(?:in|on|at|for|to|from|by|with|of|during|after|before|since|until|about|than|as|not|only|"
    rf"even|just|then|which|whose|why (?!{_AUX}\b))\b",
    re.IGNORECASE,
)
# What is left is whole with one noun: "where is greenwich", "what are leap seconds".
_IS_NOUN = re.compile(
    r"\W*(?:who|what|where) (?:is|are|was|were) (?!(?:the|any|all|[\w-]+(?:ed|en))\b)[\w'’-]+"
    r"(?: [\w'’-]+)?\W*",
    re.IGNORECASE,
)
# Words that are of any matter: what has no other is about what was asked before.
_ANY_MATTER = frozenset(
    "year years reason reasons cause causes result results effect effects consequence "
    "consequences advantage advantages disadvantage disadvantages benefit benefits drawback "
    "drawbacks limitation limitations difference differences alternative alternatives problem "
    "problems solution solutions happen happened happens next exactly old big heavy far often "
    "else again really example examples evidence place time way kind sort details explain "
    "elaborate tell continue go please yes ok thanks true mean means meant sure say says said "
    "used made done found known wrong new possible other others further same different his him "
    "hers".split()
)
_ENOUGH = 2  # words of matter; a name is enough by itself, as of a person or "H4"
# "How did Harrison keep his clock dry?", "… H4 when it was made": the name before is meant.
_OF_THE_NAMED = re.compile(
    r"(?<=\w )(?-i:[^\W\d_a-z][\w'’-]*|\w*\d\w*)(?:[^.?!]*?\b(?:(?:his|her|its|their)(?= \w)|"
    r"(?:when|that|because|before|after|while|if|as|until|once) (?:he|she|it|they)\b))+",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a question in which a pronoun is traced to its name
_FEWEST_TOLD = 3  # words of matter of a question that needs nothing else to be searched for
_WORD = re.compile(r"[^\W_][\w'’-]*")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a query that can be searched without the conversation.

    A question that points back ("it", "the latter"), goes on ("and …", "what about …") or is very
    short gets the user's last question put before it; any other is returned as it is. One that can
    be taken by itself is left alone where the last question had no answer: what that was about is
    not here. A chat model, where there is one, does better: it is asked instead.
    """
    earlier = [turn.content.strip() for turn in history if turn.role == "user"]
    if not earlier:
        return question
    asked, declined = question.strip(), _was_declined(history)
    leans = (
        _GOES_ON.match(asked) is not None
        or points_back(_named_within(asked) if declined else asked)
        or (len(asked.split()) <= _SHORT and not _is_whole(asked, declined=declined))
    )
    return f"{earlier[-1]} {asked}" if leans else question


def points_back(question: str) -> bool:
    """Whether it speaks of something by a word that only what came before explains."""
    said = _EMPTY_IT.sub(lambda found: _IT.sub("there", found[0]), question)
    return _POINTS_BACK.search(said) is not None


def _was_declined(history: Sequence[Turn]) -> bool:
    """Whether the last turn says why there is no answer: each sentence of an answer has its [n]."""
    last = history[-1]
    return last.role == "assistant" and not _MARK.search(last.content)


def _named_within(question: str) -> str:
    """Take out the pronouns that stand for a name in the question itself, with what is between."""
    if len(question) > _LONGEST or len(_matter(question)) < _FEWEST_TOLD:
        return question
    return _OF_THE_NAMED.sub("", question)


def _is_whole(question: str, *, declined: bool) -> bool:
    """Whether a short question says itself what it is about.

    Args:
        declined: what was asked before had no answer.
    """
    if _WHAT_IS.fullmatch(question) and _matter(question):
        return True
    if not declined or _ADDS.match(question):
        return False
    inside = _matter(question.partition(" ")[2])  # every question begins with a capital
    named = any(not word.islower() or re.search(r"\d", word) for word in inside)
    enough = 1 if _IS_NOUN.fullmatch(question) else _ENOUGH
    return named or len(_matter(question)) >= enough


def _matter(question: str) -> list[str]:
    """Return the words that say what a question is about, without numbers."""
    idle = FUNCTION_WORDS | _ANY_MATTER
    words = _WORD.findall(question)
    return [word for word in words if word.casefold() not in idle and not word.isdigit()]
