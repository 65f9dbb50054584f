"""A run as HTML of the page: figures, kinds, plots, and the worst items down to each verdict.

Plots and items are the elements of the report, in the page's colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quoth.index.text import render
from quoth.ui.app.markup import escaped

if TYPE_CHECKING:
    from quoth.eval.report.content import Content
    from quoth.eval.report.figures import Figure, KindTable
    from quoth.eval.runs.folder import Run

__all__ = ["run_html", "sentence", "table"]


def run_html(run: Run) -> str:
    """Return what the page shows of a run; it is kept with the run, as the report is."""
    from quoth.eval.report.content import report_content
    from quoth.eval.report.html import item_html, plot_html

    content = report_content(run)
    plots = "".join(map(plot_html, content.plots))
    items = "".join(map(item_html, content.worst))
    return (
        _remarks(content)
        + _summary(content)
        + (_kinds(content.kinds) if content.kinds else "")
        + (f'<h3>Plots</h3><div class="plots">{plots}</div>' if plots else "")
        + "<h3>Worst items</h3>"
        + (items or "<p>No item is less than perfect in what stands above.</p>")
        + _all_figures(content)
    )


def sentence(line: str) -> str:
    """Return a line of the harness as a sentence."""
    text = render(line).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that scrolls sideways where it is too wide.

    Args:
        heads, rows: HTML; the first cell of a row is its head.
    """
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escaped(name)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _remarks(content: Content) -> str:
    lines = map(sentence, (content.independence, *content.remarks))
    return f'<div class="remarks">{"".join(f"<p>{escaped(line)}</p>" for line in lines)}</div>'


def _summary(content: Content) -> str:
    heads = ("metric", "mean", "95 % interval", "n", "from 0 to 1")
    rows = (
        (
            _title(figure),
            *_numbers(figure),
            f'{_scale(figure)} <span class="soft">{escaped(figure.direction)}</span>',
        )
        for figure in content.headline
    )
    counts = "".join(
        f"<p>{escaped(name)}: "
        + ", ".join(f"<b>{n}</b> {escaped(render(what))}" for what, n in of)
        + "</p>"
        for name, of in content.counts
    )
    return f"<h3>Summary</h3>{table('What to look at first', heads, rows)}{counts}"


def _kinds(kinds: KindTable) -> str:
    from quoth.eval.report.figures import figure_title

    heads = ("kind", *(escaped(figure_title(name)) for name in kinds.columns))
    rows = ((escaped(render(kind)), *map(_cell, figures)) for kind, figures in kinds.rows)
    return f"<h3>By kind</h3>{table('Means by kind of item', heads, rows)}"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return (
        f"<b>{figure.value}</b>"
        f'<br><span class="soft n">{figure.interval}<br>n = {figure.estimate.n}</span>'
    )


def _all_figures(content: Content) -> str:
    heads = ("metric", "mean", "95 % interval", "n", "what it is")
    groups = "".join(
        f"<h4>{escaped(group)}</h4>"
        + table(group, heads, ((_title(f), *_numbers(f), _meaning(f)) for f in figures))
        for group, figures in content.groups
    )
    facts = table(
        "How the run was made",
        ("of the run", ""),
        ((escaped(name), escaped(value)) for name, value in content.facts),
    )
    return (
        f'<details class="more"><summary>All metrics</summary>{groups}</details>'
        f'<details class="more"><summary>How it was made</summary>{facts}</details>'
    )


def _title(figure: Figure) -> str:
    return f"{escaped(figure.title)} <code>{escaped(figure.name)}</code>"


def _numbers(figure: Figure) -> tuple[str, str, str]:
    return f"<b>{figure.value}</b>", figure.interval, str(figure.estimate.n)


def _meaning(figure: Figure) -> str:
    of = figure.metric
    better = f"; {figure.direction}" if figure.direction else ""
    return escaped(f"{of.formula}{better}. Over {of.over}. {of.source}")


def _scale(figure: Figure) -> str:
    """Return mean and interval as a drawing; the numbers stand beside it."""
    if figure.metric.high != 1:
        return ""
    low, high = 100 * figure.estimate.low, 100 * figure.estimate.high
    return (
        f'<span class="scale" aria-hidden="true"><span style="left: {low:.1f}%; '
        f'width: {high - low:.1f}%"></span><i style="left: {100 * figure.estimate.value:.1f}%"></i>'
        "</span>"
    )
