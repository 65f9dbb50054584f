"""Files that the tests draw and pack themselves."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEFT_COLUMN = (
    "The harbour seals of the northern coast return",
    "to the same beaches every spring, and they do",
    "so within a few days of one another. We counted",
    "them from the air over eleven seasons, and we",
    "found that the day of arrival follows the sea's",
    "temperature rather than the length of the day.",
    "Two beaches were left out, because fishing nets",
    "had been laid there during the third season and",
    "the animals kept away from them until autumn.",
    "The counts are given for each beach and year in",
)
RIGHT_COLUMN = (
    "the appendix, along with the weather stations",
    "that stood nearest to each of the beaches. When",
    "a station was moved, its readings were corrected",
    "by the difference between both places over one",
    "full year. None of the corrections was larger",
    "than half a degree, which is small against the",
    "change from year to year. A model without them",
    "gives the same order of arrival, and only one of",
    "the beaches changes its rank. We therefore keep",
    "the simpler model in everything that follows.",
)


@dataclass(frozen=True)
class Pen:
    """Draws text on an A4 page."""

    canvas: Any

    def lines(
        self, *words: str, x: float = 72, y: float = 760, font: str = "", size: float = 10
    ) -> float:
        """Draw one line under the other; return the next line's y."""
        self.canvas.setFont(font or "Helvetica", size)
        for line in words:
            self.canvas.drawString(x, y, line)
            y -= 1.2 * size
        return y

    def rows(
        self, *columns: Sequence[str], xs: Sequence[float], y: float, pitch: float = 12
    ) -> float:
        """Draw columns row by row, across all of them; return the next row's y."""
        self.canvas.setFont("Helvetica", 10)
        for row in zip(*columns, strict=True):
            for x, words in zip(xs, row, strict=True):
                self.canvas.drawString(x, y, words)
            y -= pitch
        return y


@pytest.fixture
def columns() -> tuple[Sequence[str], Sequence[str]]:
    """Lines of prose for a left and a right column."""
    return LEFT_COLUMN, RIGHT_COLUMN


@pytest.fixture
def draw_pdf() -> Callable[..., bytes]:
    """Return a function that makes a PDF of the pages that functions of a pen draw."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    def draw(*pages: Callable[[Pen], object], title: str = "", **options: object) -> bytes:
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=A4, **options)
        canvas.setTitle(title)
        for page in pages:
            page(Pen(canvas))
            canvas.showPage()
        canvas.save()
        return target.getvalue()

    return draw


@pytest.fixture
def raw_pdf() -> Callable[[bytes, bytes], bytes]:
    """Return a function that writes a one-page PDF from its text operators and a ToUnicode map."""

    def write(shown: bytes, to_unicode: bytes) -> bytes:
        stream = b"BT /F1 20 Tf 20 200 Td " + shown + b" Tj ET"
        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <00> <FF> endcodespacerange\n"
            + b"%d beginbfchar\n" % to_unicode.count(b"\n")
            + to_unicode
            + b"endbfchar endcmap end end"
        )
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
                b"/Resources<</Font<</F1 5 0 R>>>>>>"
            ),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
        ]
        out, offsets = b"%PDF-1.4\n", []
        for number, content in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        xref = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        table = b"xref\n0 7\n0000000000 65535 f \n" + xref
        end = b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
        return out + table + end

    return write


@pytest.fixture
def repack() -> Callable[[bytes, dict[str, bytes]], bytes]:
    """Return a function that replaces and adds parts of a ZIP archive."""

    def pack(data: bytes, parts: dict[str, bytes]) -> bytes:
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in {**dict.fromkeys(old.namelist()), **parts}:
                new.writestr(name, parts[name] if name in parts else old.read(name))
        return target.getvalue()

    return pack


@pytest.fixture
def shared() -> Path:
    """Return the folder of developer data beside the repository, or skip."""
    beside = Path(__file__).resolve().parents[3].parent / "shared"
    folder = Path(os.environ.get("QUOTH_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("developer data is not here: set QUOTH_SHARED to its folder")
    return folder
