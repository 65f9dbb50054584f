"""Articles as PDF, in one column or two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
)
from reportlab.platypus import Paragraph as Lines

from typeset.article import FootnoteMark, Heading, Items, Paragraph, curly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from typeset.article import Article, Block, Inline

__all__ = ["pdf"]

_WORD = re.compile(r"[^\W\d_]+")
_TOP, _BOTTOM = 24 * mm, 24 * mm
_GUTTER = 8 * mm
# What `invariant` writes, and a reader would take for the year; the same length as ours.
_REPORTLAB_DATE = b"D:20000101"
_NO_PADDING = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}


@dataclass(frozen=True, slots=True)
class _Design:
    """What differs between one column and two: lengths in points."""

    margin: float
    size: float
    leading: float
    indent: float


_DESIGNS = {1: _Design(28 * mm, 10.5, 13.6, 14), 2: _Design(20 * mm, 9.6, 12.2, 10)}


def pdf(article: Article, hyphenation: Mapping[str, str]) -> bytes:
    """Typeset the article; the same article gives the same bytes.

    `hyphenation` leads from a word to the same word with soft hyphens.
    """
    height = A4[1] - _TOP - _BOTTOM
    n_pages, data = _build(article, hyphenation, height)
    if article.columns == 1:
        return data
    # Even out the columns of the last page: the lowest that still hold the text.
    leading = _DESIGNS[article.columns].leading
    while height > 4 * leading:
        height -= leading
        n_shorter, shorter = _build(article, hyphenation, height)
        if n_shorter > n_pages:
            break
        data = shorter
    return data


def _build(
    article: Article, hyphenation: Mapping[str, str], later_height: float
) -> tuple[int, bytes]:
    """Return the number of pages and the file, with columns of that height after page 1."""
    design = _DESIGNS[article.columns]
    opening, rest = _story(article, design, hyphenation)
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=A4,
        title=article.title,
        author=article.byline,
        subject=article.imprint,
        creator="Quoth example library",
        invariant=1,
    )
    title_height = 1 + sum(_height(part, A4[0] - 2 * design.margin) for part in opening)
    first_height = A4[1] - _TOP - _BOTTOM - title_height
    title = Frame(
        design.margin,
        A4[1] - _TOP - title_height,
        A4[0] - 2 * design.margin,
        title_height,
        **_NO_PADDING,
    )
    first = [title, *_columns(article.columns, design, first_height, first_height)]
    later = _columns(article.columns, design, A4[1] - _TOP - _BOTTOM, later_height)
    document.addPageTemplates(
        [
            PageTemplate("first", first, onPage=_folio),
            PageTemplate("later", later, onPage=_folio),
        ]
    )
    document.build([*opening, FrameBreak(), NextPageTemplate("later"), *rest])
    dated = file.getvalue().replace(_REPORTLAB_DATE, f"D:{article.year}0101".encode())
    return document.page, dated


def _columns(n_columns: int, design: _Design, top: float, height: float) -> list[Frame]:
    """Return the columns of a page, `height` deep, from `top` above the bottom margin."""
    width = (A4[0] - 2 * design.margin - (n_columns - 1) * _GUTTER) / n_columns
    lefts = [design.margin + n * (width + _GUTTER) for n in range(n_columns)]
    bottom = _BOTTOM + top - height
    return [Frame(left, bottom, width, height, **_NO_PADDING) for left in lefts]


def _folio(canvas: Canvas, _document: BaseDocTemplate) -> None:
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(A4[0] / 2, 13 * mm, str(canvas.getPageNumber()))


def _height(part: Flowable, width: float) -> float:
    _, height = part.wrap(width, A4[1])
    return float(height + part.getSpaceBefore() + part.getSpaceAfter())


def _styles(design: _Design) -> dict[str, ParagraphStyle]:
    text = ParagraphStyle(
        "text",
        fontName="Times-Roman",
        fontSize=design.size,
        leading=design.leading,
        alignment=TA_JUSTIFY,
        allowWidows=0,
        allowOrphans=0,
    )
    small = {"fontSize": design.size - 0.9, "leading": design.leading - 1.2}
    centred = {"alignment": TA_CENTER, "parent": text}
    after_list = design.leading / 2
    return {
        "title": ParagraphStyle(
            "title", fontName="Times-Bold", fontSize=18, leading=22, spaceAfter=8, **centred
        ),
        "byline": ParagraphStyle("byline", fontSize=11.5, leading=15, **centred),
        "imprint": ParagraphStyle(
            "imprint", fontName="Times-Italic", fontSize=9.5, leading=13, spaceAfter=16, **centred
        ),
        "abstract": ParagraphStyle(
            "abstract", parent=text, leftIndent=26, rightIndent=26, spaceAfter=14
        ),
        "heading": ParagraphStyle(
            "heading",
            fontName="Times-Bold",
            fontSize=design.size + 1.2,
            leading=design.leading + 2,
            spaceBefore=design.leading * 0.75,
            spaceAfter=3,
        ),
        "first": text,
        "next": ParagraphStyle("next", parent=text, firstLineIndent=design.indent),
        "item": ParagraphStyle(
            "item", parent=text, leftIndent=design.indent + 6, bulletIndent=4, spaceBefore=2
        ),
        "last item": ParagraphStyle(
            "last item",
            parent=text,
            leftIndent=design.indent + 6,
            bulletIndent=4,
            spaceBefore=2,
            spaceAfter=after_list,
        ),
        "reference": ParagraphStyle(
            "reference",
            parent=text,
            leftIndent=design.indent + 4,
            firstLineIndent=-design.indent - 4,
            spaceAfter=3,
            **small,
        ),
    }


def _story(
    article: Article, design: _Design, hyphenation: Mapping[str, str]
) -> tuple[list[Flowable], list[Flowable]]:
    """Return the part over the full width (title to abstract) and the part in columns."""
    styles = _styles(design)
    opening = [
        Lines(escape(curly(article.title)), styles["title"]),
        Lines(escape(article.byline), styles["byline"]),
        Lines(escape(article.imprint), styles["imprint"]),
    ]
    rest: list[Flowable] = []
    section = ""
    before: Block | None = None
    for block in article.blocks:
        match block:
            case Heading(text):
                section = text
                if text != "Abstract":
                    rest.append(CondPageBreak(5 * design.leading))
                    rest.append(Lines(escape(curly(text)), styles["heading"]))
            case Paragraph(content):
                words = _markup(content, hyphenation)
                if section == "Abstract":
                    opening.append(Lines(f"<b>Abstract.</b> {words}", styles["abstract"]))
                elif section == "References":
                    rest.append(Lines(words, styles["reference"]))
                else:
                    style = "next" if isinstance(before, Paragraph) else "first"
                    rest.append(Lines(words, styles[style]))
            case Items():
                rest.extend(_list(block, styles, hyphenation))
            case _:
                message = f"{article.name}: the PDF page has no tables"
                raise TypeError(message)
        before = block
    return opening, rest


def _list(
    block: Items, styles: Mapping[str, ParagraphStyle], hyphenation: Mapping[str, str]
) -> list[Flowable]:
    lines = []
    for n, item in enumerate(block.items, start=1):
        mark = f"{n}." if block.numbered else "•"
        style = styles["last item" if n == len(block.items) else "item"]
        lines.append(Lines(_markup(item, hyphenation), style, bulletText=mark))
    return lines


def _markup(content: Inline, hyphenation: Mapping[str, str]) -> str:
    """Return a line in ReportLab's own mark-up, with soft hyphens."""
    parts = []
    for part in content:
        if isinstance(part, FootnoteMark):
            message = "the PDF page has no footnotes"
            raise TypeError(message)
        # ReportLab drops the space between a word with a soft hyphen and another face.
        start = part.text.rstrip().rfind(" ") + 1 if part is not content[-1] else len(part.text)
        words = _WORD.sub(lambda word: hyphenation.get(word[0], word[0]), part.text[:start])
        words = escape(curly(words + part.text[start:]), quote=False)
        parts.append(f"<i>{words}</i>" if part.italic else words)
    return "".join(parts)
