"""The report in Chromium: it asks for nothing, runs nothing, and is accessible."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quoth.eval.report.writing import write_report
from tests.eval.report.a_run import make_run, saved
from tests.eval.report.test_report import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
HOW = "no Chromium found: apt-get install chromium, or have chromium on the PATH"

if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
    pytest.skip(HOW, allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.fail(f"REQUIRE_BROWSER is set, and {HOW}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    run = make_run(folder, said=HOSTILE)
    saved(run)
    return write_report(run)[0]


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(color_scheme=request.param, viewport={"width": 390, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda one: said.append(one.text))
    opened.on("pageerror", lambda one: said.append(str(one)))
    opened.on("dialog", lambda one: (said.append(one.message), one.dismiss()))
    opened.goto(report.as_uri())
    yield opened
    assert asked == [report.as_uri()]
    assert said == []
    opened.close()


def test_the_report_opens_without_a_request_and_runs_nothing(page: Page) -> None:
    assert page.locator("h1").inner_text() == "tides.jsonl: quoth, quotes"
    assert page.locator("figure svg").count() == 4
    assert page.locator("script, img, iframe").count() == 0


def test_it_fits_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_item_opens_by_keyboard_and_shows_its_verdicts(page: Page) -> None:
    first = page.locator("details.item").first
    assert not page.locator(".verdict").first.is_visible()
    first.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".verdict").first.inner_text() == "contradicted"


def test_it_is_accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
