"""The page: library and conversations on the left, tabs in the middle, the source on the right."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.ui.app.ask_tab import AskHandlers
from quoth.ui.app.cite_tab import CiteParts, connect_citing
from quoth.ui.app.context import Look, PageContext
from quoth.ui.app.conversations import Conversations
from quoth.ui.app.evaluate_tab import EvaluateParts, connect_evaluating
from quoth.ui.app.example_questions import copied_examples
from quoth.ui.app.library_handlers import LibraryHandlers
from quoth.ui.app.library_tab import library_tab
from quoth.ui.app.newest import Newest
from quoth.ui.app.parts import AskParts, SideParts, SourceParts, header
from quoth.ui.app.reference_card import ReferenceCard
from quoth.ui.app.sidebar import Sidebar
from quoth.ui.app.source_pane import SourcePane
from quoth.ui.app.theme import make_theme
from quoth.ui.app.thumbs import Thumbs
from quoth.ui.app.uploads import upload_folder
from quoth.ui.app.wiring import Sent, Visitor, Wiring

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page", "page_look"]

_STYLES = ("page.css", "reading.css", "library.css", "evaluate.css")
# The source has no place beside tables as wide as the library's and a run's.
_WIDE = "() => document.body.classList.add('without-source')"
_BESIDE = "() => document.body.classList.remove('without-source')"


def page_look() -> Look:
    """Return the theme and the style sheets, which go in where the page is mounted."""
    folder = Path(str(files("quoth.ui.app") / "assets"))
    return Look(theme=make_theme, css_paths=tuple(folder / name for name in _STYLES))


def build_page(context: PageContext) -> gr.Blocks:
    """Build the page over a context."""
    import gradio as gr

    wiring = Wiring(context)
    page = gr.Blocks(title="Quoth", delete_cache=(600, 600), fill_width=True)
    with page:
        header()
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="side", min_width=0):
                side = SideParts.make()
            with gr.Column(elem_id="work", min_width=0):
                tabs = _Tabs(context)
            with gr.Column(elem_id="source", min_width=0):
                source = SourceParts.make(context.settings.style)
        asking = _connect_asking(page, wiring, tabs.ask, side, source)
        connect_citing(wiring, tabs.cite, selection=side.selection, download=source.download)
        _connect_sides(wiring, tabs, side, source)
        changed = tabs.library.changed
        connect_evaluating(page, wiring, tabs.evaluate, changed=changed, download=source.download)
        _connect_loading(page, wiring, tabs, side, asking)
        _connect_examples(wiring, tabs)
    return page


class _Tabs:
    """The tabs."""

    def __init__(self, context: PageContext) -> None:
        import gradio as gr

        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", elem_id="ask-tab") as ask:
                self.ask = AskParts.make()
            with gr.Tab("Cite", elem_id="cite-tab") as cite:
                self.cite = CiteParts.make()
            with gr.Tab("Library", elem_id="library-tab") as library:
                self.library = library_tab(context)
            with gr.Tab("Evaluate", elem_id="evaluate-tab") as evaluate:
                self.evaluate = EvaluateParts.make()
        for tab in (ask, cite):
            tab.select(None, js=_BESIDE, api_visibility="private")
        for tab in (library, evaluate):
            tab.select(None, js=_WIDE, api_visibility="private")


def _connect_asking(
    page: gr.Blocks, wiring: Wiring, ask: AskParts, side: SideParts, source: SourceParts
) -> AskHandlers:
    context = wiring.context
    conversations = Conversations(context)
    handlers = AskHandlers(context, conversations)
    shown = (
        ask.transcript, ask.conversation, side.conversations,
        ask.question, ask.status, ask.editing,
    )  # fmt: skip
    opened = shown[:3]
    limits: dict[str, Any] = {
        "concurrency_limit": context.limits.asking,
        "concurrency_id": "ask",
        # Else the browser drops a question while another one is answered, though unseen.
        "trigger_mode": "multiple",
    }
    typed = (ask.question, ask.conversation, side.selection, ask.editing)
    asked = wiring.on((ask.question.submit, ask.send.click), handlers.ask, typed, shown, **limits)
    where = (ask.conversation, side.selection)
    again = wiring.on(ask.transcript.retry, handlers.retry, where, shown, **limits)
    tried = wiring.on(ask.transcript.example, handlers.ask_example, where, shown, **limits)
    for event in (asked, again, tried):
        wiring.on(event.failure, handlers.refreshed, (ask.conversation, ask.editing), opened)
    wiring.on(page.load, handlers.load, (), opened)
    wiring.on(ask.stop.click, handlers.stop, (), (ask.status,), queue=False)
    wiring.on(ask.transcript.edit, handlers.edit, (ask.conversation,), shown)
    wiring.on(ask.transcript.leave_edit, handlers.leave_edit, (ask.conversation,), shown)
    wiring.on(ask.transcript.undo, handlers.undo, (ask.conversation,), shown)
    thumbs, rated = Thumbs(conversations), (ask.conversation, ask.editing)
    wiring.on(ask.transcript.thumb, thumbs.thumb, rated, (ask.transcript,))
    wiring.on(ask.transcript.comment, thumbs.comment, rated, (ask.transcript,))
    listed = side.conversations
    wiring.on(side.new.click, handlers.new, (), shown)
    wiring.on(listed.conversation, handlers.open, (), shown)
    wiring.on(listed.rename, conversations.rename, (ask.conversation,), (listed,))
    wiring.on(listed.remove, handlers.delete, (ask.conversation,), shown)
    wiring.on(listed.export, conversations.export, (), (source.download,))
    return handlers


def _connect_sides(wiring: Wiring, tabs: _Tabs, side: SideParts, source: SourceParts) -> None:
    sources, card = SourcePane(wiring.context), ReferenceCard(wiring.context)
    pane, reference = Newest(wiring), Newest(wiring)
    cites = (tabs.ask.transcript.cite, tabs.cite.matches.cite)
    for event in (*cites, source.pane.turn):
        pane.on(event, sources.open, (), (source.pane,))
    for event in cites:
        reference.on(event, card.show, (source.style,), (source.reference,))
    restyled = (source.reference, source.style)
    reference.on(source.reference.restyle, card.restyle, (), restyled)
    filters, documents = Sidebar(wiring.context), side.documents
    Newest(wiring).on(documents.find, filters.find, (side.selection,), (documents,))
    Newest(wiring).on(documents.choose, filters.choose, (), (side.selection,), queue=False)


def _connect_loading(
    page: gr.Blocks, wiring: Wiring, tabs: _Tabs, side: SideParts, asking: AskHandlers
) -> None:
    filters = Sidebar(wiring.context)
    wiring.on(page.load, filters.listed, (side.selection,), (side.documents,))
    changed = tabs.library.changed.change
    wiring.on(changed, filters.listed, (side.selection,), (side.documents,))
    open_now = (tabs.ask.conversation, tabs.ask.editing)
    wiring.on(changed, asking.current, open_now, (tabs.ask.transcript,))


def _connect_examples(wiring: Wiring, tabs: _Tabs) -> None:
    """Add the example articles as if they had been uploaded, and show how far that is."""
    import gradio as gr

    adding = LibraryHandlers(wiring.context)

    def add(visitor: Visitor, sent: Sent) -> tuple[object, ...]:
        jobs, goes_on, *rest = adding.add(visitor, sent, copied_examples(upload_folder()))
        return jobs, gr.Timer(active=goes_on), *rest

    library = tabs.library
    shown = (library.jobs, library.timer, library.table, library.changed, library.status)
    wiring.on(tabs.ask.transcript.examples, add, (), shown)
