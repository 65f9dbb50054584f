"""Where a paper states a bibliographic fact about itself: the line, as a span of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from quoth.index.types import Document, Passage
from quoth.rag.question.bibliographic import FactName

__all__ = ["describe_fact", "find_statement", "known_value", "shown_name"]

_LONGEST_LINE = 400  # characters; of a longer one the value alone is quoted
_DATE = r"[^\r\n]{0,40}?\b(?:1[6-9]|20)\d\d\b"
_LABELS: dict[FactName, re.Pattern[str]] = {
    "accepted": re.compile(rf"\baccepted\b{_DATE}", re.IGNORECASE),
    "received": re.compile(rf"\b(?:received|submitted)\b{_DATE}", re.IGNORECASE),
    "email": re.compile(r"\b[\w.+-]{1,64}@[\w-]+\.[\w.]+"),
    "affiliation": re.compile(
        r"\b(?:universit\w+|institut\w*|college|academy|department|school|laborator\w+|centre|"
        r"center|hospital|hochschule)\b",
        re.IGNORECASE,
    ),
    "publisher": re.compile(r"\bpublished by\b|\bpublisher\b|\bpress\b|©", re.IGNORECASE),
    "year": re.compile(r"\b(?:published|online|vol|no|copyright)\b|©", re.IGNORECASE),
    "volume": re.compile(r"\bvol(?:ume)?\b|\d\s*\(\d", re.IGNORECASE),
    "issue": re.compile(r"\b(?:no|nr|issue|number)\b|\d\s*\(\d", re.IGNORECASE),
    "pages": re.compile(r"\bp(?:p|ages?)\b|\d\s*[-–—]\s*\d", re.IGNORECASE),
    "keywords": re.compile(r"^[^\w\r\n]*key[ -]?words?\b[^\r\n]*", re.IGNORECASE | re.MULTILINE),
}
_TITLE_WORDS = 8  # the last of a title, which tell a work
_NEAR = 200  # characters between a value and the title or DOI of its line, as in a page's foot
_MUST_BE_LABELLED = frozenset({"volume", "issue", "pages"})  # a bare number may be any number
_QUOTES, _DASHES = "['’‘`\"“”]", "[-‐–—]"
_ALIKE = dict.fromkeys("'’‘`\"“”", _QUOTES) | dict.fromkeys("-‐–—", _DASHES)
_NAMES: dict[FactName, str] = {
    "authors": "who wrote it",
    "title": "its title",
    "year": "the year in which it appeared",
    "venue": "where it appeared",
    "publisher": "its publisher",
    "volume": "its volume",
    "issue": "its issue",
    "pages": "its pages",
    "doi": "its DOI",
    "keywords": "key words",
    "received": "when it was received",
    "accepted": "when it was accepted",
    "email": "an e-mail address of its authors",
    "affiliation": "where its authors work",
    "work": "the work asked for",
}


def describe_fact(name: FactName) -> str:
    """Return the fact in words that follow "does not state"."""
    return _NAMES[name]


def known_value(document: Document, name: FactName) -> str | None:
    """Return what the library knows of a document, None where it knows nothing."""
    if name == "authors":
        people = (f"{author.given} {author.family}".strip() for author in document.authors)
        return ", ".join(people) or None
    if name == "keywords":
        return ", ".join(document.keywords) or None
    value = {
        "title": document.title,
        "year": document.year,
        "venue": document.venue,
        "volume": document.volume,
        "issue": document.issue,
        "pages": document.pages,
        "doi": document.doi,
    }.get(name)
    return None if value is None else str(value)


def find_statement(
    text: str, passages: Sequence[Passage], document: Document, name: FactName
) -> tuple[int, int] | None:
    """Return the span of the line in which a document states a fact about itself.

    Only its front matter is looked at, for a fact with a label of its own ("Accepted: …") what
    follows the body, and lines with the paper's own title or DOI, as at the foot of its pages:
    what stands elsewhere may be about another work.

    Args:
        text: the document's canonical text.
        passages: the document's, in order.
    """
    front = _front(passages, len(text))
    if name in ("affiliation", "publisher"):
        return _labelled(text, name, [_own_lines(passages, front)])
    if name in ("email", "accepted", "received"):
        return _labelled(text, name, [front, _tail(passages, len(text))])
    if name == "keywords":
        return _labelled(text, name, [front])
    if name == "authors":
        return _authors(text, document, front)
    value = known_value(document, name)
    if not value:
        return None
    return _valued(text, name, value, front) or _in_own_reference(text, name, value, document)


def _in_own_reference(
    text: str, name: FactName, value: str, document: Document
) -> tuple[int, int] | None:
    """Return the first line with a value by which a paper says how it is to be cited.

    The paper's title stands shortly before the value, or its DOI shortly after it.
    """
    label = _LABELS.get(name) if name in _MUST_BE_LABELLED else None
    for found in _loosely(value).finditer(text):
        line = _line(text, *found.span())
        before = text[max(0, found.start() - _NEAR) : found.start()]
        after = text[found.end() : found.end() + _NEAR]
        is_own = (name != "title" and document.title and _ends(document.title, before)) or (
            name != "doi" and document.doi and document.doi.lower() in after.lower()
        )
        if is_own and (label is None or label.search(text, *line)):
            return line
    return None


def _ends(title: str, text: str) -> bool:
    """Whether a text has a title, of a long one its last words."""
    words = re.findall(r"\w+", title)[-_TITLE_WORDS:]
    return re.search(r"\W+".join(map(re.escape, words)), text, re.IGNORECASE) is not None


def _valued(
    text: str, name: FactName, value: str, front: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the first line that has a value and its label, or else the first that has it."""
    label = _LABELS.get(name)
    lines = [_line(text, *match.span()) for match in _loosely(value).finditer(text, *front)]
    sure = [line for line in lines if label is None or label.search(text, *line)]
    rest = [line for line in lines if not _LABELS["received"].search(text, *line)]
    return next(iter(sure or ([] if name in _MUST_BE_LABELLED else rest)), None)


def _own_lines(passages: Sequence[Passage], front: tuple[int, int]) -> tuple[int, int]:
    """Return what comes before the abstract, which may speak of any place or publisher."""
    abstract = [passage.start for passage in passages if passage.kind == "abstract"]
    return 0, min([front[1], *abstract])


def _front(passages: Sequence[Passage], length: int) -> tuple[int, int]:
    """Return what comes before the body, a paper's first page of words where nothing is marked."""
    kept = [p for p in passages if p.kind in ("front", "abstract")]
    end = kept[-1].end if kept else passages[0].end if passages else length
    return 0, end


def _tail(passages: Sequence[Passage], length: int) -> tuple[int, int]:
    last = [p for p in passages if p.kind != "reference"]
    return (last[-1].start, last[-1].end) if last else (length, length)


def _labelled(
    text: str, name: FactName, places: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    for place in places:
        match = _LABELS[name].search(text, *place)
        if match:
            return _line(text, match.start(), match.end())
    return None


def _authors(text: str, document: Document, front: tuple[int, int]) -> tuple[int, int] | None:
    """Return the lines from the first author's name to the last one's."""
    found = []
    at, end = front
    for author in document.authors:
        match = _family(author.family).search(text, at, end)
        if match is None:
            break
        found.append(match)
        at = match.end()
    if not found:
        return None
    start, last = _line(text, found[0].start(), found[0].end()), found[-1]
    finish = max(start[1], _line(text, last.start(), last.end())[1])
    return (start[0], finish) if finish - start[0] <= 2 * _LONGEST_LINE else start


def _family(name: str) -> re.Pattern[str]:
    """Match a family name; the mark of a footnote may be glued to it."""
    return re.compile(rf"(?<!\w){_with_any_marks(name)}(?![^\W\d_])", re.IGNORECASE)


def _loosely(value: str) -> re.Pattern[str]:
    """Match a value however its white space falls and whatever marks stand between its words."""
    return re.compile(rf"(?<!\w){_with_any_marks(value)}(?!\w)", re.IGNORECASE)


def _with_any_marks(value: str) -> str:
    words = (_ALIKE.get(w, re.escape(w)) for w in re.findall(r"\w+|[^\w\s]", value))
    return r"[\s*_\ufffe]*".join(words)


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to its whole lines, unless these are too long to quote."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    after = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
    last = min(after, default=len(text))
    if last - first > _LONGEST_LINE:
        return start, end
    line = text[first:last]
    return first + len(line) - len(line.lstrip()), last - (len(line) - len(line.rstrip()))


def shown_name(document: Document) -> str:
    """Return what a reader knows a document by: its title, else its file's name."""
    return document.title or PurePath(document.file).name
