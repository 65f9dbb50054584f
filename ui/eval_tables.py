"""Scores and comparisons of runs as a terminal shows them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from quoth.index.text import render
from quoth.ui.terminal import console

if TYPE_CHECKING:
    from rich.table import Table

    from quoth.eval.bootstrap import Estimate
    from quoth.eval.compare import Changed, Comparison, Side
    from quoth.eval.metrics.resampling import Difference
    from quoth.eval.runs.folder import Run
    from quoth.eval.runs.scores import Scores

__all__ = ["print_comparison", "print_run"]

_SHOWN = 400  # characters of an answer, side by side


def print_run(run: Run, *, every: bool) -> None:
    """Print what a run scores.

    Args:
        every: all columns; else those to look at first, and how many there are.
    """
    scores = run.scores
    names = [*scores.headline]
    names += [name for name in scores.metrics if every and name not in scores.headline]
    _print_table("metric value 95%-interval n".split(), [_row(n, scores.metrics[n]) for n in names])
    _print_kinds(scores)
    counts = ", ".join(f"{n} {outcome}" for outcome, n in scores.outcomes.items())
    print(f"{scores.n_items} items: {counts}")
    if scores.judge:
        labels = ", ".join(f"{n} {label}" for label, n in scores.labels.items())
        print(f"sentences, judged by {scores.judge}: {labels}")
    if (total := run.latency.get("total_ms")) is not None:
        print(f"an answer takes {total.p50:.0f} ms (p50), {total.p95:.0f} ms (p95)")
    for remark in scores.remarks:
        print(remark)
    if not every and len(scores.metrics) > len(names):
        print(
            f"{len(scores.metrics) - len(names)} more columns: --all, or {run.folder}/scores.json"
        )


def _row(name: str, found: Estimate) -> tuple[str, ...]:
    return name, f"{found.value:.3f}", f"[{found.low:.3f}, {found.high:.3f}]", str(found.n)


def _print_kinds(scores: Scores) -> None:
    if len(scores.by_kind) > 1:
        rows = []
        for kind, of in scores.by_kind.items():
            cells = (f"{of[n].value:.3f} ({of[n].n})" if n in of else "" for n in scores.headline)
            rows.append((render(kind), *cells))
        _print_table(["kind", *scores.headline], rows)


def print_comparison(comparison: Comparison, *, every: bool) -> None:
    """Print how b differs from a, and the items that changed most."""
    names = comparison.metrics if every else comparison.headline
    rows = [_difference_row(name, comparison.metrics[name]) for name in names]
    _print_table("metric a b b-a 95%-interval p n".split(), rows)
    for remark in comparison.remarks:
        print(remark)
    for changed in comparison.changed:
        _print_changed(changed)


def _difference_row(name: str, found: Difference) -> tuple[str, ...]:
    return (
        name,
        f"{found.a:.3f}",
        f"{found.b:.3f}",
        f"{found.value:+.3f}",
        f"[{found.low:+.3f}, {found.high:+.3f}]",
        f"{found.p:.4f}",
        str(found.n),
    )


def _print_changed(changed: Changed) -> None:
    print(f"\n{render(changed.id)} ({render(changed.kind)}): {render(changed.text)}")
    rows = []
    for name in dict.fromkeys((*changed.a.values, *changed.b.values)):
        cells = (f"{of.values[name]:.3f}" if name in of.values else "" for of in _sides(changed))
        rows.append((name, *cells))
    rows.append(("outcome", *(of.outcome for of in _sides(changed))))
    rows.append(("answer", *(_short(render(of.answer)) for of in _sides(changed))))
    _print_table(["", "a", "b"], rows)


def _sides(changed: Changed) -> tuple[Side, Side]:
    return changed.a, changed.b


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _print_table(heading: list[str], rows: list[tuple[str, ...]]) -> None:
    """Print a table: aligned on a terminal, with tabs in a pipe."""
    if not sys.stdout.isatty():
        for row in (tuple(heading), *rows):
            print("\t".join(row))
        return
    from rich.table import Table as RichTable
    from rich.text import Text

    table: Table = RichTable(box=None, pad_edge=False, header_style="bold")
    for name in heading:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)
