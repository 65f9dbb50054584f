"""Keeps an event that begins just as the one before it ends.

Gradio sends a tab's results over one stream, which it closes when nothing is left to come, and the
tab opens the next one with its next event. Where that event is taken on while the tab has not yet
read that its stream is closed, the tab goes on waiting at the closed one: a click or a question is
lost. And where the tab has left the stream before Gradio is done with closing it, Gradio clears
away what the tab has begun meanwhile. So a stream stays open until its tab has left it, and a new
event is taken on and answered when no stream of its tab is just closing.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["EventStreams"]

_CLOSING: Final = b'"msg":"close_stream"'  # as Gradio writes the last message of a stream
_LEFT_WITHIN_S = 2.0  # by a tab that reads its stream; a program may read on until it ends


class EventStreams:
    """ASGI middleware around the streams of results and the events that they are opened for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._closing: defaultdict[str, set[_Stream]] = defaultdict(set)  # by tab

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.endswith("/queue/data"):
            await self._stream(scope, receive, send)
        elif scope["type"] == "http" and path.endswith("/queue/join"):
            await self._join(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request

        tab = Request(scope).query_params.get("session_hash", "")
        stream = _Stream(receive, send)

        async def sending(message: Message) -> None:
            if _CLOSING in message.get("body", b""):
                stream.is_closing = True
                self._closing[tab].add(stream)
            await stream.send(message)

        try:
            await self._app(scope, stream.receive, sending)
        finally:
            stream.closed.set()
            self._closing[tab].discard(stream)
            if not self._closing[tab]:
                del self._closing[tab]

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        tab = _tab_of(body)
        rest = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receiving() -> Message:
            return next(rest, None) or await receive()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._settled(tab)
            await send(message)

        await self._settled(tab)
        await self._app(scope, receiving, sending)

    async def _settled(self, tab: str) -> None:
        for stream in tuple(self._closing.get(tab, ())):
            await stream.closed.wait()


class _Stream:
    """One stream: once it is closing, Gradio is not told that the tab has left, but waited for."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._n_listening = 0
        self._left = asyncio.Event()
        self.is_closing = False
        self.closed = asyncio.Event()

    async def receive(self) -> Message:
        self._n_listening += 1  # Gradio looks now and then too, beside whoever waits
        try:
            message = await self._receive()
        finally:
            self._n_listening -= 1
        if message["type"] == "http.disconnect":
            self._left.set()
            if self.is_closing:
                await self.closed.wait()
        return message

    async def send(self, message: Message) -> None:
        if self.is_closing and not message.get("more_body"):
            with suppress(TimeoutError):  # a program that reads to the end: it comes now
                await asyncio.wait_for(self._tab_left(), _LEFT_WITHIN_S)
        await self._send(message)

    async def _tab_left(self) -> None:
        if self._n_listening:  # whoever waits for it is told first
            await self._left.wait()
        while not self._left.is_set():
            if (await self._receive())["type"] == "http.disconnect":
                self._left.set()


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _tab_of(body: bytes) -> str:
    """Return the tab that an event is of; "" where the request is none, which Gradio will say."""
    try:
        sent = json.loads(body)
    except ValueError:
        return ""
    return str(sent.get("session_hash")) if isinstance(sent, dict) else ""
