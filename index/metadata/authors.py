"""The authors on a front page: the names between the title and what comes after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quoth.index.metadata.rows import Row
from quoth.index.metadata.title import is_label
from quoth.index.people import GAP, MARK, clean_names, is_name, split_people
from quoth.index.types import Author

__all__ = ["FoundAuthors", "find_authors"]

_AFFILIATION = re.compile(
    r"universi|institut|department|\bdept\b|school of|college|laborator|hospital|faculty|academy"
    r"|cent(?:er|re) |ministry|@|research|\binc\b|\bltd\b|gmbh|\blabs?\b|corporation"
    r"|google|microsoft"
    r"|学院|大学|研究",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?(?:19|20)\d\d")
_CITED = re.compile(r"\bcit(?:e|ation)\b|\((?:19|20)\d\d\)", re.IGNORECASE)
_COLUMNS = re.compile(rf"{GAP}[^\W\d]")
_ORDINAL = re.compile(r"(?<!\w)\d+(?:st|nd|rd|th)\s+(?=[A-Z])")
_LEADING_MARK = re.compile(
    rf"^\s*(?:[{MARK}*∗†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹]|\^[\[{{]|\d+[\s.)]|[a-h][\s)]\s*(?=[A-Z])|\(\d)"
)
_BY = re.compile(r"^\s*(?:by|authors?\s*:)\s+", re.IGNORECASE)
_ENDS_OPEN = re.compile(r"(?:,|;|&|\band|·)\s*$")
_BEGINS_JOINED = re.compile(r"^\s*(?:,|;|&|and\b|·)")
_MAX_BEFORE = 4  # rows of subtitle, dates and labels between title and authors
_MAX_BLOCK = 60
_SAME_SIZE = 0.06


@dataclass(frozen=True, slots=True)
class FoundAuthors:
    """The authors, and the row where the first one stands."""

    people: tuple[Author, ...]
    first: int


def find_authors(rows: Sequence[Row], after: int, end: int, *, sized: bool) -> FoundAuthors | None:
    """Return the names that follow a title.

    Args:
        after: the row after the title.
        end: the row where the abstract begins.
        sized: whether sizes are known; without them a single name needs a sign that it is one.
    """
    skipped = 0
    for i in range(after, end):
        if _is_name_row(rows, i, end, sized=sized):
            people = _block(rows, i, end)
            if people:
                return FoundAuthors(people, i)
        if not is_label(rows[i].words):
            skipped += 1
        if skipped > _MAX_BEFORE:
            return None
    return None


def _pieces(text: str) -> list[str]:
    """Return the parts of a row that should each be a name."""
    people = split_people(_ORDINAL.sub("", text))
    return [f"{author.given} {author.family}".strip() for author in people]


def _is_name_row(rows: Sequence[Row], i: int, end: int, *, sized: bool) -> bool:
    row = rows[i]
    text = _ORDINAL.sub("", _BY.sub("", row.text))
    if is_label(row.words) or _LEADING_MARK.match(text):
        return False
    pieces = _pieces(text)
    if not pieces or not is_name(pieces[0]):
        return False
    names = [piece for piece in pieces if is_name(piece)]
    open_end = len(names) == len(pieces) - 1 and i + 1 < end  # the last name goes on below
    whole = len(names) == len(pieces) or (len(names) > 1 and open_end)
    leads = not whole and _AFFILIATION.search(row.words) is not None and "," in row.text
    if not (whole or leads):
        return False
    if sized:
        return leads or (i > 0 and _is_borne_out(rows, i, end))
    return leads or _has_sign(rows, i, end, n_names=len(names))


def _is_borne_out(rows: Sequence[Row], i: int, end: int) -> bool:
    """Tell authors from two words on a form or a slide: by marks, an abstract, affiliations."""
    if end < len(rows) and rows[end].page == rows[i].page and rows[end].depth > rows[i].depth - 0.1:
        return True
    if MARK in rows[i].text or re.search(r"[∗*†‡]|[^\W\d_]\d(?:,|$|\s)", rows[i].text):
        return True
    family = _pieces(rows[i].text)[0].rpartition(" ")[2]
    if any(family in row.words and _CITED.search(row.words) for row in rows[i + 1 : i + 40]):
        return True
    below = rows[i + 1 : i + 8]
    return any(_AFFILIATION.search(row.words) or _DATE.fullmatch(row.words) for row in below)


def _has_sign(rows: Sequence[Row], i: int, end: int, *, n_names: int) -> bool:
    """Tell a name from a title of two words: by marks, initials, or what stands below."""
    row = rows[i]
    raw = clean_names(row.text)
    marked = raw != " ".join(row.text.split()) or MARK in row.text
    initials = re.search(r"(?<!\w)[A-Z]\.", row.text) is not None
    if n_names > 1 or marked or initials or _BY.match(row.text):
        return True
    below = rows[i + 1 : min(end, i + 4)]
    if any(_AFFILIATION.search(other.words) for other in below):
        return True
    # a line of its own between the title and the abstract
    alone = row.opens and (i + 1 >= len(rows) or rows[i + 1].opens)
    return alone and i > 0 and end < len(rows)


def _block(rows: Sequence[Row], first: int, end: int) -> tuple[Author, ...]:
    """Return the names of the rows that look as the first one does."""
    people: list[Author] = []
    i, n_blocks = first, 0
    while i < min(end, first + _MAX_BLOCK):
        last = i + 1
        while last < end and _goes_on(rows, i, last, end):
            last += 1
        found = _named(_together(rows[i:last]))
        if not found:
            break
        people += found
        n_blocks += 1
        if len(found) > 1 and not any(GAP in row.text for row in rows[i:last]):
            break  # a list is whole; columns and single names go on below their affiliations
        i = _next_name(rows, first, last, min(end, first + _MAX_BLOCK))
    unique = dict.fromkeys(people)
    return tuple(unique)


def _goes_on(rows: Sequence[Row], first: int, i: int, end: int) -> bool:
    row, above = rows[i], rows[i - 1]
    if row.page != above.page or not _same_look(rows[first], row):
        return False
    text = row.text
    if _LEADING_MARK.match(text) and not _BEGINS_JOINED.match(text.lstrip(MARK + " ")):
        return False
    if is_label(row.words) or _AFFILIATION.search(re.sub(r"\S+@\S+", "", row.words)):
        return False
    if row.opens and not _ENDS_OPEN.search(above.text.rstrip(MARK + " ")):
        return _is_name_row(rows, i, end, sized=False) and row.size == 0 and len(_pieces(text)) == 1
    joined = _ENDS_OPEN.search(above.text) or _BEGINS_JOINED.match(text)
    pieces = [piece for piece in _pieces(text) if piece]
    names = [piece for piece in pieces if is_name(piece)]
    if rows[first].bold != row.bold and not re.search(rf"[,;&{MARK}]", text):
        return False
    wrapped = len(_pieces(above.text)) > 1 and not above.text.rstrip().endswith(MARK)
    return bool(pieces) and (
        (joined is not None and len(names) >= 0.5 * len(pieces))
        or len(names) == len(pieces)
        or (wrapped and len(pieces) > 1 and len(names) >= len(pieces) - 2)
        or (wrapped and len(pieces) == 1 and _is_rest(above, row))
    )


def _is_rest(above: Row, row: Row) -> bool:
    """Tell whether a row's words end the name that the row above began."""
    return is_name(f"{_pieces(above.text)[-1]} {clean_names(row.text)}")


def _same_look(first: Row, row: Row) -> bool:
    if not first.size:
        return True
    alike = abs(first.size - row.size) <= _SAME_SIZE * first.size
    return alike or (len(row.words) < 3 and not row.words.isdigit())


def _twins(first: Row, row: Row) -> bool:
    return _same_look(first, row) and first.bold == row.bold


def _together(rows: Sequence[Row]) -> str:
    """Join rows to one list; a name that is parted by the line end is one again."""
    text = _BY.sub("", rows[0].text)
    for above, row in pairwise(rows):
        last = _pieces(above.text)[-1:]
        complete = above.text.rstrip().endswith((MARK, *"*∗†‡§¶0123456789"))
        listed = len(_pieces(above.text)) > 1 or _BEGINS_JOINED.match(above.text) is not None
        parted = listed and not complete and bool(last) and not _COLUMNS.search(row.text)
        if _ENDS_OPEN.search(above.text) or _BEGINS_JOINED.match(row.text) or parted:
            text += f" {row.text}"
        else:
            text += f"{GAP}{row.text}"
    return _ORDINAL.sub("", text)


def _named(text: str) -> list[Author]:
    """Return the people of a list up to the first thing that is none."""
    found: list[Author] = []
    for author in split_people(text):
        whole = f"{author.given} {author.family}".strip()
        if is_name(whole) or (found and not author.given and " " in author.family):
            found.append(author)
        elif found:
            break
    return found


def _next_name(rows: Sequence[Row], first: int, after: int, end: int) -> int:
    """Return the row of the next name below affiliations, or `end`."""
    for i in range(after, end):
        alike = rows[i].size > 0 and _twins(rows[first], rows[i])
        distinct = alike and not _twins(rows[first], rows[i - 1])
        mailed = "@" in rows[i - 1].text or (i + 1 < end and _AFFILIATION.search(rows[i + 1].words))
        if alike and (distinct or mailed) and _is_name_row(rows, i, end, sized=True):
            return i
        if not rows[i].size and "@" in rows[i - 1].text and _is_name_row(rows, i, end, sized=False):
            return i
    return end
