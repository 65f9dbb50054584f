"""Authors of the library's documents, found in a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.index.types import Document
from quoth.rag.question.name_forms import (
    CITED,
    OWNS,
    YEAR,
    Person,
    TypedName,
    adjoin,
    is_typed_as_name,
    name_keys,
    whole_name,
)
from quoth.rag.question.name_words import NAME_WORD, fold_name

__all__ = ["NameIndex", "NamedAuthors"]

_LINK = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*", re.IGNORECASE)
_LONGEST_NAME = 8  # words, of an organisation


@dataclass(frozen=True, slots=True)
class NamedAuthors:
    """One or several authors, named as one: "Bian and Liu", "Zhang et al. (2018)".

    Attributes:
        start, end: half-open characters of the question; without a possessive's "'s".
        documents: those that they wrote together; for one author those that name it first, or,
            lacking one, any that name it.
        also: further documents of one author, who is not the first there.
        owns: a possessive follows; `end` then lies behind it.
        is_citation: several authors, "et al." or a year: no way to speak of a person.
        is_topic: papers by others have the name in their title, so that it may well be a person
            whom the library is about.
    """

    start: int
    end: int
    documents: frozenset[str]
    also: frozenset[str] = frozenset()
    owns: bool = False
    is_citation: bool = False
    is_topic: bool = False


class NameIndex:
    """The family names of all authors, and who has them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._years = {document.id: document.year for document in documents}
        self._people: dict[str, list[Person]] = defaultdict(list)
        for document in documents:
            for place, author in enumerate(document.authors):
                for key in name_keys(author.family):
                    self._people[key].append(Person(author, document.id, place == 0))
        longest = max((len(key.split()) for key in self._people), default=0)
        self._longest = min(_LONGEST_NAME, longest)
        self._topics = frozenset(self._in_titles_of_others(documents) if longest else ())

    def _in_titles_of_others(self, documents: Sequence[Document]) -> Iterator[str]:
        for document in documents:
            for word in map(fold_name, NAME_WORD.findall(document.title or "")):
                if word in self._people and all(
                    person.document != document.id for person in self._people[word]
                ):
                    yield word

    def find(self, question: str) -> Iterator[NamedAuthors]:
        """Yield the authors named in a question, those that wrote together as one."""
        typed = question.lower() if question.isupper() else question
        if len(typed) != len(question):  # a few capitals become two letters
            typed = question
        names = list(self._names(typed))
        at = 0
        while at < len(names):
            together, last = names[at].documents, at
            while last + 1 < len(names):
                shared = together & names[last + 1].documents
                if not (shared and _LINK.fullmatch(typed, names[last].end, names[last + 1].start)):
                    break
                together, last = shared, last + 1
            one = names[at]
            first = frozenset(person.document for person in one.people if person.is_first)
            chosen = (first or together) if last == at else together
            is_topic = last == at and one.is_topic
            named = NamedAuthors(
                one.start, names[last].end, chosen, together - chosen, is_topic=is_topic
            )
            named = self._with_what_follows(typed, replace(named, is_citation=last > at))
            if named.documents:
                yield named
            at = last + 1

    def _with_what_follows(self, question: str, named: NamedAuthors) -> NamedAuthors:
        cited = CITED.match(question, named.end)
        if cited:
            named = replace(named, end=cited.end(), is_citation=True)
        owns = OWNS.match(question, named.end)
        if owns:
            named = replace(named, end=owns.end(), owns=True)
        year = YEAR.match(question, named.end)
        if year is None:
            return named
        # A year that none of them has is another work's: one that the library's papers cite.
        every = named.documents | named.also
        of_year = frozenset(d for d in every if self._years[d] == int(year["year"]))
        of_year = of_year or frozenset(d for d in every if self._years[d] is None)
        chosen = of_year & named.documents or of_year
        return replace(
            named, end=year.end(), documents=chosen, also=of_year - chosen, is_citation=True
        )

    def _names(self, question: str) -> Iterator[TypedName]:
        words = list(NAME_WORD.finditer(question)) if self._people else []
        folded = [fold_name(word[0]) for word in words]
        at, behind = 0, -1
        while at < len(words):
            linked = behind >= 0 and _LINK.fullmatch(question, behind, words[at].start())
            name = self._name_at(question, words, folded, at, linked=bool(linked))
            at += 1
            if name is None:
                continue
            yield name
            behind = name.end
            while at < len(words) and words[at].start() < name.end:
                at += 1

    def _name_at(
        self,
        question: str,
        words: Sequence[re.Match[str]],
        folded: Sequence[str],
        at: int,
        *,
        linked: bool,
    ) -> TypedName | None:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            key = " ".join(folded[at : at + length])
            run = words[at : at + length]
            people = self._people.get(key)
            if people and adjoin(question, run) and is_typed_as_name(question, run, linked=linked):
                whole = whole_name(question, words, (at, at + length), people)
                return whole and replace(whole, is_topic=key in self._topics)
        return None
