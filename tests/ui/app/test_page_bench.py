from __future__ import annotations

import pytest

from quoth.eval.bench.results import Spread
from quoth.eval.bench.subject import own_subject
from quoth.index.errors import UsageError
from quoth.ui.page_bench import PageFigures, measure_page
from quoth.ui.page_visits import chromium as find_chromium

FIGURES = PageFigures(
    "a library", 5000, Spread.of([500.0]), Spread.of([310.0]), Spread.of([90.0, 110.0]), 1
)


def test_each_figure_stands_beside_its_goal():
    lines = FIGURES.to_text().splitlines()
    assert len(lines) == 5
    assert "≤ 2000 ms" in lines[2]
    assert lines[2].rstrip(" |").endswith("yes")
    assert lines[3].rstrip(" |").endswith("no")
    assert "100 ms (90 to 110)" in lines[4]
    assert [goal["met"] for goal in FIGURES.to_json()["figures"]] == [True, False, True]


def test_without_a_browser_one_line_says_what_to_do(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(UsageError, match="apt-get install chromium"):
        find_chromium()


def test_the_page_is_visited_asked_and_its_sources_opened(chromium, example_folder, monkeypatch):
    monkeypatch.setenv("QUOTH_LIBRARY", str(example_folder))
    monkeypatch.setattr("quoth.ui.page_bench._PAINTS", 1)
    monkeypatch.setattr("quoth.ui.page_bench._ASKED", 2)
    with own_subject() as subject:
        figures = measure_page(subject)
    assert figures.n_passages == subject.n_passages
    assert figures.paint_ms.n == 1
    assert figures.token_ms.n == figures.source_ms.n == 2 - figures.n_declined
    assert figures.paint_ms.low > 0
