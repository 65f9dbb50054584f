"""The title on a front page: by size in a PDF, by its place before the authors in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.index.metadata.rows import Front, Row
from quoth.index.people import MARK, is_name, split_people
from quoth.index.text import render

__all__ = ["FoundTitle", "fold", "is_label", "title_by_look", "title_by_place"]

_LABEL = re.compile(
    r"\W*(?:(?:original|research|review|short|regular|full|invited|featured?|brief|technical|case"
    r"|systematic|data|software|mini|perspective|methods?|open|special|scientific|primary|empirical"
    r"|conference|working|discussion|journal|academic|the)?[ -]*"
    r"(?:articles?|papers?|reviews?|communications?|research|reports?|letters?|editorial|commentary"
    r"|perspectives?|viewpoint|correspondence|notes?|study|survey|preprint|manuscript|access"
    r"|opinion|tutorial|essay|resource|protocol|erratum|correction)"
    r"(?:[ -]*(?:article|paper|open access|reports?))?|article info|a r t i c l e.*"
    r"|open access|open"
    r"|highlights|check for updates|contents lists? available.*|sciencedirect|journal homepage.*"
    r"|published (?:by|in|as|online)\b.*|available online.*|publisher.s? version.*"
    r"|.*\bunder review\b.*"
    r"|accepted manuscript.*|author.s accepted.*|for peer review.*|downloaded from.*|cite this.*"
    r"|this (?:article|paper|is|version|work|document)\b.*|doi\b.*|https?:.*|www\..*"
    r"|.*\bissn\b.*|received\b.*|accepted\b.*"
    r"|arxiv:.*|submitted\b.*|©.*|\(c\).*|copyright.*|licen[sc]e.*|vol(?:ume)?\.?\s*\d.*|page \d.*"
    r"|doc(?:ument)? id.*|sha:.*|editors?:.*|edited by.*|reviewed by.*|citation:.*|to cite this.*"
    r"|[\d\W]+)\W*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\W*(?:(?:\d+(?:\.\d+)*|[IVX]+)\.?\s+\S|(?:abstract|introduction|summary|background|keywords?"
    r"|key words|references|acknowledge?ments?|conclusions?|methods|results|discussion|contents"
    r"|table of contents|appendix|preface|foreword)\W*$)",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"(?:the )?(?:(?:international|european|american|british|canadian|chinese|asian|african|indian"
    r"|open|world|global)\s+)?(?:journal|annals|proceedings|transactions|advances"
    r"|archives?|bulletin"
    r"|frontiers|revista|acta|zeitschrift|annual review|trends|current opinion|ieee|acm"
    r"|lecture notes"
    r"|communications of)\b(?: (?:of|in|on|for|de|transactions|access)\b.*|$)"
    r"|(?:[\w&.-]+ ){0,4}(?:journal|letters|magazine|quarterly|reports|plos \w+)$"
    r"|plos one|nature(?: \w+){0,2}|science|cell|the lancet.*|jama.*|bmj.*|elife",
    re.IGNORECASE,
)
_MAX_LINES = 6
_MAX_CHARACTERS = 350
_LARGER = 1.07  # than the text
_BOTTOM = 0.72  # of the page; a title stands above
_PITCH = 2.4  # of the font size, within one title
_CLOSE = 1.75
_CAPTION = re.compile(r"\W*(?:fig(?:ure|\.)|table|tab\.)\s*\d", re.IGNORECASE)
_POINTS = 800  # nearly the height of a page


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title, and the rows that it stands in: `rows[first:last]`."""

    text: str
    first: int
    last: int
    sure: bool


def is_label(words: str) -> bool:
    """Tell what stands around a title: the kind of article, links, dates, licences."""
    return _LABEL.fullmatch(words.strip()) is not None


def fold(text: str) -> str:
    """Return letters and digits only, to compare titles."""
    return re.sub(r"[\W_]+", "", text.casefold())


def title_by_look(front: Front, *, known: str | None = None) -> FoundTitle | None:
    """Return the largest words of the first page that may be a title.

    Args:
        known: the title that the file's properties give; chosen if it stands there.
    """
    groups = [g for g in _groups(front) if _may_be_title(front, g)]
    if not groups:
        return None
    if known:
        for first, last in groups:
            found, wanted = fold(_text(front, first, last)), fold(known)
            if len(found) > 8 and (found in wanted or wanted in found):
                return FoundTitle(_text(front, first, last), first, last, sure=True)
    best = max(groups, key=lambda g: _weight(front, g, n_others=len(groups) - 1))
    row = front.rows[best[0]]
    # a title in the size of the text is bold, and above everything that is not
    is_larger = row.size >= _LARGER * front.body
    if not is_larger and not (row.bold and front.end < len(front.rows) and row.depth < 0.4):
        return None
    if best[0] >= front.end:
        return None
    return FoundTitle(_text(front, *best), *best, sure=True)


def _groups(front: Front) -> list[tuple[int, int]]:
    """Return runs of rows of one size that stand close below each other on the first page."""
    groups: list[tuple[int, int]] = []
    for i, row in enumerate(front.rows):
        if row.page > 1 or row.depth > _BOTTOM:
            continue
        if groups and groups[-1][1] == i and _goes_on(front.rows[i - 1], row):
            groups[-1] = (groups[-1][0], i + 1)
        else:
            groups.append((i, i + 1))
    return groups


def _goes_on(above: Row, row: Row) -> bool:
    pitch = (row.depth - above.depth) * _POINTS
    # double spacing is for titles of more than one full line
    limit = _PITCH if above.x1 - above.x0 > 300 and above.words[-1:] not in ".:" else _CLOSE
    return (
        abs(above.size - row.size) < 0.04 * row.size
        and above.bold == row.bold
        and 0 < pitch < limit * row.size
        and not is_label(above.words)
        and not is_label(row.words)
    )


def _may_be_title(front: Front, group: tuple[int, int]) -> bool:
    rows = front.rows[group[0] : group[1]]
    words = _text(front, *group)
    n_letters = sum(map(str.isalpha, words))
    if len(rows) > _MAX_LINES or not 8 <= len(words) <= _MAX_CHARACTERS:
        return n_letters >= 4 and len(rows) <= _MAX_LINES and words.count(" ") == 0 < n_letters - 3
    if n_letters < 0.5 * len(words.replace(" ", "")):
        return False
    if (
        is_label(words)
        or all(is_label(row.words) for row in rows)
        or _SECTION.match(words)
        or _CAPTION.match(words)
    ):
        return False
    people = split_people(rows[0].text)
    marked = MARK in rows[0].text.rstrip(MARK)
    return not (
        people
        and (len(people) > 1 or marked)
        and all(is_name(f"{a.given} {a.family}") for a in people)
    )


def _weight(front: Front, group: tuple[int, int], *, n_others: int) -> float:
    row, words = front.rows[group[0]], _text(front, *group)
    weight = row.size * (1.06 if row.bold else 1.0)
    if words.count(" ") < 2:
        weight *= 0.8
    if n_others and (_JOURNAL.fullmatch(words) or _is_running(front, group)):
        weight *= 0.5
    if group[0] >= front.end:
        weight *= 0.6
    return weight


def _is_running(front: Front, group: tuple[int, int]) -> bool:
    """Tell a journal's name: it stands again beside a volume, or on the second page's head."""
    words = fold(_text(front, *group))
    if len(words) < 6 or group[1] - group[0] > 2:
        return False
    for i, row in enumerate(front.rows):
        again = fold(row.words)
        if not group[0] <= i < group[1] and again.startswith(words):
            after = again[len(words) :]
            if re.match(r"(?:vol|\d)", after):
                return True
    return False


def title_by_place(front: Front, authors_at: int | None) -> FoundTitle | None:
    """Return the title of a text without sizes: a heading, or what stands before the authors.

    Args:
        authors_at: the row with the first author's name, None if there is none.
    """
    rows = front.head
    limit = len(rows) if authors_at is None else authors_at
    first = next((i for i in range(limit) if not is_label(rows[i].words)), None)
    if first is None or _SECTION.match(rows[first].words):
        return None
    last = first + 1
    if not rows[first].heading:
        ends = range(first + 1, min(limit, first + _MAX_LINES))
        if authors_at is None:  # without authors, the first paragraph only
            last = next((i for i in ends if rows[i].opens), min(limit, first + _MAX_LINES))
        else:
            last = next((i for i in ends if is_label(rows[i].words)), limit)
    words = _text(front, first, last)
    if not 4 <= len(words) <= _MAX_CHARACTERS or last - first > _MAX_LINES:
        return None
    is_prose = words.endswith((".", ";", ",", ":")) or re.search(r"[a-z]\. [A-Z]", words)
    if authors_at is None and not rows[first].heading and (is_prose or last - first > 3):
        return None
    return FoundTitle(words, first, last, sure=rows[first].heading or authors_at is not None)


def _text(front: Front, first: int, last: int) -> str:
    rows = front.rows[first:last]
    words = " ".join(row.raw.strip() for row in rows)
    words = re.sub(r"(\w+)[-\u2010\ufffe] (\w+)", lambda parts: _healed(parts, front.text), words)
    words = re.sub(r"\^\{[^}]*\}|\^\[[^\]]*\]", "", render(words))
    if rows and rows[-1].text.endswith(MARK):  # a footnote's mark
        words = re.sub(r"(?<=[^\W\d])[\d*∗†‡]{1,2}$", "", words)
    return words.strip().rstrip("*∗†‡⋆ ")


def _healed(parts: re.Match[str], text: str) -> str:
    """Join a word at a line end; a title's hyphen is rarely the typesetter's."""
    joined = parts[1] + parts[2]
    return joined if re.search(rf"\b{joined}\b", text, re.IGNORECASE) else f"{parts[1]}-{parts[2]}"
