"""A chat server that speaks OpenAI's language on loopback, with scripted replies and faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["ChatServer", "Fault", "Request", "Say", "Script", "chat_server"]

MODEL = "test"
_COMPLETIONS = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; `body` is empty for a GET."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def prompt(self) -> str:
        """The text of all messages, one after the other."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


@dataclass(frozen=True, slots=True)
class Say:
    """A reply.

    Attributes:
        pieces: what each event of a stream holds; by default the words one by one.
        cut_after: close the connection after so many pieces, as a server that dies does; None for
            the whole reply.
        clean_cut: let the cut look like the end of a body, but for the missing `[DONE]` and
            finish_reason.
        wait: waited for before the reply begins: a slow server without a clock.
    """

    text: str
    pieces: Sequence[str] = ()
    cut_after: int | None = None
    clean_cut: bool = False
    finish_reason: str = "stop"
    wait: threading.Event | None = None

    def parts(self) -> Sequence[str]:
        """Return the pieces that the stream sends; together they are the text."""
        words = self.text.split(" ")
        return self.pieces or [w + " " for w in words[:-1]] + words[-1:]


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure: any status and body; a body that is no text goes out as JSON."""

    status: int
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    @classmethod
    def error(cls, status: int, message: str, *, code: str = "", **headers: str) -> Fault:
        """Return an error in OpenAI's format; `retry_after="1"` is the header Retry-After."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"error": {"message": message, "type": "error", "param": None, "code": code or None}}
        return cls(status, body, named)


Step = Say | Fault | str
Script = Callable[[Request], Step]

# What servers answer when something is wrong; the words are written for these tests.
WRONG_KEY = Fault.error(401, "Incorrect API key provided: sk-secret-0123456789.")
UNKNOWN_MODEL = Fault.error(404, "The model `test` does not exist.", code="model_not_found")
BROKEN = Fault.error(500, "The server had an error.")
TOO_LONG = Fault.error(
    400,
    "This model's maximum context length is 8 tokens. Your messages have 9.",
    code="context_length_exceeded",
)
NOT_JSON = Fault(200, "<html>Welcome to nginx</html>", content_type="text/html")
BAD_EVENT = Fault(
    200, 'data: {"choices": [{"del\n\ndata: [DONE]\n\n', content_type="text/event-stream"
)


def rate_limit(retry_after: str = "0") -> Fault:
    """Return a 429 that asks to wait so many seconds."""
    return Fault.error(429, "Rate limit reached.", code="rate_limit", retry_after=retry_after)


class ChatServer(ThreadingHTTPServer):
    """Answers from a script: a function of the request, or steps in order, the last repeated.

    Attributes:
        requests: every request to the completions, in order.
        models: what GET /v1/models lists.
    """

    daemon_threads = True

    def __init__(self, script: Script | Sequence[Step]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []
        self.models = [MODEL]
        self._steps = None if callable(script) else list(script)
        self._script = script if callable(script) else self._next
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        """What a client is given as base_url."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def step(self, request: Request) -> Say | Fault:
        """Record a request and return what to do about it."""
        with self._lock:
            self.requests.append(request)
            step = self._script(request)
        return Say(step) if isinstance(step, str) else step

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that closes first is part of the tests."""

    def _next(self, _request: Request) -> Step:
        steps = self._steps or [Fault.error(500, "the script is empty")]
        return steps.pop(0) if len(steps) > 1 else steps[0]


@contextmanager
def chat_server(*script: Step | Script) -> Iterator[ChatServer]:
    """Run a server for steps in order, or for one function of the request."""
    first = script[0] if script else None
    is_function = callable(first) and not isinstance(first, Say | Fault | str)
    server = ChatServer(first if is_function else [s for s in script if not callable(s)])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ChatServer

    def log_message(self, *arguments: Any) -> None:
        """Keep the tests' output clean."""

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            self._fault(Fault.error(404, f"there is no {self.path}"))
            return
        listed = [{"id": name, "object": "model"} for name in self.server.models]
        self._fault(Fault(200, {"object": "list", "data": listed}))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        if self.path != _COMPLETIONS:
            self._fault(Fault.error(404, f"there is no {self.path}"))
            return
        step = self.server.step(Request(self.path, dict(self.headers), body))
        if isinstance(step, Fault):
            self._fault(step)
            return
        if step.wait:
            step.wait.wait()
        if body.get("stream"):
            self._stream(step)
        else:
            message = {"role": "assistant", "content": step.text}
            self._fault(Fault(200, _completion(step, "message", message, step.finish_reason)))

    def _fault(self, fault: Fault) -> None:
        text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
        data = text.encode()
        self.send_response(fault.status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", fault.content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, say: Say) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = say.parts()
        for part in parts if say.cut_after is None else parts[: say.cut_after]:
            self._event(_completion(say, "delta", {"role": "assistant", "content": part}, None))
        if say.cut_after is None:
            self._event(_completion(say, "delta", {}, say.finish_reason))
            self._chunk(b"data: [DONE]\n\n")
        if say.cut_after is None or say.clean_cut:
            self._chunk(b"")
        else:
            self.close_connection = True

    def _event(self, event: Mapping[str, Any]) -> None:
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _completion(
    say: Say, holder: str, message: Mapping[str, str], finish_reason: str | None
) -> dict[str, Any]:
    kind = "chat.completion" if holder == "message" else "chat.completion.chunk"
    return {
        "id": "chatcmpl-test",
        "object": kind,
        "created": 0,
        "model": MODEL,
        "choices": [{"index": 0, holder: message, "finish_reason": finish_reason}],
    }
