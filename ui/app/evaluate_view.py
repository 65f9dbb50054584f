"""Runs as HTML: those that are being made, the list of all, and the frame of an open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quoth.ui.app.evaluate_form_view import confirmed
from quoth.ui.app.evaluate_jobs import RunProgress
from quoth.ui.app.evaluate_records import StoredRun
from quoth.ui.app.markup import attributes, button, escaped

if TYPE_CHECKING:
    from quoth.eval.report.figures import Figure

__all__ = ["ListedRun", "compared_html", "opened_html", "progress_html", "runs_html"]

_STATES = {
    "waiting": "being made",
    "running": "being made",
    "stopping": "being made",
    "stopped": "stopped",
    "failed": "not finished",
}
_N_FIGURES = 3  # of a run in the list


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run of the list; its figures once it is done, what became of it until then."""

    run: StoredRun
    figures: Sequence[Figure] = ()
    n_items: int | None = None
    progress: RunProgress | None = None


def progress_html(running: Sequence[RunProgress]) -> str:
    """Return how far the runs are that are being made."""
    return "".join(map(_progress, running))


def runs_html(runs: Sequence[ListedRun], *, open_id: str = "") -> str:
    """Return the list of a user's runs."""
    if not runs:
        return ""
    heads = ("Run", "Judge", "Items", "What to look at first", _hidden("Actions"))
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    rows = "".join(_row(one, is_open=one.run.id == open_id) for one in runs)
    return (
        f"<h2>Runs</h2><table><caption class='sr'>Runs, the last first</caption><thead><tr>{head}"
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def opened_html(run: StoredRun, content: str, others: Sequence[StoredRun], *, focus: bool) -> str:
    """Return an open run.

    Args:
        content: HTML, of `run_html` or `comparison_html`.
        others: finished runs that it may be compared with.
        focus: take the keyboard there: its user has asked for it.
    """
    title = escaped(run.plan.set_name)
    tools = button("Download the report", "fetch_run", data_id=run.id, data_part="report")
    tools += button("Download the records", "fetch_run", data_id=run.id, data_part="records")
    tools = tools.replace("<button ", '<button class="plain" ')
    if others:
        options = "".join(
            f"<option{attributes(value=one.id)}>{escaped(_name(one))}</option>" for one in others
        )
        compare = button("Compare", "hold_against", class_="plain", data_id=run.id)
        tools += f'<label>Compare with <select name="other">{options}</select></label>{compare}'
    close = button("Close", "show_run", class_="quiet", data_id="")
    return (
        f"<h2{attributes(tabindex=-1, data_focus=focus)}>{title} "
        f'<span class="where">{_date(run)}</span></h2>'
        f'<div class="tools">{tools}{close}</div>{content}'
    )


def compared_html(a: StoredRun, b: StoredRun, content: str) -> str:
    """Return two runs held against each other.

    Args:
        content: HTML, of `comparison_html`.
    """
    back = button("Back to the run", "show_run", class_="plain", data_id=b.id)
    return (
        '<h2 tabindex="-1" data-focus>Two runs compared</h2>'
        f"<p>A: {escaped(_name(a))}<br>B: {escaped(_name(b))}</p>"
        f'<div class="tools">{back}</div>{content}'
    )


def _progress(run: RunProgress) -> str:
    heading = {"waiting": ": waiting for another run", "stopping": ": stopping …"}
    said = run.what and f"{run.what[:1].upper()}{run.what[1:]}: {run.done} of {run.total}"
    if said and run.left_s is not None:
        said += f", {_time(run.left_s)} left"
    value = run.done if run.total else None
    bar = f"<progress{attributes(aria_label='Progress', max=max(run.total, 1), value=value)}>"
    stop = button("Stop", "halt", class_="plain", data_id=run.id)
    return (
        f'<section class="job running"><h3>{escaped(run.name)}{heading.get(run.state, "")}</h3>'
        f'{bar}</progress><p class="where">{escaped(said) or "Starting …"}</p>'
        f"{stop if run.state != 'stopping' else ''}</section>"
    )


def _row(listed: ListedRun, *, is_open: bool) -> str:
    run, progress = listed.run, listed.progress
    name = f'<span class="name">{escaped(run.plan.set_name)}</span>'
    cells = (
        f'{name}<span class="where">{_date(run)}</span>',
        escaped(run.plan.judge),
        str(listed.n_items or run.plan.limit or ""),
        _figures(listed.figures) if run.is_done else _state(progress),
        _actions(run, progress),
    )
    heads = ("Run", "Judge", "Items", "First", "")
    body = "".join(f'<td data-head="{h}">{c}</td>' for h, c in zip(heads, cells, strict=True))
    return f"<tr{attributes(class_='open' if is_open else None)}>{body}</tr>"


def _figures(figures: Sequence[Figure]) -> str:
    lines = "".join(
        f'<li>{escaped(figure.title)} <b>{figure.value}</b> <span class="where">{figure.interval}'
        "</span></li>"
        for figure in figures[:_N_FIGURES]
    )
    return f"<ul>{lines}</ul>"


def _state(progress: RunProgress | None) -> str:
    state = escaped(_STATES.get(progress.state if progress else "", "not finished"))
    why = escaped(progress.message) if progress else ""
    return f'<span class="state">{state}</span>' + (f'<p class="why">{why}</p>' if why else "")


def _actions(run: StoredRun, progress: RunProgress | None) -> str:
    name = _name(run)
    if progress is not None and not progress.is_over:
        return ""
    if run.is_done:
        first = button(
            "Open", "show_run", class_="plain", data_id=run.id, aria_label=f"Open {name}"
        )
    else:
        first = button(
            "Go on", "resume", class_="plain", data_id=run.id, aria_label=f"Go on with {name}"
        )
    return f'<div class="acts">{first}{confirmed("Delete", "drop_run", "", name, run.id)}</div>'


def _name(run: StoredRun) -> str:
    return f"{run.plan.set_name}, {_when(run):%Y-%m-%d %H:%M}, {run.plan.judge}"


def _date(run: StoredRun) -> str:
    when = _when(run)
    return f'<time datetime="{when.isoformat(timespec="seconds")}">{when:%Y-%m-%d %H:%M}</time>'


def _when(run: StoredRun) -> datetime:
    return datetime.fromtimestamp(run.plan.begun, UTC).astimezone()


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min"


def _hidden(text: str) -> str:
    return f'<span class="sr">{text}</span>'
