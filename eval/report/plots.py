"""The plots of a report as SVG for a page: drawn by matplotlib, coloured by the page's own style.

A plot names colours that the page defines, so that it is read in a light and in a dark one; its
words stay words, for search and for screen readers. Nothing is fetched and no date is in it: the
same scores draw the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.calibration import Bin
from quoth.eval.runs.scores import Latency, Scores
from quoth.index.text import render

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Plot", "plots"]

# Stand-ins that matplotlib takes for colours, and what the page is given in their place.
_INK = "#010101"
_SERIES = ("#010102", "#010103", "#010104")
_COLOURS = {_INK: "currentColor"} | {
    colour: f"var(--series-{n})" for n, colour in enumerate(_SERIES, 1)
}
_MARKERS = ("o", "s", "^")  # lines are told apart without colour too
_DASHES = ("-", "--", ":")
_INCHES = (5.2, 3.4)
_FEWEST_BARS = 4  # room for so many, that a single one is no wall
_LONGEST_LABEL = 24  # characters
_HEAD = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_ID = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, and the same as a table.

    Attributes:
        name: for ids in the page, one word.
        caption: what it shows and how to read it.
        svg: an element without a header, safe to put into a page as it is.
    """

    name: str
    title: str
    caption: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def plots(scores: Scores, latency: Mapping[str, Latency]) -> list[Plot]:
    """Return the plots for which a run has values."""
    found = []
    if any(scores.recall_curve.values()):
        found.append(_recall(scores.recall_curve))
    if scores.risk_coverage:
        found.append(_risk(scores.risk_coverage))
    if scores.reliability:
        found.append(_reliability(scores.reliability))
    if latency:
        found.append(_latency(latency))
    return found


def _recall(curves: Mapping[str, Sequence[tuple[int, float]]]) -> Plot:
    def draw(axes: Axes) -> None:
        for at, (level, points) in enumerate(curves.items()):
            style = at % len(_SERIES)
            axes.plot(
                [k for k, _ in points],
                [recall for _, recall in points],
                color=_SERIES[style],
                marker=_MARKERS[style],
                linestyle=_DASHES[style],
                markersize=4,
                label=_label(level),
            )
        axes.set(xlabel="cut-off k", ylabel="mean recall at k", ylim=(0, 1.02))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(frameon=False)

    cutoffs = sorted({k for points in curves.values() for k, _ in points})
    by_level = [dict(points) for points in curves.values()]
    return Plot(
        "recall",
        "Retrieval",
        "The share of what is relevant that the first k reach, by level. Higher is better.",
        _svg("recall", draw),
        ("k", *curves),
        tuple((str(k), *(f"{of[k]:.3f}" if k in of else "" for of in by_level)) for k in cutoffs),
    )


def _risk(points: Sequence[tuple[float, float]]) -> Plot:
    def draw(axes: Axes) -> None:
        axes.plot(
            [coverage for coverage, _ in points],
            [risk for _, risk in points],
            color=_SERIES[0],
            drawstyle="steps-post",
        )
        highest = max(risk for _, risk in points)
        axes.set(xlabel="coverage", ylabel="risk", xlim=(0, 1), ylim=(0, max(0.05, highest) * 1.08))

    return Plot(
        "risk",
        "Risk and coverage",
        "The share that should not have been answered, if only the surest items were. A curve that "
        "stays low and rises late is better.",
        _svg("risk", draw),
        ("coverage", "risk"),
        tuple((f"{coverage:.3f}", f"{risk:.3f}") for coverage, risk in _thinned(points)),
    )


def _reliability(bins: Sequence[Bin]) -> Plot:
    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_INK, linestyle=":", linewidth=0.8)
        axes.bar(
            [b.low for b in bins],
            [b.right for b in bins],
            width=[b.high - b.low for b in bins],
            align="edge",
            color=_SERIES[0],
            edgecolor=_INK,
            linewidth=0.6,
            alpha=0.75,
        )
        for b in bins:
            axes.annotate(
                str(b.n), ((b.low + b.high) / 2, b.right), ha="center", va="bottom", fontsize=8
            )
        axes.set(xlabel="stated confidence", ylabel="share answerable", xlim=(0, 1), ylim=(0, 1.08))

    return Plot(
        "reliability",
        "Reliability of the confidence",
        "What is answerable among items of like confidence; their number stands on each bar. On "
        "the dotted line the confidence is honest.",
        _svg("reliability", draw),
        ("confidence", "items", "mean confidence", "share answerable"),
        tuple(
            (f"{b.low:.1f} to {b.high:.1f}", str(b.n), f"{b.confidence:.3f}", f"{b.right:.3f}")
            for b in bins
        ),
    )


def _latency(stages: Mapping[str, Latency]) -> Plot:
    def draw(axes: Axes) -> None:
        shown = list(stages.items())[::-1]  # the first on top
        places = list(range(len(shown)))
        p50, p95 = ([one.p50 for _, one in shown], [one.p95 for _, one in shown])
        axes.barh(places, p95, height=0.65, color=_SERIES[0], alpha=0.4, label="p95")
        axes.barh(places, p50, height=0.35, color=_SERIES[0], label="p50")
        axes.set_yticks(places, [_label(name) for name, _ in shown])
        axes.set_ylim(-0.6, max(len(shown), _FEWEST_BARS) - 0.4)
        axes.set(xlabel="milliseconds")
        axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)

    return Plot(
        "latency",
        "Latency",
        "Median and 95th percentile of each stage, on the machine of the run.",
        _svg("latency", draw),
        ("stage", "items", "mean ms", "p50", "p90", "p95", "p99"),
        tuple(
            (
                _label(name),
                str(one.n),
                *(f"{ms:.1f}" for ms in (one.mean, one.p50, one.p90, one.p95, one.p99)),
            )
            for name, one in stages.items()
        ),
    )


def _label(name: str) -> str:
    """Return the name of a stage or a level as it fits beside an axis."""
    return render(name.removesuffix("_ms"))[:_LONGEST_LABEL]


def _thinned(
    points: Sequence[tuple[float, float]], most: int = 40
) -> Iterator[tuple[float, float]]:
    """Yield at most so many points, evenly, and the last."""
    step = max(1, -(-len(points) // most))
    yield from points[step - 1 :: step]
    if len(points) % step:
        yield points[-1]


def _svg(name: str, draw: Callable[[Axes], None]) -> str:
    """Draw on a figure of its own, without the state that pyplot keeps."""
    with _style(name):
        from matplotlib.figure import Figure

        figure = Figure(figsize=_INCHES, layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        axes.spines[["top", "right"]].set_visible(False)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = _METADATA.sub("", _HEAD.sub("", drawn.getvalue()))
    svg = _ID.sub(rf"\g<1>{name}-", svg)
    for colour, of_page in _COLOURS.items():
        svg = svg.replace(colour, of_page)
    # The caption says it: a picture that is named twice is read out twice.
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


@contextmanager
def _style(salt: str) -> Iterator[None]:
    import matplotlib as mpl

    style: Mapping[str, object] = {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "text.parse_math": False,  # a "$" in a name is a dollar
        "font.family": "sans-serif",
        "font.size": 9,
        **dict.fromkeys(
            ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _INK
        ),
    }
    with mpl.rc_context(dict(style)), warnings.catch_warnings():
        # Words stay words: the page's own fonts show what matplotlib's have no picture of.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield
