"""The Cite tab: a draft in a field, and its sentences with what the library has for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.ui.app.cite_handlers import LATEX_KEYS, PANDOC_KEYS, CiteHandlers
from quoth.ui.app.parts import ITEMS, status_line
from quoth.ui.app.wiring import Wiring, script

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["CiteParts", "connect_citing"]

_INTRODUCTION = (
    "<h2>Find sources for a draft</h2><p>Each sentence is looked up in your library: what supports "
    "it, what contradicts it, and whether what it cites says so.</p>"
)
_AT_ONCE = 4  # drafts; each keeps a core busy for seconds


@dataclass(frozen=True, slots=True)
class CiteParts:
    """The components of the tab."""

    draft: gr.Textbox
    upload: gr.UploadButton
    find: gr.Button
    insert_all: gr.Button
    keys: gr.Radio
    fetch_draft: gr.Button
    fetch_bibliography: gr.Button
    status: gr.HTML
    matches: gr.HTML
    dropped: gr.State
    citing: gr.State

    @classmethod
    def make(cls) -> CiteParts:
        """Make them, into the block that is open."""
        import gradio as gr

        gr.HTML(_INTRODUCTION, js_on_load=None, apply_default_css=False, elem_id="cite-intro")
        draft = gr.Textbox(
            label="Draft",
            placeholder="Paste a sentence or a draft, or drop a file: .md, .txt, .tex, .docx",
            lines=8,
            max_lines=18,
            elem_id="draft",
        )
        with gr.Row(elem_id="cite-actions"):
            find = gr.Button("Find sources", variant="primary", scale=0, min_width=120)
            upload = gr.UploadButton(
                "Open a draft",
                file_types=[".md", ".txt", ".docx", ".tex"],
                scale=0,
                min_width=120,
                elem_id="draft-upload",
            )
            keys = gr.Radio(
                [PANDOC_KEYS, LATEX_KEYS], value=PANDOC_KEYS, label="Keys", elem_id="keys", scale=1
            )
        status = status_line("cite-status")
        matches = gr.HTML(
            [],
            html_template=ITEMS,
            js_on_load=script("shared.js", "chips.js", "matches.js"),
            apply_default_css=False,
            elem_id="matches",
        )
        with gr.Row(elem_id="cite-downloads"):
            insert_all = gr.Button("Insert the best keys", size="sm", scale=0, min_width=150)
            fetch = gr.Button("Download the draft", size="sm", scale=0, min_width=150)
            bibliography = gr.Button("Download the .bib", size="sm", scale=0, min_width=150)
        return cls(
            draft, upload, find, insert_all, keys, fetch, bibliography, status, matches,
            gr.State(None), gr.State(None),
        )  # fmt: skip


def connect_citing(
    wiring: Wiring, parts: CiteParts, *, selection: gr.State, download: gr.HTML
) -> None:
    """Connect the tab's events."""
    handlers = CiteHandlers(wiring.context)
    outputs = (parts.matches, parts.citing, parts.draft, parts.status)
    wiring.on(
        parts.upload.upload,
        handlers.drop,
        (parts.upload,),
        (parts.draft, parts.dropped, parts.keys, parts.status),
    )
    wiring.on(
        parts.find.click,
        handlers.find,
        (parts.draft, parts.dropped, parts.keys, selection),
        outputs,
        concurrency_limit=_AT_ONCE,
        concurrency_id="cite",
    )
    chosen = (parts.draft, parts.citing)
    wiring.on(parts.matches.insert, handlers.insert, chosen, outputs)
    wiring.on(parts.insert_all.click, handlers.insert_all, chosen, outputs)
    wiring.on(parts.fetch_draft.click, handlers.fetch_draft, chosen, (download,))
    fetch = handlers.fetch_bibliography
    wiring.on(parts.fetch_bibliography.click, fetch, (parts.citing,), (download,))
