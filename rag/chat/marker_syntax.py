"""How chat models write the mark of a passage, and what only looks like one.

Understood: `[1]`, `[1, 2]`, `[1-3]`, `[^1]`, `[[1]]`, `[Passage 1]`, `[1, p. 4]`, `【1†source】`,
`(Passage 1)`, and `(1)` where it ends a clause. Not marks: a year, an interval that begins at 0 or
follows "CI", the number of a figure or an equation, "(1)" before the item that it numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from quoth.index.text import CJK

__all__ = ["OPENERS", "Reading", "read_marker"]

OPENERS = "[【［(（"
"""The characters that a mark may begin with."""

_ROUND = "(（"
_LONGEST = 60  # characters between brackets; "[Passage 1, p. 12; Passage 2, p. 30]" has 34
_MOST_PASSAGES_IN_A_RANGE = 100

_LABELS = (
    "passages passage sources source documents document docs doc references reference refs ref "
    "citations citation excerpts excerpt snippets snippet context "
    "来源 出处 资料 段落 文献 文档 引用"
).split()
_WORDS = frozenset([*_LABELS, *"and to pages page pp p 和 至".split()])
_GAP = r"[^\S\n]?"
_LABEL = rf"(?:(?:{'|'.join(_LABELS)})\.?{_GAP}[:：#№]?{_GAP})"
_NUMBER = rf"(?:\^|{_LABEL})?\d{{1,3}}(?!\d)"
_PAGE = rf"{_GAP}[,:;]{_GAP}(?:pp?\.?|pages?){_GAP}\d[\d–-]{{0,9}}"
_BETWEEN = rf"{_GAP}(?:[,，、;；&–—‑−-]|and|to|和|至){_GAP}|[^\S\n]"
_NUMBERS = (
    rf"{_GAP}(?P<numbers>{_NUMBER}(?:{_PAGE})?(?:(?:{_BETWEEN}){_NUMBER}(?:{_PAGE})?)*){_GAP}"
)
_SQUARE_MARK = re.compile(
    rf"(?P<twice>\[\[|【【)?(?(twice)|[\[【［])(?=[^\]】］\n]{{1,{_LONGEST}}}[\]】］])"
    rf"{_NUMBERS}(?:[†‡][^\]】］\n]*)?(?(twice)(?:\]\]|】】)|[\]】］])",
    re.IGNORECASE,
)
_ROUND_MARK = re.compile(rf"[(（](?=[^)）\n]{{1,{_LONGEST}}}[)）]){_NUMBERS}[)）]", re.IGNORECASE)
_ROUND_MARKS = re.compile(
    rf"(?:{_ROUND_MARK.pattern.replace('?P<numbers>', '?:')}[ \t]*){{1,12}}", re.IGNORECASE
)
_LABELLED = re.compile(_LABEL, re.IGNORECASE)
_PIECE = re.compile(r"\d{1,3}|[–—‑−-]|\bto\b|至", re.IGNORECASE)
_PAGE_NUMBER = re.compile(_PAGE, re.IGNORECASE)

# What a mark may be while its end has not come.
_OPENED = re.compile(r"(?P<twice>\[\[|【【)|[\[【［(（]")
_MARK_SIGNS = re.compile(r"[\w\s,，、;；:：.&#№^–—‑−-]*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LEADS_TO_A_NUMBER = re.compile(r"\s?\^?(?:[^\W\d_]+[\s.:：#№]*)?(?:\d{1,3}(?!\d)|\Z)")

_CLAUSE_ENDS = ".,;:!?…。，；：！？、)）]】»”\"'*_|\r\n"
_AFTER_TEXT = re.compile(rf"[\w{CJK}%°)）\]】»”\"'*_.!?。！？，,;；]\Z")
_GLUED_TEXT = re.compile(rf"[{CJK})）\]】»”\".!?。！？，,]\Z")
# "Eq. (1)" and "steps (1)" number something of the text, not a passage
_NUMBERED_THING = re.compile(
    r"\b(?:eqs?|eqns?|equations?|formulae?|figs?|figures?|tab|tables?|sections?|chapters?|"
    r"steps?|phases?|stages?|classe?s?|types?|groups?|panels?|lemmas?|theorems?|propositions?|"
    r"definitions?|algorithms?|items?|points?|cases?|conditions?|hypothes[ie]s|models?|parts?|"
    r"levels?|notes?|appendix|nos?|numbers?)\.?\s?\Z|[式图表步]\s?\Z",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"\b(?:CI|CrI|HDI|IQR|intervals?|ranges?)[\s:=,]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at the beginning of a text.

    Attributes:
        kind: "marker"; "text", the first `length` characters are no mark; "wait", what follows
            decides.
        numbers: of the passages that exist, in the order written, each once.
        unknown: the numbers that no passage has.
    """

    kind: Literal["marker", "text", "wait"]
    length: int = 1
    numbers: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


def read_marker(text: str, *, before: str, n_passages: int, final: bool) -> Reading:
    """Read the mark that `text` begins with, if it is one.

    What is decided stays so, whatever is added to the text.

    Args:
        text: begins with one of `OPENERS`.
        before: the line up to it.
        final: nothing follows the text.
    """
    if text[0] not in _ROUND:
        return _square(text, before, n_passages, final=final)
    mark = _ROUND_MARK.match(text)
    if mark and _LABELLED.match(mark["numbers"]):
        return _decided(mark, n_passages)
    if mark is None:
        return Reading("wait") if not final and _may_become(text) else Reading("text")
    return _bare_round(text, before, n_passages, final=final)


def _square(text: str, before: str, n_passages: int, *, final: bool) -> Reading:
    mark = _SQUARE_MARK.match(text)
    if mark is None:
        return Reading("wait") if not final and _may_become(text) else Reading("text")
    if _INTERVAL.search(before):
        return Reading("text", mark.end())
    return _decided(mark, n_passages)


def _decided(mark: re.Match[str], n_passages: int) -> Reading:
    numbers = _numbers(mark["numbers"])
    if 0 in numbers and len(numbers) > 1:  # passages count from 1: this is an interval
        return Reading("text", mark.end())
    return Reading(
        "marker",
        mark.end(),
        tuple(n for n in numbers if 1 <= n <= n_passages),
        tuple(n for n in numbers if not 1 <= n <= n_passages),
    )


def _bare_round(text: str, before: str, n_passages: int, *, final: bool) -> Reading:
    """Read "(1)", alone or in a row: a mark only at the end of a clause."""
    row = _ROUND_MARKS.match(text)
    end = row.end() if row else 0
    rest = text[end:]
    if not final and (not rest or (rest[0] in _ROUND and _may_become(rest))):
        return Reading("wait")
    marks = list(_ROUND_MARK.finditer(text, 0, end))
    numbers = [n for mark in marks for n in _numbers(mark["numbers"])]
    shown = len(text[:end].rstrip(" \t"))
    apart = shown < end and rest[:1] not in ("", "\r", "\n")
    ends_clause = not rest or (rest[0] in _CLAUSE_ENDS and not apart)
    at_stop = before.rstrip()[-1:] in (".", "!", "?", "。", "！", "？")
    ends_line = not rest or rest[0] in "\r\n"
    follows = (_AFTER_TEXT if before[-1:].isspace() else _GLUED_TEXT).search(before.rstrip())
    known = all(1 <= n <= n_passages for n in numbers)
    if not (known and follows and ends_clause and (ends_line or not at_stop)):
        return Reading("text", shown)
    if _NUMBERED_THING.search(before):
        return Reading("text", shown)
    return Reading("marker", shown, tuple(dict.fromkeys(numbers)))


def _numbers(written: str) -> tuple[int, ...]:
    """Return the numbers of a mark, ranges filled in: "1-3, 7" is 1, 2, 3, 7."""
    found: list[int] = []
    in_range = False
    for piece in _PIECE.findall(_PAGE_NUMBER.sub("", written)):
        if not piece.isdecimal():
            in_range = True
            continue
        n = int(piece)
        if in_range and found and 0 < n - found[-1] <= _MOST_PASSAGES_IN_A_RANGE:
            found.extend(range(found[-1] + 1, n))
        found.append(n)
        in_range = False
    return tuple(dict.fromkeys(found))


def _may_become(text: str) -> bool:
    """Tell whether more text can make a mark of it."""
    opened = _OPENED.match(text)
    if opened is None:
        return False
    inside = text[opened.end() :]
    if opened["twice"] and inside[-1:] in ("]", "】"):
        inside = inside[:-1]
    if len(inside) > _LONGEST:
        return False
    inside, source, _ = re.split(r"([†‡]|\Z)", inside, maxsplit=1)
    if source:
        return not re.search(r"[\]】］\n]", text[1:-1])
    if not _MARK_SIGNS.match(inside) or not _LEADS_TO_A_NUMBER.match(inside):
        return False
    return all(
        any(k.startswith(word[0].casefold()) for k in _WORDS)
        if word.end() == len(inside)
        else word[0].casefold() in _WORDS
        for word in _WORD.finditer(inside)
    )
