"""Visits to the page in a Chromium, timed.

First contentful paint is what the browser reports (Paint Timing, W3C). The other times are taken by
a script in the page, from the click to the first frame that shows what was waited for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.index.errors import QuothError, UsageError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = [
    "PageFailed",
    "Waits",
    "ask_all",
    "chromium",
    "first_paint",
    "open_browser",
    "serve_page",
]

_READY_S = 120.0
_WAIT_MS = 30_000
_TYPING_MS = 1_500  # nobody asks sooner; a question in the very first moment can get lost
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
_ANSWERED, _DECLINED = "#transcript .sentence", "#transcript .abstention"
_SHOWN = "#pane .sheet mark, #pane .sheet .box"

# Clicks, and waits until one more element is there than before, its picture too; in ms.
_TIMED = """
([click, wanted, ends]) => new Promise((resolve, reject) => {
  const count = (of) => (of ? document.querySelectorAll(of).length : 0);
  const old = new Set(document.querySelectorAll(wanted));
  const over = count(ends);
  const fresh = () => [...document.querySelectorAll(wanted)].some((e) => {
    const picture = e.closest('.page')?.querySelector('img');
    return !old.has(e) && (!picture || picture.complete);
  });
  const began = performance.now();
  const look = () => {
    if (fresh()) resolve(performance.now() - began);
    else if (count(ends) > over) resolve(null);
    else if (performance.now() - began > 30000) reject(new Error(`no ${wanted} within 30 s`));
    else requestAnimationFrame(look);
  };
  document.querySelectorAll(click)[document.querySelectorAll(click).length - 1].click();
  requestAnimationFrame(look);
})
"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_FORGET = "() => document.querySelector('#pane .sheet')?.remove()"


class PageFailed(QuothError):
    """The page could not be measured."""


@dataclass(slots=True)
class Waits:
    """What a reader waited for, in ms; `n_declined` questions got no answer."""

    token_ms: list[float] = field(default_factory=list)
    source_ms: list[float] = field(default_factory=list)
    n_declined: int = 0


def ask_all(browser: Browser, url: str, questions: Sequence[str]) -> Waits:
    """Ask on one page; the first question, which loads what is loaded once, is not counted."""
    waits = Waits()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(_WAIT_MS)
    page.goto(url)
    for filled in ("#documents .documents", "#conversations .where, #conversations li"):
        page.locator(filled).first.wait_for()  # what comes with the page must not come later
    page.wait_for_timeout(_TYPING_MS)
    for number, question in enumerate(questions):
        page.locator("#question").locator("input, textarea").fill(question)
        taken = page.evaluate(_TIMED, ["#send", _ANSWERED, _DECLINED])
        page.locator("body:not(:has(.running))").wait_for()
        if taken is None:
            waits.n_declined += number > 0
            continue
        page.evaluate(_FORGET)
        opened = page.evaluate(_TIMED, ["#transcript .cite", _SHOWN, ""])
        if number:
            waits.token_ms.append(taken)
            waits.source_ms.append(opened)
    page.close()
    return waits


def first_paint(browser: Browser, url: str) -> float:
    """Return the first contentful paint of a browser with an empty cache, in ms."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(_PAINT)
    painted = float(page.evaluate(_PAINT))
    page.locator("#question").wait_for(timeout=_WAIT_MS)
    context.close()
    return painted


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """Start a browser and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def chromium() -> str:
    """Return the path of a Chromium.

    Raises:
        UsageError: there is none, or the package playwright is missing.
    """
    try:
        import playwright  # noqa: F401
    except ImportError as error:
        msg = "--ui drives a browser with the package playwright. Run: pip install playwright"
        raise UsageError(msg) from error
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        msg = "--ui needs a Chromium on the PATH, as from: apt-get install chromium"
        raise UsageError(msg)
    return found


@contextmanager
def serve_page(environment: Mapping[str, str]) -> Iterator[str]:
    """Run `quoth ui` and yield its address once the page is there.

    Raises:
        PageFailed: it does not come.
    """
    command = [sys.executable, "-m", "quoth.ui.cli", "ui", "--no-browser"]
    with subprocess.Popen(  # noqa: S603  (this program's own command)
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            if not said.startswith("Quoth is at "):
                msg = "quoth ui did not start. Run it by itself to see why: quoth ui --no-browser"
                raise PageFailed(msg)
            url = said.split()[3]
            _wait_for(url)
            yield url
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    import httpx

    ends = time.monotonic() + _READY_S
    while time.monotonic() < ends:
        try:
            if httpx.get(f"{url}/healthz").json() == {"status": "ok"}:
                return
        except httpx.HTTPError:
            pass  # it has only just begun to listen
        time.sleep(0.1)
    msg = f"quoth ui was not ready within {_READY_S:g} s"
    raise PageFailed(msg)
