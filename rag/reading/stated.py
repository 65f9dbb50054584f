"""Whether the best evidence states what a question asks for: signals to judge it by."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Literal

from quoth.index.types import Document, Hit
from quoth.rag.reading.reader import Evidence

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = ["AnswerType", "Signals", "answer_type", "missing_from", "signals_of", "states_a"]

AnswerType = Literal["number", "date", "name"]

_QUESTION_WORDS = (
    "a about after all also am among an and another any are as at be been before being between "
    "both but by can could describe did do does doing done during each explain find for from give "
    "had has have having he her him his how i if in into is it its list many may mean meaning "
    "might more most much my name no not of on or other our over per shall she should show so some "
    "such tell than that the their them then there these they this those through to under via was "
    "we were what when where which while who whom whose why will with would you your"
)
_MEASURES = "deep|fast|far|frequent|heavy|high|large|long|many|much|often|old|tall|wide|big"
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            rf"\bhow (?:{_MEASURES})\b|\bpercent|\bproportion\b|\b(?:number|rate) of\b|"
            r"\bwhat (?:is|was) the (?:number|rate|ratio|size|length|cost|price|age|weight)\b"
        ),
    ),
    ("date", re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|month|day|century)\b")),
    (
        "name",
        re.compile(
            r"\b(?:who|whom|whose|where)\b|\bwhat (?:is|was) the name\b|"
            r"\b(?:what|which) (?:country|city|state|place|town|county|province)\b"
        ),
    ),
)
_LEAST = 1e-6  # a probability nearer to 0 or 1 says no more
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|hundred|thousand|million|billion|half|dozen|once|twice|first|second|third)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DATE_WORD = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"century|centuries|decade|\d0s)\b"
)
_NAME = re.compile(r"(?<!^)(?<![.!?:]\s)\b[A-Z][\w'-]+")


@dataclass(frozen=True, slots=True)
class Signals:
    """How far the evidence goes to answer a question.

    Shared words are no signal of their own: people ask in other words than a paper's, and a
    question about what a paper does not state may share all of its words.

    Attributes:
        answer: the log odds that the reader gives the best sentence.
        passage: the best passage's cosine.
        number_missing: 1 if the question has a number or year that is not beside the best
            sentence, else 0.
        neural: the log odds that the trained reader gives at most; 0 where none has read.
        gap: how far that is above the next best sentence's; 0 where none has read.
    """

    answer: float
    passage: float
    number_missing: float
    neural: float = 0.0
    gap: float = 0.0

    @property
    def values(self) -> tuple[float, ...]:
        """The signals in the order of the fields."""
        return astuple(self)


def signals_of(question: str, hits: Sequence[Hit], evidence: Sequence[Evidence]) -> Signals | None:
    """Return the signals of a question and its evidence, best first; None without evidence."""
    if not evidence:
        return None
    best = evidence[0]
    odds = min(max(best.score, _LEAST), 1 - _LEAST)
    read = sorted((e.neural for e in evidence if e.neural is not None), reverse=True)
    return Signals(
        answer=math.log(odds / (1 - odds)),
        passage=max((hit.dense_score or 0.0 for hit in hits), default=0.0),
        number_missing=float(not set(_NUMBER.findall(question)) <= _numbers_beside(best)),
        neural=read[0] if read else 0.0,
        gap=read[0] - read[1] if len(read) > 1 else 0.0,
    )


def _numbers_beside(item: Evidence) -> set[str]:
    """Return the numbers in a sentence, in its two neighbours and in its document's title."""
    passage = item.hit.passage
    around = item.text
    if item.index < len(item.spans):
        first, last = max(0, item.index - 1), min(len(item.spans) - 1, item.index + 1)
        around = passage.text[item.spans[first][0] : item.spans[last][1]]
    return set(_NUMBER.findall(f"{around} {item.hit.document.title or ''}"))


def answer_type(question: str) -> AnswerType | None:
    """Return what kind of thing a question asks for, None for any other kind."""
    asked = question.casefold()
    return next((wanted for wanted, pattern in _ASKS if pattern.search(asked)), None)


def states_a(wanted: AnswerType, text: str, question: str) -> bool:
    """Whether a text has a number, date or name that the question itself does not have."""
    known = question.casefold()
    match wanted:
        case "number":
            shapes, words = _NUMBER, _NUMBER_WORD
        case "date":
            shapes, words = _YEAR, _DATE_WORD
        case "name":
            return any(match.casefold() not in known for match in _NAME.findall(text))
    return any(match not in known for match in shapes.findall(text)) or bool(words.search(text))


def missing_from(library: Library, question: str, hits: Sequence[Hit]) -> str | None:
    """Return the rarest number or name of a question that no passage found has; None if all do.

    A name is a capitalised word, but not the first, or one with a digit, and comes as the question
    writes it. Other words are not looked for: a paper may well use others. A word of the heading or
    of what is known of the document (title, authors, year, venue, file name) counts as there.
    """
    texts = (f"{_known(h.document)} {h.passage.section or ''} {h.passage.text}" for h in hits)
    has = {term for text in texts for term in library.terms(text)}
    rarity = library.rarity(_asked_terms(library, question))
    absent: dict[str, tuple[float, int]] = {}
    for match in _WORD.finditer(question):
        word = match.group()
        is_name = any(c.isdigit() for c in word) or (match.start() > 0 and word[0].isupper())
        rare = max((rarity.get(t, 0.0) for t in library.terms(word) if t not in has), default=0.0)
        if is_name and rare:
            absent[word] = (rare, len(word))
    return max(absent, key=lambda word: absent[word], default=None)


def _known(document: Document) -> str:
    authors = " ".join(f"{author.given} {author.family}" for author in document.authors)
    facts = (document.title, authors, document.year, document.venue, document.file)
    return " ".join(str(fact) for fact in facts if fact).replace("_", " ")


def _asked_terms(library: Library, question: str) -> list[str]:
    """Return the question's terms that say what it is about, all if none does."""
    terms = list(dict.fromkeys(library.terms(question)))
    plain = _plain_terms()
    return [term for term in terms if term not in plain] or terms


@functools.cache
def _plain_terms() -> frozenset[str]:
    from quoth.index.words import terms

    return frozenset([*terms(_QUESTION_WORDS), *_QUESTION_WORDS.split()])
