"""What a sentence says, taken apart: words, names, quantities, and what it denies."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import pairwise

from quoth.index.words import terms
from quoth.rag.support.lexicon import CUE, IDLE
from quoth.rag.support.numbers import Quantity, find_quantities

__all__ = ["Reading", "Word", "read_words"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CUE = re.compile(CUE, re.IGNORECASE)
_BREAK = re.compile(r"[.;:!?]|,\s|\s[–—-]\s|\b(?:but|although|though|while|whereas|however)\b")
_OPENS = re.compile(r"(?:\A|[.!?:;]\s+)[\"“'‘(\[]*\Z")
_CODE = re.compile(r"[A-Z]+[a-z]*-?\d|[A-Z]{2}|[a-z]+[A-Z]")
_CLAUSE = re.compile(r"[.;:!?]\s|,\s|\s[–—]\s|\s(?:and|but|while|whereas|although|because)\s")
_SCOPE_WORDS = 4  # content words that a negation reaches: "was not tried again on a voyage"
_CACHED = 4096  # readings; a sentence of evidence is compared with many claims


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, `text[start:end]`; `term` is its stem as the library indexes it."""

    term: str
    start: int
    end: int
    is_name: bool
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart.

    Attributes:
        words: in order; a number's digits are words too.
        quantities: numbers, years, dates, with their units.
        denied: the stems that its negations reach.
        heads: the first stem that each negation reaches.
        clauses: spans of the parts that commas, stops and some conjunctions make.
    """

    text: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    denied: frozenset[str]
    heads: frozenset[str]
    clauses: tuple[tuple[int, int], ...]

    @property
    def content(self) -> tuple[Word, ...]:
        """The words that carry what it says; all of them where none does."""
        kept = tuple(word for word in self.words if not word.is_idle)
        return kept or self.words

    @property
    def terms(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(word.term for word in self.words)


@functools.lru_cache(maxsize=_CACHED)
def read_words(text: str) -> Reading:
    """Take a text apart; give it as `embed_text` makes it."""
    words = tuple(_words(text))
    denied: set[str] = set()
    heads: set[str] = set()
    for cue in _CUE.finditer(text):
        stop = _BREAK.search(text, cue.end())
        end = stop.start() if stop else len(text)
        reached = [w.term for w in words if cue.end() <= w.start < end and not w.is_idle]
        denied.update(reached[:_SCOPE_WORDS])
        heads.update(reached[:1])
    return Reading(
        text,
        words,
        tuple(find_quantities(text)),
        frozenset(denied),
        frozenset(heads),
        _clauses(text),
    )


def _words(text: str) -> list[Word]:
    matches = list(_WORD.finditer(text))
    found = []
    for i, match in enumerate(matches):
        term = _stem(match[0])
        if term:
            following = matches[i + 1] if i + 1 < len(matches) else None
            name = _is_name(text, match, following)
            plain = match[0].casefold().replace("’", "'")
            idle = not name and (plain in IDLE or plain.endswith("n't"))
            found.append(Word(term, match.start(), match.end(), name, idle))
    return found


def _is_name(text: str, match: re.Match[str], following: re.Match[str] | None) -> bool:
    """Tell whether a word is a name; a sentence's first only if another name follows it."""
    word = match[0]
    if not word[0].isupper() and not _CODE.search(word):
        return False
    if _CODE.search(word):
        return True
    if word.casefold() in IDLE or len(word) == 1:
        return False
    if not _OPENS.search(text[: match.start()]):
        return True
    return following is not None and (
        "'s" in word
        or "’s" in word
        or (following[0][0].isupper() and text[match.end() : following.start()] == " ")
    )


@functools.lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    found = terms(re.sub(r"['’]\w+\Z", "", word))
    return found[0] if found else ""


def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    edges = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    return tuple((a, b) for a, b in pairwise(edges) if b > a)
