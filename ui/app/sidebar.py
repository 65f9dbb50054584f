"""The left side: which documents are asked, and the conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.text import render
from quoth.index.types import Document
from quoth.ui.app.context import PageContext
from quoth.ui.app.markup import attributes, button, escaped, icon
from quoth.ui.app.records import Conversation
from quoth.ui.app.reference_card import style_names
from quoth.ui.app.selection import Selection, matching, selection_of
from quoth.ui.app.wiring import Sent, Visitor

__all__ = ["Sidebar", "conversations_html", "documents_html"]

_MOST_ROWS = 200  # documents that are listed at once; the search finds the others


@dataclass(frozen=True, slots=True)
class Sidebar:
    """The handlers of the library filter."""

    context: PageContext

    def find(self, _visitor: Visitor, sent: Sent, chosen: Selection) -> str:
        """Return the list of documents that have the words searched for."""
        return self.documents(chosen, sent.text("words", ""))

    def choose(self, _visitor: Visitor, sent: Sent) -> Selection:
        """Return what is ticked now.

        Raises:
            UsageError: the script sent something else.
        """
        return selection_of(sent)

    def listed(self, _visitor: Visitor, _sent: Sent, chosen: Selection) -> str:
        """Return the list of all documents, as the library is now."""
        return self.documents(chosen)

    def documents(self, chosen: Selection, words: str = "") -> str:
        """Return the list of those that have the words."""
        everything = self.context.library.documents()
        return documents_html(matching(everything, words), len(everything), chosen)


def documents_html(found: Sequence[Document], n_documents: int, chosen: Selection) -> str:
    """Return rows to tick."""
    if not n_documents:
        return '<p class="where">No documents yet.</p>'
    if not found:
        return '<p class="where">No document has these words.</p>'
    rows = "".join(_row(d, is_chosen=chosen.has(d.id)) for d in found[:_MOST_ROWS])
    more = len(found) - _MOST_ROWS
    rest = f'<p class="where">… and {more} more. Search to find them.</p>' if more > 0 else ""
    return f'<ul class="documents">{rows}</ul>{rest}'


def _row(document: Document, *, is_chosen: bool) -> str:
    title = render(document.title or document.file)
    tail = ", ".join(filter(None, (_by(document), str(document.year or ""))))
    box = attributes(type="checkbox", value=document.id, checked=is_chosen)
    small = f'<span class="where">{escaped(tail)}</span>' if tail else ""
    return (
        f"<li><label><input{box}><span{attributes(class_='name', title=title)}>{escaped(title)}"
        f"</span>{small}</label></li>"
    )


def _by(document: Document) -> str:
    """Return the authors as a citation in a text names them."""
    people = [render(author.family) for author in document.authors]
    if len(people) > 2:
        return f"{people[0]} et al."
    return " & ".join(people)


def conversations_html(conversations: Sequence[Conversation], current: str, style: str) -> str:
    """Return the list of conversations, each with its menu.

    Args:
        style: of references, that an export has unless another is chosen.
    """
    if not conversations:
        return '<p class="where">None yet.</p>'
    entries = "".join(_entry(c, current, style) for c in conversations)
    return f'<ul class="conversations">{entries}</ul>'


def _entry(conversation: Conversation, current: str, style: str) -> str:
    is_current = conversation.id == current
    name = button(
        escaped(conversation.title),
        "conversation",
        class_="name",
        data_id=conversation.id,
        aria_current="true" if is_current else None,
        title=conversation.title,
    )
    values = attributes(class_="current" if is_current else None)
    return f"<li{values}>{name}{_menu(conversation, style)}</li>"


def _menu(conversation: Conversation, style: str) -> str:
    label = attributes(aria_label=f"More about {conversation.title}")
    rename = attributes(data_form="rename", data_id=conversation.id)
    title = attributes(name="title", value=conversation.title, aria_label="Name", maxlength=200)
    options = "".join(
        f"<option{attributes(value=name, selected=name == style)}>{escaped(text)}</option>"
        for text, name in style_names(style)
    )
    exports = "".join(
        button(text, "export", class_="quiet", data_id=conversation.id, data_format=name)
        for text, name in (("Markdown", "markdown"), ("DOCX", "docx"))
    )
    delete = button(
        "Delete", "delete", class_="quiet danger", data_id=conversation.id, data_sure="Really?"
    )
    return (
        f"<details{attributes(data_k=conversation.id)}><summary{label}>{icon('more')}</summary>"
        f'<div class="menu"><form{rename}><input type="text"{title}>'
        f'<button type="submit" class="quiet">Rename</button></form>'
        f'<div class="exports"><select aria-label="Style of the bibliography">{options}</select>'
        f"{exports}</div>{delete}</div></details>"
    )
