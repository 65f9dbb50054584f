"""Markdown: the file as it is, and where its headings stand."""

from __future__ import annotations

import re

from quoth.index.readers.extract import Extract, Hints
from quoth.index.readers.plain import decode
from quoth.index.readers.titles import find_doi, sane_title
from quoth.index.types import Heading

__all__ = ["read_markdown"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_TITLE_LINE = re.compile(r"^title:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE | re.IGNORECASE)
_DOI_LINE = re.compile(r"^doi:(.*)", re.MULTILINE | re.IGNORECASE)
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}[ \t]*$")
_EMPHASIS = re.compile(r"\*\*\*|\*\*|\*|___|__|_|`+|~~")


def read_markdown(name: str, data: bytes) -> Extract:
    """Return the decoded file unchanged, with ATX and setext headings."""
    text = decode(data, name)
    front = _FRONT_MATTER.match(text)
    headings = _headings(text, front.end() if front else 0)
    matter = _LINE_END.sub("\n", front.group(1)) if front else ""
    doi = _DOI_LINE.search(matter)
    title = _front_title(matter)
    hints = Hints(
        title=title or _first_title(text, headings),
        doi=find_doi(doi.group(1)) if doi else None,
        sources=(("title", "front matter" if title else "first heading"), ("doi", "front matter")),
    )
    return Extract(text, headings=headings, hints=hints)


def _headings(text: str, body_start: int) -> tuple[Heading, ...]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    line_starts = [0, *(end.end() for end in _LINE_END.finditer(text)), len(text)]
    # Front matter would parse as a rule and a setext heading; as blank lines it keeps the count.
    blanked = re.sub(r"[^\r\n]", " ", text[:body_start]) + text[body_start:]
    found = []
    for token in parser.parse(blanked):
        if token.type != "heading_open" or token.map is None:
            continue
        first, last = token.map
        setext = token.markup in ("=", "-")
        start, end = line_starts[first], line_starts[min(last - setext, len(line_starts) - 1)]
        if not setext:
            start = text.index(token.markup, start) + len(token.markup)
        start, end = _words(text, start, end, closed=not setext)
        if start < end:
            found.append(Heading(start, end, int(token.tag[1:])))
    return tuple(found)


def _words(text: str, start: int, end: int, *, closed: bool) -> tuple[int, int]:
    """Narrow a range to the heading's words: no closing #'s, no attributes, no emphasis marks."""
    start, end = _strip(text, start, end)
    if closed and (hashes := _CLOSING_HASHES.search(text[start:end])):
        start, end = _strip(text, start, start + hashes.start())
    if attributes := _ATTRIBUTES.search(text[start:end]):
        end = start + attributes.start()
    while (opening := _EMPHASIS.match(text, start, end)) is not None:
        mark = opening.group()
        inside = text[start + len(mark) : end - len(mark)]
        if not text.endswith(mark, start + len(mark), end) or mark in inside:
            break
        start, end = _strip(text, start + len(mark), end - len(mark))
    return start, end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, max(start + left, start + len(words.rstrip()))


def _front_title(matter: str) -> str | None:
    found = _TITLE_LINE.search(matter)
    if found is None:
        return None
    value = re.sub(r"^[>|][+-]?\d?[ \t]*(?:\n|$)", "", found.group(1)).strip()
    if len(value) > 1 and value[0] in "\"'" and value.endswith(value[0]):
        value = value[1:-1]
    return sane_title(value)


def _first_title(text: str, headings: tuple[Heading, ...]) -> str | None:
    first = next((heading for heading in headings if heading.level == 1), None)
    return sane_title(text[first.start : first.end]) if first else None
