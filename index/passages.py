"""Parting a text into passages: runs of whole sentences, an entry each of a reference list.

A passage's length is counted in words. A Han, kana or Hangul character is 0.6 of a word, about
what it is worth in translation; a run without white space is at least a word for each 15 of its
characters.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quoth.index.entries import split_entries
from quoth.index.headings import heading_title
from quoth.index.packing import Unit, pack_units
from quoth.index.sections import Section
from quoth.index.sentences import is_list_item, split_sentences
from quoth.index.text import CJK, LINE_BREAK, embed_text, first_visible
from quoth.index.types import Passage

__all__ = ["TokenCounter", "sentences_of", "split_passages"]

TokenCounter = Callable[[Sequence[str]], list[int]]

_CJK_WORDS = 0.6
_WORD_CHARS = 15
_LONGEST = 2  # a sentence of more than this times the most words of a passage is cut
_FILL = 0.8  # of the most tokens, so that a part rarely has to be cut again
_HEADING_LINES = 6  # bare headings may stand above a section's own
_CJK_CHAR = re.compile(f"[{CJK}]")
_LINE = re.compile(rf"\S[^{LINE_BREAK}]*")
_CLAUSE = re.compile(r"[,;:—–]\s+(?=\S)|[，；：、。](?=\S)")
_SPACE = re.compile(r"\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage to be; what is before `fresh` is also in the one before it."""

    start: int
    fresh: int
    end: int
    section: Section


def split_passages(  # noqa: PLR0913
    text: str,
    sections: Sequence[Section],
    *,
    count_tokens: TokenCounter,
    max_tokens: int,
    page_starts: Sequence[int] = (),
    words: tuple[int, int] = (120, 180),
    document_id: str = "",
) -> list[Passage]:
    """Return the passages of a text in order; each visible character is in at least one.

    Neighbours within a section share a sentence where it is short. A reference list gives a
    passage an entry, its heading with the first.

    Args:
        sections: what parts the text; no passage is in two.
        count_tokens: for a list of embed texts, the count of each, special tokens included.
        max_tokens: no passage has more, unless it is one visible character.
        words: a passage ends between these where a paragraph does, and otherwise at the second.
    """
    spans = [(section, _spans(text, section)) for section in sections]
    embedded = [embed_text(text[start:end]) for _, some in spans for start, end in some]
    special, *counts = count_tokens(["", *embedded])
    sizes = iter(counts)
    drafts: list[_Draft] = []
    for section, some in spans:
        sized = [(start, end, max(0, next(sizes) - special)) for start, end in some]
        units = list(_units(text, sized, words[1], max_tokens - special))
        drafts += _fill_gaps(text, section, _drafts(section, units, words, max_tokens - special))
    drafts = _within_limit(text, drafts, count_tokens, max_tokens)
    return [_passage(text, draft, page_starts, document_id) for draft in drafts]


def sentences_of(passage: Passage) -> list[tuple[int, int]]:
    """Return the spans of a passage's sentences in the canonical text; an entry is one."""
    if passage.kind == "reference":
        return [(passage.start, passage.end)]
    spans = _sentences(passage.text, 0, len(passage.text), passage.section)
    return [(passage.start + start, passage.start + end) for start, end in spans]


def _spans(text: str, section: Section) -> list[tuple[int, int]]:
    if section.kind == "reference":
        return split_entries(text, section.start, section.end)
    return _sentences(text, section.start, section.end, section.title)


def _sentences(text: str, start: int, end: int, title: str | None) -> list[tuple[int, int]]:
    """Return the sentences of a section or of a passage of it, the heading by itself."""
    head = _heading_end(text, start, end, title) if title else start
    return [*split_sentences(text, start, head), *split_sentences(text, head, end)]


def _heading_end(text: str, start: int, end: int, title: str) -> int:
    """Return where the section's heading ends, `start` when no line at the start is it."""
    at = start
    for _ in range(_HEADING_LINES):
        line = _LINE.search(text, at, end)
        if line is None or len(line[0]) > 2 * len(title) + 40:
            break
        at = line.end()
        if heading_title(line[0]) == title:
            return at
    return start


def _units(
    text: str, sized: Sequence[tuple[int, int, int]], most_words: int, max_tokens: int
) -> Iterator[Unit]:
    """Yield the sentences with their sizes, the ones that are too long in parts."""
    before = (0, 0)
    for start, end, tokens in sized:
        words = _n_words(text[start:end])
        n = max(1, math.ceil(tokens / (max(1, max_tokens) * _FILL)) if tokens > max_tokens else 1)
        if words > _LONGEST * most_words:
            n = max(n, math.ceil(words / most_words))
        gap = text[before[1] : start] if before[1] else "\n\n"
        item = is_list_item(text[start : start + 80])
        joined = item and (
            text[before[1] - 1] == ":" or is_list_item(text[before[0] : before[0] + 80])
        )
        parts = _cut(text, start, end, n)
        for i, part in enumerate(parts):
            opens = i == 0 and gap.count("\n") > 1
            size = -(-tokens // len(parts))
            yield Unit(*part, words / len(parts), size, opens, joined and i == 0)
        before = (start, end)


def _n_words(text: str) -> float:
    n_cjk = 0 if text.isascii() else len(_CJK_CHAR.findall(text))
    n_words = len((_CJK_CHAR.sub(" ", text) if n_cjk else text).split())
    return max(n_words, (len(text) - n_cjk) / _WORD_CHARS) + n_cjk * _CJK_WORDS


def _cut(text: str, start: int, end: int, n: int) -> list[tuple[int, int]]:
    """Part a span into about n of equal length, at clauses, or spaces, or anywhere."""
    if n <= 1:
        return [(start, end)]
    step = (end - start) / n
    bounds = [start]
    for i in range(1, n):
        target, reach = start + int(i * step), int(step / 4) + 1
        bounds.append(max(bounds[-1], _place(text, max(start, target - reach), target + reach)))
    parts: list[tuple[int, int]] = []
    for first, last in pairwise([*bounds, end]):
        if first_visible(text, first, last) >= 0:
            parts.append((first, last))
    if len(parts) == 1:
        at = first_visible(text, start, end)
        following = first_visible(text, at + 1, end)
        parts = [(start, following), (following, end)] if following > 0 else [(start, end)]
    return [_strip(text, *part) for part in parts]


def _place(text: str, start: int, end: int) -> int:
    """Return the best place for a cut in a stretch: the middle one of the best kind."""
    end = min(end, len(text))
    for kind in (_CLAUSE, _SPACE):
        places = [found.end() for found in kind.finditer(text, start, end)]
        if places:
            return places[len(places) // 2]
    return (start + end) // 2


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _drafts(
    section: Section, units: Sequence[Unit], words: tuple[int, int], max_tokens: int
) -> list[_Draft]:
    if section.kind == "reference":
        return [_Draft(unit.start, unit.start, unit.end, section) for unit in units]
    return [
        _Draft(units[p.first].start, units[p.fresh].start, units[p.last].end, section)
        for p in pack_units(units, words, max_tokens)
    ]


def _fill_gaps(text: str, section: Section, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Let each draft reach to what is new in the next, and the outer ones to the section's ends."""
    if not drafts:
        return []
    ends = [*(draft.fresh for draft in drafts[1:]), section.end]
    start = _strip(text, section.start, section.end)[0]
    filled = [
        replace(draft, end=_strip(text, draft.start, end)[1])
        for draft, end in zip(drafts, ends, strict=True)
    ]
    return [replace(filled[0], start=start, fresh=start), *filled[1:]]


def _within_limit(
    text: str, drafts: Sequence[_Draft], count_tokens: TokenCounter, max_tokens: int
) -> list[_Draft]:
    """Give up the overlap of drafts that have too many tokens, or cut them, until none has."""
    done: list[_Draft] = []
    waiting = list(drafts)
    while waiting:
        counts = count_tokens([embed_text(text[draft.start : draft.end]) for draft in waiting])
        again: list[_Draft] = []
        for draft, count in zip(waiting, counts, strict=True):
            parts = [draft] if count <= max_tokens else _smaller(text, draft, count / max_tokens)
            (done if parts == [draft] else again).extend(parts)
        waiting = again
    return sorted(done, key=lambda draft: (draft.start, draft.end))


def _smaller(text: str, draft: _Draft, times: float) -> list[_Draft]:
    if draft.start < draft.fresh:
        return [replace(draft, start=draft.fresh)]
    parts = _cut(text, draft.start, draft.end, max(2, math.ceil(times)))
    return [_Draft(start, start, end, draft.section) for start, end in parts]


def _passage(text: str, draft: _Draft, page_starts: Sequence[int], document_id: str) -> Passage:
    at = first_visible(text, draft.start, draft.end)
    return Passage(
        id=0,
        document_id=document_id,
        start=draft.start,
        end=draft.end,
        page=max(1, bisect_right(page_starts, at)) if page_starts else None,
        section=draft.section.title,
        kind=draft.section.kind,
        text=text[draft.start : draft.end],
    )
