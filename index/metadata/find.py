"""Title, authors, year, venue, DOI, keywords of a document, each with where it was read."""

from __future__ import annotations

import re
from typing import TypeVar

from quoth.index.metadata.authors import FoundAuthors, find_authors
from quoth.index.metadata.keywords import find_keywords
from quoth.index.metadata.labelled import front_matter, header_lines
from quoth.index.metadata.publication import find_own_doi, find_publication_year, find_venue
from quoth.index.metadata.rows import Front, read_front
from quoth.index.metadata.statements import find_statements
from quoth.index.metadata.title import FoundTitle, fold, title_by_look, title_by_place
from quoth.index.metadata.types import FIELDS, Metadata, Stated
from quoth.index.readers import Extract, Hints

__all__ = ["find_metadata"]

_FRONT = "front page"
_Value = TypeVar("_Value")


def find_metadata(extract: Extract) -> Metadata:
    """Return what a document states about itself, None for what it does not state.

    The file's own properties come first where they are sane: a PDF's are believed where the first
    page bears them out. Then labelled lines, then the front page.
    """
    front = read_front(extract)
    labelled = front_matter(extract.text).over(header_lines(front))
    title, people = _title_and_authors(extract, front, labelled)
    stated = _stated_hints(extract, front, title, people)
    shown = Metadata(
        title=_from(_FRONT, title.text) if title else None,
        authors=_from(_FRONT, people.people) if people else None,
    )
    known = labelled.over(stated).over(shown)
    wanted = known.title.value if known.title else None
    if title is None and wanted is not None:
        title = FoundTitle(wanted, 0, 0, sure=True)
    statements = find_statements(front, title)
    venue = find_venue(statements)
    year, doi = find_publication_year(statements, venue), find_own_doi(statements)
    keywords = find_keywords(front)
    return known.over(
        Metadata(
            year=_from(_FRONT, year) if year else None,
            venue=_from(_FRONT, venue.venue) if venue.venue else None,
            volume=_from(_FRONT, venue.volume) if venue.volume else None,
            issue=_from(_FRONT, venue.issue) if venue.issue else None,
            pages=_from(_FRONT, venue.pages) if venue.pages else None,
            doi=_from(_FRONT, doi) if doi else None,
            keywords=_from(_FRONT, keywords) if keywords else None,
        )
    )


def _from(source: str, value: _Value) -> Stated[_Value]:
    return Stated(value, source)


def _title_and_authors(
    extract: Extract, front: Front, labelled: Metadata
) -> tuple[FoundTitle | None, FoundAuthors | None]:
    hinted = labelled.title.value if labelled.title else extract.hints.title
    if extract.front_lines:
        title = title_by_look(front, known=hinted)
        if title is not None:
            people = find_authors(front.rows, title.last, _authors_end(front, title), sized=True)
            return title, people
    elif labelled.title and labelled.authors:
        return None, None
    start = next((i for i, row in enumerate(front.head) if _is(hinted, row.words)), None)
    after = 1 if start is None else start + 1
    people = find_authors(front.rows, after, front.end, sized=False)
    if extract.front_lines and people is None:
        return None, None  # sizes did not tell, and no names: a form, a slide, a letter
    title = title_by_place(front, people.first if people else None)
    return title, people


def _authors_end(front: Front, title: FoundTitle) -> int:
    """Return where to stop looking for names: the abstract, or the next page."""
    if title.last <= front.end < len(front.rows):
        return front.end
    rest = range(title.last, len(front.rows))
    prose = (i for i in rest if front.rows[i].page > 1 or _is_prose(front, i))
    return next(prose, len(front.rows))


def _is_prose(front: Front, i: int) -> bool:
    """Tell three long rows of the text's size in a row."""
    rows = front.rows[i : i + 3]
    return len(rows) > 2 and all(
        len(row.words) > 60 and abs(row.size - front.body) < 0.6 for row in rows
    )


def _is(title: str | None, words: str) -> bool:
    return bool(title) and len(fold(words)) > 3 and fold(words) in fold(title or "")


def _stated_hints(
    extract: Extract, front: Front, title: FoundTitle | None, people: FoundAuthors | None
) -> Metadata:
    """Return the facts of the file's properties; a PDF's only where the first page agrees."""
    hints = extract.hints
    facts = {name: getattr(hints, name, None) or None for name in FIELDS}
    if extract.front_lines:
        page = fold("".join(row.raw for row in front.rows if row.page == 1))
        if not _title_agrees(hints, title, page):
            facts["title"] = None
        families = [fold(author.family) for author in hints.authors]
        fewer = people is not None and len(families) < len(people.people)
        if fewer or not all(family in page for family in families):
            facts["authors"] = None
    source = dict(hints.sources)
    if facts["doi"]:
        facts["doi"] = str(facts["doi"]).lower()
    return Metadata(
        **{
            name: Stated(value, source.get(name, "document properties"))
            for name, value in facts.items()
            if value
        }
    )


def _title_agrees(hints: Hints, title: FoundTitle | None, page: str) -> bool:
    if hints.title is None:
        return False
    if fold(hints.title) in page:
        return True
    if title is None:  # nothing on the page speaks against it
        return hints.title.count(" ") > 1 and not re.search(r"\d{3}|[_/\\]|\.\w+$", hints.title)
    wanted, shown = fold(hints.title), fold(title.text)
    return len(wanted) > 8 and (wanted in shown or shown in wanted)
