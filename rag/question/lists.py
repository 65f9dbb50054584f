"""Lists in a passage: found line by line, quoted whole, shown an item a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.index.text import render

__all__ = ["show_list", "whole_list"]

_LONGEST = 1500  # characters of one quoted list
_ITEM = re.compile(r"(?:[-*•–▪◦‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line without the white space around it; `in_list`: an item, or the rest of one."""

    start: int
    end: int
    is_item: bool
    in_list: bool
    introduces: bool
    stops: bool


def whole_list(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Widen a span that lies in a list, or introduces one, to the whole list.

    Args:
        span: half-open, into `text`; comes back as it is where there is no list, or where the
            list is longer than can be quoted.
    """
    rows = _rows(text)
    begin, finish = span
    inside = [i for i, row in enumerate(rows) if row.start < finish and begin < row.end]
    if not inside:
        return span
    first, last = inside[0], inside[-1]
    while first > 0 and rows[first].in_list and rows[first - 1].in_list:
        first -= 1
    if first > 0 and rows[first].in_list and rows[first - 1].introduces:
        first -= 1
    while last + 1 < len(rows) and rows[last + 1].in_list:
        if not (rows[last].in_list or rows[last].introduces):
            break
        last += 1
    start, end = min(rows[first].start, begin), max(rows[last].end, finish)
    n_items = sum(row.is_item for row in rows[first : last + 1])
    # One item alone is a numbered heading, or a dash that begins a line.
    return (start, end) if n_items > 1 and end - start <= _LONGEST else span


def show_list(words: str) -> str:
    """Render a quotation; a list keeps a line for each item."""
    lines: list[str] = []
    for line in words.splitlines():
        text = render(line)
        if text and (not lines or _ITEM.match(text)):
            lines.append(text)
        elif text:
            lines[-1] = render(f"{lines[-1]}\n{text}")
    return "\n".join(lines) if len(lines) > 1 else render(words)


def _rows(text: str) -> list[_Row]:
    rows: list[_Row] = []
    at = 0
    in_list = after_blank = False
    for line in text.splitlines(keepends=True):
        words = line.strip()
        begin = at + len(line) - len(line.lstrip())
        at += len(line)
        if not words:
            after_blank = True
            continue
        goes_on = in_list and not after_blank and (line[0] in " \t" or not rows[-1].stops)
        is_item = _ITEM.match(words) is not None
        in_list = is_item or goes_on
        rows.append(
            _Row(
                begin,
                begin + len(words),
                is_item,
                in_list,
                introduces=words.endswith((":", "：")),
                stops=words.endswith((".", "!", "?", ";", "。", "；")),
            )
        )
        after_blank = False
    return rows
