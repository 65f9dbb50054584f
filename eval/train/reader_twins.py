"""Questions that a sentence nearly answers: a name, year or number of the question is another.

The sentence is of the right topic and says nothing of the other name, so that it must score low.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quoth.eval.fitting.question_terms import Term, TermKind, terms_of
from quoth.eval.train.pairs import Pair, share_of
from quoth.eval.train.reader_rows import Selection, make_pair

__all__ = ["Swap", "TermsByKind", "find_swap", "name_terms", "terms_by_kind", "twin_pairs"]

_WORD = re.compile(r"[^\W\d_][\w-]*|\d[\w.,-]*\d|\d")
_CAPITALISED = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w-]+|\b\w*[A-Z]\w*[A-Z\d]\w*\b")
_SHORTEST = 3  # letters of a name

_WEIGHT = 0.7  # three pairs of a question beside those that its rows gave
_PLAIN = frozenset(
    "about after also among and are but did does for from had has have her his how into its many "
    "more most not off one out over she some than that the their them then there they this was "
    "were what when where which while who why will with would first last new old".split()
)

TermsByKind = dict[TermKind, list[tuple[str, str]]]  # the term, and the topic that it is of


@dataclass(frozen=True, slots=True)
class Swap:
    """One term in the place of another, and the question with it."""

    term: str
    other: str
    question: str

    def on(self, text: str) -> str:
        """Return a text with the swap made wherever the term stands, in any case."""
        return _standing(self.term).sub(lambda _: self.other, text)


def name_terms(question: str, texts: Sequence[str]) -> list[Term]:
    """Return the runs of words of a question that these texts write as names.

    People write names small in questions; what the texts write with a capital inside a sentence,
    or what stands in a title, is one.
    """
    names = {m.casefold() for text in texts for m in _CAPITALISED.findall(text)}
    found: list[Term] = []
    for match in _WORD.finditer(question):
        word = match.group()
        if word.casefold() not in names - _PLAIN or len(word) < _SHORTEST:
            continue
        last = found[-1] if found else None
        if last and question[last.end : match.start()] == " ":
            found[-1] = Term(question[last.start : match.end()], "name", last.start, match.end())
        else:
            found.append(Term(word, "name", match.start(), match.end()))
    return found


def terms_by_kind(selections: Iterable[Selection]) -> TermsByKind:
    """Gather what can stand in the place of a term: the terms of other questions, by kind."""
    found: TermsByKind = {}
    for selection in selections:
        for term in _terms(selection):
            found.setdefault(term.kind, []).append((term.text, selection.topic))
    return found


def twin_pairs(selections: Sequence[Selection], *, seed: int) -> list[Pair]:
    """Return, for each question with a term to swap, three pairs of it and its right sentence.

    The other question with the sentence is wrong, and so is the question with the sentence about
    the other term; the other question with that sentence is right, so that nothing can be learnt
    from how a swapped text reads.
    """
    pool = terms_by_kind(selections)
    pairs = []
    for selection in selections:
        for sentence in selection.right[:1]:
            swap = find_swap(selection, sentence, pool, seed=seed)
            if swap is None:
                continue
            asked = swap.question
            told = replace(selection, title=swap.on(selection.title))
            pairs += [
                make_pair(selection, sentence, label=0.0, question=asked, made="twin"),
                make_pair(told, swap.on(sentence), label=0.0, made="twin"),
                make_pair(told, swap.on(sentence), label=1.0, question=asked, made="twin"),
            ]
    return [replace(pair, weight=_WEIGHT) for pair in pairs]


def find_swap(selection: Selection, sentence: str, pool: TermsByKind, *, seed: int) -> Swap | None:
    """Return another term for one of the question that the sentence, or its title, has.

    None if they share no term, or if nothing can stand in its place: a term of the same kind, of
    another topic, that none of these texts has.
    """
    there = f"{selection.title} {sentence}".casefold()
    question = selection.question
    terms = [term for term in _terms(selection) if _standing(term.text).search(there)]
    salt = f"twin {seed} {selection.dataset} {selection.group}"
    for term in sorted(terms, key=lambda t: share_of(t.text, salt=salt)):
        others = pool.get(term.kind, [])
        if term.kind in ("year", "number") and (number := _other_number(term.text, salt)):
            others = [(number, ""), *others]
        whole = f"{there} {' '.join(selection.right)} {question}".casefold()
        start = int(share_of(question, salt=salt) * len(others))
        for text, topic in [*others[start:], *others[:start]]:
            if topic != selection.topic and not _shares_a_word(text, whole):
                asked = question[: term.start] + text + question[term.end :]
                return Swap(term.text, text, asked)
    return None


def _terms(selection: Selection) -> list[Term]:
    texts = (selection.title, *selection.right, *selection.wrong)
    found = terms_of(selection.question)
    taken = [(term.start, term.end) for term in found]
    for term in name_terms(selection.question, texts):
        if all(term.end <= start or end <= term.start for start, end in taken):
            found.append(term)
    return found


def _standing(term: str) -> re.Pattern[str]:
    """Return what finds a term as whole words, in any case."""
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)


def _other_number(text: str, salt: str) -> str | None:
    digits = text.rstrip("%")
    if not digits.isdigit():
        return None
    by = 1 + int(share_of(text, salt=salt) * 8)
    return str(int(digits) + by) + text[len(digits) :]


def _shares_a_word(text: str, whole: str) -> bool:
    """Whether a term says nothing that these texts do not: it has a word of theirs, or none."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in _PLAIN]
    return not words or any(word in whole for word in words if len(word) >= _SHORTEST)
