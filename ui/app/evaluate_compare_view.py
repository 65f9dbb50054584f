"""Two runs held against each other, as HTML of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quoth.index.text import render
from quoth.ui.app.evaluate_run_view import sentence, table
from quoth.ui.app.markup import escaped

if TYPE_CHECKING:
    from quoth.eval.compare import Changed, Comparison, Side
    from quoth.eval.metrics.resampling import Difference

__all__ = ["comparison_html"]

_HEADS = ("metric", "A", "B", "B − A", "95 % interval", "p", "n")
_LONGEST = 600  # characters of an answer, side by side


def comparison_html(comparison: Comparison) -> str:
    """Return the differences, and the items that changed most, side by side."""
    rest = [name for name in comparison.metrics if name not in comparison.headline]
    remarks = "".join(f"<p>{escaped(sentence(line))}</p>" for line in comparison.remarks)
    more = table("All differences", _HEADS, (_row(n, comparison.metrics[n]) for n in rest))
    first = table(
        "What to look at first",
        _HEADS,
        (_row(name, comparison.metrics[name]) for name in comparison.headline),
    )
    changed = "".join(map(_changed, comparison.changed))
    return (
        (f'<div class="remarks">{remarks}</div>' if remarks else "")
        + f"<h3>Differences over {comparison.n} items</h3>{first}"
        + (f'<details class="more"><summary>All metrics</summary>{more}</details>' if rest else "")
        + "<h3>Items that changed most</h3>"
        + (changed or "<p>No item came out otherwise.</p>")
    )


def _row(name: str, found: Difference) -> tuple[str, ...]:
    from quoth.eval.report.figures import figure_title

    return (
        f"{escaped(figure_title(name))} <code>{escaped(name)}</code>",
        f"{found.a:.3f}",
        f"{found.b:.3f}",
        f"<b>{found.value:+.3f}</b>{_verdict(name, found)}",
        f"[{found.low:+.3f}, {found.high:+.3f}]",
        f"{found.p:.4f}",
        str(found.n),
    )


def _verdict(name: str, found: Difference) -> str:
    """Say which way a difference goes, where its interval leaves zero out."""
    from quoth.eval.metrics.table import metric

    better = metric(name).higher_is_better
    if better is None or found.low <= 0 <= found.high:
        return ""
    is_good = (found.value > 0) == better
    return (
        ' <span class="supported">better</span>'
        if is_good
        else (' <span class="contradicted">worse</span>')
    )


def _changed(one: Changed) -> str:
    heads = ("", "A", "B")
    return (
        f'<details class="item"><summary><strong>{escaped(render(one.id))}</strong> '
        f'<span class="soft">{escaped(render(one.kind))}, {one.a.outcome} → {one.b.outcome}</span>'
        f"<br>{escaped(render(one.text))}</summary>{table('Side by side', heads, _sides(one))}"
        "</details>"
    )


def _sides(one: Changed) -> Iterator[tuple[str, str, str]]:
    from quoth.eval.report.figures import figure_title

    yield "answer", _answer(one.a), _answer(one.b)
    for name in dict.fromkeys((*one.a.values, *one.b.values)):
        yield escaped(figure_title(name)), _value(one.a, name), _value(one.b, name)


def _value(side: Side, name: str) -> str:
    return f"{side.values[name]:.3f}" if name in side.values else ""


def _answer(side: Side) -> str:
    text = render(side.answer)
    cut = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return escaped(cut) or '<span class="soft">nothing</span>'
