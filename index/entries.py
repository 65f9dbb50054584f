"""The entries of a reference list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.text import LINE_BREAK, first_visible

__all__ = ["split_entries"]

_LINE = re.compile(rf"\S[^{LINE_BREAK}]*")
_NUMBER = re.compile(
    r"(?:[-*•+][ \t]+)?(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=\s|\Z|[^\W\d]))"
)
_LABEL = re.compile(r"(?:[-*•+][ \t]+)?\[[A-Za-z][\w+'’ .,&-]{1,30}\]\s")
_BULLET = re.compile(r"[-*•+▪][ \t]+\S")
# as in "Smith, J.", "van der Berg A, Li B.", "World Health Organization. (2020)"
_AUTHOR = re.compile(
    r"(?:(?:van|von|de|der|den|la|le|di|da|dos|el|al|ter)[ -]){0,3}[^\W\d_a-z][\w'’-]+"
    r"(?:[ -][^\W\d_a-z][\w'’-]+){0,3}(?:,\s+[^\W\d_a-z]|\s+[A-Z]{1,3}[,.\s]|\.?\s\(?(?:19|20)\d\d)"
)
_ENDED = re.compile(r"(?:[.)\]>”\"]|\d|https?://\S+|doi:\S+)\s*\Z", re.IGNORECASE)
# a bullet after these is a mistake of whatever put the bullets there
_HANGING = re.compile(r"(?:\b(?:a|an|and|by|for|from|in|of|on|the|to|with)|[,&])\Z")
_MAX_SKIPPED = 3  # numbers of entries that may have been lost
_TWICE = 2  # a form that is met only once is no form of the list


def split_entries(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the entries in `text[start:end]`, the list's heading with the first.

    Entries begin with a number, a label, a bullet or an author, whichever more lines do; in a
    list without any of these, after blank lines.
    """
    lines = [line for line in _LINE.finditer(text, start, end) if first_visible(line[0]) >= 0]
    if not lines:
        return []
    numbered = _counted(lines)
    forms = [
        numbered,
        [i for i, line in enumerate(lines) if _LABEL.match(line[0])],
        [i for i, line in enumerate(lines) if _BULLET.match(line[0]) and not _hangs(lines, i)],
        [i for i, line in enumerate(lines) if _AUTHOR.match(line[0]) and _may_open(text, lines, i)],
    ]
    begins = next((form for form in forms if len(form) >= _TWICE), None)
    if begins is None:
        begins = numbered or _after_blank_lines(text, lines)
    begins = [0, *(i for i in begins if i > 0)]
    if len(begins) > 1 and _is_heading(lines, begins):
        del begins[1]
    ends = [*begins[1:], len(lines)]
    spans = [(lines[i].start(), lines[j - 1].end()) for i, j in zip(begins, ends, strict=True)]
    return [(first, first + len(text[first:last].rstrip())) for first, last in spans]


def _counted(lines: Sequence[re.Match[str]]) -> list[int]:
    """Return the lines whose numbers count on: "12." after "4." is a volume in a wrapped line."""
    begins: list[int] = []
    last = -1
    for i, line in enumerate(lines):
        found = _NUMBER.match(line[0])
        number = int(found[found.lastindex or 0]) if found else -1
        if found and (last < 0 or last < number <= last + _MAX_SKIPPED):
            begins.append(i)
            last = number
    return begins


def _hangs(lines: Sequence[re.Match[str]], i: int) -> bool:
    return i > 0 and _HANGING.search(lines[i - 1][0][-20:].rstrip()) is not None


def _may_open(text: str, lines: Sequence[re.Match[str]], i: int) -> bool:
    """Tell whether the line before an author's ends an entry."""
    if i == 0 or _blank_between(text, lines[i - 1], lines[i]):
        return True
    return i == 1 or _ENDED.search(lines[i - 1][0][-60:]) is not None


def _after_blank_lines(text: str, lines: Sequence[re.Match[str]]) -> list[int]:
    return [
        i
        for i in range(1, len(lines))
        if _blank_between(text, lines[i - 1], lines[i]) and not lines[i][0][0].islower()
    ]


def _blank_between(text: str, above: re.Match[str], below: re.Match[str]) -> bool:
    gap = text[above.end() : below.start()]
    return gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap)


def _is_heading(lines: Sequence[re.Match[str]], begins: Sequence[int]) -> bool:
    """Tell whether what stands before the second beginning is the list's heading alone."""
    return begins[1] == 1 and len(lines[0][0]) < len("Bibliography and further reading")
