"""An application that answers at once, with a small page, until the real one has been built."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import Message, Receive, Scope, Send
    from uvicorn import Server

__all__ = ["Doorway", "server_of"]

_LAST_WORDS_S = 2  # that answers which are being written get when the server stops


class Doorway:
    """The ASGI application that the server runs.

    What takes long, importing, is prepared in a thread; then the real one is built where the event
    loop runs, as Gradio makes locks for the loop that it finds. `failure` is what went wrong with
    it; the server is then told to stop.
    """

    def __init__(
        self,
        build: Callable[[], Starlette],
        *,
        prepare: Callable[[], None] = lambda: None,
        opened: Callable[[], None] = lambda: None,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._build = build
        self._prepare = prepare
        self._opened = opened
        self._stop = stop
        self._app: Starlette | None = None
        self._leaving = asyncio.Event()
        self._ending = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, partial(_receive, receive, self._leaving), send)
        elif scope["type"] == "http":
            await _answer_early(scope, receive, send)

    def leave(self) -> None:
        """End what is still being sent: each browser holds a stream open for as long as it can."""
        self._leaving.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # "startup"
        running = asyncio.create_task(self._run())
        await send({"type": "lifespan.startup.complete"})
        await receive()  # "shutdown"
        self._ending.set()
        await running
        await send({"type": "lifespan.shutdown.complete"})

    async def _run(self) -> None:
        """Build the application and keep it running; its start and end belong to one task."""
        try:
            await asyncio.to_thread(self._prepare)
            app = self._build()
            async with app.router.lifespan_context(app):
                self._app = app
                self._opened()
                await self._ending.wait()
        except Exception as error:  # noqa: BLE001  (whoever called `serve` is told)
            self.failure = error
            self._stop()


async def _receive(receive: Receive, leaving: asyncio.Event) -> Message:
    """Return what comes next; when the server leaves, that the browser has gone."""
    coming, left = asyncio.ensure_future(receive()), asyncio.ensure_future(leaving.wait())
    try:
        await asyncio.wait({coming, left}, return_when=asyncio.FIRST_COMPLETED)
        return coming.result() if coming.done() else {"type": "http.disconnect"}
    finally:
        coming.cancel()
        left.cancel()


def server_of(doorway: Doorway) -> Server:
    """Return the server that runs a doorway; it says nothing but what goes wrong."""
    import uvicorn

    class QuietServer(uvicorn.Server):
        """Ends the streams when it stops; else it would wait for them, and complain of them."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            doorway.leave()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        doorway,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_WORDS_S,
    )
    return QuietServer(config)


async def _answer_early(scope: Scope, receive: Receive, send: Send) -> None:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, Response

    request = Request(scope)
    # a browser notes each 503 as an error on its console; the small page asks for the health
    code = 200 if request.url.path == "/healthz" else 503
    answer: Response = JSONResponse({"status": "starting"}, code, headers={"Retry-After": "1"})
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        page = files("quoth.ui.app").joinpath("loading.html").read_text("utf-8")
        answer = HTMLResponse(page, headers={"Cache-Control": "no-store"})
    await answer(scope, receive, send)
