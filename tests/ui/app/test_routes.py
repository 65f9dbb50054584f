"""Pages, rectangles, texts and files, over HTTP and from the sources themselves."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from quoth.index import Library, add
from quoth.index.errors import ReadError, UnknownDocument
from quoth.ui.app.pdf_pages import Box, PdfPages
from quoth.ui.app.source_files import FileUnavailable, SourceFiles, file_url, page_url
from tests.fakes import FakeEmbedder
from tests.ui.app.live import serve_live

PAGE_1 = "The tide gauge stood in the harbour and wrote its line on a drum of paper for nine years"
PAGE_2 = "until the storm of that winter took the drum away and the record ended on a full moon"
TEXT = "# Gauges\n\nA gauge counts waves.\n\n## Drums\n\nA drum of paper turns once a day.\n"


def write_pdf(path: Path, *, rotation: int = 0) -> Path:
    """Write two pages; a sentence in red ends the one and begins the other."""
    canvas = Canvas(str(path), pagesize=A4)
    for words, red_at, black_at in ((PAGE_1, 300, 480), (PAGE_2, 480, 440)):
        canvas.setPageRotation(rotation)
        canvas.setFont("Helvetica", 11)
        half = words.index(" ", len(words) // 2)
        lines = [(red_at, words[:half], 1), (red_at - 16, words[half + 1 :], 1)]
        lines += [
            (black_at - 16 * n, f"Line {n} says something of no weight.", 0) for n in range(8)
        ]
        for y, text, red in sorted(lines, reverse=True):
            canvas.setFillColorRGB(red, 0, 0)
            canvas.drawString(72, y, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    work = tmp_path_factory.mktemp("sources")
    papers = work / "papers"
    papers.mkdir()
    write_pdf(papers / "gauge.pdf")
    write_pdf(papers / "turned.pdf", rotation=90)
    (papers / "gauges.md").write_text(TEXT, "utf-8")
    (papers / "page.html").write_text(
        "<html><body><script>alert(1)</script><p>Moons pull water.</p></body></html>", "utf-8"
    )
    (papers / "many.jsonl").write_text(
        '{"id": "one", "title": "One", "text": "One drum of many turns."}\n', "utf-8"
    )
    with Library.open(work / "library", FakeEmbedder) as library:
        add(library, [papers])
    return work


@pytest.fixture
def work(folder, tmp_path):
    """A copy whose documents lie in the copy's own papers folder."""
    copy = Path(shutil.copytree(folder, tmp_path / "work"))
    with Library.open(copy / "library", FakeEmbedder) as library, library.writing() as store:
        for document in store.documents():
            path = document.path.replace(str(folder), str(copy))
            store.move(document.id, path=path, file=document.file)
    return copy


@pytest.fixture
def sources(work):
    with Library.open(work / "library", FakeEmbedder) as library:
        opened = SourceFiles(library)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def live(folder):
    with (
        Library.open(folder / "library", FakeEmbedder) as library,
        serve_live(folder / "library", library=library) as running,
    ):
        yield running


def named(sources: SourceFiles, file: str):
    return next(d for d in sources._library.documents() if d.file == file)


def span_of(sources: SourceFiles, document_id: str, first: str, last: str) -> tuple[int, int]:
    text = sources._library.text(document_id).text
    return text.index(first), text.index(last) + len(last)


def red_pixels(png: bytes) -> list[tuple[float, float]]:
    """Return the red pixels in percent of width and height."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = image.size
    found = []
    for y in range(height):
        for x in range(width):
            red, green, blue = image.getpixel((x, y))
            if red > 150 and green < 100 and blue < 100:
                found.append((100 * (x + 0.5) / width, 100 * (y + 0.5) / height))
    return found


@pytest.mark.parametrize(
    ("file", "first", "last", "on"),
    [
        ("gauge.pdf", "The tide gauge", "a full moon", [1, 2]),
        ("turned.pdf", "its line", "and wrote", [1]),  # PDFium has the lower line first there
    ],
)
def test_the_boxes_cover_the_quoted_words_on_each_page_and_little_else(
    sources, file, first, last, on
):
    document = named(sources, file)
    pages = sources.boxes(document.id, *span_of(sources, document.id, first, last))
    assert [page.page for page in pages] == on
    for page in pages:
        red = red_pixels(sources.page_png(document.id, page.page, 1.0))
        assert len(red) > 500
        assert sum(is_inside(pixel, page.boxes) for pixel in red) >= 0.995 * len(red)
        assert sum(box.width * box.height for box in page.boxes) < 300  # of 10,000
        assert len(page.boxes) == 2  # a box a line


def is_inside(pixel: tuple[float, float], boxes: Sequence[Box]) -> bool:
    slack = 0.15  # percent: what antialiasing adds
    return any(
        box.left - slack <= pixel[0] <= box.left + box.width + slack
        and box.top - slack <= pixel[1] <= box.top + box.height + slack
        for box in boxes
    )


def test_a_span_on_one_page_has_boxes_there_alone(sources):
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    (page,) = sources.boxes(document.id, start, end)
    assert page.page == 2
    assert len(page.boxes) == 1
    assert all(0 <= v <= 100 for box in page.boxes for v in (box.left, box.top))


def test_a_view_has_the_text_the_section_and_the_page_of_the_span(sources):
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    view = sources.view(document.id, start, end)
    assert (view.kind, view.note, view.n_pages, view.text.page) == ("pages", "", 2, 2)
    assert view.text.text[start - view.text.start : end - view.text.start].startswith("the storm")
    view = sources.view(named(sources, "gauges.md").id, *span_of_text(TEXT, "A drum of paper"))
    assert (view.kind, view.note, view.pages, view.text.page) == ("text", "", (), None)
    assert view.text.section == "Drums"
    assert view.text.text == TEXT


def span_of_text(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_of_a_long_text_a_window_is_shown(tmp_path):
    words = " ".join(f"Sentence {n} stands here alone." for n in range(6000))
    (tmp_path / "long.txt").write_text(words, "utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder) as library:
        add(library, [tmp_path / "long.txt"])
        sources = SourceFiles(library)
        start, end = span_of_text(words, "Sentence 3000 stands")
        window = sources.text(library.documents()[0].id, start, end)
    assert window.n_characters == len(words)
    assert window.start > 0
    assert window.end < len(words)
    assert window.text == words[window.start : window.end]
    assert "Sentence 3000 stands" in window.text


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (6, 5), (0, 10**9)])
def test_a_span_that_is_none_is_refused(sources, span):
    with pytest.raises(ValueError, match="no span"):
        sources.view(named(sources, "gauge.pdf").id, *span)


def gone(path: Path) -> None:
    path.unlink()


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n% more")


def another(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "trouble", "said"),
    [
        (gone, "gone", "is gone"),
        (changed, "changed", "has changed since it was added"),
        (another, "changed", "has changed"),
        (a_pipe, "unreadable", "not one that can be shown"),
        (a_folder, "unreadable", "not one that can be shown"),
    ],
)
def test_a_file_that_is_not_the_one_indexed_is_never_shown_but_its_text_is(
    sources, harm, trouble, said
):
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    assert sources.view(document.id, start, end).kind == "pages"  # it was seen to be right once
    harm(Path(document.path))
    view = sources.view(document.id, start, end)
    assert view.kind == "text"
    assert said in view.note
    for call in (
        lambda: sources.file(document.id),
        lambda: sources.page_png(document.id, 1, 1.0),
        lambda: sources.boxes(document.id, start, end),
    ):
        with pytest.raises(FileUnavailable) as caught:
            call()
        assert caught.value.trouble == trouble


def test_a_file_that_needs_a_password_falls_back_to_its_text(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(tmp_path / "locked.pdf"), encrypt=StandardEncryption("key", canPrint=0))
    canvas.drawString(72, 700, "Locked words of a gauge that nobody else may read.")
    canvas.save()
    with Library.open(tmp_path / "library", FakeEmbedder) as library:
        from quoth.index import AddOptions

        add(library, [tmp_path / "locked.pdf"], options=AddOptions(password="key"))
        sources = SourceFiles(library)
        view = sources.view(library.documents()[0].id, 0, 6)
    assert view.kind == "text"
    assert "password" in view.note


def test_a_part_of_a_corpus_has_no_file_of_its_own(sources):
    with pytest.raises(FileUnavailable, match="a part of another file") as caught:
        sources.file(named(sources, "one").id)
    assert caught.value.trouble == "none"


def test_a_document_goes_by_its_id_alone(sources):
    document = named(sources, "gauge.pdf")
    for name in (document.file, document.path, document.id[:8], "", "../gauge.pdf"):
        with pytest.raises(UnknownDocument):
            sources.document(name)


def test_what_is_added_is_known_at_once_and_what_is_removed_no_more(sources, work):
    from quoth.index import remove

    document = named(sources, "gauge.pdf")
    assert sources.document(document.id) == document
    with Library.open(work / "library", FakeEmbedder) as other:
        remove(other, [document.id])
    with pytest.raises(UnknownDocument):
        sources.document(document.id)


def test_pictures_are_kept_and_not_drawn_again(sources):
    document = named(sources, "gauge.pdf")
    first = sources.page_png(document.id, 1, 1.0)
    assert sources.page_png(document.id, 1, 1.0) is first
    assert sources.page_png(document.id, 1, 1.5) is not first


def test_what_is_kept_of_pictures_and_open_files_has_a_limit(tmp_path):
    data = write_pdf(tmp_path / "a.pdf").read_bytes()
    pages = PdfPages(n_open=1, cached_bytes=1)
    for key in ("one", "two", "one"):
        assert pages.png(key, lambda: data, 1, 1.0).startswith(b"\x89PNG")
    assert len(pages._open) == 1
    assert len(pages._pictures) == 1
    pages.close()


def test_a_page_of_a_monstrous_size_comes_out_small(tmp_path):
    canvas = Canvas(str(tmp_path / "poster.pdf"), pagesize=(14_000, 14_000))
    canvas.drawString(72, 700, "A poster.")
    canvas.save()
    pages = PdfPages()
    png = pages.png("poster", (tmp_path / "poster.pdf").read_bytes, 1, 3.0)
    assert Image.open(io.BytesIO(png)).size[0] <= 4001
    pages.close()


def test_a_page_that_is_not_there_is_refused(sources):
    with pytest.raises(ReadError, match="has 2 pages; there is no page 3"):
        sources.page_png(named(sources, "gauge.pdf").id, 3, 1.0)


# -- over HTTP ---------------------------------------------------------------------------------


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
