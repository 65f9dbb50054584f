"""The order of a tab's streams and events; the application closes streams as Gradio does."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from quoth.ui.app import event_streams
from quoth.ui.app.event_streams import EventStreams

CLOSE = b'data: {"msg":"close_stream"}\n\n'
SAID = b'data: {"msg":"process_generating","output":["close_stream"]}'
TAB = b'{"session_hash": "tab", "text": "\\"session_hash\\": \\"other\\""}'


class Application:
    """Closes its one stream when told to; notes in what order things were done."""

    def __init__(self, *, listens: bool = True) -> None:
        self.listens = listens
        self.done: list[str] = []
        self.close = asyncio.Event()
        self.answer = asyncio.Event()
        self.answer.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].endswith("/queue/data"):
            listening = receive() if self.listens else asyncio.sleep(60)
            leaving = asyncio.create_task(listening)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await self.close.wait()
            await send({"type": "http.response.body", "body": CLOSE, "more_body": True})
            await asyncio.sleep(0)
            self.done.append("cleared away" if leaving.done() else "closed")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            leaving.cancel()
            return
        body = (await receive())["body"]
        self.done.append(f"began {json.loads(body)['session_hash']}")
        await self.answer.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}", "more_body": False})


class Browser:
    """One request: what it sends, when it leaves, and what it has been sent."""

    def __init__(self, app: Any, path: str, body: bytes = b"") -> None:
        self.got: list[Any] = []
        self.leaves = asyncio.Event()
        self._parts = [body[:9], body[9:]]
        query = b"session_hash=tab"
        scope = {"type": "http", "path": path, "query_string": query, "headers": []}
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> Any:
        if self._parts:
            part = self._parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._parts)}
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.got.append(message)


async def pause() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def reading(app: EventStreams) -> Browser:
    stream = Browser(app, "/gradio_api/queue/data")
    stream._parts.clear()
    await pause()
    return stream


@pytest.mark.parametrize("listens", [True, False])
def test_an_event_begins_once_its_tab_has_left_the_stream_that_closes(listens: bool):
    async def run() -> None:
        application = Application(listens=listens)
        app = EventStreams(application)
        stream = await reading(app)
        application.close.set()
        await pause()
        assert stream.got[-1]["body"] == CLOSE  # and the end is kept back
        event = Browser(app, "/gradio_api/queue/join", TAB)
        other = Browser(app, "/gradio_api/queue/join", TAB.replace(b'"tab"', b'"elsewhere"'))
        await pause()
        assert application.done == ["closed", "began elsewhere"]
        stream.leaves.set()
        await asyncio.gather(stream.task, event.task, other.task)
        assert application.done == ["closed", "began elsewhere", "began tab"]
        assert event.got[-1]["body"] == b"{}"

    asyncio.run(run())


def test_an_event_that_began_before_is_answered_after():
    async def run() -> None:
        application = Application()
        app = EventStreams(application)
        stream = await reading(app)
        application.answer.clear()
        event = Browser(app, "/gradio_api/queue/join", TAB)
        await pause()
        application.close.set()
        await pause()
        application.answer.set()
        await pause()
        assert application.done == ["began tab", "closed"]
        assert event.got == []
        stream.leaves.set()
        await asyncio.gather(stream.task, event.task)
        assert event.got[-1]["body"] == b"{}"

    asyncio.run(run())


def test_a_tab_that_leaves_while_its_stream_closes_loses_nothing():
    async def run() -> None:
        application = Application()
        stream = await reading(EventStreams(application))
        application.close.set()
        stream.leaves.set()
        await stream.task
        assert application.done == ["closed"]

    asyncio.run(run())


def test_a_program_that_reads_to_the_end_gets_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(event_streams, "_LEFT_WITHIN_S", 0.01)

    async def run() -> None:
        application = Application()
        app = EventStreams(application)
        stream = await reading(app)
        application.close.set()
        await asyncio.wait_for(stream.task, 10)
        assert stream.got[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
        event = Browser(app, "/gradio_api/queue/join", TAB)
        await asyncio.wait_for(event.task, 10)
        assert application.done == ["closed", "began tab"]

    asyncio.run(run())


def test_words_of_a_result_close_no_stream():
    async def run() -> None:
        sent: list[Any] = []

        async def application(_scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.body", "body": SAID, "more_body": True})
            sent.append(await receive())

        stream = Browser(EventStreams(application), "/gradio_api/queue/data")
        stream._parts.clear()
        stream.leaves.set()
        await asyncio.wait_for(stream.task, 10)
        assert sent[-1] == {"type": "http.disconnect"}

    asyncio.run(run())


def test_a_request_that_is_no_event_is_left_to_gradio():
    async def run() -> None:
        app = EventStreams(Application())
        event = Browser(app, "/gradio_api/queue/join", b"no JSON at all")
        with pytest.raises(json.JSONDecodeError):
            await event.task

    asyncio.run(run())
