"""Articles as DOCX, with real tables and footnotes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from typeset.article import FootnoteMark, Heading, Items, Paragraph, Table, curly

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.text.paragraph import Paragraph as DocxParagraph

    from typeset.article import Article, Block, Inline

__all__ = ["docx"]

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP entry can carry
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)


def docx(article: Article) -> bytes:
    """Typeset the article; the same article gives the same text and properties."""
    document = Document()
    _set_properties(document, article)
    _set_fonts(document)
    document.add_paragraph(curly(article.title), style="Title")
    document.add_paragraph(article.byline).alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.add_paragraph().add_run(article.imprint).italic = True
    numbers = {name: n for n, name in enumerate(article.footnotes, start=1)}
    for block in article.blocks:
        _add_block(document, block, numbers)
    _add_footnotes(document, list(article.footnotes.values()))
    return _with_fixed_times(document)


def _set_properties(document: DocumentType, article: Article) -> None:
    written = datetime(article.year, 1, 1, tzinfo=UTC)
    properties = document.core_properties
    properties.title = article.title
    properties.author = properties.last_modified_by = article.byline
    properties.subject = article.imprint
    properties.comments = ""
    properties.created = properties.modified = written
    properties.language = "en-GB"


def _set_fonts(document: DocumentType) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.name = "Georgia"


def _add_block(document: DocumentType, block: Block, numbers: dict[str, int]) -> None:
    match block:
        case Heading(text):
            document.add_heading(curly(text), level=1)
        case Paragraph(content):
            _fill(document.add_paragraph(), content, numbers)
        case Items(items, numbered):
            style = "List Number" if numbered else "List Bullet"
            for item in items:
                _fill(document.add_paragraph(style=style), item, numbers)
        case Table(header, rows, caption):
            document.add_paragraph(curly(caption), style="Caption")
            table = document.add_table(rows=0, cols=len(header), style="Light Grid Accent 1")
            for row in (header, *rows):
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = curly(words)


def _fill(paragraph: DocxParagraph, content: Inline, numbers: dict[str, int]) -> None:
    for part in content:
        if isinstance(part, FootnoteMark):
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(numbers[part.name]))
            run._r.append(reference)  # noqa: SLF001  python-docx has no footnotes of its own
        else:
            run = paragraph.add_run(curly(part.text))
            run.italic = part.italic or None


def _add_footnotes(document: DocumentType, footnotes: list[str]) -> None:
    if not footnotes:
        return
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{escape(curly(words))}</w:t></w:r></w:p></w:footnote>"
        for n, words in enumerate(footnotes, start=1)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}{notes}</w:footnotes>'
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, _FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _with_fixed_times(document: DocumentType) -> bytes:
    """Save the document with every ZIP entry dated alike, so that no clock shows in the file."""
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as old, ZipFile(fixed, "w", ZIP_DEFLATED) as new:
        # In this order [Content_Types].xml comes first, where some programs look for it.
        for entry in sorted(old.infolist(), key=lambda info: info.filename):
            new.writestr(ZipInfo(entry.filename, _ZIP_EPOCH), old.read(entry), ZIP_DEFLATED)
    return fixed.getvalue()
