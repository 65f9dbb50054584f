"""The components of the page, made where they are to stand; events connect them elsewhere.

Each HTML component shows its value by a template that only reads it. Handlebars, Gradio's other
kind of template, would run what a document's text writes as `${…}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.ui.app.markup import button
from quoth.ui.app.selection import Selection
from quoth.ui.app.source_view import unopened_html
from quoth.ui.app.wiring import script

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["ITEMS", "AskParts", "SideParts", "SourceParts", "header", "pane", "status_line"]


def _tick(which: str) -> str:
    return button(f"Tick {which}", which, class_="quiet")


ITEMS = (
    "${value.map(i => `<article class='${i.role}' data-key='${i.key}'>${i.html}</article>`)"
    ".join('')}"
)
_FILTER = (
    '<h2>Library</h2><input type="search" aria-label="Search the documents" '
    'placeholder="Search documents">'
    '<div class="rows" tabindex="0" role="group" aria-label="Documents to ask">${value}</div>'
    '<div class="filters">'
    f"{_tick('all')}{_tick('none')}"
    '<span class="years"><span class="where">Years</span>'
    '<input type="number" name="first" aria-label="First year" placeholder="from" min="0" '
    'max="2100"><span class="where">–</span><input type="number" name="last" '
    'aria-label="Last year" placeholder="to" min="0" max="2100"></span></div>'
)
_FOLD = button(
    "☰",
    "side",
    class_="quiet",
    aria_label="Library and conversations",
    aria_expanded="true",
    aria_controls="side",
)
_HEADER = f"{_FOLD}<h1>Quoth</h1><p>answers in your papers’ own words</p>"


@dataclass(frozen=True, slots=True)
class SideParts:
    """The left side."""

    documents: gr.HTML
    selection: gr.State
    conversations: gr.HTML
    new: gr.Button

    @classmethod
    def make(cls) -> SideParts:
        """Make them, into the block that is open."""
        import gradio as gr

        selection = gr.State(Selection())
        documents = gr.HTML(
            "",
            html_template=_FILTER,
            js_on_load=script("documents.js"),
            apply_default_css=False,
            elem_id="documents",
        )
        with gr.Row(elem_id="conversations-head"):
            gr.HTML("<h2>Conversations</h2>", js_on_load=None, apply_default_css=False)
            new = gr.Button("New", size="sm", min_width=60, scale=0)
        conversations = gr.HTML(
            "",
            js_on_load=script("shared.js", "conversations.js"),
            apply_default_css=False,
            elem_id="conversations",
        )
        return cls(documents, selection, conversations, new)


@dataclass(frozen=True, slots=True)
class AskParts:
    """The Ask tab."""

    transcript: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    status: gr.HTML
    conversation: gr.State
    editing: gr.State

    @classmethod
    def make(cls) -> AskParts:
        """Make them, into the block that is open."""
        import gradio as gr

        transcript = gr.HTML(
            [],
            html_template=ITEMS,
            js_on_load=script("shared.js", "chips.js", "transcript.js"),
            apply_default_css=False,
            elem_id="transcript",
        )
        status = status_line("status")
        with gr.Row(elem_id="composer"):
            question = gr.Textbox(
                label="Ask about your papers",
                show_label=False,
                placeholder="Ask about your papers …",
                lines=1,
                max_lines=8,
                autofocus=True,
                scale=1,
                elem_id="question",
            )
            send = gr.Button("Ask", variant="primary", scale=0, min_width=80, elem_id="send")
            stop = gr.Button("Stop", scale=0, min_width=80, elem_id="stop")
        return cls(transcript, question, send, stop, status, gr.State(""), gr.State(""))


@dataclass(frozen=True, slots=True)
class SourceParts:
    """The right side, and what a download is started with."""

    pane: gr.HTML
    reference: gr.HTML
    style: gr.State
    download: gr.HTML

    @classmethod
    def make(cls, style: str) -> SourceParts:
        """Make them, into the block that is open."""
        import gradio as gr

        shown = pane(unopened_html(), "source.js", "pane")
        reference = pane("", "reference.js", "reference")
        download = gr.HTML(
            {},
            html_template="",
            js_on_load=script("download.js"),
            apply_default_css=False,
            visible="hidden",
        )
        return cls(shown, reference, gr.State(style), download)


def pane(value: str, script_name: str, elem_id: str) -> gr.HTML:
    """Make a component that shows HTML as it is given, with a script of its own."""
    import gradio as gr

    return gr.HTML(
        value, js_on_load=script("shared.js", script_name), apply_default_css=False, elem_id=elem_id
    )


def status_line(elem_id: str) -> gr.HTML:
    """Make the one line that a screen reader is told of."""
    import gradio as gr

    return gr.HTML(
        "",
        html_template='<div role="status">${value}</div>',
        js_on_load=None,
        apply_default_css=False,
        elem_id=elem_id,
    )


def header() -> gr.HTML:
    """Make the page's head."""
    import gradio as gr

    return gr.HTML(
        _HEADER,
        js_on_load=script("shared.js", "header.js"),
        apply_default_css=False,
        elem_id="header",
    )
