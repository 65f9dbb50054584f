"""Serving the page: the port opens at once, and the page follows when it has been built.

Importing gradio takes three seconds and loading the embedder another. Until then a small page says
so and looks again by itself.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from quoth.index.errors import QuothError, UsageError
from quoth.ui.app.context import Look, PageContext
from quoth.ui.app.doorway import Doorway, server_of
from quoth.ui.app.guard import LOOPBACK_HOSTS, Access
from quoth.ui.app.server import PageBuilder, import_page, make_app, prepare_environment
from quoth.ui.app.users import Users

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Address", "ServeOptions", "free_socket", "is_loopback", "serve"]

_log = logging.getLogger(__name__)

_PORTS_TRIED = 20
_TAKEN = (errno.EADDRINUSE, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return f"http://{shown}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on a host."""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def free_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket at the port, or at the next that is free.

    Raises:
        UsageError: no such host here, or none of the ports is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS_TRIED, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            listener.close()
            if getattr(error, "errno", None) not in _TAKEN:
                msg = f"cannot listen on {host}, port {candidate}: {error}. Choose another --host"
                raise UsageError(msg) from error
        else:
            return listener
    msg = f"the ports {port} to {port + _PORTS_TRIED - 1} are in use. Choose another with --port"
    raise UsageError(msg)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How the page is offered.

    Attributes:
        port: the first to be tried.
        users: who may log in; None for the local user alone, on loopback only.
        mcp: whether the endpoints are MCP tools too.
        browser: whether the page is opened in the user's browser.

    Raises:
        UsageError: other machines could come in, and there are no users.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    users: Users | None = None
    mcp: bool = False
    browser: bool = True

    def __post_init__(self) -> None:
        if not is_loopback(self.host) and self.users is None:
            msg = (
                f"--host {self.host} lets other machines in: say who may use the page, with "
                "--auth USER:PASSWORD or --auth-file FILE"
            )
            raise UsageError(msg)


def serve(
    context: PageContext,
    page: PageBuilder,
    options: ServeOptions,
    *,
    look: Callable[[], Look] = Look,
    say: Callable[[Address], None] = lambda _: None,
) -> None:
    """Serve the page until the process is told to stop; close the context then.

    Args:
        say: told the address, as soon as it answers.

    Raises:
        UsageError: there is no such host here, or no free port.
        KeyboardInterrupt: Ctrl-C.
    """
    uploads = prepare_environment()
    try:
        listener = free_socket(options.host, options.port)
        address = Address(options.host, listener.getsockname()[1])
        access = Access(options.users, LOOPBACK_HOSTS if is_loopback(options.host) else None)

        def build() -> FastAPI:
            return make_app(context, page, look=look(), access=access, mcp=options.mcp)

        say(address)
        if options.browser and _has_desktop():
            Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()
        Thread(target=_warm_up, args=(context,), daemon=True).start()
        _run(build, listener)
    finally:
        context.close()
        shutil.rmtree(uploads, ignore_errors=True)


def _run(build: Callable[[], FastAPI], listener: socket.socket) -> None:
    def stop() -> None:
        server.should_exit = True

    doorway = Doorway(build, prepare=import_page, stop=stop)
    server = server_of(doorway)
    with listener:
        server.run(sockets=[listener])
    if doorway.failure is not None:
        raise doorway.failure


def _warm_up(context: PageContext) -> None:
    """Load the embedder and the indexes, so that the first question need not wait for them."""
    try:
        if context.library.snapshot() is None:
            context.library.embedder.embed_queries(["warm"])
    except QuothError as error:  # whoever asks is told
        _log.warning("the library cannot be searched: %s", error)


def _has_desktop() -> bool:
    """Whether there is a screen; a browser in the terminal would cover what is said there."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(screen) or sys.platform in ("darwin", "win32")
