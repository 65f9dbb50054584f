"""The Evaluate tab in a browser."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quoth.ui.app.evaluate_records import Plan
from quoth.ui.app.records import LOCAL_USER
from tests.ui.app.answers import HOSTILE
from tests.ui.app.driving import ready
from tests.ui.app.live import Live
from tests.ui.app.test_accessibility import PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTIONS = Path(__file__).resolve().parents[3] / "examples" / "questions.jsonl"
IDS = ("ex01", "ex02", "ex05", "ex49", "ex50")  # the last two are not answered by the articles
PATIENCE_MS = 90_000


def open_tab(page: Page) -> None:
    ready(page)
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_role("button", name="Add a question set").wait_for()


def add_set(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add a question set").click()
    chooser.value.set_files(path)


@pytest.fixture(scope="module")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sets") / "clocks.jsonl"
    lines = QUESTIONS.read_text("utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if json.loads(line)["id"] in IDS), "utf-8")
    return path


@pytest.fixture(scope="module")
def made(page_live: Live, small_set: Path) -> None:
    """A run of the small set, made without the browser."""
    context = page_live.context
    sent = shutil.copy(small_set, page_live.uploads)
    kept = context.evaluations.keep_set(LOCAL_USER, sent, limits=context.limits)
    plan = Plan("clocks.jsonl", "embedded", None, leave_out=False, begun=time.time())
    run = context.evaluations.new_run(LOCAL_USER, kept, plan)
    context.evaluating.begin(LOCAL_USER, run)
    until = time.monotonic() + PATIENCE_MS / 1e3
    while not run.is_done and time.monotonic() < until:
        time.sleep(0.1)


def test_a_set_is_run_by_keyboard_and_read_down_to_a_verdict(
    page_live: Live, new_page: Callable[..., Page], small_set: Path
) -> None:
    page = new_page(page_live.url)
    open_tab(page)
    found = violations(page)
    add_set(page, small_set)
    page.get_by_text("clocks.jsonl is added").wait_for()
    assert not any(path.is_file() for path in page_live.uploads.rglob("clocks*"))
    page.get_by_label("Question set").focus()
    for label in ("Judge", "Items at most", "Leave out items"):
        page.keyboard.press("Tab")
        assert page.get_by_label(label).evaluate("field => field === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # on “Run”
    page.locator("#evaluate-progress progress").wait_for()
    page.get_by_text("of 5").first.wait_for(timeout=PATIENCE_MS)
    found |= violations(page)

    page.get_by_text("The run of clocks.jsonl is done.").wait_for(timeout=PATIENCE_MS)
    opened = page.locator("#evaluate-opened")
    opened.get_by_text("Judge = verifier: not independent").wait_for()
    summary = opened.get_by_role("group", name="What to look at first")
    assert summary.get_by_role("columnheader").all_inner_texts()[:4] == [
        "metric", "mean", "95 % interval", "n",
    ]  # fmt: skip
    assert summary.get_by_role("row").count() > 3
    assert opened.locator("figure svg").count() == 4
    listed = page.locator("#evaluate-runs tbody tr")
    assert "[" in listed.first.locator("ul").inner_text()  # an interval

    worst = opened.locator("details.item").first
    worst.locator("summary").first.focus()
    page.keyboard.press("Enter")
    for part in ("known", "answer", "supported", "evidence: [1]"):
        assert worst.get_by_text(part, exact=False).first.is_visible()
    worst.get_by_text("evidence: [1]").click()
    assert worst.locator("blockquote").last.is_visible()
    opened.get_by_text("All metrics").click()
    found |= violations(page)
    assert found == set()


@pytest.mark.usefixtures("made")
def test_the_report_and_the_records_are_downloaded(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    open_tab(page)
    opener = page.get_by_role("button", name="Open clocks.jsonl").first
    opener.focus()
    page.keyboard.press("Enter")
    heading = page.locator("#evaluate-opened h2")
    heading.wait_for()
    assert heading.evaluate("heading => heading === document.activeElement")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")  # on “Download the report”
    assert download.value.suggested_filename == "clocks-report.html"
    report = Path(download.value.path()).read_text("utf-8")
    assert report.startswith("<!doctype html>")
    assert "Worst items" in report
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the records").click()
    records = Path(download.value.path()).read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in records] == list(IDS)
    page.get_by_role("button", name="Close").click()
    heading.wait_for(state="detached")


@pytest.mark.usefixtures("made")
def test_two_runs_are_compared_and_one_is_deleted(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url, viewport=PHONE, color_scheme="dark")
    open_tab(page)
    rows = page.locator("#evaluate-runs tbody tr")
    rows.first.wait_for()
    before = rows.count()
    page.get_by_label("Judge").select_option("overlap")
    page.get_by_label("Items at most").fill("3")
    page.get_by_role("button", name="Run", exact=True).click()
    opened = page.locator("#evaluate-opened")
    opened.get_by_text("independent of what made").wait_for(timeout=PATIENCE_MS)
    assert rows.count() == before + 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    opened.get_by_role("button", name="Compare").click()
    opened.get_by_text("Differences over 3 items").wait_for()
    assert opened.get_by_text("faithfulness and citations are not compared").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == set()
    opened.get_by_role("button", name="Back to the run").click()
    opened.get_by_text("Summary").wait_for()

    row = page.locator("#evaluate-runs tr.open")
    row.locator("summary").click()
    page.keyboard.press("Escape")
    assert row.get_by_role("button", name="Delete it").is_hidden()
    page.keyboard.press("Enter")
    row.get_by_role("button", name="Delete it").click()
    page.get_by_text("The run is deleted.").wait_for()
    assert rows.count() == before
    assert opened.get_by_text("Summary").count() == 0


def test_a_malformed_set_is_refused_and_hostile_text_stays_text(
    page_live: Live, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(page_live.url)  # watched: no dialog, no request to another host
    open_tab(page)
    broken = tmp_path / "broken.jsonl"
    broken.write_text(f'{{"id": "1", "question": "x"}}\n{HOSTILE}\n', "utf-8")
    add_set(page, broken)
    page.get_by_text("set broken.jsonl has lines that do not fit (1): line 2").wait_for()
    asked = {"question": f"How heavy was H1? {HOSTILE}", "kind": HOSTILE, "answers": [HOSTILE]}
    rows = [asked | {"id": f"{n} {HOSTILE}", "unanswerable": n == 1} for n in range(2)]
    hostile = tmp_path / "${alert(7)}`<img src=x onerror=alert(8)>.jsonl"
    hostile.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    add_set(page, hostile)
    page.get_by_text("is added and chosen").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    opened = page.locator("#evaluate-opened")
    opened.locator("details.item").first.wait_for(timeout=PATIENCE_MS)
    opened.locator("details.item summary").first.click()
    assert HOSTILE in opened.locator("details.item").first.inner_text()
    assert page.locator("img[src=x], #evaluate-tab script").count() == 0
    page.locator("#evaluate-form summary", has_text="Delete this set").click()
    page.locator("#evaluate-form").get_by_role("button", name="Delete it").click()
    page.get_by_text("The set is deleted.").wait_for()
    assert page.locator("#evaluate-form option", has_text="alert(7)").count() == 0
