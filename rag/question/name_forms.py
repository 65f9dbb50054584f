"""How names are typed in a question: with given names and titles, as citations, in lower case."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.types import Author
from quoth.rag.question.name_words import (
    FUNCTION_WORDS,
    MONTHS,
    NAME_WORD,
    PARTICLES,
    REPORTS,
    TITLES,
    fold_name,
    starts_sentence,
)

__all__ = [
    "CITED",
    "OWNS",
    "YEAR",
    "Person",
    "TypedName",
    "adjoin",
    "is_typed_as_name",
    "name_keys",
    "whole_name",
]

OWNS = re.compile(r"['’]s\b|(?<=s)['’](?=\s|\Z)", re.IGNORECASE)
CITED = re.compile(r"\s+et\.? al\b\.?|\s+and (?:colleagues|co-?workers|others)\b", re.IGNORECASE)
YEAR = re.compile(r",?\s*(?P<mark>\(?)\b(?P<year>(?:1[6-9]|20)\d\d)[a-h]?\b\)?")
_LOWER_CUE = re.compile(r"\b(?:according to|per|by|does|do|did)\s+\Z")
_LOWER_END = re.compile(
    rf"\s*(?:\Z|[^\w\s'’-])|\s+(?:and|or|about|on|in|for|with|to|as|that|is|was|{REPORTS})\b"
)
_REPORTS = re.compile(REPORTS, re.IGNORECASE)
_WINDOW = 40  # characters looked back for a cue


@dataclass(frozen=True, slots=True)
class Person:
    """An author of one document."""

    author: Author
    document: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class TypedName:
    """Half-open characters of a question, and the authors whom they can mean."""

    start: int
    end: int
    people: tuple[Person, ...]
    is_topic: bool

    @property
    def documents(self) -> frozenset[str]:
        """Ids of what they wrote."""
        return frozenset(person.document for person in self.people)


def name_keys(family: str) -> set[str]:
    """Return what a family name goes by: all of it, and it without its particles."""
    if family.isascii() and family.isalpha():  # most, and there may be ten thousand
        return {family.casefold()}
    words = " ".join(NAME_WORD.findall(fold_name(family))).split()
    short = list(words)
    while len(short) > 1 and short[0] in PARTICLES:
        del short[0]
    return {" ".join(words), " ".join(short)} - {""}


def whole_name(
    question: str,
    words: Sequence[re.Match[str]],
    place: tuple[int, int],
    people: Sequence[Person],
) -> TypedName | None:
    """Take in given names beside the family name; None if it is part of somebody else's."""
    first, last = place
    while last < len(words) and adjoin(question, words[last - 1 : last + 1]):
        same = [person for person in people if _is_given(words[last][0], person.author)]
        if not same:
            if words[last][0][0].isupper() and not _REPORTS.fullmatch(words[last][0]):
                return None
            break
        people, last = same, last + 1
    while first > 0 and adjoin(question, words[first - 1 : first + 1]):
        before = words[first - 1]
        same = [person for person in people if _is_given(before[0], person.author)]
        if not same:
            if fold_name(before[0]) in TITLES:
                first -= 1
            elif _is_others_given(question, before):
                return None
            break
        people, first = same, first - 1
    return TypedName(words[first].start(), words[last - 1].end(), tuple(people), is_topic=False)


def _is_others_given(question: str, word: re.Match[str]) -> bool:
    return (
        word[0][0].isupper()
        and fold_name(word[0]) not in FUNCTION_WORDS
        and not starts_sentence(question, word.start())
    )


def adjoin(question: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but a space, or an abbreviation's dot, lies between the words."""
    return all(
        (gap := question[a.end() : b.start()]) == " "
        or (gap in (".", ". ") and (len(a[0]) == 1 or fold_name(a[0]) in TITLES))
        for a, b in itertools.pairwise(run)
    )


def is_typed_as_name(question: str, run: Sequence[re.Match[str]], *, linked: bool) -> bool:
    """Whether its capitals, or failing these the words around it, make it a name."""
    start, end = run[0].start(), run[-1].end()
    word = fold_name(question[start:end])
    year = YEAR.match(question, end)
    if word in MONTHS and year and not year["mark"]:
        return False
    capital = not run[-1][0][0].islower()
    if word in FUNCTION_WORDS and (not capital or starts_sentence(question, start)):
        return bool(CITED.match(question, end) or (year and year["mark"]))
    return bool(
        capital
        or OWNS.match(question, end)
        or CITED.match(question, end)
        or year
        or (
            (linked or _LOWER_CUE.search(question, max(0, start - _WINDOW), start))
            and _LOWER_END.match(question, end)
        )
    )


def _is_given(word: str, author: Author) -> bool:
    folded = fold_name(word).replace(" ", "")
    whole = fold_name(author.given)
    given = re.findall(r"\w+", whole)
    initials = {name[0] for name in given}
    return folded in {*given, whole.replace(" ", "")} or (
        len(word) == 1 and word.isupper() and folded in initials
    )
