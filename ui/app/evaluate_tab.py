"""The Evaluate tab: a question set asked of this library, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quoth.ui.app.evaluate_handlers import EvaluateHandlers
from quoth.ui.app.evaluate_sets import SET_SUFFIXES
from quoth.ui.app.evaluate_shown import EvaluateView, Shown
from quoth.ui.app.parts import pane, status_line
from quoth.ui.app.wiring import Sent, Visitor, Wiring

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["EvaluateParts", "connect_evaluating"]

_SECONDS_A_LOOK = 0.7  # at a run that is being made
_INTRODUCTION = (
    "<h2>Evaluate</h2><p>Ask a whole set of questions, and see how far the answers, their sources "
    "and the refusals can be trusted.</p>"
)


@dataclass(frozen=True, slots=True)
class EvaluateParts:
    """The components of the tab."""

    upload: gr.UploadButton
    form: gr.HTML
    status: gr.HTML
    progress: gr.HTML
    runs: gr.HTML
    opened: gr.HTML
    view: gr.State
    timer: gr.Timer

    @classmethod
    def make(cls) -> EvaluateParts:
        """Make them, into the block that is open."""
        import gradio as gr

        gr.HTML(_INTRODUCTION, js_on_load=None, apply_default_css=False, elem_id="evaluate-intro")
        with gr.Row(elem_id="evaluate-adding"):
            upload = gr.UploadButton(
                "Add a question set",
                file_types=list(SET_SUFFIXES),
                scale=0,
                min_width=150,
                elem_id="add-set",
            )
        return cls(
            upload=upload,
            form=pane("", "evaluate.js", "evaluate-form"),
            status=status_line("evaluate-status"),
            progress=pane("", "evaluate.js", "evaluate-progress"),
            runs=pane("", "evaluate.js", "evaluate-runs"),
            opened=pane("", "evaluate.js", "evaluate-opened"),
            view=gr.State(EvaluateView()),
            timer=gr.Timer(_SECONDS_A_LOOK, active=False),
        )


def connect_evaluating(
    page: gr.Blocks, wiring: Wiring, parts: EvaluateParts, *, changed: gr.State, download: gr.HTML
) -> None:
    """Connect the tab's events.

    Args:
        changed: its `change` says that the library has other documents.
        download: starts a download.
    """
    handlers = EvaluateHandlers(wiring.context)
    _connect_sets(page, wiring, parts, handlers, changed)
    seen = (parts.view,)
    shown = (parts.view, parts.progress, parts.timer, parts.runs, parts.opened, parts.status)
    for event, handler in (
        (parts.form.begin, handlers.begin),
        (parts.progress.halt, handlers.halt),
        (parts.runs.resume, handlers.resume),
        (parts.runs.show_run, handlers.show),
        (parts.opened.show_run, handlers.show),
        (parts.runs.drop_run, handlers.drop_run),
        (parts.timer.tick, handlers.tick),
        (page.load, handlers.runs),
    ):
        wiring.on(event, _with_timer(handler), seen, shown)
    wiring.on(parts.opened.hold_against, handlers.compare, (), (parts.opened,))
    wiring.on(parts.opened.fetch_run, handlers.fetch, (), (download,))


def _connect_sets(
    page: gr.Blocks,
    wiring: Wiring,
    parts: EvaluateParts,
    handlers: EvaluateHandlers,
    changed: gr.State,
) -> None:
    def take(visitor: Visitor, sent: Sent, path: str) -> tuple[Any, ...]:
        """Return the button emptied, too: what it held has been moved."""
        return (None, *handlers.take(visitor, sent, path))

    said = (parts.form, parts.status)
    wiring.on(parts.upload.upload, take, (parts.upload,), (parts.upload, *said))
    wiring.on(parts.form.drop_set, handlers.drop_set, (), said)
    for event in (page.load, changed.change):
        wiring.on(event, handlers.form, (), (parts.form,))


def _with_timer(handler: Callable[..., Shown]) -> Callable[..., tuple[Any, ...]]:
    """Return the handler for components: the timer runs as long as a run is being made."""
    import gradio as gr

    def call(visitor: Visitor, sent: Sent, view: EvaluateView) -> tuple[Any, ...]:
        now, progress, goes_on, *rest = handler(visitor, sent, view)
        return now, progress, gr.Timer(active=goes_on), *rest

    return call
