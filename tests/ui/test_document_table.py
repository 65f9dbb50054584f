"""`quoth ls`: documents as a table, and as lines in a pipe."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from quoth.index.types import Document
from quoth.ui.document_table import document_table
from tests.rag.documents import document

MANY = ("Ann|Moe", "Bo|Lee", "Cy|Fox")
DOCUMENTS = [
    replace(document("aaaaaaaa1", "On the rain of many towns and their roofs", *MANY), n_pages=7),
    document("bbbbbbbb2", None, "Da|van der Berg", "Eu|Łoś", year=None, file="papers/snow.pdf"),
    document("cccccccc3", "闰秒是在协调世界时中增加的一秒，以及它的历史", year=1999),
]


def lines(documents: list[Document], *, width: int) -> list[str]:
    out = Console(width=width, file=io.StringIO(), markup=False)
    out.print(document_table(documents, width=width))
    shown = out.file.getvalue().splitlines()
    assert max(map(cell_len, shown)) <= width
    return shown


def test_authors_and_year_stand_beside_the_title() -> None:
    first = lines(DOCUMENTS, width=200)[1].split("  ")
    assert [cell.strip() for cell in first if cell.strip()][:4] == [
        "aaaaaaaa",
        "Moe et al.",
        "2018",
        "On the rain of many towns and their roofs",
    ]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 99, 100, 119, 120, 200])
def test_a_table_fits_any_terminal(width: int) -> None:
    shown = " ".join(lines(DOCUMENTS, width=width)).split()
    assert ("file" in shown) == (width >= 100)
    assert ("passages" in shown) == (width >= 120)
    assert width < 60 or {"roofs", "2018", "Moe", "van"} <= set(shown)


def test_on_a_narrow_terminal_a_paper_without_a_title_goes_by_its_file() -> None:
    assert any("papers/snow.pdf" in line for line in lines(DOCUMENTS, width=80))


def test_a_column_that_has_nothing_to_say_is_left_out() -> None:
    bare = [document("aaaaaaaa1", "Rain", year=None), document("bbbbbbbb2", "Snow", year=None)]
    kept = [replace(one, n_characters=1) for one in bare]
    assert [line.split() for line in lines(kept, width=80)] == [
        ["id", "title"],
        ["aaaaaaaa", "Rain"],
        ["bbbbbbbb", "Snow"],
    ]


def test_in_a_pipe_a_line_has_authors_and_year(examples) -> None:
    cells = [line.split("\t") for line in examples("ls").out.splitlines()]
    (tides,) = [row for row in cells if row[1] == "tide-predicting-machines.pdf"]
    assert tides[2:5] == [
        "Ferrow & Quillby",
        "2026",
        "Brass for Brain: Predicting the Tides by Machine",
    ]


def test_on_a_terminal_ls_prints_the_table(examples, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "70")
    shown = Text.from_ansi(examples("ls").out).plain.splitlines()
    assert shown[0].split() == ["id", "authors", "year", "title"]
    assert max(map(len, shown)) <= 70
