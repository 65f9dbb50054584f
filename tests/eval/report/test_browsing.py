"""The runs of a folder, listed for a page, and the parts that a page shows of one."""

from __future__ import annotations

import os
from pathlib import Path

from quoth.eval.report.browsing import list_runs
from quoth.eval.report.content import report_content
from quoth.eval.report.html import item_html, plot_html, style, to_html
from quoth.eval.report.items import item_views
from tests.eval.report.a_run import make_run, saved
from tests.eval.report.test_report import HOSTILE, tags_of


def test_runs_are_listed_the_last_one_first_and_broken_ones_named(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old", "broken", "unscored")):
        folder = saved(make_run(tmp_path / name))
        os.utime(folder / "scores.json", (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "broken" / "records.jsonl").write_text("{}\n", "utf-8")
    (tmp_path / "unscored" / "scores.json").unlink()
    (tmp_path / "no-run").mkdir()
    found = list_runs(tmp_path)
    assert [run.folder.name for run in found.runs] == ["new", "old"]
    first = found.runs[0]
    assert (first.set_name, first.judge, first.independent) == ("tides.jsonl", "overlap", True)
    assert [figure.name for figure in first.headline] == ["answer_match", "passage_recall@5"]
    broken, unscored = found.problems
    assert "records.jsonl, line 1" in broken
    assert "has not been scored" in unscored


def test_a_folder_that_is_not_there_holds_no_runs(tmp_path: Path) -> None:
    found = list_runs(tmp_path / "none")
    assert (found.runs, found.problems) == ((), ())


def test_the_parts_of_a_report_are_what_the_page_shows(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    content = report_content(run)
    page = to_html(content)
    assert style() in page
    assert all(plot_html(plot) in page for plot in content.plots)
    assert all(item_html(item) in page for item in content.worst)


def test_hostile_text_stays_text_in_the_parts(tmp_path: Path) -> None:
    item = item_views(make_run(tmp_path, said=HOSTILE))[1]
    found = tags_of(item_html(item))
    assert found.elements.isdisjoint({"script", "img", "a", "title"})
    assert "<script>alert(1)</script>" in " ".join(found.words)
