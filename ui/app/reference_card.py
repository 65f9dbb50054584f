"""The reference of the document in the pane: in a style, and to copy."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.errors import QuothError
from quoth.index.types import Document
from quoth.rag.references.styles import STYLES
from quoth.ui.app.context import PageContext
from quoth.ui.app.markup import attributes, button, escaped
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["ReferenceCard", "style_names"]

_TYPE_TAGS = re.compile(r"(</?(?:em|i|strong|b|sup|sub)>)")
_STYLE_NAMES = {
    "apa": "APA",
    "chicago": "Chicago",
    "mla": "MLA",
    "ieee": "IEEE",
    "vancouver": "Vancouver",
    "harvard": "Harvard",
    "gb-t-7714": "GB/T 7714",
}


def style_names(preferred: str) -> list[tuple[str, str]]:
    """Return the styles to choose from, label and name; the settings' own comes first."""
    own = [] if preferred in STYLES else [(preferred, preferred)]
    return own + [(_STYLE_NAMES.get(name, name), name) for name in STYLES]


@dataclass(frozen=True, slots=True)
class ReferenceCard:
    """The handlers of the card below a source."""

    context: PageContext

    def show(self, _visitor: Visitor, sent: Sent, style: str) -> str:
        """Return the card of the document that was opened.

        Raises:
            UnknownDocument: the document was removed.
        """
        document = self.context.sources.document(sent.text("document"))
        return self._card(document, style or self.context.settings.style)

    def restyle(self, _visitor: Visitor, sent: Sent) -> tuple[str, str]:
        """Return the card in another style, and the style to remember.

        Raises:
            UsageError: there is no such style.
        """
        style = sent.text("style")
        document = self.context.sources.document(sent.text("document"))
        return self._card(document, style), style

    def _card(self, document: Document, style: str) -> str:
        from quoth.rag.references import csl_items, export_items, format_documents

        try:
            typeset = format_documents([document], style, markup="html")[document.id]
            markdown = format_documents([document], style, markup="markdown")[document.id]
            plain = format_documents([document], style)[document.id]
        except QuothError as error:  # pandoc is not there, or the style does not read
            return _frame(document, f'<p class="note">{escaped(str(error))}</p>')
        if not plain:
            why = "Nothing is known of this document to make a reference from. Edit it in Library."
            return _frame(document, f'<p class="note">{why}</p>')
        everything = self.context.library.documents()
        bibtex = export_items(csl_items([document], among=everything), "bibtex")
        copies = (("Copy", plain), ("Markdown", markdown), ("BibTeX", bibtex))
        body = (
            f'<p class="reference">{_cleaned(typeset)}</p>'
            f'<div class="tools">{_select(style, self.context.settings.style)}'
            f"{_copies(copies)}</div>"
        )
        return _frame(document, body)


def _frame(document: Document, body: str) -> str:
    values = attributes(class_="card", data_doc=document.id)
    return f"<section{values}><h3>Reference</h3>{body}</section>"


def _select(style: str, preferred: str) -> str:
    names = style_names(preferred)
    options = "".join(
        f"<option{attributes(value=name, selected=name == style)}>{escaped(label)}</option>"
        for label, name in names
    )
    return f'<select data-act="style" aria-label="Citation style">{options}</select>'


def _copies(copies: Sequence[tuple[str, str]]) -> str:
    return "".join(
        button(
            label,
            "copy",
            class_="quiet",
            aria_label=f"Copy {label}" if label != "Copy" else "Copy the reference",
            data_text=text,
        )
        for label, text in copies
    )


def _cleaned(reference: str) -> str:
    """Return a reference with no markup but what styles set type with; all else is text."""
    parts = _TYPE_TAGS.split(reference)
    return "".join(
        part if number % 2 else escaped(html.unescape(part)) for number, part in enumerate(parts)
    )
