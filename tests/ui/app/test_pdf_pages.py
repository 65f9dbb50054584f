"""Pages as pictures, and the rectangles of quoted words on them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from quoth.index import Library
from quoth.index.errors import ReadError
from quoth.ui.app.pdf_pages import Box, PdfPages
from quoth.ui.app.source_files import SourceFiles
from tests.fakes import FakeEmbedder
from tests.ui.app.gauges import make_gauges, named, span_of, write_pdf


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    make_gauges(folder)
    with Library.open(folder / "library", FakeEmbedder) as library:
        opened = SourceFiles(library)
        yield opened
        opened.close()


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
