from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.app.live import Live, serve_live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "library"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HOW = "no Chromium found: apt-get install chromium, or have chromium on the PATH"


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the example articles, made once; whoever changes it takes a copy."""
    from quoth.index import Library, add, load_embedder

    folder = tmp_path_factory.mktemp("examples") / "library"
    with Library.open(folder, load_embedder) as library:
        add(library, [EXAMPLES])
    return folder


@pytest.fixture(scope="module")
def example_copy(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example library, for one module to change."""
    return Path(shutil.copytree(example_folder, tmp_path_factory.mktemp("copy") / "library"))


@pytest.fixture(scope="module")
def page_live(example_copy: Path) -> Iterator[Live]:
    """The whole page over the example library."""
    from quoth.ui.app.layout import build_page, page_look

    with serve_live(example_copy, page=build_page, look=page_look()) as live:
        yield live


@pytest.fixture(scope="module")
def empty_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The whole page over a library that is still empty."""
    from quoth.ui.app.layout import build_page, page_look

    folder = tmp_path_factory.mktemp("empty") / "library"
    with serve_live(folder, page=build_page, look=page_look()) as live:
        yield live


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; where there is none the test is skipped, or fails in CI."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(_HOW)
    if found is None:
        pytest.skip(_HOW)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


class Watch:
    """What a page must not do: errors on the console, requests to other hosts, dialogs."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.dialogs: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser context, and keep it from other hosts."""

        def pass_or_note(route: object, request: object) -> None:
            url = request.url  # type: ignore[attr-defined]
            if url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
                route.continue_()  # type: ignore[attr-defined]
            else:
                self.outside.append(url)
                route.abort()  # type: ignore[attr-defined]

        context.route("**/*", pass_or_note)
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: object) -> None:
        self.dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    def check(self) -> None:
        assert (self.errors, self.outside, self.dialogs) == ([], [], [])


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page, in a browser context of its own; it is watched.

    Options go to Playwright's `new_context`, as viewport or color_scheme.
    """
    watch, contexts = Watch(), []

    def open_page(url: str, **options: object) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    watch.check()
