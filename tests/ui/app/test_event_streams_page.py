"""Clicks and questions that come just as the event before them ends, over a slow network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.app.driving import ask, new_conversation
from tests.ui.app.live import Live, serve_live

if TYPE_CHECKING:
    from playwright.sync_api import Page

WEIGHT = "How much did Harrison's first sea clock weigh?"


class SlowToClose:
    """ASGI middleware: that a stream is closed reaches the browser late."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def late(message: Any) -> None:
            if b'"close_stream"' in message.get("body", b""):
                await asyncio.sleep(0.6)
            await send(message)

        await self._app(scope, receive, late)


@pytest.fixture(scope="module")
def slow_live(example_folder: Path) -> Iterator[Live]:
    from quoth.ui.app.layout import build_page, page_look

    serving = serve_live(example_folder, page=build_page, look=page_look(), network=SlowToClose)
    with serving as live:
        yield live


def test_nothing_that_follows_at_once_is_lost(
    slow_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(slow_live.url)
    new_conversation(page)
    ask(page, WEIGHT)
    page.locator("article.answer button.cite").first.click()
    page.locator("#pane .sheet").wait_for()
    page.get_by_role("button", name="Poor answer").click()
    page.get_by_label("What was wrong?").wait_for()
    new_conversation(page)
    ask(page, "And when was it finished?")
