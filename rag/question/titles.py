"""Documents of the library named in a question by their file, their title, or words of it."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from quoth.index.types import Document
from quoth.index.words import terms

__all__ = ["NamedTitle", "TitleIndex"]

# "How the clock works" speaks of no paper, and "the study of tides" and "the book on tides" of
# none in a library of papers.
_NOUN = (
    r"(?:papers?|articles?|stud(?:y|ies)|pieces?|thes[ie]s|dissertations?|reports?|reviews?|essays?|"
    r"chapters?|manuscripts?|preprints?|publications?|documents?|ones?)"
)
_DESCRIBED = re.compile(
    r"\b(?:(?:in|from|of|by)\s+)?(?:the|this|that|these|those|both|two)\s+"
    r"(?P<before>(?:(?!(?:the|this|that|of|in|by|on|from|about|to|for)\b)[\w'’&-]+\s+){0,6}?)"
    rf"(?P<noun>{_NOUN})\b(?!['’])"
    r"(?:\s+(?P<lead>on|about|(?<=papers )of|(?<=paper )of|(?<=articles )of|(?<=article )of)\s+"
    r"(?P<after>[^,;:?!()]+))?",
    re.IGNORECASE,
)
# "the report on tides of India": more is said of the matter than any title says.
_NARROWER = re.compile(r"\s+(?:of|in|at|for)\s+(?:the\s+)?[A-Z]")
_QUOTED = re.compile(r"\"([^\"]{1,300})\"|“([^”]{1,300})”|‘([^’]{1,300})’|«([^»]{1,300})»")
_TOKEN = re.compile(r"\w[\w.:+-]*")
_WORD = re.compile(r"\w+")
_SMALL = frozenset(
    "a an the of on in for and or to by from with at as is are its his her their this that".split()
)
_POINTING = _SMALL | frozenset(
    "first second third last latter former same other only whole main new old recent two three "
    "both each every all such next previous above following given present current".split()
)
_MOST_SHARED = 3  # documents that one description may fit
_ENOUGH = 0.6  # of a description's words, weighted by rarity among the titles
_TITLE_WORDS = 4  # of weight, in a title that is typed without marks or capitals
_FEWEST_CAPITALS = 2
_LONGEST_TITLE = 40  # words


@dataclass(frozen=True, slots=True)
class NamedTitle:
    """Half-open characters of a question, and the ids of the documents that they name."""

    start: int
    end: int
    documents: frozenset[str]


class TitleIndex:
    """The files, citation keys and titles of documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._handles: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for document in documents:
            for handle in _handles(document):
                self._handles[handle].add(document.id)
            for title in {document.title or "", (document.title or "").split(":")[0]}:
                words = tuple(_WORD.findall(title.casefold()))
                if 0 < len(words) <= _LONGEST_TITLE:
                    self._titles[words].add(document.id)
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._titles:
            lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(n, reverse=True) for word, n in lengths.items()}

    def find(self, question: str) -> Iterator[NamedTitle]:
        """Yield the documents that a question names, the surest ways first; they may overlap."""
        yield from self._quoted(question)
        for match in _TOKEN.finditer(question):
            token = match[0].rstrip(".:+-")  # a sentence's end
            if documents := self._handles.get(token.casefold()):
                yield NamedTitle(match.start(), match.start() + len(token), frozenset(documents))
        yield from self._typed_out(question)
        yield from self._described(question)

    def titled(self, words: str) -> frozenset[str]:
        """Return the documents of which this is the title, all of it or all before its colon."""
        return frozenset(self._titles.get(tuple(_WORD.findall(words.casefold())), ()))

    def _quoted(self, question: str) -> Iterator[NamedTitle]:
        """Yield titles of any length, and file names with spaces, between quotation marks."""
        for match in _QUOTED.finditer(question):
            inside = match[match.lastindex or 0].casefold()
            documents = self._titles.get(tuple(_WORD.findall(inside))) or self._handles.get(inside)
            if documents:
                yield NamedTitle(match.start(), match.end(), frozenset(documents))

    def _typed_out(self, question: str) -> Iterator[NamedTitle]:
        """Yield titles that are long enough, or have capitals enough, to be nothing else."""
        matches = list(_WORD.finditer(question))
        words = tuple(match[0].casefold() for match in matches)
        for at, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                if at + length > len(words):  # what is left may be another title, a shorter one
                    continue
                documents = self._titles.get(words[at : at + length])
                if documents and _is_title(matches[at : at + length], question):
                    start, end = matches[at].start(), matches[at + length - 1].end()
                    yield NamedTitle(start, end, frozenset(documents))
                    break

    def _described(self, question: str) -> Iterator[NamedTitle]:
        """Yield "the sea clock article", "the one on quartz and caesium", "this 2018 paper"."""
        for match in _DESCRIBED.finditer(question):
            words = [word for word in terms(match["before"]) if word not in _POINTING]
            end = match.end("noun")
            chosen = self._fitting(words) if words else frozenset()
            if not chosen and match["after"]:
                chosen, length = self._fitting_start(match["after"])
                end = match.start("after") + length
            if chosen:
                yield NamedTitle(match.start(), end, chosen)

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """Return the documents that have a word in their title, author or year, by word."""
        holders: dict[str, set[str]] = defaultdict(set)
        for document in self._documents:
            for word in _words_of(document):
                holders[word].add(document.id)
        return dict(holders)

    def _fitting(self, words: Sequence[str]) -> frozenset[str]:
        """Return the documents whose titles have most of the words, none if too many do."""
        shares: dict[str, float] = defaultdict(float)
        whole = 0.0
        for word in words:
            holders = self._holders.get(word, set())
            weight = math.log(1 + len(self._documents) / (1 + len(holders)))
            whole += weight
            for document in holders:
                shares[document] += weight
        best = max(shares.values(), default=0.0)
        chosen = frozenset(document for document, share in shares.items() if share == best)
        return chosen if best and best >= _ENOUGH * whole and len(chosen) <= _MOST_SHARED else _NONE

    def _fitting_start(self, after: str) -> tuple[frozenset[str], int]:
        """Return the documents whose titles have the first words, and these words' length.

        The description ends before the first word of weight that no title so far has.
        """
        left: set[str] | None = None
        length = 0
        for match in re.finditer(r"[\w'’-]+", after):
            words = [word for word in terms(match[0]) if word not in _SMALL]
            if not words:
                continue
            having = set.intersection(*(self._holders.get(word, set()) for word in words))
            having = having if left is None else having & left
            if not having:
                break
            left, length = having, match.end()
        if _NARROWER.match(after, length):
            return _NONE, 0
        return (frozenset(left), length) if left and len(left) <= _MOST_SHARED else (_NONE, 0)


_NONE: frozenset[str] = frozenset()


def _handles(document: Document) -> Iterator[str]:
    """Yield what a document is called by machines, unless it could be an ordinary word.

    "liu2018.pdf" and "tide-predicting-machines" can be nothing else; "covid-19" and "1984" can.
    """
    path = PurePath(document.file)
    name, stem = path.name.casefold(), path.stem.casefold()
    if path.suffix[1:].isalpha():
        yield name
    if "_" in stem or (stem.count("-") > 1 and sum(map(str.isalpha, stem)) > 10):
        yield stem
    for key in {stem, document.key.casefold()}:
        if re.search(r"[^\W\d]{2}.*\d{4}", key):
            yield key


def _is_title(run: Sequence[re.Match[str]], question: str) -> bool:
    words = [match[0] for match in run if match[0].casefold() not in _SMALL]
    capitals = not question.isupper() and all(not word[0].islower() for word in words)
    return len(words) >= (_FEWEST_CAPITALS if capitals else _TITLE_WORDS)


def _words_of(document: Document) -> Iterator[str]:
    name = document.title or PurePath(document.file).stem.replace("-", " ").replace("_", " ")
    years = [str(document.year)] if document.year else []
    for text in itertools.chain([name], (author.family for author in document.authors), years):
        yield from terms(text)
