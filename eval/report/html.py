"""A report as one HTML file: nothing is fetched, and text from elsewhere stays text.

Its parts are there for other pages too: `plot_html` and `item_html` escape in the same way, and
`style` has the colours that they name.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from quoth.eval.report.content import Content
from quoth.eval.report.items import ItemView
from quoth.eval.report.plots import Plot

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["item_html", "plot_html", "style", "to_html"]


def to_html(content: Content) -> str:
    """Return the page. Every value is escaped but for the plots, which matplotlib has escaped."""
    named = {field.name: getattr(content, field.name) for field in fields(content)}
    return _environment().get_template("report.html").render(style=style(), **named)


def item_html(item: ItemView) -> str:
    """Return one item with its sentences and verdicts, folded up, as an element."""
    return _environment().get_template("item.html").render(item=item)


def plot_html(plot: Plot) -> str:
    """Return one plot with its caption and table, as an element."""
    return _environment().get_template("plot.html").render(plot=plot)


def style() -> str:
    """Return the style sheet of the page."""
    return _file("report.css")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=FunctionLoader(_file),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _file(name: str) -> str:
    return files("quoth.eval.report").joinpath(name).read_text("utf-8")
