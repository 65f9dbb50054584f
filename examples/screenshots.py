"""Writes a picture of each state of the page: python examples/screenshots.py [FOLDER].

It runs `quoth ui` over the example articles and drives a Chromium, as a reader would.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

__all__ = ["main"]

HERE = Path(__file__).resolve().parent
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
_DRAFT = """The first sea clock of Harrison weighed about 34 kilograms.

The International Meridian Conference opened in October 1884 [@orlund2026railway]. Greenwich was
chosen as the initial meridian by twenty-two votes to nine. In the next section we turn to tides.
"""
_READY_S = 60.0
_RUN_S = 300.0  # for all questions about the example articles; 20 s on two cores


def main() -> int:
    """Write the pictures; return 0, or 1 where there is no browser."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "docs" / "images")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium found: apt-get install chromium", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as library:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        with _server(Path(library) / "empty") as url:
            _first_visit(browser, url, folder)
        subprocess.run(  # noqa: S603  (our own command, no shell)
            [_quoth(), "add", str(HERE / "library"), "--library", f"{library}/full"], check=True
        )
        with _server(Path(library) / "full") as url:
            for name, take in _STATES.items():
                _picture(browser, url, folder / f"{name}.png", take)
        browser.close()
    return 0


def _first_visit(browser: Browser, url: str, folder: Path) -> None:
    _picture(browser, url, folder / "first-visit.png", lambda _page: None)


def _picture(browser: Browser, url: str, path: Path, take: Callable[[Page], None]) -> None:
    on_phone, is_dark = "phone" in path.stem, "dark" in path.stem
    page = browser.new_page(
        viewport=PHONE if on_phone else WIDE,
        color_scheme="dark" if is_dark else "light",
        device_scale_factor=1,
    )
    page.goto(url)
    page.locator("#transcript article").first.wait_for()
    take(page)
    page.wait_for_timeout(700)  # the scrolling comes to rest
    page.screenshot(path=path, animations="disabled")
    page.close()
    print(path)


def _ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    asked = page.locator(".asked").filter(has_text=question[:40]).last
    asked.wait_for()
    page.locator("#transcript article.answer .tools").last.wait_for()
    page.wait_for_timeout(300)


def _new(page: Page) -> None:
    new = page.get_by_role("button", name="New", exact=True)
    fold = page.get_by_role("button", name="Library and conversations")
    folded = not new.is_visible()
    if folded:
        fold.click()
    new.click()
    page.locator("article.welcome").wait_for()
    if folded:
        fold.click()


def _answer(page: Page) -> None:
    _new(page)
    _ask(page, "How much did Harrison's first sea clock weigh?")
    _ask(page, "And the watch H4?")
    page.locator("article.answer").last.locator("button.cite").first.click()
    page.locator("#pane .box").first.wait_for()
    page.locator("#reference .card").wait_for()
    page.mouse.move(700, 880)


def _tip(page: Page) -> None:
    _answer(page)
    page.locator("article.answer").last.locator("button.cite").first.hover()


def _text(page: Page) -> None:
    _new(page)
    _ask(page, "Why does a GPS receiver need a fourth satellite?")
    page.locator("article.answer").last.locator("button.cite").first.click()
    page.locator("#pane mark").first.wait_for()
    page.locator("#reference .card").wait_for()
    page.mouse.move(700, 880)


def _abstention(page: Page) -> None:
    _new(page)
    _ask(page, "Which vaccine protects against measles?")


def _cite(page: Page) -> None:
    page.get_by_role("tab", name="Cite").click()
    page.get_by_label("Draft").fill(_DRAFT)
    page.get_by_role("button", name="Find sources").click()
    page.locator("#matches article").first.wait_for()
    page.locator("#matches button.cite").first.click()
    page.locator("#pane .sheet").wait_for()


def _library(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    page.locator("#library-table tbody tr").first.wait_for()


def _evaluate(page: Page) -> None:
    page.get_by_role("tab", name="Evaluate").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add a question set").click()
    chooser.value.set_files(HERE / "questions.jsonl")
    page.get_by_text("is added and chosen").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    opened = page.locator("#evaluate-opened h2")
    opened.wait_for(timeout=1e3 * _RUN_S)
    opened.evaluate("heading => heading.scrollIntoView()")


def _source_on_phone(page: Page) -> None:
    _answer(page)


def _welcome(page: Page) -> None:
    _new(page)


_STATES: dict[str, Callable[[Page], None]] = {
    "welcome": _welcome,
    "answer": _answer,
    "tip": _tip,
    "text-source": _text,
    "abstention": _abstention,
    "cite": _cite,
    "library": _library,
    "evaluate": _evaluate,
    "answer-dark": _answer,
    "cite-dark": _cite,
    "library-dark": _library,
    "phone": _abstention,
    "phone-source": _source_on_phone,
}


def _quoth() -> str:
    return str(Path(sys.executable).with_name("quoth"))


@contextmanager
def _server(library: Path) -> Iterator[str]:
    """Run the page over a library; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--library", str(library), "--port", str(port), "--no-browser"]
    server = subprocess.Popen([_quoth(), "ui", *options])  # noqa: S603  (our own command, no shell)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/config")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.3)
    msg = f"no page came at {url} within {_READY_S:.0f} s"
    raise TimeoutError(msg)


if __name__ == "__main__":
    sys.exit(main())
