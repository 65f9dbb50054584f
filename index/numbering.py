"""Which numbered lines are headings and which are items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["headings_that_count_on", "is_list_line"]

_MAX_STARTS = 20  # sequences of numbers tried; a paper has one, and a few lists
_ITEM = re.compile(r"[-*•]?\s*[(\[]?(?:(\d{1,3})[.)\]]?|[一二三四五六七八九十]{1,3}、)\s?")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()


def is_list_line(lines: Sequence[re.Match[str]], i: int) -> bool:
    """Tell whether a numbered line is next to its neighbour in a list, or runs on below."""
    below = lines[i + 1][0] if i + 1 < len(lines) else ""
    if below[:1].islower():
        return True
    own = _ITEM.match(lines[i][0])
    above = _ITEM.match(lines[i - 1][0]) if i else None
    return _counts(above, own) or _counts(own, _ITEM.match(below))


def _counts(first: re.Match[str] | None, second: re.Match[str] | None) -> bool:
    """Tell "1." and "2." from "1." and "1.1"."""
    if first is None or second is None or (first[1] is None) != (second[1] is None):
        return False
    deeper = any(each.string[each.end() : each.end() + 1].isdigit() for each in (first, second))
    return first[1] is None or (not deeper and int(second[1]) - int(first[1]) == 1)


def headings_that_count_on(
    lines: Sequence[re.Match[str]], numbered: Sequence[tuple[int, re.Match[str]]]
) -> Iterator[int]:
    """Yield the lines whose numbers count on from one heading to the next.

    Args:
        lines: all visible lines.
        numbered: the line and its match, with the groups arabic, roman and letter.
    """
    alone = [(i, found) for i, found in numbered if not is_list_line(lines, i)]
    found = {
        style: [(i, each[style]) for i, each in alone if each[style]]
        for style in ("arabic", "roman", "letter")
    }
    arabic = _chain([(i, _arabic(number)) for i, number in found["arabic"]])
    roman = _chain([(i, _roman(number)) for i, number in found["roman"]])
    yield from arabic
    yield from roman
    letter = "@"  # the character before "A"
    for i, number in found["letter"]:
        # lettered headings are subsections under Roman numbers, or appendices at the end
        if (number == "A" or ord(number) == ord(letter) + 1) and (
            roman or (len(arabic) > 1 and i > arabic[-1])
        ):
            letter = number
            yield i


def _arabic(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _roman(number: str) -> tuple[int, ...]:
    return (_ROMAN.index(number.upper()) + 1,) if number.upper() in _ROMAN else (0,)


def _chain(steps: Sequence[tuple[int, tuple[int, ...]]]) -> list[int]:
    """Return the longest run of lines whose numbers count on, at least two of them."""
    best: list[int] = []
    starts = [k for k, (_, number) in enumerate(steps) if number[0] <= len("ab")][:_MAX_STARTS]
    for k in starts:
        run, last = [steps[k][0]], steps[k][1]
        for i, number in steps[k + 1 :]:
            if _follows(last, number):
                run.append(i)
                last = number
        best = max(best, run, key=len)
    return best if len(best) > 1 else []


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    depth = len(number)
    if depth > len(last):
        first_of_next = last[0] + 1 == number[0] and depth > 1
        return number[-1] == 1 and (number[:-1] == last or first_of_next)
    # one heading may have been missed
    return number[:-1] == last[: depth - 1] and 1 <= number[-1] - last[depth - 1] <= 1 + 1
