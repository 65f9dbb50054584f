"""Headings of a PDF by their fonts: short lines that are larger or bolder than the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.index.types import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quoth.index.readers.pdf_page import PageText, PdfLine

__all__ = ["find_headings"]

_LARGER = 1.08  # the smallest step of common styles: 12 over 11 points
_NEARLY = 0.95  # bold headings may be a little smaller than the text
_MAX_LINES = 4
_MAX_CHARACTERS = 250
_MAX_SHARE = 0.25  # of the document's characters; above, the font says nothing (slides, posters)
_MARGIN = 0.1  # of the page's height, where running heads and feet stand
_SAME_SIZE = 0.3  # points
_MAX_SENTENCE = 8  # spaces; longer and with a full stop it is a sentence in bold
_LINE_PITCH = 1.6  # of the font size, within one heading
_MAX_LEVEL = 6
_CAPTION = re.compile(r"(fig(ure|\.)|table|tab\.|scheme|listing|algorithm)\s*\d", re.IGNORECASE)
# "Ann Lee1, 2": names with affiliation marks, on a first page.
_AUTHORS = re.compile(r"[^\W\d_] ?\d(, ?\d)*[*†‡¶]*$|\d\s*, (and )?[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}|^[\d.]+\s+[^\W\d_]")


@dataclass(slots=True)
class _Group:
    """Consecutive lines of one page in one look."""

    page: int
    lines: list[PdfLine]

    @property
    def look(self) -> tuple[float, bool]:
        """Size to half a point and boldness, which together make the level."""
        return (round(self.lines[0].size * 2) / 2, self.lines[0].bold)


def find_headings(pages: Sequence[PageText], page_starts: Sequence[int]) -> tuple[Heading, ...]:
    """Return the headings, offsets into the whole text; none where the fonts do not tell."""
    body = _body(pages)
    if body is None:
        return ()
    running = _running_lines(pages)
    groups = []
    for number, page in enumerate(pages):
        standing = [line for line in page.lines if (number, line.start) not in running]
        groups += [g for g in _groups(number, standing, body) if _is_heading(page, g)]
    n_characters = sum(len(page.text) for page in pages)
    if sum(g.lines[-1].end - g.lines[0].start for g in groups) > _MAX_SHARE * n_characters:
        return ()
    looks = sorted({group.look for group in groups}, reverse=True)
    level = {look: min(rank, _MAX_LEVEL) for rank, look in enumerate(looks, 1)}
    return tuple(
        Heading(
            page_starts[group.page] + group.lines[0].start,
            page_starts[group.page] + group.lines[-1].end,
            level[group.look],
        )
        for group in groups
    )


def _body(pages: Iterable[PageText]) -> tuple[float, bool] | None:
    """Return the size and boldness of most of the characters."""
    sizes: Counter[float] = Counter()
    n_bold = 0
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 4) / 4] += line.end - line.start
            n_bold += (line.end - line.start) * line.bold
    if not sizes:
        return None
    return sizes.most_common(1)[0][0], n_bold > 0.4 * sizes.total()


def _running_lines(pages: Sequence[PageText]) -> set[tuple[int, int]]:
    """Return page number and start of the lines that repeat in the margins of the pages."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for line in page.lines:
            if _MARGIN < line.y / (page.height or 1) < 1 - _MARGIN:
                continue
            words = re.sub(r"\d+", "#", page.text[line.start : line.end])
            places.setdefault((words, round(line.y / 10)), []).append((number, line.start))
    return {place for repeated in places.values() if len(repeated) > 1 for place in repeated}


def _groups(number: int, lines: list[PdfLine], body: tuple[float, bool]) -> list[_Group]:
    """Return the runs of lines that stand out from the body."""
    groups: list[_Group] = []
    previous: PdfLine | None = None
    for line in lines:
        if _stands_out(line, body):
            if groups and groups[-1].lines[-1] is previous and _continues(previous, line):
                groups[-1].lines.append(line)
            else:
                groups.append(_Group(number, [line]))
        previous = line
    return groups


def _continues(previous: PdfLine, line: PdfLine) -> bool:
    """Tell a heading's next line from the next heading, which stands farther below."""
    return (
        abs(previous.size - line.size) < _SAME_SIZE
        and previous.bold == line.bold
        and 0 <= previous.y - line.y < _LINE_PITCH * previous.size
    )


def _stands_out(line: PdfLine, body: tuple[float, bool]) -> bool:
    size, body_is_bold = body
    if line.split:
        return False
    return line.size >= _LARGER * size or (
        line.bold and not body_is_bold and line.size >= _NEARLY * size
    )


def _is_heading(page: PageText, group: _Group) -> bool:
    words = page.text[group.lines[0].start : group.lines[-1].end]
    if len(group.lines) > _MAX_LINES or len(words) > _MAX_CHARACTERS:
        return False
    if not _WORD.search(words) or _CAPTION.match(words):
        return False
    if words.startswith((",", ";")) or (group.page == 0 and _AUTHORS.search(words)):
        return False
    if words.endswith((",", ";")) or (words.endswith(".") and words.count(" ") > _MAX_SENTENCE):
        return False
    n_letters = sum(character.isalpha() for character in words)
    return n_letters >= 0.5 * sum(not character.isspace() for character in words)
