"""Which documents of the library a question names: by author, by title, by file name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quoth.index.types import Document
from quoth.rag.question.author_names import NamedAuthors, NameIndex
from quoth.rag.question.name_words import REPORTS, WORK, starts_sentence
from quoth.rag.question.titles import TitleIndex

__all__ = ["DocumentNames", "Mention", "without_mentions"]

_BEFORE = re.compile(
    rf"(?:\b(?:according to|per|in the (?:words|view|eyes|opinion) of|"
    r"(?:is|are|was|were|there|written) by|"
    rf"(?:(?:the|an?|this|that)\s+)?(?:[\w-]+\s+)?{WORK}\s+(?:by|of|from))\s+)\Z",
    re.IGNORECASE,
)
_WINDOW = 60  # characters that _BEFORE looks back over
_PREPOSITION = re.compile(r"\b(?:in|from|of|by)\s+\Z", re.IGNORECASE)
_OWNED = (
    rf"(?:{WORK}|accounts?|views?|plans?|opinions?|arguments?|anal[iy]s[ei]s|models?|definitions?|"
    r"proposals?|bibliograph(?:y|ies)|reference lists?|references|conclusions?|abstract|findings)"
)
_AFTER_OWNER = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?{_OWNED}\b", re.IGNORECASE)
_PAPER_AFTER_OWNER = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?{WORK}\b", re.IGNORECASE)
# Words may come between, but none that begins another clause ("learnt to use").
_SPEAKS = re.compile(
    r"(?:[\s,]+(?!(?:and|or|but|to|wh\w+|how|that|if|is|are|was|were|be|been|the|an?)\b)[\w'’-]+)"
    rf"{{0,3}}?[\s,]+{REPORTS}\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:papers|articles|studies|works|publications|reports|books|texts)\b", re.IGNORECASE
)
_SPEAKS_NOW = re.compile(r"\b(?:do|does)\s+\Z", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:compare|contrast|summari[sz]e)\s+\Z", re.IGNORECASE)
_SAYS_AT_ONCE = re.compile(rf"\s+(?:\w+ly\s+|also\s+)?{REPORTS}\b", re.IGNORECASE)
_JOINED = re.compile(
    r"\s*,\s*|(?:\s+on (?:the )?one (?:side|hand))?[\s,]+(?:and|&|as well as|or|versus|vs\.?)\s+"
    r"(?:(?:the|an?)\s+)?(?:[\w-]+\s+){0,3}?(?:by\s+|from\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question that name documents: half-open characters of the question.

    Attributes:
        documents: ids of those it may mean, at least one.
        firm: it can only mean what was written ("according to Liu", "the article by Liu"); a name
            alone may be a person whom the papers are about.
        also: ids of further documents of the same author, who is not the first there.
    """

    start: int
    end: int
    documents: frozenset[str]
    firm: bool
    also: frozenset[str] = frozenset()


class DocumentNames:
    """What the documents of a library can be called by. Make one for many questions."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._authors = NameIndex(documents)
        self._titles = TitleIndex(documents)

    def find(self, question: str) -> tuple[Mention, ...]:
        """Return what a question names, in its order, without overlaps."""
        found = [
            *(Mention(n.start, n.end, n.documents, firm=True) for n in self._titles.find(question)),
            *(_as_mention(question, named) for named in self._authors.find(question)),
        ]
        kept: list[Mention] = []
        for mention in found:  # earlier ways are surer
            if not any(mention.start < other.end and other.start < mention.end for other in kept):
                kept.append(mention)
        kept.sort(key=lambda mention: mention.start)
        return _firm_together(question, kept)

    def titled(self, words: str) -> frozenset[str]:
        """Return the documents of which this is the title, all of it or all before its colon."""
        return self._titles.titled(words)


def without_mentions(question: str, mentions: Sequence[Mention]) -> str:
    """Return what the question asks of the documents: it without the words that name them.

    Words that may be about somebody (mentions that are not firm) stay.
    """
    text = question
    for mention in reversed(mentions):
        if mention.firm:
            text = f"{text[: mention.start].rstrip(' ,')} {text[mention.end :].lstrip(' ,')}"
    return text.strip()


def _as_mention(question: str, named: NamedAuthors) -> Mention:
    """Widen names to the words that make them a citation, and say whether they are one.

    A name that titles by others have is a topic ("What did Harrison use for oil?"): only words
    that speak of a text, or of what somebody does in one now, make it firm.
    """
    start, end, firm = named.start, named.end, named.is_citation
    before = _BEFORE.search(question, max(0, start - _WINDOW), start)
    if before:
        start, firm = before.start(), True
    belongs = _PAPER_AFTER_OWNER if named.is_topic else _AFTER_OWNER
    owned = belongs.match(question, end) if named.owns else None
    if owned:
        end, firm = owned.end(), True
        preposition = _PREPOSITION.search(question, max(0, start - _WINDOW), start)
        start = preposition.start() if preposition else start
    firm = firm or _speaks(question, named)
    if _SEVERAL.search(question, start, end):  # "Liu's papers" are not only those that Liu leads
        return Mention(start, end, named.documents | named.also, firm)
    return Mention(start, end, named.documents, firm, named.also)


def _speaks(question: str, named: NamedAuthors) -> bool:
    """Whether the authors are said to say, argue, find … something."""
    if starts_sentence(question, named.start):
        return not named.is_topic and _SAYS_AT_ONCE.match(question, named.end) is not None
    before = max(0, named.start - _WINDOW)
    now = _SPEAKS_NOW.search(question, before, named.start)
    if not named.is_topic and _COMPARED.search(question, before, named.start):
        return True
    return (bool(now) or not named.is_topic) and _SPEAKS.match(question, named.end) is not None


def _firm_together(question: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Make firm what is joined to something firm: "Liu as well as Gao and Cao"."""
    made = list(mentions)
    there = range(len(made) - 1)
    for at in (*there, *reversed(there)):
        one, two = made[at], made[at + 1]
        if one.firm != two.firm and _JOINED.fullmatch(question, one.end, two.start):
            made[at], made[at + 1] = replace(one, firm=True), replace(two, firm=True)
    return tuple(made)
