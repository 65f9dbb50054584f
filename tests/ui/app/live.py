"""The page's application on a free port of this machine, in a thread of the test's process."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.ui.app.context import Look, PageContext, open_context
from quoth.ui.app.doorway import Doorway, server_of
from quoth.ui.app.guard import Access
from quoth.ui.app.limits import Limits
from quoth.ui.app.serving import free_socket
from quoth.ui.app.users import Users

if TYPE_CHECKING:
    import gradio as gr
    import httpx
    from fastapi import FastAPI

    from quoth.index import Library
    from quoth.ui.app.server import PageBuilder

__all__ = ["Live", "blank_page", "logged_in", "serve_live"]


@dataclass(frozen=True, slots=True)
class Live:
    """A server that runs."""

    url: str
    context: PageContext
    uploads: Path


def blank_page(_context: PageContext) -> gr.Blocks:
    """A page with nothing on it: the server's own parts are what is tested."""
    import gradio as gr

    with gr.Blocks(delete_cache=(600, 600)) as page:
        gr.HTML("<h1>blank</h1>")
    return page


@contextmanager
def serve_live(
    folder: Path,
    *,
    page: PageBuilder = blank_page,
    look: Look | None = None,
    users: Users | None = None,
    mcp: bool = False,
    limits: Limits | None = None,
    library: Library | None = None,
    network: type | None = None,
) -> Iterator[Live]:
    """Serve the library at a folder with the packaged embedder, or another library.

    Args:
        network: ASGI middleware, what lies between the browser and the application.
    """
    from quoth.rag.assembly import build_assistant
    from quoth.rag.assistant import Assistant
    from quoth.rag.settings import Settings
    from quoth.ui.app.server import import_page, make_app, prepare_environment

    settings = Settings(library=str(folder))
    assistant = Assistant(library) if library else build_assistant(settings)
    uploads = prepare_environment()
    context = open_context(assistant, settings, has_users=users is not None, limits=limits)
    opened = threading.Event()

    def build() -> FastAPI:
        app = make_app(context, page, look=look, access=Access(users), mcp=mcp)
        if network is not None:
            app.add_middleware(network)
        return app

    doorway = Doorway(build, prepare=import_page, opened=opened.set, stop=opened.set)
    server = server_of(doorway)
    with free_socket("127.0.0.1", 7960) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        running = threading.Thread(target=server.run, args=([listener],), daemon=True)
        running.start()
        try:
            if not opened.wait(60):
                msg = "the page did not open within 60 s"
                raise TimeoutError(msg)
            if doorway.failure is not None:
                raise doorway.failure
            yield Live(url, context, uploads)
        finally:
            server.should_exit = True
            running.join(timeout=20)
            context.close()
            shutil.rmtree(uploads, ignore_errors=True)


def logged_in(live: Live, name: str, password: str) -> httpx.Client:
    """Return a client with a user's session, as a program has it."""
    import httpx

    sent = {"username": name, "password": password}
    token = httpx.post(f"{live.url}/login", json=sent).raise_for_status().json()["token"]
    return httpx.Client(base_url=live.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
