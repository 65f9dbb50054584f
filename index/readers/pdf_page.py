"""One page of a PDF as PDFium sees it: characters, their indices, the look of each line."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from quoth.index.readers.extract import FrontLine
from quoth.index.readers.pdf_layout import reading_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PageText", "PdfLine", "read_page"]

_HYPHEN, _HYPHEN_MARK = 0x02, 0xFFFE  # PDFium's line-end hyphen: as a character, and in its text
_REPLACEMENT = 0xFFFD
_LINE = re.compile(r"[^\r\n]+")
_LINE_ENDS = "\r\n"
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semib|cmbx|\bcmb|-bd|\.b$|medi$", re.IGNORECASE)
_BOLD_WEIGHT = 600  # CSS's semi-bold; PDFium guesses Type 1 weights of 250 to 500 for upright text
_N_SAMPLES = 4  # characters of a line whose font is asked for
_WIDE_GAP = 2.5  # of the line's height; a number and its heading stand 1 to 2 apart
_FRONT_GAP = 0.85  # of the font size: LaTeX parts authors by 1, stretched spaces reach 0.6
_MARK_SIZE = 0.86  # of its line's font size; LaTeX's are 0.6 to 0.8
_MARK_RISE = 0.12  # of the font size, over the line's foot
_MARKED_LINES = 70  # of a page: authors stand above that


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a page, `text[start:end]`, and how it looks.

    Attributes:
        size: font size as drawn, in points.
        y: middle of the line in points above the page's foot, as displayed.
        split: wide gaps part it, as in a table's row.
    """

    start: int
    end: int
    size: float
    bold: bool
    y: float
    split: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text in reading order; `char_index` is PDFium's index, -1 for what was put in."""

    text: str = ""
    char_index: tuple[int, ...] = ()
    lines: tuple[PdfLine, ...] = ()
    height: float = 0.0
    front: tuple[FrontLine, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Characters:
    codes: NDArray[np.uint32]
    index: NDArray[np.int64]


def read_page(  # a pypdfium2 page
    page: Any, *, front: bool = False, marks: bool = False
) -> PageText:
    """Read one page.

    Args:
        front: also tell where its lines stand.
        marks: with `front`, also which characters are raised.

    Raises:
        Exception: whatever PDFium and its wrapper raise on a broken page.
    """
    textpage = page.get_textpage()
    try:
        raw, n_characters = textpage.raw, textpage.count_chars()
        characters = _characters(raw, n_characters)
        boxes = _upright(_boxes(raw, characters.index), page.get_rotation())
        spans = reading_order(characters.codes, boxes)
        if spans is not None:
            source = _spliced(characters.codes, spans)
            characters, boxes = _taken(characters, boxes, source)
        text = "".join(map(chr, characters.codes.tolist()))
        foot = float(boxes[:, 1].min(initial=0.0)) if page.get_rotation() else 0.0
        look = _Look(raw, characters.index, boxes, foot)
        lines = tuple(line for found in _LINE.finditer(text) if (line := look.line(found)))
        height = page.get_height()
        stands = _front_lines(look, text, lines, height, marks) if front else ()
        return PageText(text, tuple(characters.index.tolist()), lines, height, stands)
    finally:
        textpage.close()


def _characters(raw: Any, n_characters: int) -> _Characters:
    """Return the characters of PDFium's own text, with their indices.

    PDFium counts UTF-16 units: two halves become one character here. It keeps units that its text
    leaves out (control characters of broken fonts); they are left out here too.
    """
    pdfium: Any = import_module("pypdfium2.raw")
    get_unicode, text_index = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextIndexFromCharIndex
    codes: list[int] = []
    index: list[int] = []
    for i in range(n_characters):
        code = get_unicode(raw, i)
        if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF):
            if code not in (0x0A, 0x0D) and text_index(raw, i) < 0:
                continue
            if code == _HYPHEN:
                code = _HYPHEN_MARK
            elif code in (0, 0xFFFE, 0xFFFF):
                code = _REPLACEMENT
        elif 0xDC00 <= code < 0xE000 and codes and 0xD800 <= codes[-1] < 0xDC00:
            codes[-1] = 0x10000 + ((codes[-1] - 0xD800) << 10) + (code - 0xDC00)
            continue
        codes.append(code)
        index.append(i)
    array = np.array(codes, dtype=np.uint32)
    array[((array >= 0xD800) & (array < 0xE000)) | (array > 0x10FFFF)] = _REPLACEMENT
    return _Characters(array, np.array(index, dtype=np.int64))


def _boxes(raw: Any, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return left, bottom, right, top in page units, one row a character; zeros where unknown."""
    pdfium: Any = import_module("pypdfium2.raw")
    get_box = pdfium.FPDFText_GetCharBox
    left, bottom, right, top = (ctypes.c_double() for _ in range(4))
    to_left, to_bottom, to_right, to_top = map(ctypes.byref, (left, bottom, right, top))
    boxes = np.zeros((len(index), 4))
    for row, i in enumerate(index.tolist()):
        if get_box(raw, i, to_left, to_right, to_bottom, to_top):
            boxes[row] = left.value, bottom.value, right.value, top.value
    return np.nan_to_num(boxes)


def _upright(boxes: NDArray[np.float64], rotation: int) -> NDArray[np.float64]:
    """Turn the boxes as the page is displayed; where the origin comes to lie does not matter."""
    left, bottom, right, top = boxes.T
    turned = {
        90: (bottom, -right, top, -left),
        180: (-right, -top, -left, -bottom),
        270: (-top, left, -bottom, right),
    }
    return np.stack(turned.get(rotation, (left, bottom, right, top)), axis=1)


def _spliced(codes: NDArray[np.uint32], spans: list[tuple[int, int]]) -> list[int]:
    """Return the source of each character of the new order; -1 is a line end to put in."""
    text = "".join(map(chr, codes.tolist()))
    source: list[int] = []
    for position, (start, end) in enumerate(spans):
        follows = position + 1 < len(spans) and spans[position + 1][0] == end
        words = text[start:end].rstrip()
        if follows or any(mark in text[start + len(words) : end] for mark in _LINE_ENDS):
            source.extend(range(start, end))
        else:
            source.extend(range(start, start + len(words)))
            if not words.endswith(chr(_HYPHEN_MARK)) and position + 1 < len(spans):
                source.append(-1)
    return source


def _taken(
    characters: _Characters, boxes: NDArray[np.float64], source: list[int]
) -> tuple[_Characters, NDArray[np.float64]]:
    at = np.array(source, dtype=np.intp)
    put_in = at < 0
    codes = np.where(put_in, np.uint32(0x0A), characters.codes[at])
    index = np.where(put_in, -1, characters.index[at])
    return _Characters(codes, index), np.where(put_in[:, None], 0.0, boxes[at])


def _front_lines(
    look: _Look,
    text: str,
    lines: tuple[PdfLine, ...],
    height: float,
    marks: bool,  # noqa: FBT001
) -> tuple[FrontLine, ...]:
    found = []
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        inked = [i for i in range(line.start, line.end) if not text[i].isspace()]
        boxes = look.boxes[inked]
        is_marked = marks and number < _MARKED_LINES
        size, raised = look.marks(line, inked) if is_marked else (line.size, ())
        gaps = boxes[1:, 0] - boxes[:-1, 2]
        wide = np.flatnonzero(gaps > _FRONT_GAP * size).tolist()
        found.append(
            FrontLine(
                page=1,
                start=line.start,
                end=line.end,
                text=words,
                size=size,
                bold=line.bold,
                x0=float(boxes[:, 0].min()),
                x1=float(boxes[:, 2].max()),
                depth=1 - line.y / height if height else 0.0,
                marks=raised,
                gaps=tuple(inked[i] + 1 - line.start for i in wide),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """How the lines of one page look; valid while its text page is open."""

    raw: Any
    index: NDArray[np.int64]
    boxes: NDArray[np.float64]
    foot: float

    def line(self, found: re.Match[str]) -> PdfLine | None:
        """Return the line that was found in the text, or None where nothing is drawn."""
        words = found.group()
        inked = [found.start() + i for i, character in enumerate(words) if not character.isspace()]
        at = np.array(inked, dtype=np.intp)
        at = at[(self.boxes[at, 2] > self.boxes[at, 0]) & (self.index[at] >= 0)]
        if not len(at):
            return None
        boxes = self.boxes[at]
        low, high = float(boxes[:, 1].min()), float(boxes[:, 3].max())
        samples = at[np.linspace(0, len(at) - 1, min(_N_SAMPLES, len(at))).astype(np.intp)]
        fonts = [self._font(int(self.index[i])) for i in samples]
        sizes = sorted(size for size, _ in fonts)
        gaps = boxes[1:, 0] - boxes[:-1, 2]
        return PdfLine(
            start=inked[0],
            end=inked[-1] + 1,
            size=round(sizes[len(sizes) // 2], 2),
            bold=all(bold for _, bold in fonts),
            y=(low + high) / 2 - self.foot,
            split=bool((gaps > _WIDE_GAP * sizes[-1]).any()),
        )

    def marks(self, line: PdfLine, inked: list[int]) -> tuple[float, tuple[tuple[int, int], ...]]:
        """Return a line's size, and the runs of its small raised characters from its start."""
        sizes = np.array([self._size(int(self.index[i])) for i in inked])
        size = float(np.quantile(sizes, 0.8))  # the names', where marks are many
        plain = sizes > _MARK_SIZE * size
        foot = float(np.median(self.boxes[inked, 1][plain])) if plain.any() else 0.0
        raised = ~plain & (self.boxes[inked, 1] > foot + _MARK_RISE * size)
        marks: list[tuple[int, int]] = []
        for i, is_mark in zip(inked, raised.tolist(), strict=True):
            at = i - line.start
            if is_mark and marks and marks[-1][1] == at:
                marks[-1] = (marks[-1][0], at + 1)
            elif is_mark:
                marks.append((at, at + 1))
        return round(size, 2), tuple(marks)

    def _size(self, index: int) -> float:
        """Return a character's size as drawn, in points."""
        pdfium: Any = import_module("pypdfium2.raw")
        matrix = pdfium.FS_MATRIX()
        scale = 1.0
        if index >= 0 and pdfium.FPDFText_GetMatrix(self.raw, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = float(pdfium.FPDFText_GetFontSize(self.raw, max(index, 0))) * scale
        return size if math.isfinite(size) else 0.0

    def _font(self, index: int) -> tuple[float, bool]:
        """Return a character's size as drawn, in points, and whether it is bold."""
        pdfium: Any = import_module("pypdfium2.raw")
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self.raw, index, name, len(name), ctypes.byref(flags))
        bold = pdfium.FPDFText_GetFontWeight(self.raw, index) >= _BOLD_WEIGHT or bool(
            _BOLD_NAME.search(name.value.decode("utf-8", "replace"))
        )
        return self._size(index), bold
