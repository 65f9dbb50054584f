"""Pages of a PDF as pictures, and where on them characters stand.

PDFium may be entered by one thread of a process at a time: all of its calls, the closing of its
objects too, happen under PDFIUM_LOCK.
"""

from __future__ import annotations

import ctypes
import io
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

from quoth.index.errors import ReadError
from quoth.index.readers.pdf import PDFIUM_LOCK, open_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["SCALES", "Box", "PdfPages"]

SCALES = (1.0, 1.5, 2.0, 3.0)
"""Pixels a point that a page can be asked in; 1.5 makes A4 893 x 1263 pixels."""

_N_OPEN = 4  # documents; a reader turns the pages of one or two
_CACHED_BYTES = 64_000_000  # of pictures: some 200 pages
_MOST_PIXELS = 16_000_000  # a poster of a size that PDF allows would take gigabytes
_GRID = 10_000  # steps over the width of a page; a step is a hundredth of a percent
_PADDING = 0.15  # percent of the height; PDFium's rectangles touch the letters
_SAME_LINE = 0.5  # of the lower box's height that two boxes of a line share
_UPRIGHT = 3.0  # height over width of a line that runs down the page
_WORD_GAP = 1.5  # of a box's height; words of a line stand nearer than that, columns do not


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture of a page, in percent of its width and height."""

    left: float
    top: float
    width: float
    height: float


class PdfPages:
    """Renders pages of documents and finds rectangles on them. Safe to use from many threads."""

    def __init__(self, *, n_open: int = _N_OPEN, cached_bytes: int = _CACHED_BYTES) -> None:
        self._n_open = n_open
        self._cached_bytes = cached_bytes
        self._open: OrderedDict[str, Any] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int, float], bytes] = OrderedDict()
        self._n_bytes = 0
        self._lock = Lock()  # of the pictures; PDFium has its own

    def png(self, key: str, load: Callable[[], bytes], page: int, scale: float) -> bytes:
        """Return the picture of a page.

        Args:
            key: names the bytes, by their hash.
            load: returns them, where the document is not open yet.
            page: from 1.
            scale: one of SCALES; a page that is very large comes out smaller.

        Raises:
            ReadError: the document cannot be opened, or has no such page.
        """
        with self._lock:
            if (kept := self._pictures.get((key, page, scale))) is not None:
                self._pictures.move_to_end((key, page, scale))
                return kept
        with self._page(key, load, page) as opened:
            image = _picture(opened, scale)
        buffer = io.BytesIO()
        # of levels 1 to 6 the smallest: a page of the example articles 237 kB in 26 ms
        image.save(buffer, "PNG", compress_level=3)
        self._keep((key, page, scale), buffer.getvalue())
        return buffer.getvalue()

    def boxes(
        self, key: str, load: Callable[[], bytes], page: int, characters: Sequence[int]
    ) -> tuple[Box, ...]:
        """Return where characters of a page stand, a box for each line of them.

        Args:
            characters: PDFium's indices on that page.

        Raises:
            ReadError: as `png`.
        """
        with self._page(key, load, page) as opened:
            found = [box for run in _runs(characters) for box in _rectangles(opened, *run)]
        return tuple(map(_padded, _lines(found)))

    def close(self) -> None:
        """Close all documents."""
        with PDFIUM_LOCK:
            while self._open:
                self._open.popitem()[1].close()

    @contextmanager
    def _page(self, key: str, load: Callable[[], bytes], page: int) -> Iterator[Any]:
        data = None if key in self._open else load()
        with PDFIUM_LOCK:
            document = self._document(key, data or load)
            if not 1 <= page <= len(document):
                raise _no_page(page, len(document))
            opened = document[page - 1]
            try:
                yield opened
            finally:
                opened.close()

    def _document(self, key: str, data: bytes | Callable[[], bytes]) -> Any:
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        document = open_pdf("the file", data if isinstance(data, bytes) else data())
        self._open[key] = document
        while len(self._open) > self._n_open:
            self._open.popitem(last=False)[1].close()
        return document

    def _keep(self, key: tuple[str, int, float], picture: bytes) -> None:
        with self._lock:
            if key not in self._pictures:
                self._n_bytes += len(picture)
            self._pictures[key] = picture
            while self._n_bytes > self._cached_bytes and len(self._pictures) > 1:
                self._n_bytes -= len(self._pictures.popitem(last=False)[1])


def _no_page(page: int, n_pages: int) -> ReadError:
    return ReadError(f"the file has {n_pages} pages; there is no page {page}")


def _picture(page: Any, scale: float) -> Image:
    width, height = page.get_size()
    most = (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5
    bitmap = page.render(scale=min(scale, most))
    try:
        image: Image = bitmap.to_pil().copy()  # its pixels are PDFium's
        return image
    finally:
        bitmap.close()


def _runs(characters: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and count of each run of neighbours, in order of the page.

    One index may be missing within a run: the second half of a character outside the basic plane.
    """
    known = sorted({index for index in characters if index >= 0})
    start = last = -1
    for index in known:
        if start < 0:
            start = index
        elif index > last + 2:
            yield start, last + 1 - start
            start = index
        last = index
    if start >= 0:
        yield start, last + 1 - start


def _rectangles(page: Any, start: int, count: int) -> Iterator[Box]:
    """Yield PDFium's rectangles of a run; rotation and crop box are taken into account."""
    raw: Any = import_module("pypdfium2.raw")
    textpage = page.get_textpage()
    try:
        width, height = page.get_size()
        rows = max(1, round(_GRID * height / max(width, 1e-3)))
        for number in range(textpage.count_rects(start, count)):  # to be called before get_rect
            left, bottom, right, top = textpage.get_rect(number)
            across, down = [], []
            for x, y in ((left, bottom), (right, top)):
                column, row = ctypes.c_int(), ctypes.c_int()
                raw.FPDF_PageToDevice(page, 0, 0, _GRID, rows, 0, x, y, column, row)
                across.append(100 * column.value / _GRID)
                down.append(100 * row.value / rows)
            left, right = max(0.0, min(across)), min(100.0, max(across))
            top, foot = max(0.0, min(down)), min(100.0, max(down))
            if right > left and foot > top:
                yield Box(left, top, right - left, foot - top)
    finally:
        textpage.close()


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Join the boxes of words that stand beside each other on a line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _continues(lines[-1], box):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _continues(line: Box, box: Box) -> bool:
    if min(line.height / line.width, box.height / box.width) > _UPRIGHT:
        return False  # lines that run down the page stand beside each other
    shared = min(line.top + line.height, box.top + box.height) - max(line.top, box.top)
    gap = max(line.left, box.left) - min(line.left + line.width, box.left + box.width)
    lower = min(line.height, box.height)
    return shared >= _SAME_LINE * lower and gap <= _WORD_GAP * max(line.height, box.height)


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    foot = max(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, foot - top)


def _padded(box: Box) -> Box:
    top = max(0.0, box.top - _PADDING)
    foot = min(100.0, box.top + box.height + _PADDING)
    return Box(*(round(v, 3) for v in (box.left, top, box.width, foot - top)))
