"""What a front page says of its publication: header, footer, dates, "cite as"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.index.metadata.rows import Front, Row
from quoth.index.metadata.title import FoundTitle, fold
from quoth.index.people import GAP, MARK
from quoth.index.text import render

__all__ = ["Place", "Statement", "find_statements"]

Place = Literal["citation", "margin", "head", "label"]

_HEADER, _FOOTER = 0.13, 0.9  # of the page's height
_CITATION = re.compile(
    r"\W*(?:(?:please |to |how to |suggested )?cit(?:e|ation)\b(?: (?:this|as|the|for)\b)?"
    r"(?: (?:article|paper|version|document|work|chapter))?(?: as)?\s*(?:[:.]|$)"
    r"|recommended citation"
    r"|acm reference format|(?:please )?cite (?:this article|as)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*(?:(?:first |online |date of )?publi(?:shed|cation)\b|available online|accepted\b"
    r"|received\b|submitted\b|revised\b|©|\(c\)|c©|copyright\b|doi\b|digital object"
    r"|https?://(?:dx\.)?doi"
    r"|version of record|e?pub(?:lished)? (?:date|online)|issn\b|arxiv:|dated?\b|article history"
    r"|history\b|[\d-]+/©)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(r"\W*(?:(?:\d|I)\.?\s+)?(?:introduction|text:|引\s*言)", re.IGNORECASE)
# a footnote or the tail of a reference list at the page's foot
_CITED = re.compile(r"\s*(?:\[\d+\]|\d{1,2}\s?[A-Z]|[*†‡]\s?[A-Z]|see\b|cf\.)")
# with a year or an initial; "1 Department of Law" is none
_ENTRY = re.compile(r"\s*(?:\[\d+\]|\d{1,3}[.)]?)\s*[A-Z].*(?:(?:19|20)\d\d|\b[A-Z]\.)")
_IMPRINT = re.compile(
    r"©|\(c\) ?\d|copyright|\bis[sb]n\b|\bproceedings of\b|\bdoi\b", re.IGNORECASE
)
_MAX_CITATION_ROWS = 6
_TITLE_SIGN = 12  # letters; a shorter title may stand in any sentence
_MAX_BEFORE = 400  # characters of a citation before its title
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "Journal, 12(3)" or "Journal 12" after a title, not the rest of a sentence
_GOES_ON = re.compile(r"(?:in:?\s+)?[A-Z][^.;]{2,90}?[,.]?\s+(?:vol\.?\s*)?\d{1,4}\s?[(:,]")
_MAX_ROW = 400


@dataclass(frozen=True, slots=True)
class Statement:
    """Words about the publication.

    Attributes:
        place: "citation" holds the paper's own title or says "cite as"; "margin" is the head or
            the foot of the first page, or repeats on the second; "head" stands before the abstract;
            "label" begins with "Published", "©", "DOI" … elsewhere on the first page.
        after_title: a citation's words after the title.
    """

    words: str
    place: Place
    after_title: str = ""


def find_statements(front: Front, title: FoundTitle | None) -> tuple[Statement, ...]:
    """Return the statements in order of their place on the page."""
    return tuple(_statements(front, title))


def _statements(front: Front, title: FoundTitle | None) -> Iterator[Statement]:
    rows = front.rows
    inside = range(title.first, title.last) if title else range(0)
    end = _last(front)
    skip = -1
    for i in range(end):
        if i in inside or i <= skip:
            continue
        if (found := _citation(rows, i, end, title)) is not None:
            skip, words = found
            yield Statement(words, "citation", _around(words, title)[1] or words)
            continue
        place = _place(front, i)
        if place is None:
            continue
        whole = _with_next(rows, i)
        cells = [whole] if place == "label" else whole.split(GAP)
        if "|" in whole and GAP in whole and place != "label":
            cells.append(whole)
        for cell in cells:
            if words := _words(cell):
                yield Statement(words, place)


def _last(front: Front) -> int:
    """Return the first row that is looked at no more: the text's, or the third page's."""
    if front.body:
        return len(front.rows)
    after = range(front.end, len(front.rows))
    return next((i for i in after if _INTRODUCTION.match(front.rows[i].words)), len(front.rows))


def _citation(
    rows: Sequence[Row], i: int, end: int, title: FoundTitle | None
) -> tuple[int, str] | None:
    """Return the last row and the words of the paper's own citation that begins here."""
    here = rows[i].words
    sign = fold(title.text) if title else ""
    labelled = _CITATION.match(here) is not None
    if _CITED.match(here) and not labelled:
        return None
    last = i
    text = rows[i].raw
    for j in range(i + 1, min(end, i + _MAX_CITATION_ROWS)):
        near = abs(rows[j].size - rows[i].size) < 0.2 * max(rows[i].size, 1)
        if rows[j].page != rows[i].page or not near or (rows[j].opens and not labelled):
            break
        if rows[j].depth and not 0 <= rows[j].depth - rows[j - 1].depth < 0.03:
            break
        text += "\n" + rows[j].raw
        last = j
    words = render(text)
    if labelled:
        return (last, words) if _YEAR.search(words) and (sign or len(here) < 300) else None
    before, after = _around(words, title)
    if not after or len(before) > _MAX_BEFORE or not _may_hold_citation(rows[i]):
        return None
    dated = _YEAR.search(before) is not None and re.match(r"\W*[^\W\d_a-z’']", before)
    return (last, words) if dated or _GOES_ON.match(after) else None


def _around(words: str, title: FoundTitle | None) -> tuple[str, str]:
    """Return what stands before and after the title in a citation; nothing if it is not there."""
    if title is None:
        return "", ""
    places = [i for i, character in enumerate(words) if character.isalnum()]
    sign = fold(title.text)
    # case folding may lengthen a word ("ß"); then the places shift by as much
    at = fold(words).find(sign) if len(sign) >= _TITLE_SIGN else -1
    if at < 0 or at + len(sign) > len(places):
        return "", ""
    before, after = words[: places[at]], words[places[at + len(sign) - 1] + 1 :]
    return before.strip(), after.lstrip(" .,;:?!*_\"”’'")


def _may_hold_citation(row: Row) -> bool:
    """Tell the margins from the running text, where sentences name the title too."""
    return not row.size or row.depth < 0.2 or row.depth > 0.75 or row.x1 - row.x0 < 200


def _place(front: Front, i: int) -> Place | None:
    row = front.rows[i]
    words = row.words
    if len(words) > _MAX_ROW:
        return None
    if not front.body:  # no pages, no sizes
        return "head" if i < front.end else ("label" if _LABEL.match(words) else None)
    in_margin = row.depth < _HEADER or (row.depth > _FOOTER and not _CITED.match(words))
    if row.page > 1:
        return None
    if in_margin and (row.depth < _HEADER or _is_foot(front, i)):
        return None if _ends_reference(front.rows, i) else "margin"
    if i < front.end and row.depth < 0.6 and len(words) < 200:
        return "head"
    return "label" if _LABEL.match(words) and not _ends_reference(front.rows, i) else None


def _ends_reference(rows: Sequence[Row], i: int) -> bool:
    """Tell a row that goes on with a footnote or an entry: "[1] J. Moss, …" stands above it."""
    above = rows[max(0, i - 3) : i]
    return any(_ENTRY.match(row.words) and abs(row.size - rows[i].size) < 0.5 for row in above)


def _is_foot(front: Front, i: int) -> bool:
    """Tell a footer from the last lines of the text or of footnotes."""
    row = front.rows[i]
    if _LABEL.match(row.words) or row.depth > 0.95 or _IMPRINT.search(row.words):
        return True
    again = fold(re.sub(r"\d+", "", row.words))
    return any(
        other.page > 1 and other.depth > _FOOTER and fold(re.sub(r"\d+", "", other.words)) == again
        for other in front.rows
    )


def _with_next(rows: Sequence[Row], i: int) -> str:
    """Return a row's text, with the next one's first word where a DOI is parted at its end."""
    text = rows[i].text
    if re.search(r"10\.\d{4,9}/?\S*[/.\-\ufffe_]$|doi(?:\.org)?[/:]?\s*$", text, re.IGNORECASE):
        following = rows[i + 1].text.split() if i + 1 < len(rows) else []
        text = text.replace("\ufffe", "-") + (following[0] if following else "")
    return text


def _words(text: str) -> str:
    return render(text.replace(MARK, " ").replace("\ufffe", "-"))
