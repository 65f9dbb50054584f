"""A source as HTML: its page with the quoted words boxed, or its text with them marked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quoth.index.text import render
from quoth.ui.app.markup import attributes, button, document_name, escaped, icon, place, shown
from quoth.ui.app.source_files import PageBoxes, SourceView, TextWindow, file_url, page_url

__all__ = ["Target", "source_html", "unopened_html"]

# The end of a line of 50 characters or more, before a line that begins neither an item, a heading,
# a row of a table, nor indented: whoever wrote it broke it to fit.
_WRAPPED = re.compile(r"([^\n]{50})\n(?=[^\s#|>*+\-•])(?!\d{1,3}[.)]\s)")
_HEADING = re.compile(r"^(#{1,6} )([^\n]*)$", re.MULTILINE)
_PICTURE_SCALE = 2  # pixels a point; A4 is 1190 wide, sharp at twice a pane of 600 pixels


@dataclass(frozen=True, slots=True)
class Target:
    """What the pane is to show: spans of one document, the one looked at, and the page.

    Attributes:
        page: that was turned to, from 1; None for the span's own. Of a text, the character that
            the window was moved to.
    """

    document_id: str
    spans: tuple[tuple[int, int], ...]
    at: int = 0
    page: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The span that is looked at."""
        return self.spans[self.at]

    def to_json(self) -> str:
        """Return what the page's script sends back to open the same."""
        values = {"document": self.document_id, "spans": self.spans, "at": self.at}
        return json.dumps(values if self.page is None else values | {"page": self.page})


def unopened_html() -> str:
    """Return the pane before anything was opened."""
    return (
        '<section class="pane empty"><h2>Source</h2><p>Choose a number such as '
        '<span class="cite sample" aria-hidden="true">1</span><span class="sr">source 1</span> '
        "in an answer. The page opens here, with the quoted words marked.</p></section>"
    )


def source_html(target: Target, view: SourceView, others: Sequence[tuple[PageBoxes, ...]]) -> str:
    """Return the pane.

    Args:
        view: of the span that is looked at.
        others: where the other spans stand, in order, without the one that is looked at.
    """
    is_paged = view.kind == "pages"
    page = _page_shown(target, view) if is_paged else None
    body = _page(view, page or 1, others) if is_paged else _text(target, view)
    where = place(view.text.page, view.text.section)
    note = f'<p class="note">{shown(_upper(view.note))}</p>' if view.note else ""
    open_it = attributes(href=file_url(view.document, page), target="_blank", rel="noopener")
    file_name = render(view.document.file)
    return (
        f'<section class="pane" aria-label="Source" data-target="{escaped(target.to_json())}">'
        f"<header><h2>{escaped(document_name(view.document))}</h2>"
        f'<p class="where">{escaped(where or file_name)}</p></header>'
        f'<div class="bar">{_quotes_bar(target)}{_pages_bar(target, view, page)}'
        f"{_zoom_bar() if is_paged else ''}"
        f'<a class="quiet"{open_it}>{"Open file at this page" if is_paged else "Open file"}</a>'
        f"</div>{note}{body}</section>"
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _page_shown(target: Target, view: SourceView) -> int:
    wanted = target.page or (view.pages[0].page if view.pages else view.text.page or 1)
    return max(1, min(wanted, view.n_pages or 1))


def _quotes_bar(target: Target) -> str:
    n = len(target.spans)
    if n < 2:
        return ""
    steps = (
        _step("left", "Previous quote", target, at=target.at - 1, can=target.at > 0),
        f"<span>quote {target.at + 1} of {n}</span>",
        _step("right", "Next quote", target, at=target.at + 1, can=target.at < n - 1),
    )
    return f'<span class="group">{"".join(steps)}</span>'


def _pages_bar(target: Target, view: SourceView, page: int | None) -> str:
    if page is None:
        return _parts_bar(target, view.text)
    last = view.n_pages or 1
    steps = (
        _step("left", "Previous page", target, page=page - 1, can=page > 1),
        f"<span>page {page} / {last}</span>",
        _step("right", "Next page", target, page=page + 1, can=page < last),
    )
    return f'<span class="group">{"".join(steps)}</span>'


def _parts_bar(target: Target, window: TextWindow) -> str:
    """Return the buttons that move the window over a text too long to be shown whole."""
    before, after = window.start > 0, window.end < window.n_characters
    if not (before or after):
        return ""
    done = f"{100 * window.start // window.n_characters}–{100 * window.end // window.n_characters}"
    steps = (
        _step("left", "Earlier text", target, page=max(0, window.start - 1), can=before),
        f"<span>{done} %</span>",
        _step("right", "Later text", target, page=window.end, can=after),
    )
    return f'<span class="group">{"".join(steps)}</span>'


def _step(  # noqa: PLR0913  a button's look, its name, and where it leads
    name: str,
    label: str,
    target: Target,
    *,
    can: bool,
    at: int | None = None,
    page: int | None = None,
) -> str:
    """Return a button; one that leads nowhere stays focusable, or the focus would be lost."""
    leads = replace(target, page=page) if at is None else replace(target, at=at, page=None)
    return button(
        icon(name),
        "turn",
        class_="quiet step",
        aria_label=label,
        title=label,
        aria_disabled=None if can else "true",
        data_to=leads.to_json() if can else None,
    )


def _zoom_bar() -> str:
    out = button("−", "zoom-out", class_="quiet step", aria_label="Zoom out", title="Zoom out")
    in_ = button("+", "zoom-in", class_="quiet step", aria_label="Zoom in", title="Zoom in")
    return f'<span class="group">{out}<span class="zoom">100 %</span>{in_}</span>'


def _page(view: SourceView, page: int, others: Sequence[tuple[PageBoxes, ...]]) -> str:
    boxes = _boxes(view.pages, page, "box") + "".join(_boxes(o, page, "box other") for o in others)
    title = document_name(view.document)
    picture = attributes(
        src=page_url(view.document, page, scale=_PICTURE_SCALE),
        alt=f"Page {page} of {title}",
        decoding="async",
    )
    quoted = _quoted(view.text, view) if boxes else ""
    return (
        f'<div class="sheet" tabindex="0" role="region"{attributes(aria_label=f"Page {page}")}>'
        f'<div class="page"><img{picture}>{boxes}</div></div>{quoted}'
    )


def _quoted(window: TextWindow, view: SourceView) -> str:
    """Return for screen readers that there are words boxed: a picture says nothing to them."""
    n = sum(len(page.boxes) for page in view.pages)
    where = f" on page {window.page}" if window.page else ""
    return f'<p class="sr">The quoted words are boxed{where}, {n} lines.</p>'


def _boxes(pages: Sequence[PageBoxes], page: int, style: str) -> str:
    return "".join(
        f'<span class="{style}" style="left:{b.left}%;top:{b.top}%;width:{b.width}%;'
        f'height:{b.height}%"></span>'
        for found in pages
        if found.page == page
        for b in found.boxes
    )


def _text(target: Target, view: SourceView) -> str:
    window = view.text
    shown_text = _reflowed(window.text)
    is_markdown = view.document.format == "md"
    pieces, at = [], 0
    for start, end in sorted(target.spans):
        first, last = max(start - window.start, at), min(end, window.end) - window.start
        if first >= last:
            continue
        style = "" if (start, end) == target.span else ' class="other"'
        pieces += [
            _prose(shown_text[at:first], is_markdown=is_markdown),
            f"<mark{style}>{escaped(shown_text[first:last])}</mark>",
        ]
        at = last
    pieces.append(_prose(shown_text[at:], is_markdown=is_markdown))
    return (
        '<div class="sheet text" tabindex="0" role="region" aria-label="Text of the document">'
        f'<div class="reading">{"".join(pieces)}</div></div>'
    )


def _reflowed(text: str) -> str:
    """Return text of the same length: a line that was only wrapped runs on; nothing is invisible.

    Every character keeps its place, so that offsets into the canonical text hold.
    """
    plain = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    return _WRAPPED.sub(r"\1 ", plain)


def _prose(text: str, *, is_markdown: bool) -> str:
    html = escaped(text)
    return _HEADING.sub(r"<b><span hidden>\1</span>\2</b>", html) if is_markdown else html
