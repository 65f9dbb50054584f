"""Reading order of a page whose columns PDFium reads across; pure, on arrays.

PDFium follows the order in which a page was drawn, which is the reading order of nearly every
paper. Some programs draw two columns row by row; then each of PDFium's lines is one line of the
left column and one of the right. Such rows are cut at the gutter and the columns put one after
the other. Everything else is left as it is: tables, forms and lists also have gutters, so the
pieces on both sides must look like wrapped prose before anything moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["reading_order"]

# Units of a page's median line height, which is 0.8 to 0.95 of the font size.
_MIN_GUTTER = 1.0  # narrower gaps are word spaces, justified at worst; a gutter is 1.2 to 3
_BAND_GAP = 2.0  # white space across both columns that parts what is above from what is below
_RECORD_GAP = 0.35  # more than the usual line gap in both columns at once: a new table row

_MIN_ROWS = 5  # fewer rows side by side are no columns of prose
_MIN_RETURNS = 4  # how often the drawing order must go back from right to left
_MIN_FILL = 0.7  # a wrapped line is at least this part of its column's width …
_MIN_FILLED = 0.6  # … in at least this part of the lines
_MIN_LETTERS = 0.6  # part of the characters; below are numbers
_MIN_CHARACTERS = 20  # a line's mean without spaces; three columns on A4 have about 30
_MIN_GOING_ON = 0.3  # part of the lines that begin in lower case; cells of a table do not
_MAX_COLUMNS = 4
_MAX_ROW_GAPS = 2_000  # three columns of a newspaper page have 400; above are maps and tables

_LINE_ENDS = np.array([0x0A, 0x0D], dtype=np.uint32)
_BLANK = np.array([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0], dtype=np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Runs of characters without a line end or a wide gap, in drawing order; one array each."""

    start: NDArray[np.intp]
    left: NDArray[np.float64]
    bottom: NDArray[np.float64]
    right: NDArray[np.float64]
    top: NDArray[np.float64]
    n_letters: NDArray[np.intp]
    n_characters: NDArray[np.intp]
    goes_on: NDArray[np.bool_]
    height: float


def reading_order(
    codes: NDArray[np.uint32], boxes: NDArray[np.float64]
) -> list[tuple[int, int]] | None:
    """Return the spans of a page's characters in reading order, or None to keep the order.

    Args:
        codes: code points in PDFium's order, shape (n,).
        boxes: left, bottom, right, top of each, y upwards, text upright, shape (n, 4).

    Returns:
        Half-open spans that cover range(n) once, each one line of a column.
    """
    pieces = _pieces(codes, boxes)
    if pieces is None or len(pieces.start) < 2 * _MIN_ROWS:
        return None
    drawn = np.arange(len(pieces.start))
    order = _untangled(drawn, pieces)
    if np.array_equal(order, drawn):
        return None
    ends = np.append(pieces.start[1:], len(codes))
    return [(int(pieces.start[i]), int(ends[i])) for i in order]


def _pieces(codes: NDArray[np.uint32], boxes: NDArray[np.float64]) -> _Pieces | None:
    """Cut the characters at line ends, at wide gaps and where the pen goes back."""
    inked = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    seen = np.flatnonzero(inked & ~np.isin(codes, _BLANK))
    if len(seen) < 2 * _MIN_ROWS * _MIN_CHARACTERS:
        return None
    left, bottom, right, top = boxes[seen].T
    n_ends = np.cumsum(np.isin(codes, _LINE_ENDS))[seen]
    back = left[1:] < left[:-1] - 2 * (right[:-1] - left[:-1])
    if back.mean() > 0.5:  # drawn from right to left, or upwards
        return None
    line_end = (n_ends[1:] != n_ends[:-1]) | back
    starts = np.flatnonzero(np.append(True, line_end))
    heights = np.maximum.reduceat(top, starts) - np.minimum.reduceat(bottom, starts)
    height = float(np.median(heights))
    gap = left[1:] - right[:-1] > _MIN_GUTTER * height
    starts = np.flatnonzero(np.append(True, line_end | gap))
    letters = np.array([chr(code).isalpha() for code in codes[seen]], dtype=np.intp)
    first = seen[starts]
    first[0] = 0
    return _Pieces(
        start=first,
        left=np.minimum.reduceat(left, starts),
        bottom=np.minimum.reduceat(bottom, starts),
        right=np.maximum.reduceat(right, starts),
        top=np.maximum.reduceat(top, starts),
        n_letters=np.add.reduceat(letters, starts),
        n_characters=np.diff(np.append(starts, len(seen))),
        goes_on=np.array([chr(code).islower() for code in codes[seen[starts]]], dtype=np.bool_),
        height=height,
    )


def _untangled(order: NDArray[np.intp], pieces: _Pieces) -> NDArray[np.intp]:
    """Put interleaved columns of prose one after the other, within each band of the page."""
    gutter = _gutter(order, pieces)
    if gutter is None:
        return order
    in_column = (pieces.right[order] <= gutter) | (pieces.left[order] >= gutter)
    result = order.copy()
    for start, end in _bands(order, pieces, in_column):
        columns = _columns(order[start:end], pieces, gutter, _MAX_COLUMNS)
        if len(columns) > 1 and all(_is_prose(column, pieces) for column in columns):
            result[start:end] = np.concatenate(columns)
    return result


def _columns(
    band: NDArray[np.intp], pieces: _Pieces, gutter: float | None, n_columns: int
) -> list[NDArray[np.intp]]:
    """Split a band at its gutter, and each side again that is not one column yet."""
    if gutter is None or n_columns < 2:
        return [band]
    on_left = pieces.right[band] <= gutter
    if not (on_left | (pieces.left[band] >= gutter)).all() or not _is_interleaved(
        band, on_left, pieces
    ):
        return [band]
    columns = []
    for side in (band[on_left], band[~on_left]):
        columns += _columns(side, pieces, _gutter(side, pieces), n_columns - 1)
    return columns


def _gutter(order: NDArray[np.intp], pieces: _Pieces) -> float | None:
    """Return the x that lies in the gaps of the most rows, if at least `_MIN_ROWS` agree."""
    before, after = order[:-1], order[1:]
    overlap = np.minimum(pieces.top[before], pieces.top[after]) - np.maximum(
        pieces.bottom[before], pieces.bottom[after]
    )
    side_by_side = (overlap > 0) & (
        pieces.left[after] - pieces.right[before] > _MIN_GUTTER * pieces.height
    )
    lows, highs = pieces.right[before][side_by_side], pieces.left[after][side_by_side]
    if not _MIN_ROWS <= len(lows) <= _MAX_ROW_GAPS:
        return None
    # Candidates are the gaps' right ends: a column's lines begin at one x, and end at many.
    x = highs[:, None] - 0.25 * pieces.height  # lines of one column begin at nearly one x
    n_agree = ((lows < x) & (highs >= x)).sum(axis=1)
    best = int(np.argmax(n_agree))
    return float(x[best, 0]) if n_agree[best] >= _MIN_ROWS else None


def _bands(
    order: NDArray[np.intp], pieces: _Pieces, in_column: NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """Return ranges of `order` without a piece across the gutter or a wide white band."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], in_column, [False])).astype(np.int8)))
    bands: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        white = _white_below(order[start:end], pieces)
        cuts = (np.flatnonzero(white > _BAND_GAP * pieces.height) + 1 + start).tolist()
        bands += zip([start, *cuts], [*cuts, end], strict=True)
    return bands


def _white_below(band: NDArray[np.intp], pieces: _Pieces) -> NDArray[np.float64]:
    """Return the white space under each piece and all before it, above all after it."""
    lowest = np.minimum.accumulate(pieces.bottom[band])[:-1]
    highest = np.maximum.accumulate(pieces.top[band][::-1])[::-1][1:]
    return lowest - highest


def _is_interleaved(band: NDArray[np.intp], on_left: NDArray[np.bool_], pieces: _Pieces) -> bool:
    """Tell whether the pen went to and fro over a gutter that is free on the whole band."""
    n_returns = int(np.count_nonzero(on_left[1:] & ~on_left[:-1]))
    if n_returns < _MIN_RETURNS or _has_records(band, pieces):
        return False
    free = pieces.left[band[~on_left]].min() - pieces.right[band[on_left]].max()
    return bool(free >= _MIN_GUTTER * pieces.height)


def _has_records(band: NDArray[np.intp], pieces: _Pieces) -> bool:
    """Tell table rows of wrapped cells: both sides skip more than a line gap, again and again."""
    white = _white_below(band, pieces)
    white = white[white > 0]
    if len(white) < _MIN_ROWS:
        return False
    n_wide = np.count_nonzero(white > np.quantile(white, 0.25) + _RECORD_GAP * pieces.height)
    return bool(n_wide >= 3 and len(white) <= 5 * n_wide)


def _is_prose(column: NDArray[np.intp], pieces: _Pieces) -> bool:
    """Tell whether pieces are one column's lines: long, of letters, going on in mid-sentence."""
    n_lines = len(column)
    if n_lines < _MIN_ROWS:
        return False
    widths = pieces.right[column] - pieces.left[column]
    n_characters = int(pieces.n_characters[column].sum())
    return bool(
        np.mean(widths >= _MIN_FILL * np.quantile(widths, 0.9)) >= _MIN_FILLED
        and pieces.n_letters[column].sum() >= _MIN_LETTERS * n_characters
        and n_characters >= _MIN_CHARACTERS * n_lines
        and np.mean(pieces.goes_on[column]) >= _MIN_GOING_ON
    )
