"""The Library tab: what is in the library, adding to it, and how it fares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quoth.index.metadata.sidecars import SIDECAR_SUFFIXES
from quoth.index.readers import SUFFIXES
from quoth.ui.app.context import PageContext
from quoth.ui.app.library_handlers import Jobs, LibraryHandlers
from quoth.ui.app.library_view import LibraryView
from quoth.ui.app.newest import Newest
from quoth.ui.app.wiring import Sent, Visitor, Wiring, script

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["LibraryTab", "library_tab"]

_SECONDS_A_LOOK = 0.7  # at a job that runs
_TABLE = (
    '<input type="search" aria-label="Search the library" placeholder="Search the library">${value}'
)


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The tab's components that the rest of the page may connect.

    Attributes:
        changed: a number; its `change` event says that documents came, went or were corrected.
        upload: takes files; a script may hand it those that are dropped on the page.
    """

    changed: gr.State
    upload: gr.UploadButton
    folder: gr.UploadButton
    rebuild: gr.Button
    check: gr.Button
    status: gr.HTML
    jobs: gr.HTML
    health: gr.HTML
    table: gr.HTML
    view: gr.State
    timer: gr.Timer


def library_tab(context: PageContext) -> LibraryTab:
    """Build the tab into the block that is open, and connect it."""
    tab = _make(context)
    wiring, handlers = Wiring(context), LibraryHandlers(context)
    _connect_table(tab, wiring, handlers)
    _connect_jobs(tab, wiring, handlers)
    return tab


def _make(context: PageContext) -> LibraryTab:
    import gradio as gr

    kinds = sorted(SUFFIXES | SIDECAR_SUFFIXES)
    with gr.Row(elem_id="adding"):
        upload = gr.UploadButton(
            "Add files",
            variant="primary",
            file_count="multiple",
            file_types=kinds,
            scale=0,
            min_width=110,
            elem_id="add-files",
        )
        folder = gr.UploadButton(
            "Add a folder", file_count="directory", scale=0, min_width=120, elem_id="add-folder"
        )
        rebuild = gr.Button("Index again", scale=0, min_width=110)
        check = gr.Button("Check the library", scale=0, min_width=140)
    _html(f'<p class="where">{context.limits.sentence()}</p>', "library-limits")
    status = _html("", "library-status", template='<div role="status">${value}</div>')
    jobs, health = _html("", "library-jobs"), _html("", "library-health")
    table = _html("", "library-table", template=_TABLE, scripts=("library.js",))
    view, changed = gr.State(LibraryView()), gr.State(0)
    timer = gr.Timer(_SECONDS_A_LOOK, active=False)
    return LibraryTab(
        changed, upload, folder, rebuild, check, status, jobs, health, table, view, timer
    )


def _html(
    value: str, elem_id: str, *, template: str = "${value}", scripts: tuple[str, ...] = ()
) -> gr.HTML:
    import gradio as gr

    return gr.HTML(
        value,
        html_template=template,
        js_on_load=script(*scripts) if scripts else None,
        apply_default_css=False,
        elem_id=elem_id,
    )


def _connect_table(tab: LibraryTab, wiring: Wiring, handlers: LibraryHandlers) -> None:
    table = tab.table
    for event, handler in (
        (table.find, handlers.find),
        (table.more, handlers.more),
        (table.row, handlers.row),
    ):
        Newest(wiring).on(event, handler, (tab.view,), (tab.view, table))
    changing, outputs = (tab.view, tab.changed), (tab.view, table, tab.changed, tab.status)
    wiring.on(table.save, handlers.save, changing, outputs)
    wiring.on(table.restore, handlers.restore, changing, outputs)
    wiring.on(table.drop, handlers.drop, changing, outputs)
    wiring.on(tab.check.click, handlers.health, (), (tab.health,))


def _connect_jobs(tab: LibraryTab, wiring: Wiring, handlers: LibraryHandlers) -> None:
    import gradio as gr

    shown = (tab.jobs, tab.timer, tab.table, tab.changed, tab.status)

    def with_timer(handler: Callable[..., Jobs]) -> Callable[..., tuple[Any, ...]]:
        def call(visitor: Visitor, sent: Sent, *values: object) -> tuple[Any, ...]:
            jobs, goes_on, *rest = handler(visitor, sent, *values)
            return jobs, gr.Timer(active=goes_on), *rest

        return call

    def taking(handler: Callable[..., Jobs]) -> Callable[..., tuple[Any, ...]]:
        """Return the handler for a button, which is emptied: what it held has been moved."""
        return lambda *values: (None, *with_timer(handler)(*values))

    for button in (tab.upload, tab.folder):
        wiring.on(button.upload, taking(handlers.add), (button,), (button, *shown))
    wiring.on(tab.table.again, with_timer(handlers.again), (), shown)
    wiring.on(tab.rebuild.click, with_timer(handlers.rebuild), (), shown)
    wiring.on(tab.timer.tick, with_timer(handlers.tick), (tab.view, tab.changed), shown)
    wiring.on(_page().load, with_timer(handlers.opened), (tab.view,), shown)


def _page() -> gr.Blocks:
    """Return the page that is being built."""
    from gradio.context import Context

    page = Context.root_block
    if page is None:
        msg = "the tab is built within a page: with gr.Blocks()"
        raise RuntimeError(msg)
    return page
