"""A conversation as a document to keep: Markdown or DOCX, cited in a style, with a bibliography.

The text is put into the document piece by piece and never parsed as markup on the way: it comes
from papers and models, and an image of Markdown would be fetched.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quoth.index.text import render
from quoth.index.types import Document
from quoth.rag.types import Sentence
from quoth.ui.app.stored import Exchange

__all__ = ["EXPORT_TYPES", "ExportFormat", "export_conversation"]

ExportFormat = Literal["markdown", "docx"]

EXPORT_TYPES: dict[ExportFormat, tuple[str, str]] = {
    "markdown": ("md", "text/markdown; charset=utf-8"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
"""The suffix and the media type of each format."""

_Kind = Literal["title", "question", "text", "item", "note", "heading", "reference"]
_TAGS = re.compile(r"(</?(?:em|i|strong|b|sup|sub)>)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~^$!])")
_AT_LINE_START = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")
_HEADINGS = {"title": "# ", "question": "## ", "heading": "## ", "item": "- ", "note": "> "}


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    italic: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    kind: _Kind
    runs: tuple[_Run, ...] = field(default=())


def export_conversation(
    title: str,
    exchanges: Sequence[Exchange],
    everything: Sequence[Document],
    *,
    format_name: ExportFormat,
    style: str,
) -> bytes:
    """Return a conversation as a file.

    Args:
        everything: the library's documents; what was removed since is cited as it was.

    Raises:
        UsageError, StyleError: there is no such style, or it cannot be formatted with.
    """
    known = {document.id: document for document in everything}
    cited = {
        source.document.id: known.get(source.document.id, source.document)
        for exchange in exchanges
        for source in exchange.answer.sources
    }
    citations = _Citations(list(cited.values()), exchanges, style)
    blocks = [
        _Block("title", (_Run(render(title)),)),
        *_answers(exchanges, citations),
        *_references(list(cited.values()), style, is_numbered=citations.are_numbers),
    ]
    return _to_markdown(blocks).encode() if format_name == "markdown" else _to_docx(blocks)


class _Citations:
    """The citation behind each sentence, all formatted at once: each call of pandoc takes time.

    Attributes:
        are_numbers: whether the style cites by the numbers of its list.
    """

    def __init__(
        self, cited: Sequence[Document], exchanges: Sequence[Exchange], style: str
    ) -> None:
        self.are_numbers = False
        self._places = {document.id: n for n, document in enumerate(cited)}
        sentences = [s for exchange in exchanges for s in exchange.answer.sentences]
        keys = list(dict.fromkeys(k for s in sentences if (k := self._key(s))))
        self._formatted = dict(zip(keys, self._format(keys, cited, style), strict=True))

    def of(self, sentence: Sentence) -> tuple[_Run, ...]:
        """Return the citation of a sentence, with a space before it."""
        key = self._key(sentence)
        return (_Run(" "), *_runs(self._formatted[key])) if key else ()

    def _key(self, sentence: Sentence) -> str:
        """Return a citation as pandoc writes it: "@q0, p. 2; @q1"."""
        works: dict[str, str] = {}
        for citation in sentence.citations:
            pages = [q.page for q in sentence.quotes if q.document_id == citation.document_id]
            page = next((page for page in pages if page is not None), None)
            if citation.document_id in self._places:
                place = f"@q{self._places[citation.document_id]}"
                works.setdefault(place, f"{place}, p. {page}" if page else place)
        return "; ".join(works.values())

    def _format(self, keys: Sequence[str], cited: Sequence[Document], style: str) -> list[str]:
        from quoth.rag.references import csl_items, find_style
        from quoth.rag.references.citeproc import render_citations
        from quoth.rag.references.normalise import normalised

        if not keys:
            return []
        found = find_style(style)
        items = [normalised(item, found.name) for item in csl_items(list(cited))]
        order = f"[{'; '.join(f'@q{n}' for n in range(len(items)))}]"  # numbers as in the list
        marks = [f"[{key}]" for key in keys]
        first, *others = render_citations([order, *marks], items, found, locale=found.locale)
        self.are_numbers = _TAGS.sub("", first).lstrip("[(")[:1].isdigit()
        return others


def _answers(exchanges: Sequence[Exchange], citations: _Citations) -> Iterator[_Block]:
    for exchange in exchanges:
        yield _Block("question", (_Run(render(exchange.question)),))
        answer = exchange.answer
        if answer.abstained:
            yield _Block("text", (_Run(render(answer.abstained.message)),))
        yield from _paragraphs(answer.sentences, citations)
        for note in answer.notes:
            yield _Block("note", (_Run(render(note.message)),))


def _paragraphs(sentences: Sequence[Sentence], citations: _Citations) -> Iterator[_Block]:
    runs: list[_Run] = []
    kind: _Kind = "text"
    for sentence in sentences:
        if runs and "\n" in sentence.lead:
            yield _Block(kind, tuple(runs))
            runs = []
        if not runs:
            kind = "item" if sentence.lead.strip() else "text"
        lines = [render(line) for line in sentence.text.splitlines()]
        runs += [_Run((" " if runs else "") + "\n".join(lines)), *citations.of(sentence)]
    if runs:
        yield _Block(kind, tuple(runs))


def _references(cited: Sequence[Document], style: str, *, is_numbered: bool) -> Iterator[_Block]:
    from quoth.rag.references import format_documents

    if not cited:
        return
    yield _Block("heading", (_Run("References"),))
    made = format_documents(cited, style, markup="html")
    for number, document in enumerate(cited, 1):
        reference = made[document.id] or html.escape(render(document.file))
        mark = f"[{number}] " if is_numbered else ""
        yield _Block("reference", _runs(mark + reference))


def _runs(marked: str) -> tuple[_Run, ...]:
    """Return text with its type, from HTML that has no other tags."""
    runs, italic, bold = [], 0, 0
    for number, part in enumerate(_TAGS.split(marked)):
        if number % 2 == 0:
            if part:
                runs.append(_Run(html.unescape(part), italic > 0, bold > 0))
            continue
        step = -1 if part.startswith("</") else 1
        name = part.strip("</>")
        italic += step * (name in {"em", "i"})
        bold += step * (name in {"strong", "b"})
    return tuple(runs)


def _to_markdown(blocks: Sequence[_Block]) -> str:
    return "\n\n".join(_markdown_block(block) for block in blocks) + "\n"


def _markdown_block(block: _Block) -> str:
    text = "".join(_markdown_run(run) for run in block.runs)
    lines = [_AT_LINE_START.sub(_escaped_start, line) for line in text.split("\n")]
    mark = _HEADINGS.get(block.kind, "")
    return mark + "  \n".join(lines)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def _markdown_run(run: _Run) -> str:
    text = _MARKDOWN.sub(r"\\\1", run.text)
    if run.bold:
        text = f"**{text}**"
    return f"*{text}*" if run.italic else text


def _to_docx(blocks: Sequence[_Block]) -> bytes:
    import docx

    styles = {
        "title": "Title", "question": "Heading 1", "heading": "Heading 1", "item": "List Bullet",
        "note": "Intense Quote", "text": "Normal", "reference": "Normal",
    }  # fmt: skip
    document = docx.Document()
    for block in blocks:
        paragraph = document.add_paragraph(style=styles[block.kind])
        for run in block.runs:
            added = paragraph.add_run(run.text)
            added.italic, added.bold = run.italic or None, run.bold or None
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
