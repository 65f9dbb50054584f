"""Where a document's sections begin, what they are called, and which of them is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.index.headings import Mark, find_marks
from quoth.index.text import first_visible
from quoth.index.types import Heading, PassageKind

__all__ = ["Section", "find_sections"]

_MAX_FRONT = 10_000  # characters before the abstract or introduction that are title and authors
_MAX_ABSTRACT = 4_000  # without a heading this near, an abstract ends with its paragraph
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*|\r[^\S\r\n]*\r\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """`text[start:end]`, its heading included.

    Attributes:
        title: the heading as shown, number kept, without those of the sections around it.
        kind: front is title, authors and key words, found only in what looks like a paper.
    """

    start: int
    end: int
    title: str | None
    kind: PassageKind


def find_sections(
    text: str, headings: Sequence[Heading], *, page_starts: Sequence[int] = ()
) -> tuple[Section, ...]:
    """Part the text into sections, which follow each other from 0 to its end.

    Args:
        headings: what the format marks; lines are looked at for what it leaves unmarked.
        page_starts: a line that comes back at the top of pages is no heading.
    Returns:
        Sections in order, none for an empty text. A heading with nothing under it belongs to
        the section after it.
    """
    marks = _outside_references(find_marks(text, headings, page_starts))
    sections = list(_parts(text, marks, _front_end(marks)))
    return tuple(_without_bare_headings(text, sections, {mark.start: mark.end for mark in marks}))


def _outside_references(marks: Sequence[Mark]) -> list[Mark]:
    """Drop what looks like a heading within a reference list: numbered or bold entries."""
    kept: list[Mark] = []
    within: Mark | None = None
    for mark in marks:
        if mark.name == "reference":
            within = mark
        elif within is not None:
            stays = mark.name in {"after", "abstract"} or re.match(r"[A-H]\.\s", mark.title)
            if not stays and not 0 < mark.level <= within.level:
                continue
            within = None
        kept.append(mark)
    return kept


def _front_end(marks: Sequence[Mark]) -> int:
    """Return where the front matter ends: at the abstract, or else the introduction."""
    for name in ("abstract", "introduction"):
        for mark in marks:
            if mark.name == name and mark.start <= _MAX_FRONT:
                return mark.start
    return 0


def _parts(text: str, marks: Sequence[Mark], front_end: int) -> Iterator[Section]:
    """Yield one section a mark, two where an abstract or key words end before the next one."""
    if text and (not marks or marks[0].start > 0):
        end = marks[0].start if marks else len(text)
        yield Section(0, end, None, "front" if end <= front_end else "body")
    body_from = _body_from(marks, front_end)
    for i, mark in enumerate(marks):
        end = marks[i + 1].start if i + 1 < len(marks) else len(text)
        kind = _kind(mark, front_end)
        cut = _paragraph_end(text, mark, end)
        if kind in {"abstract", "front"} and mark.name and cut < end:
            yield Section(mark.start, cut, mark.title, kind)
            yield Section(cut, end, None, "front" if end <= body_from else "body")
        else:
            yield Section(mark.start, end, mark.title, kind)


def _body_from(marks: Sequence[Mark], front_end: int) -> int:
    """Return where the heading is that opens the body after abstract and key words, or 0."""
    for mark in marks:
        if mark.start > front_end and mark.name in {"introduction", "body", ""}:
            return mark.start if mark.start <= front_end + _MAX_FRONT else 0
    return 0


def _kind(mark: Mark, front_end: int) -> PassageKind:
    if mark.name == "reference":
        return "reference"
    if mark.name == "abstract" and mark.start <= _MAX_FRONT:
        return "abstract"
    if mark.start < front_end or mark.name == "keywords":
        return "front"
    return "body"


def _paragraph_end(text: str, mark: Mark, end: int) -> int:
    """Return where a mark's own words end: key words at once, an abstract if it grows too long."""
    if mark.name == "keywords" or (mark.name == "abstract" and end - mark.start > _MAX_ABSTRACT):
        begin = first_visible(text, mark.end, end)
        found = _PARAGRAPH_END.search(text, begin, end) if begin >= 0 else None
        if found and first_visible(text, found.end(), end) >= 0:
            return found.end()
    return end


def _without_bare_headings(
    text: str, sections: Sequence[Section], heads: dict[int, int]
) -> Iterator[Section]:
    """Join each heading that has nothing under it to the next section, if of the same kind."""
    start: int | None = None
    for i, section in enumerate(sections):
        begin = section.start if start is None else start
        following = sections[i + 1] if i + 1 < len(sections) else None
        if (
            following is not None
            and first_visible(text, heads.get(section.start, section.start), section.end) < 0
            and (following.kind == section.kind or section.start not in heads)
        ):
            start = begin
        else:
            yield replace(section, start=begin)
            start = None
