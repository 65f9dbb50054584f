"""The page, its routes and its guard, put together as one web application."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.ui.app.context import Look, PageContext
from quoth.ui.app.endpoints import add_endpoints, public_functions
from quoth.ui.app.event_streams import EventStreams
from quoth.ui.app.guard import Access, Gate, Guard, user_of_request
from quoth.ui.app.login import add_login
from quoth.ui.app.mcp_tools import add_mcp
from quoth.ui.app.routes import add_routes
from quoth.ui.app.sessions import Sessions

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

__all__ = ["PageBuilder", "import_page", "make_app", "prepare_environment"]

PageBuilder = Callable[[PageContext], "gr.Blocks"]

_AT_ONCE = 40  # handlers; gradio has as many threads


def prepare_environment() -> Path:
    """Keep gradio from the network, and give it a folder of its own for uploads; return that.

    To be called before gradio is imported: it looks up its hosts while it is being imported.
    """
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        # After every so many events gradio makes a pandas table of them all, for a page of figures
        # that is shut here.
        GRADIO_ANALYTICS_CACHE_FREQUENCY=str(10**9),
        GRADIO_TEMP_DIR=tempfile.mkdtemp(prefix="quoth-ui-"),  # mode 0700
    )
    return Path(os.environ["GRADIO_TEMP_DIR"])


def import_page() -> None:
    """Import what a page is made of, which takes some seconds."""
    import gradio  # noqa: F401
    import mcp.server.lowlevel  # noqa: F401


def make_app(
    context: PageContext,
    page: PageBuilder,
    *,
    look: Look | None = None,
    access: Access | None = None,
    mcp: bool = False,
) -> FastAPI:
    """Put the application together, where the event loop that will run it runs.

    Call `prepare_environment` before.

    Args:
        look: the page's theme and styles.
        access: by default the local user's alone, on loopback.
        mcp: whether the endpoints are MCP tools too.

    Raises:
        ValueError: the context was made for users and there are none, or the other way round.
    """
    from fastapi import FastAPI

    access = access or Access()
    if context.has_users != (access.users is not None):
        msg = "a context is made for users, or for none: make it with the same has_users"
        raise ValueError(msg)
    gate = Gate(access, Sessions(context.database.file), context.limits.total_bytes)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(EventStreams)
    app.add_middleware(Guard, gate=gate)
    if access.users is not None:
        add_login(app, gate.sessions, access.users)
    add_routes(app, context)
    functions = public_functions(context)
    if mcp:
        add_mcp(app, functions)
    blocks = page(context)
    with blocks:
        add_endpoints(functions, at_once=context.limits.asking)
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=context.limits.waiting)
    return _mounted(app, blocks, context, look or Look())


def _mounted(app: FastAPI, blocks: gr.Blocks, context: PageContext, look: Look) -> FastAPI:
    import gradio as gr

    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name="127.0.0.1",
        auth_dependency=user_of_request,
        max_file_size=context.limits.upload_bytes,
        footer_links=["api"],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=look.theme() if look.theme else None,
        css_paths=[*look.css_paths],
        js=look.js,
        head=look.head,
    )
    return app
