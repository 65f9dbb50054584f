"""A report as Markdown: the tables of the page, and its worst items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoth.eval.bench.report import table
from quoth.eval.report.content import Content
from quoth.eval.report.figures import Figure
from quoth.eval.report.items import ItemView, SentenceView

__all__ = ["plain", "summary_lines", "to_markdown"]

# What Markdown, HTML inside it, or GitHub's links without brackets take for more than characters.
# No line begins with text from elsewhere, where more would count.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&@]|:(?=//)|(?<=www)\.)")


def to_markdown(content: Content) -> str:
    """Return the report; text from elsewhere has no markup, links or HTML that take effect."""
    lines = [f"# {plain(content.title)}", "", plain(content.independence)]
    lines += [f"\n{plain(remark)}" for remark in content.remarks]
    lines += ["", "## Summary", "", *summary_lines(content.headline), ""]
    for name, counts in content.counts:
        lines.append(f"{name}: {', '.join(f'{n} {what}' for what, n in counts)}\n")
    if content.kinds:
        lines += ["## By kind", "", *_by_kind(content), ""]
    for plot in content.plots:
        heads = [plain(column) for column in plot.columns]
        rows = [[plain(cell) for cell in row] for row in plot.rows]
        lines += [f"## {plot.title}", "", plot.caption, "", *table(heads, rows), ""]
    lines += ["## Worst items", ""]
    for item in content.worst:
        lines += [*_item(item), ""]
    if not content.worst:
        lines += ["No item is less than perfect in what stands in the summary.", ""]
    lines += ["## All metrics", ""]
    for group, of_group in content.groups:
        lines += [f"### {group}", "", *summary_lines(of_group), ""]
    lines += ["## How it was made", "", *table(["", ""], _facts(content))]
    return "\n".join(lines) + "\n"


def summary_lines(figures: Sequence[Figure]) -> list[str]:
    """Return the table of some metrics: name, what it is, mean, interval, n, direction."""
    rows = [
        [
            f"`{figure.name}`",
            figure.title,
            figure.value,
            figure.interval,
            str(figure.estimate.n),
            figure.direction,
        ]
        for figure in figures
    ]
    return table(["metric", "", "mean", "95 % interval", "n", ""], rows)


def plain(text: str) -> str:
    """Return text as Markdown that shows it: one line, what would be markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _by_kind(content: Content) -> list[str]:
    if content.kinds is None:
        return []
    rows = [[plain(kind), *(_cell(cell) for cell in cells)] for kind, cells in content.kinds.rows]
    return table(["kind", *(f"`{name}`" for name in content.kinds.columns)], rows)


def _cell(figure: Figure | None) -> str:
    return f"{figure.value} {figure.interval}, {figure.estimate.n}" if figure else ""


def _facts(content: Content) -> list[list[str]]:
    return [[plain(name), plain(value)] for name, value in content.facts]


def _item(item: ItemView) -> Iterator[str]:
    quality = "" if item.quality is None else f", {item.quality:.2f}"
    yield f"### {plain(item.id)} ({plain(item.kind)}, {item.outcome}{quality})"
    yield ""
    for role, words in item.history:
        yield f"- {plain(role)}: {plain(words)}"
    yield f"- asked: {plain(item.text)}"
    for line in item.gold:
        yield f"- known: {plain(line)}"
    yield f"- answer: {plain(item.answer)}"
    for place in item.found:
        yield f"- found: {plain(place)}"
    for sentence in item.sentences:
        yield from _sentence(sentence)


def _sentence(sentence: SentenceView) -> Iterator[str]:
    score = "" if sentence.score is None else f" {sentence.score:.2f}"
    reason = f" ({plain(sentence.reason)})" if sentence.reason else ""
    yield f"- **{sentence.label or 'not judged'}**{score}{reason}: {plain(sentence.text)}"
    for source in sentence.sources:
        yield f"  - evidence {source.n}, {plain(source.place)}: {plain(source.text)}"
