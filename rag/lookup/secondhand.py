"""Whose finding a quoted sentence reports: its own paper's, or that of a work that it cites.

    "Salt marshes trap more carbon than forests (Mcleod et al., 2011)."   → that work's
    "Unlike Mcleod et al. (2011), we find less carbon."                   → the paper's own

The mark is looked up in the paper's reference list; where its entry is not found, the mark itself
is what can be given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.text import render
from quoth.index.types import Passage

__all__ = ["cited_work", "find_mark"]

_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
_NAME = r"[^\W\d_a-z][\w'’.-]+"
_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*"
_NUMBERED = re.compile(rf"\^?\[\s?{_NUMBERS}\s?\]\^?|\^\{{{_NUMBERS}\}}(?!\w)")
# as "(Smith, 2010)", "(see Smith & Lee, 2010; Li 2012)" and "Smith et al. (2010)" have it
_DATED = re.compile(
    rf"\([^()]{{0,120}}?{_NAME}[^()]{{0,80}}?\b{_YEAR}[^()]{{0,200}}\)|"
    rf"{_NAME}(?:\s(?:and|&)\s{_NAME}|\set al\.?|,\s{_NAME}){{0,5}}\s\({_YEAR}[^()]{{0,20}}\)"
)
_FIRST_WORK = re.compile(rf"(?P<names>{_NAME}[^;\d]{{0,80}}?),?\s\(?(?P<year>{_YEAR})\b")
_OWN = re.compile(
    r"\b(?:we|our|ours|us)\b|\b(?:this|the present|the current) "
    r"(?:study|paper|article|work|trial|analysis|review|survey)\b",
    re.IGNORECASE,
)
_ENTRY_NUMBER = re.compile(r"\W*(?:\[(\d{1,3})\]|\(?(\d{1,3})[.)](?!\d)|\^?\{?(\d{1,3})\}?\s)")
_HEADING = re.compile(r"\A[^\r\n\d]{1,60}[\r\n]+")
_BULLET = re.compile(r"\A[-*•+▪]\s+")
_AFTER = 12  # characters behind a sentence in which its mark may stand: "… rose. [12]"
_LONGEST = 300  # characters of an entry that are shown


def find_mark(text: str, start: int, end: int) -> str | None:
    """Return the mark by which a sentence gives its statement to another work, None without one.

    A sentence that speaks of its own paper ("we find", "this study") states its own finding.

    Args:
        text: that the sentence is `text[start:end]` of.
    """
    sentence = text[start:end]
    behind = _NUMBERED.match(text[end : end + _AFTER].lstrip())
    found = _last(_NUMBERED, sentence) or _last(_DATED, sentence) or behind
    if found is None or _OWN.search(sentence):
        return None
    return found[0]


def cited_work(mark: str, references: Sequence[Passage]) -> str:
    """Return the entry of a reference list that a mark points to, as it is shown, or the mark.

    Of several works the first is given.

    Args:
        references: the passages of the document's reference list, in order, one an entry.
    """
    numbered = _NUMBERED.fullmatch(mark.strip())
    if numbered:
        found = _by_number(int(re.findall(r"\d+", mark)[0]), references)
    else:
        found = _by_author(mark, references)
    return _shown(found) if found is not None else render(mark).strip("^")


def _last(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    found = list(pattern.finditer(sentence))
    return found[-1] if found else None


def _by_number(number: int, references: Sequence[Passage]) -> Passage | None:
    printed = {_printed_number(entry): entry for entry in reversed(references)}
    if len(printed) > 1 or None not in printed:
        return printed.get(number)
    return references[number - 1] if number <= len(references) else None


def _printed_number(entry: Passage) -> int | None:
    heading = _HEADING.match(entry.text)
    found = _ENTRY_NUMBER.match(entry.text, heading.end() if heading else 0)
    return int(found[1] or found[2] or found[3]) if found else None


def _by_author(mark: str, references: Sequence[Passage]) -> Passage | None:
    """Return the entry with the family name and the year of a mark, if just one has both."""
    work = _FIRST_WORK.search(mark)
    if work is None:
        return None
    names = [name.strip(".,") for name in re.findall(_NAME, work["names"])]
    families = [name for name in names if name.casefold() not in ("see", "also", "e.g", "cf")]
    year = work["year"].rstrip("abcdefghijklmnopqrstuvwxyz")
    fits = [
        entry
        for entry in references
        if year in entry.text and families and _has_word(entry.text, families[0])
    ]
    exact = [entry for entry in fits if work["year"] in entry.text] or fits
    several = [e for e in exact if all(_has_word(e.text, family) for family in families)] or exact
    return several[0] if len(several) == 1 else None


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _shown(entry: Passage) -> str:
    heading = _HEADING.match(entry.text)
    shown = _BULLET.sub("", render(entry.text[heading.end() if heading else 0 :]))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip()}…"
