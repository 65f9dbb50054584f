"""What stands before everything that the server offers: who calls, from where, for what.

    app.add_middleware(Guard, gate=Gate(access, sessions, upload_bytes))

Gradio's own `auth=` covers neither other routes nor its MCP server, and whoever is logged in may
read any user's uploads from Gradio's cache; so all of it is decided here.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quoth.ui.app.records import LOCAL_USER
from quoth.ui.app.sessions import Sessions
from quoth.ui.app.users import Users

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOOPBACK_HOSTS", "USER_KEY", "Access", "Gate", "Guard", "user_of_request"]

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

USER_KEY = "quoth.user"
"""Where a request's scope has the name of its user."""

_OPEN = frozenset({"/login", "/healthz", "/favicon.ico"})  # nothing of the library is there
# What Gradio offers and this page does not use: files of its cache (any user's), requests to other
# hosts, figures about all users, editing of the page.
_CLOSED = re.compile(
    r"/(gradio_api/)?(file[=/]|proxy=|stream/|component_server|monitoring|profiling|dev/|vibe|"
    r"undo-vibe|run-history|runs|deep_link|process_recording|custom_component|pwa_icon|"
    r"login_check|openapi|token\b)|/gradio_api/mcp\b",
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Whatever a document's text may contain, a browser fetches nothing from elsewhere for it. Gradio's
# components are compiled in the browser ('unsafe-eval') and styled in place ('unsafe-inline').
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the page.

    Attributes:
        users: None where nobody logs in and all that comes is the local user's.
        hosts: the names that a request may call this server by; None for any. On loopback this
            keeps out pages of other sites whose name was made to point here (DNS rebinding).
    """

    users: Users | None = None
    hosts: frozenset[str] | None = LOOPBACK_HOSTS


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides about single requests.

    Attributes:
        upload_bytes: the most that one upload may have; Gradio limits single files alone.
    """

    access: Access
    sessions: Sessions
    upload_bytes: int

    def user_of(self, request: Request) -> str | None:
        """Return who makes a request: by the session's cookie, or a token for programs."""
        if self.access.users is None:
            return LOCAL_USER
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            token = request.cookies.get(self.sessions.cookie, "")
        user = self.sessions.user_of(token.strip()) if token else None
        return user if user in self.access.users else None

    def objection(self, request: Request) -> str | None:
        """Return what speaks against a request, whoever makes it; None if nothing does."""
        host = request.headers.get("host", "")
        if self.access.hosts is not None and _without_port(host) not in self.access.hosts:
            return f"this server is not called {host!r}: open the address that it printed"
        origin = request.headers.get("origin")
        is_foreign = origin is not None and origin.partition("://")[2] != host
        if is_foreign and request.method not in _SAFE:
            return "this request comes from another site"
        return None


class Guard:
    """ASGI middleware that lets a request through to the app, or answers it."""

    def __init__(self, app: ASGIApp, *, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request

        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no part of the page uses websockets
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = self._answer(Request(scope), scope)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _answer(self, request: Request, scope: MutableMapping[str, Any]) -> Response | None:
        """Return the answer to what may not pass; None, with the user noted, for what may."""
        objection = self._gate.objection(request)
        if objection is not None:
            return _refusal(403, objection)
        if request.url.path in _OPEN:
            return None
        scope[USER_KEY] = self._gate.user_of(request)
        if scope[USER_KEY] is None:
            return _to_log_in(request)
        if _CLOSED.match(request.url.path):
            return _refusal(404, "not offered here")
        if int(request.headers.get("content-length", 0)) > self._gate.upload_bytes:
            return _refusal(413, "the upload is too large")
        return None


def _refusal(code: int, detail: str) -> Response:
    from starlette.responses import JSONResponse

    headers = {"WWW-Authenticate": "Bearer"} if code == 401 else None
    return JSONResponse({"detail": detail}, code, headers=headers)


def _to_log_in(request: Request) -> Response:
    """Send a browser to the login page; tell a program."""
    from starlette.responses import RedirectResponse

    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/login", 303)
    return _refusal(401, "log in first")


def user_of_request(request: Request) -> str | None:
    """Return the user that the guard found; what Gradio calls `auth_dependency`."""
    name = request.scope.get(USER_KEY)
    return str(name) if name else None


def _without_port(host: str) -> str:
    return re.sub(r":\d+\Z", "", host).lower()


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            added = [header for header in _HEADERS if header[0] not in there]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return send_with_headers
