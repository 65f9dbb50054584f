"""What a question asks for, and of which documents, read by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.index.types import Document
from quoth.index.words import terms
from quoth.rag.question.bibliographic import (
    BibliographicFact,
    asked_fact,
    asks_for_cited,
    matter_of,
)
from quoth.rag.question.followup import points_back, standalone
from quoth.rag.question.kinds import (
    InquiryKind,
    asks_about_whole,
    asks_for_library,
    asks_for_papers,
    kind_of_answer,
    survey_query,
)
from quoth.rag.question.mentions import DocumentNames, Mention, without_mentions
from quoth.rag.question.name_words import REPORTS, WORK

if TYPE_CHECKING:
    from quoth.rag.assistant import Turn

__all__ = ["Inquiry", "InquiryKind", "Part", "inquire"]

_THIS = re.compile(rf"\b(?:in |of )?(?:this|the|that) {WORK}\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:both|each|every|two)\b", re.IGNORECASE)
_EACH_OF_ALL = re.compile(
    rf"\b(?:both|each|every|all|the two)(?: of)?(?: the| these| those| my)? {WORK}\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:(?:and|but|or|so|also|what|how|about|in|of|by|for)\W*)*", re.IGNORECASE
)
# What is left of "what do Liu and Gao say about rain" once it is known whom to ask: rain is asked.
_SAY_ABOUT = re.compile(
    rf"\A\W*(?:and\W+)?what (?:do|does|did)\W+(?:(?:and|both|each|or|as well as)\W+)*{REPORTS}\s+"
    r"(?:about|on|regarding|concerning)\s+",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[,;.?]?\s+and\s+(?=(?:how|what|when|where|why|who|whose|which|in (?:what|which))\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3  # of weight, in a clause that can be asked alone
_FEWEST_ASKED = 3  # different words, in a follow-up that is read by itself too
_MOST_PARTS = 5  # documents that are asked one by one
_NONE: frozenset[str] = frozenset()
# Characters. Longer text is a pasted page, to be searched for, not to be read as a question.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of one set of documents; `among` is empty where any may answer.

    Attributes:
        asked: of a follow-up, so much of the query as was asked last; else empty.
    """

    query: str
    among: frozenset[str] = frozenset()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question made ready.

    Attributes:
        question: as typed.
        text: made self-contained from the conversation.
        parts: at least one; several where the question names several documents, or asks twice.
        likely: ids of documents that a bare name may mean: they are preferred, not alone.
        fact: what is asked of a work as a work; None but for kind `bibliographic`.
        matter: of a bibliographic question, the words that say which work, beside its documents.
        may_cite: the question asks for works that papers cite, so that entries of reference lists
            may answer it.
    """

    question: str
    text: str
    kind: InquiryKind
    parts: tuple[Part, ...]
    likely: frozenset[str] = frozenset()
    fact: BibliographicFact | None = None
    matter: str = ""
    may_cite: bool = False

    @property
    def named(self) -> frozenset[str]:
        """Ids of all documents that the question names; empty if none."""
        return frozenset().union(*(part.among for part in self.parts))


def inquire(
    question: str,
    *,
    history: Sequence[Turn] = (),
    documents: Sequence[Document],
    names: DocumentNames | None = None,
) -> Inquiry:
    """Read a question.

    Args:
        history: the conversation before, oldest first.
        documents: those that may answer: the library's, or what the filters leave of it.
        names: theirs, where they are kept for many questions.
    """
    before = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    held = asks_for_library(question, after=before)
    text = question if held else standalone(question, history)
    if len(text) > _LONGEST:
        return Inquiry(question, text, "fact", (Part(text),))
    only = frozenset(document.id for document in documents) if len(documents) == 1 else _NONE
    names = names or DocumentNames(documents)
    asking = _read(question, text, names, only)
    return (
        _of_a_work(question, text, asking, only, names)
        or _of_whole_papers(question, text, asking, only)
        or _of_matter(question, text, asking, documents)
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked and of whom.

    Attributes:
        query: the self-contained question, without the words that name documents.
        asked: so much of it as was asked last.
        named: what each firm mention names.
        also: what else the authors named have written.
    """

    query: str
    asked: str
    named: tuple[frozenset[str], ...]
    also: frozenset[str]
    likely: frozenset[str]

    @property
    def every(self) -> frozenset[str]:
        return _NONE.union(*self.named)


def _read(question: str, text: str, names: DocumentNames, only: frozenset[str]) -> _Asking:
    own = _mentions(question, names, only)
    mentions = own if text == question else _mentions(text, names, only)
    query = without_mentions(text, mentions)
    asked = without_mentions(question, own)
    # A document that the follow-up itself names takes the place of those that came before.
    firm = [m for m in own if m.firm] or [m for m in mentions if m.firm]
    return _Asking(
        _SAY_ABOUT.sub("", query),
        query if _GOES_ON.fullmatch(asked) else asked,
        tuple(dict.fromkeys(mention.documents for mention in firm)),
        _NONE.union(*(mention.also for mention in firm)),
        _NONE.union(*(mention.documents for mention in mentions if not mention.firm)),
    )


def _of_a_work(
    question: str, text: str, asking: _Asking, only: frozenset[str], names: DocumentNames
) -> Inquiry | None:
    matter = matter_of(asking.asked)
    fact = asked_fact(asking.asked, is_named=bool(asking.named or only) and not matter)
    if fact is None:
        return None
    # A word may be a title here that would be the matter of another question: "Who wrote Pint?"
    titled = _NONE if asking.named or fact.is_cited else names.titled(matter)
    matter = "" if titled else matter
    named = asking.named or (titled or (_NONE if matter else only),)
    parts = tuple(Part(asking.query, among) for among in named)
    return Inquiry(question, text, "bibliographic", parts, asking.likely, fact, matter)


def _of_whole_papers(
    question: str, text: str, asking: _Asking, only: frozenset[str]
) -> Inquiry | None:
    before = text.removesuffix(question.strip()).strip()
    if asks_for_library(asking.asked, named=bool(asking.named), after=before):
        part = Part(asking.query, asking.every | asking.also)
        return Inquiry(question, text, "library", (part,), asking.likely)
    if asks_about_whole(asking.asked) and (asking.named or only or _THIS.search(question)):
        return Inquiry(question, text, "about", (Part(asking.query, asking.every or only),))
    topic = survey_query(asking.asked)
    if not asks_for_papers(question.strip()) or not (asking.named or topic):
        return None
    part = Part(survey_query(asking.query), asking.every | asking.also)
    return Inquiry(question, text, "papers", (part,), asking.likely)


def _of_matter(question: str, text: str, asking: _Asking, documents: Sequence[Document]) -> Inquiry:
    query = asking.query or text
    if asking.named:
        parts = _parts(query, asking.named, each=_EACH.search(text) is not None)
    else:
        parts = _parts_of_all(query, documents)
    if len(parts) == 1 and question != text and len(set(terms(asking.asked))) >= _FEWEST_ASKED:
        parts = (replace(parts[0], asked=asking.asked),)
    kind, may_cite = kind_of_answer(asking.asked), asks_for_cited(asking.asked)
    return Inquiry(question, text, kind, parts, asking.likely, may_cite=may_cite)


def _mentions(question: str, names: DocumentNames, only: frozenset[str]) -> tuple[Mention, ...]:
    """Return what names documents; where one alone may answer, "this paper" does so too."""
    mentions = names.find(question)
    this = _THIS.search(question) if only and not mentions else None
    return (Mention(this.start(), this.end(), only, firm=True),) if this else mentions


def _parts_of_all(query: str, documents: Sequence[Document]) -> tuple[Part, ...]:
    """Ask each document by itself where both or all of a few are asked."""
    if 1 < len(documents) <= _MOST_PARTS and _EACH_OF_ALL.search(query):
        return tuple(Part(query, frozenset({document.id})) for document in documents)
    return _clauses(query, _NONE)


def _parts(query: str, named: Sequence[frozenset[str]], *, each: bool) -> tuple[Part, ...]:
    if len(named) > 1:
        return tuple(Part(query, among) for among in named)
    (among,) = named
    if each and 1 < len(among) <= _MOST_PARTS:
        return tuple(Part(query, frozenset({document})) for document in sorted(among))
    return _clauses(query, among)


def _clauses(query: str, among: frozenset[str]) -> tuple[Part, ...]:
    """Part a question that asks twice, where each half can be asked alone."""
    clauses = [clause.strip() for clause in _CLAUSES.split(query)]
    stand_alone = (
        len(set(terms(clause))) > _FEWEST_WORDS and not (at and points_back(clause))
        for at, clause in enumerate(clauses)
    )
    if len(clauses) > 1 and all(stand_alone):
        return tuple(Part(clause, among) for clause in clauses)
    return (Part(query, among),)
