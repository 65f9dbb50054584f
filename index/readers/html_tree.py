"""An HTML tree made plain before it is rendered: nothing hidden, tables as lines, no abyss."""

from __future__ import annotations

from typing import Any

__all__ = ["simplify"]

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "annotation",  # TeX and content MathML beside the shown formula
    "annotation-xml",
)
# fmt: off
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "table", "ul",
    }
)
# fmt: on
_PARAGRAPHS = frozenset({"p", "div", "center"})
_CELL_GAP = " | "
# The renderer recurses, two frames a level; Python stops at 1,000 frames. Real pages reach 40.
_MAX_DEPTH = 150


def simplify(tree: Any) -> None:  # lxml elements are untyped
    """Change the tree in place so that its rendering is in reading order."""
    for element in [*tree.iter(*_DROPPED)]:
        _remove(element)
    _flatten(tree)
    for caption in [*tree.iter("caption", "section", "dt", "dd", "details", "summary", "fieldset")]:
        caption.tag = "div"
    for cell in [*tree.iter("td", "th")]:
        _join_paragraphs(cell)
    # A renderer that sets cells side by side would mix the lines of long ones.
    for row in [*tree.iter("tr")]:
        _row_as_line(row)
    for part in [*tree.iter("table", "thead", "tbody", "tfoot")]:
        part.tag = "div"
    for number in [*tree.iter("sup", "sub")]:
        number.tag = "i"


def _remove(element: Any) -> None:
    """Remove an element and its words, not the words after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _flatten(tree: Any) -> None:
    """Replace what is nested too deeply by its words."""
    level, depth = [tree], 0
    while level and depth < _MAX_DEPTH:
        level = [child for element in level for child in element]
        depth += 1
    for element in level:
        words = [part for part in element.itertext() if part.strip()]
        for child in [*element]:
            element.remove(child)
        element.text = "\n".join(words)


def _join_paragraphs(cell: Any) -> None:
    """Make a cell of plain paragraphs one run of words."""
    for child in [*cell]:
        if child.tag in _PARAGRAPHS and all(
            below.tag not in _BLOCKS for below in child.iter() if below is not child
        ):
            child.tag = "span"
            if child.getprevious() is not None or (cell.text or "").strip():
                child.text = " " + (child.text or "")
            child.tail = " " + child.tail if (child.tail or "").strip() else child.tail
    for line_break in [*cell.iter("br")]:
        line_break.tag = "span"
        line_break.text = " "


def _row_as_line(row: Any) -> None:
    """Write a row's cells one after the other; rows that lay out a page stay blocks."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    is_data = all(below.tag not in _BLOCKS for cell in cells for below in cell.iter())
    row.tag = "div"
    filled = [cell for cell in cells if is_data and _words(cell)]
    for cell in cells:
        cell.tag = "span" if is_data else "div"
        cell.tail = _CELL_GAP if is_data and cell in filled[:-1] else None


def _words(cell: Any) -> bool:
    return any(part.strip() for part in cell.itertext())
