"""The beginning of a document as rows: what stands where, in which size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.index.people import GAP, MARK
from quoth.index.readers import Extract, FrontLine
from quoth.index.text import LINE_BREAK

__all__ = ["Front", "Row", "read_front"]

_MAX_CHARACTERS = 12_000
_MAX_ROWS = 150
_MAX_ROW = 2_000  # characters of a paragraph; a list of authors may be long
_PARAGRAPH = 350  # characters
_PROSE_ROWS = 4
_LINE = re.compile(rf"[^{LINE_BREAK}]+")
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\s+#+\s*$|\*\*|__|^\s*>\s?|`")
_ABSTRACT = re.compile(
    r"\W*(?:abstract|summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|executive summary|résumé|zusammenfassung"
    r"|resumen|resumo|riassunto|摘\s*要)\b(?!\s+(?:of|and|for)\b)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\W*(?:(?:\d|[IVX]{1,3})\.?\s+)?(?:introduction|background|statement of need|text:|引\s*言"
    r"|einleitung|introducción|(?:table of )?contents$)\b",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:references|bibliography|literature cited|works cited|参考文献)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: words, MARK for what is raised, GAP where they are far apart.

    Attributes:
        raw: the words as they stand, raised ones too.
        size: in points; 0 where the format does not tell.
        depth: 0 at the page's top, 1 at its foot; 0 without pages.
        opens: blank space before it (formats without pages), or marked as a heading.
    """

    text: str
    raw: str
    start: int
    page: int = 1
    size: float = 0.0
    bold: bool = False
    x0: float = 0.0
    x1: float = 0.0
    depth: float = 0.0
    opens: bool = False
    heading: bool = False

    @property
    def words(self) -> str:
        """The row without marks, gaps as spaces."""
        return " ".join(self.text.replace(MARK, " ").replace(GAP, " ").split())


@dataclass(frozen=True, slots=True)
class Front:
    """The rows before the reference list, on the first pages.

    Attributes:
        body: size of most characters; 0 where the format does not tell.
        end: rows from here on are abstract or text.
        text: the document's.
    """

    rows: tuple[Row, ...]
    body: float
    end: int
    text: str = ""

    @property
    def head(self) -> tuple[Row, ...]:
        """The rows before the abstract or the text."""
        return self.rows[: self.end]


def read_front(extract: Extract) -> Front:
    """Return the beginning of a document."""
    rows = [*_pdf_rows(extract.front_lines)] if extract.front_lines else [*_text_rows(extract)]
    cut = next((i for i, row in enumerate(rows) if _REFERENCES.match(row.words)), len(rows))
    rows = rows[:cut][:_MAX_ROWS] if not extract.front_lines else rows[:cut]
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return Front(tuple(rows), body, _end(rows, body), extract.text)


def _end(rows: Sequence[Row], body: float) -> int:
    """Return where the abstract, or else the text, begins."""
    for i, row in enumerate(rows):
        first = row.words[:60]
        if _ABSTRACT.match(first) or (_BODY.match(first) and (i > 0 or len(row.words) < 40)):
            return i
        if _is_prose(rows[i : i + _PROSE_ROWS], body):
            return i
    return len(rows)


def _is_prose(rows: Sequence[Row], body: float) -> bool:
    """Tell running text: a long paragraph, or long lines of the text's size one after another."""
    first = rows[0].words
    if not body and len(first) > _PARAGRAPH and first.count(";") < 5 and ". " in first:
        return True
    if len(rows) < _PROSE_ROWS:
        return False
    if body:
        return all(len(r.words) > 60 and abs(r.size - body) < 0.6 for r in rows[:3])
    words = " ".join(row.words for row in rows).split()
    of_names = sum(word[:1].islower() for word in words) < 0.4 * len(words)
    return (
        not of_names and all(len(r.words) > 40 for r in rows) and not any(r.opens for r in rows[1:])
    )


def _text_rows(extract: Extract) -> Iterator[Row]:
    text = extract.text[:_MAX_CHARACTERS]
    headings = {heading.start: heading for heading in extract.headings}
    end = -2
    for line in _LINE.finditer(text):
        words = _MARKUP.sub("", line[0]).strip()[:_MAX_ROW]
        if not words:
            continue
        is_heading = any(start in headings for start in range(line.start(), line.end()))
        gap = text[max(end, 0) : line.start()]
        opens = end < 0 or is_heading or gap.count("\n") > 1 or gap.count("\r") > 1
        yield Row(words, words, line.start(), opens=opens, heading=is_heading)
        end = line.end()


def _pdf_rows(lines: Sequence[FrontLine]) -> Iterator[Row]:
    row: Row | None = None
    for line in lines:
        fresh = Row(
            _marked(line),
            line.text,
            line.start,
            line.page,
            line.size,
            line.bold,
            line.x0,
            line.x1,
            line.depth,
        )
        if row is not None and _beside(row, fresh):
            row = _joined(row, fresh)
            continue
        if row is not None:
            yield row
        row = fresh
    if row is not None:
        yield row


def _beside(row: Row, fresh: Row) -> bool:
    """Tell whether a line goes on where the one before it ends."""
    near = abs(row.depth - fresh.depth) * 800 < 0.6 * max(row.size, fresh.size)
    return row.page == fresh.page and near and fresh.x0 > row.x1 - 0.3 * row.size


def _joined(row: Row, fresh: Row) -> Row:
    raised = fresh.size < 0.86 * row.size and fresh.depth <= row.depth and len(fresh.text) < 12
    words = MARK if raised else fresh.text
    far = fresh.x0 - row.x1 > 0.85 * row.size
    between = GAP if far else " "
    size = row.size if len(row.text) >= len(fresh.text) else fresh.size
    bold = row.bold if len(row.text) >= len(fresh.text) else fresh.bold
    text, raw = f"{row.text}{between}{words}", f"{row.raw} {fresh.text}"
    return replace(row, text=text, raw=raw, x1=fresh.x1, size=size, bold=bold)


def _marked(line: FrontLine) -> str:
    """Return a line's words with MARK for raised runs and GAP at wide gaps."""
    parts: list[str] = []
    raised = {i for start, end in line.marks for i in range(start, end)}
    for i, character in enumerate(line.text):
        if i in line.gaps and parts:
            parts.append(GAP)
        if i not in raised:
            parts.append(character)
        elif not parts or parts[-1] != MARK:
            parts.append(MARK)
    return re.sub(rf" *{GAP} *", GAP, "".join(parts))
