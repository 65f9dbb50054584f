"""Pages, rectangles, texts and files over HTTP; no address is a path."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

from quoth.index import Library
from quoth.ui.app.source_files import file_url, page_url
from tests.fakes import FakeEmbedder
from tests.ui.app.gauges import make_gauges, named, span_of
from tests.ui.app.live import serve_live


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("sources")
    make_gauges(made)
    return made


@pytest.fixture(scope="module")
def live(folder):
    with (
        Library.open(folder / "library", FakeEmbedder) as library,
        serve_live(folder / "library", library=library) as running,
    ):
        yield running


def test_a_pages_picture_is_served_and_may_be_cached_privately(live):
    document = named(live.context.sources, "gauge.pdf")
    answer = httpx.get(live.url + page_url(document, 2))
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"].startswith("private, max-age=")
    assert Image.open(io.BytesIO(answer.content)).size == (893, 1263)


def test_boxes_and_text_are_served_as_json(live):
    sources = live.context.sources
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    at = f"{live.url}/documents/{document.id}"
    boxes = httpx.get(f"{at}/boxes", params={"start": start, "end": end}).json()
    assert boxes["pages"][0]["page"] == 2
    assert set(boxes["pages"][0]["boxes"][0]) == {"left", "top", "width", "height"}
    text = httpx.get(f"{at}/text", params={"start": start, "end": end}).json()
    assert text["text"][start - text["start"] :].startswith("the storm")


def test_a_pdf_opens_in_the_browser_and_anything_else_is_saved(live):
    sources = live.context.sources
    pdf = httpx.get(live.url + file_url(named(sources, "gauge.pdf"), 2))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"] == "inline; filename*=UTF-8''gauge.pdf"
    page = httpx.get(live.url + file_url(named(sources, "page.html")))
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment")
    assert page.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert page.headers["x-content-type-options"] == "nosniff"


TRICKS = [
    "/files/..%2f..%2f..%2fetc%2fpasswd",
    "/files/%2fetc%2fpasswd",
    "/files/../../etc/passwd",
    "/files/gauge.pdf",
    "/files/library.db",
    "/files/app.db",
    "/files/\x00",
    "/files/file:%2f%2f%2fetc%2fpasswd",
    "/documents/..%2flibrary.db/pages/1.png?scale=1",
    "/documents/%2e%2e/text?start=0&end=10",
    "/documents/gauge.pdf/text?start=0&end=10",
    "/gradio_api/file={library}/library.db",
    "/gradio_api/file={papers}/gauge.pdf",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_address_is_a_path(live, folder, trick):
    path = trick.replace("{library}", str(folder / "library")).replace(
        "{papers}", str(folder / "papers")
    )
    answer = httpx.get(live.url + path.replace("\x00", "%00"))
    assert answer.status_code in (400, 403, 404)
    assert b"root:" not in answer.content
    assert b"SQLite" not in answer.content
    assert not answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "rest",
    [
        "pages/1.png",
        "pages/1.png?scale=7",
        "pages/1.png?scale=nan",
        "pages/1.png?scale=x",
        "pages/0.png?scale=1",
        "pages/3.png?scale=1",
        "pages/99999999999999999999.png?scale=1",
        "boxes",
        "boxes?start=x&end=2",
        "boxes?start=5&end=2",
        "text?start=0&end=99999999",
    ],
)
def test_what_does_not_read_is_an_answer_and_no_crash(live, rest):
    document = named(live.context.sources, "gauge.pdf")
    answer = httpx.get(f"{live.url}/documents/{document.id}/{rest}")
    assert answer.status_code in (400, 404)
    assert answer.json()["detail"]
