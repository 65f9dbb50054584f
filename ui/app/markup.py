"""Text of documents, models and users as HTML: always escaped, never interpreted."""

from __future__ import annotations

import html
from importlib.resources import files

from quoth.index.text import render
from quoth.index.types import Document

__all__ = ["asset", "attributes", "button", "document_name", "escaped", "icon", "place", "shown"]

_ICONS = {
    "up": "M7 10v10H4V10zm0 1 4-8c2 0 2 1 2 3v3h6c1 0 2 1 2 2l-1 7c0 1-1 2-2 2H7",
    "down": "M17 14V4h3v10zm0-1-4 8c-2 0-2-1-2-3v-3H5c-1 0-2-1-2-2l1-7c0-1 1-2 2-2h11",
    "left": "M15 5l-7 7 7 7",
    "right": "M9 5l7 7-7 7",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
}


def escaped(text: str) -> str:
    """Return text for an element or an attribute, its spaces and lines kept."""
    return html.escape(text, quote=True)


def shown(text: str) -> str:
    """Return a slice of a document as it is shown, escaped: healed, folded, nothing invisible."""
    return escaped(render(text))


def attributes(**values: str | int | bool | None) -> str:
    """Return attributes, each with a space before it; `_` in a name is `-`; a last one is dropped.

    Args:
        values: True gives the bare name; None and False give nothing.
    """
    parts = []
    for name, value in values.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{escaped(str(value))}"')
    return "".join(parts)


def button(label: str, act: str, **values: str | int | bool | None) -> str:
    """Return a button that the page's script answers by its `data-act`.

    Args:
        label: HTML.
    """
    return f'<button type="button"{attributes(data_act=act, **values)}>{label}</button>'


def icon(name: str) -> str:
    """Return a drawing of the page's own; what it means is said by the button's label."""
    return (
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{_ICONS[name]}"/></svg>'
    )


def document_name(document: Document) -> str:
    """Return what a document is called, as text: its title, or its file's name; with its year."""
    name = render(document.title or document.file)
    return f"{name} ({document.year})" if document.year else name


def place(page: int | None, section: str | None) -> str:
    """Return where in a document something stands, as text: "p. 2, § 3. Results"."""
    parts = [f"p. {page}"] if page is not None else []
    if section:
        parts.append(f"§ {render(section)}")
    return ", ".join(parts)


def asset(name: str) -> str:
    """Return a style sheet or a script of the page."""
    return (files("quoth.ui.app") / "assets" / name).read_text(encoding="utf-8")
