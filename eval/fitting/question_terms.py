"""The terms of a question that can be swapped for others: names, codes, years, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["TOKEN", "Term", "TermKind", "TermPool", "kind_in", "terms_of"]

TermKind = Literal[
    "virus", "drug", "code", "pathogen", "gene", "method", "place", "name", "year", "number"
]

TOKEN = re.compile(r"\d++(?:[.,]\d++)*+%?+(?!-?[^\W\d])|\w+(?:-\w+)*")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_VIRUS = re.compile(r".{3,}virus(?:es)?", re.IGNORECASE)
_DRUG = re.compile(r"[a-z]{3,}(?:vir|mab|cillin|mycin|floxacin|azole|quine)", re.IGNORECASE)
_CODE = re.compile(r"(?=.*[A-Z])(?=.*\d)\S+|.*[A-Z].*[A-Z].*")  # an acronym, a gene, a strain
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_NAME = re.compile(rf"(?!(?:{'|'.join(_MONTHS)})\b)[A-Z]\w{{3,}}")
_SHAPES: tuple[tuple[re.Pattern[str], TermKind], ...] = (
    (_YEAR, "year"),
    (_NUMBER, "number"),
    (_VIRUS, "virus"),
    (_DRUG, "drug"),
    (_CODE, "code"),
)
_BEFORE_PLACE = frozenset("in from across near".split())
_WORDS = re.compile(r"\w+")
_BESIDE = 20  # characters that hold the word before or after
_PLACE_SHARE = 0.3  # of a name's uses that follow such a word: a place
_COMPANY: dict[TermKind, frozenset[str]] = {  # what follows a code says what it stands for
    "pathogen": frozenset(
        "virus viruses infection infections infected strain strains outbreak outbreaks cases "
        "pandemic epidemic patients transmission isolates pneumonia vaccine coronavirus".split()
    ),
    "gene": frozenset(
        "protein proteins gene genes receptor receptors expression mrna ligand domain binding "
        "levels production signaling signalling deficient promoter alleles genotype".split()
    ),
    "method": frozenset(
        "assay assays test tests testing method methods sequencing kit analysis probe probes "
        "detection reaction technology platform".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A name, year or number of a question: `question[start:end] == text`."""

    text: str
    kind: TermKind
    start: int
    end: int


def terms_of(question: str) -> list[Term]:
    """Return the terms of a question that can be swapped, in order."""
    terms: list[Term] = []
    before = ""
    for place, match in enumerate(TOKEN.finditer(question)):
        kind = _kind(match.group(), before, first=place == 0)
        joins = terms and kind in ("name", "place") and terms[-1].kind in ("name", "place")
        if joins and question[terms[-1].end : match.start()] == " ":
            last = terms.pop()
            text = question[last.start : match.end()]
            terms.append(Term(text, last.kind, last.start, match.end()))
        elif kind:
            terms.append(Term(match.group(), kind, match.start(), match.end()))
        before = match.group().lower()
    return terms


def _kind(token: str, before: str, *, first: bool) -> TermKind | None:
    for shape, kind in _SHAPES:
        if shape.fullmatch(token):
            return kind
    if _NAME.fullmatch(token) and not first:
        return "place" if before in _BEFORE_PLACE else "name"
    return None


def kind_in(term: Term, texts: Iterable[str]) -> TermKind | None:
    """Return what a term stands for in these texts, by the words after it; None if unclear.

    A name that the texts mostly write small is none: a question may capitalise any word.
    """
    if term.kind not in ("code", "place", "name"):
        return term.kind
    found: Counter[TermKind] = Counter()
    n_big = n_placed = n_uses = 0
    use = re.compile(rf"(?<![\w-]){re.escape(term.text)}(?![\w-])", re.IGNORECASE)
    for match in (match for text in texts for match in use.finditer(text)):
        text = match.string
        before = _WORDS.findall(text[max(0, match.start() - _BESIDE) : match.start()].lower())
        after = _WORDS.findall(text[match.end() : match.end() + _BESIDE].lower())
        found.update(kind for kind, words in _COMPANY.items() if after and after[0] in words)
        n_uses += 1
        n_big += match.group()[0].isupper()
        n_placed += bool(before) and before[-1] in _BEFORE_PLACE
    if term.kind == "code":
        return found.most_common(1)[0][0] if found else None
    if 2 * n_big <= n_uses:
        return None
    return "place" if n_placed >= _PLACE_SHARE * n_uses else "name"


class TermPool:
    """The terms of many questions by what they stand for, and the documents that they are of."""

    def __init__(self, homes: Iterable[tuple[str, str]], texts: Collection[str]) -> None:
        """Gather terms.

        Args:
            homes: question and the document that answers it.
            texts: what shows how a term is used.
        """
        self._kinds: dict[str, TermKind | None] = {}
        self._homes: dict[TermKind, dict[str, set[str]]] = {}
        for question, home in homes:
            for term in terms_of(question):
                if term.text not in self._kinds:
                    self._kinds[term.text] = kind_in(term, texts)
                kind = self._kinds[term.text]
                if kind:
                    self._homes.setdefault(kind, {}).setdefault(term.text, set()).add(home)

    def like(self, term: Term, home: str) -> list[str]:
        """Return the terms of the same kind that no question on this document has."""
        kind = self._kinds.get(term.text)
        return [t for t, homes in self._homes[kind].items() if home not in homes] if kind else []
