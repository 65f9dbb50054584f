"""A server on loopback that speaks as Crossref's API does, with answers of our own and faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["CrossrefServer", "crossref_server", "journal_article"]


@dataclass(slots=True)
class CrossrefServer:
    """What the server knows, and what it was asked.

    Attributes:
        works: messages by DOI.
        notices: messages of works that update another, by the DOI of that.
        faults: statuses to answer with first, one a request; 0 gives no answer at all.
        body: what to answer with instead of JSON.
    """

    url: str
    works: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    notices: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    faults: list[int] = field(default_factory=list)
    body: str | None = None
    retry_after: str | None = None
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def answer(self, address: str) -> tuple[int, Any]:
        """Return status and message."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/works/"):
            known = self.works.get(unquote(parts.path.removeprefix("/works/")))
            return (200, known) if known else (404, "Resource not found.")
        if doi := query.get("filter", "").removeprefix("updates:"):
            return 200, {"items": self.notices.get(doi, [])}
        words = query.get("query.bibliographic", "").lower()
        titles = {doi: str(work["title"][0]).lower() for doi, work in self.works.items()}
        return 200, {"items": [self.works[doi] for doi, t in titles.items() if t in words]}


def journal_article(doi: str, title: str, **more: Any) -> dict[str, Any]:
    """Return what Crossref says of an article, in the form of its API."""
    return {
        "DOI": doi.upper(),
        "type": "journal-article",
        "title": [title],
        "container-title": ["Journal of Bells"],
        "author": [{"given": "Ann", "family": "Moe", "sequence": "first"}],
        "issued": {"date-parts": [[2017, 3]]},
        "volume": "4",
        "issue": None,
        "page": "1-9",
        "publisher": "Bell Press",
        "ISSN": ["1234-5678"],
    } | more


@contextmanager
def crossref_server() -> Iterator[CrossrefServer]:
    """Run a server until the block ends."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    known = CrossrefServer(f"http://127.0.0.1:{httpd.server_port}")
    httpd.known = known  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield known
    finally:
        known.closing.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known: CrossrefServer = self.server.known  # type: ignore[attr-defined]
        known.asked.append(self.path)
        known.agents.append(self.headers["User-Agent"])
        fault = known.faults.pop(0) if known.faults else None
        if fault == 0:
            known.closing.wait()
            return
        status, message = (fault, "busy") if fault else known.answer(self.path)
        body = json.dumps({"status": "ok", "message": message}) if status == 200 else str(message)
        data = (known.body or body).encode()
        self.send_response(status)
        if known.retry_after and fault:
            self.send_header("Retry-After", known.retry_after)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""
