"""An article's source: front matter and Markdown in, blocks of words out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = [
    "Article",
    "Block",
    "FootnoteMark",
    "Heading",
    "Inline",
    "Items",
    "Paragraph",
    "Run",
    "Table",
    "curly",
    "parse_article",
    "plain_words",
]

Format = Literal["pdf", "docx", "html", "md", "txt"]

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_FOOTNOTE = re.compile(r"^\[\^(\w+)\]: (.+)", re.DOTALL)
_FOOTNOTE_MARK = re.compile(r"\[\^(\w+)\]")
_CAPTION = "Table: "


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one type face."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """The place in a line that a footnote hangs on; `name` is a key of `Article.footnotes`."""

    name: str


Inline = tuple[Run | FootnoteMark, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading, its number included."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose, or one entry of the reference list."""

    content: Inline


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted or numbered list."""

    items: tuple[Inline, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has as many cells as `header`."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Article:
    """One article, before it is typeset.

    Attributes:
        name: file name without a suffix.
        body: the source below its front matter, unchanged.
        columns: of text on a page; PDF only.
        footnotes: by the name that their mark gives.
    """

    name: str
    title: str
    authors: tuple[str, ...]
    year: int
    series: str
    format: Format
    columns: int
    body: str
    blocks: tuple[Block, ...]
    footnotes: dict[str, str]

    @property
    def file(self) -> str:
        """The name of the file that is made of it."""
        return f"{self.name}.{self.format}"

    @property
    def byline(self) -> str:
        """The authors, as the article prints them."""
        return " and ".join(self.authors)

    @property
    def imprint(self) -> str:
        """The line under the authors: the series and the year."""
        return f"{self.series}, {self.year}"


def parse_article(name: str, source: str) -> Article:
    """Read an article's source.

    Raises:
        ValueError: no front matter, a field is missing, or the format is not known.
    """
    front = _FRONT_MATTER.match(source)
    if front is None:
        message = f"{name}: the source must begin with front matter between two lines of ---"
        raise ValueError(message)
    fields = dict(line.split(": ", 1) for line in front.group(1).splitlines())
    missing = {"title", "authors", "year", "series", "format"} - fields.keys()
    if missing:
        message = f"{name}: the front matter lacks {', '.join(sorted(missing))}"
        raise ValueError(message)
    body = source[front.end() :].strip() + "\n"
    blocks, footnotes = _blocks(MarkdownIt("commonmark").enable("table").parse(body))
    return Article(
        name=name,
        title=fields["title"],
        authors=tuple(fields["authors"].split("; ")),
        year=int(fields["year"]),
        series=fields["series"],
        format=_format(name, fields["format"]),
        columns=int(fields.get("columns", "1")),
        body=body,
        blocks=blocks,
        footnotes=footnotes,
    )


def curly(words: str) -> str:
    """Return the words with typographic quotation marks and apostrophes."""
    opened = re.sub(r'(?:(?<=[\s(])|^)"', "\u201c", words)
    return opened.replace('"', "\u201d").replace("'", "\u2019")


def plain_words(content: Inline) -> str:
    """Return the words of a line without faces and footnote marks."""
    return "".join(part.text for part in content if isinstance(part, Run))


def _format(name: str, value: str) -> Format:
    match value:
        case "pdf" | "docx" | "html" | "md" | "txt":
            return value
    message = f"{name}: format must be pdf, docx, html, md or txt, not {value}"
    raise ValueError(message)


def _blocks(tokens: Sequence[Token]) -> tuple[tuple[Block, ...], dict[str, str]]:
    blocks: list[Block] = []
    footnotes: dict[str, str] = {}
    at = 0
    while at < len(tokens):
        kind = tokens[at].type
        end = _closing(tokens, at)
        inside = tokens[at + 1 : end]
        if kind == "heading_open":
            blocks.append(Heading(inside[0].content))
        elif kind in ("bullet_list_open", "ordered_list_open"):
            items = tuple(_inline(token) for token in inside if token.type == "inline")
            blocks.append(Items(items, numbered=kind == "ordered_list_open"))
        elif kind == "table_open":
            blocks.append(_table(inside))
        elif note := _FOOTNOTE.match(inside[0].content):
            footnotes[note.group(1)] = " ".join(note.group(2).split())
        elif inside[0].content.startswith(_CAPTION) and isinstance(blocks[-1], Table):
            table = blocks.pop()
            if isinstance(table, Table):
                caption = inside[0].content.removeprefix(_CAPTION)
                blocks.append(Table(table.header, table.rows, caption))
        else:
            blocks.append(Paragraph(_inline(inside[0])))
        at = end + 1
    return tuple(blocks), footnotes


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    message = "a block that is not closed"
    raise ValueError(message)


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), caption="")


def _inline(token: Token) -> Inline:
    parts: list[Run | FootnoteMark] = []
    italic = False
    for child in token.children or []:
        if child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
            continue
        text = " " if child.type == "softbreak" else child.content
        # re.split with a group: words at the even places, names of footnotes at the odd ones.
        for place, piece in enumerate(_FOOTNOTE_MARK.split(text)):
            if place % 2:
                parts.append(FootnoteMark(piece))
            elif piece:
                parts.append(Run(piece, italic))
    return tuple(parts)
