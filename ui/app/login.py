"""Logging in and out: a page for people, a token for programs."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from quoth.ui.app.sessions import Sessions

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from quoth.ui.app.users import Users

__all__ = ["add_login"]

_MOST_FAILURES, _WITHIN_S = 10, 60.0  # of one address; then it has to wait
_MOST_BYTES = 10_000  # of what is sent to log in
_CHECKS_AT_ONCE = 2  # each takes 32 MB


class _Failures:
    """The failures of late, by address; all on the event loop's one thread."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {}

    def are_too_many(self, address: str) -> bool:
        now = time.monotonic()
        for one in list(self._times):
            times = self._times[one]
            while times and times[0] < now - _WITHIN_S:
                times.popleft()
            if not times:
                del self._times[one]
        return len(self._times.get(address, ())) >= _MOST_FAILURES

    def add(self, address: str) -> None:
        self._times.setdefault(address, deque()).append(time.monotonic())


def add_login(app: Starlette, sessions: Sessions, users: Users) -> None:
    """Add `/login` (GET: the page; POST: a form, or JSON for a token) and `/logout` (POST)."""
    from starlette.responses import JSONResponse, RedirectResponse

    failures = _Failures()
    checking = asyncio.Semaphore(_CHECKS_AT_ONCE)

    async def log_in(request: Request) -> Response:
        if request.method != "POST":
            return _page()
        address = request.client.host if request.client else ""
        if failures.are_too_many(address):
            return _refused(request, 429, "Too many attempts. Wait a minute.")
        name, password = await _credentials(request)
        async with checking:
            right = await asyncio.to_thread(users.check, name, password)
        if not right:
            failures.add(address)
            return _refused(request, 403, "The name or the password is wrong.")
        token = sessions.begin(name)
        if _is_json(request):
            return JSONResponse({"token": token})
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            sessions.cookie,
            token,
            max_age=round(sessions.lasts_s),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    async def log_out(request: Request) -> Response:
        token = request.cookies.get(sessions.cookie)
        if token:
            sessions.end(token)
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(sessions.cookie)
        return answer

    app.add_route("/login", log_in, methods=["GET", "POST"])
    app.add_route("/logout", log_out, methods=["POST"])


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0] == "application/json"


async def _credentials(request: Request) -> tuple[str, str]:
    """Return name and password as sent; empty where they cannot be read."""
    if int(request.headers.get("content-length") or _MOST_BYTES) >= _MOST_BYTES:
        return "", ""
    if _is_json(request):
        try:
            sent = json.loads(await request.body())
        except ValueError:
            return "", ""
        values = (sent.get("username"), sent.get("password")) if isinstance(sent, dict) else ()
    else:
        form = await request.form(max_files=0, max_fields=4, max_part_size=_MOST_BYTES)
        values = (form.get("username"), form.get("password"))
    name, password = (value if isinstance(value, str) else "" for value in values or ("", ""))
    return name, password


def _refused(request: Request, code: int, message: str) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"detail": message}, code) if _is_json(request) else _page(message, code)


def _page(message: str = "", code: int = 200) -> Response:
    from starlette.responses import HTMLResponse

    page = files("quoth.ui.app").joinpath("login.html").read_text("utf-8")
    shown = f'<p role="alert">{escape(message)}</p>' if message else ""
    return HTMLResponse(page.replace("<!--message-->", shown), code)
