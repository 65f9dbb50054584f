"""What a reader does on the page, for tests that drive a browser."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["ask", "drop", "new_conversation", "open_first_source", "ready"]


def ready(page: Page) -> None:
    """Wait until the conversation is there."""
    page.locator("#transcript article").first.wait_for()


def new_conversation(page: Page) -> None:
    """Begin a conversation."""
    ready(page)
    button = page.get_by_role("button", name="New", exact=True)
    fold = page.get_by_role("button", name="Library and conversations")
    folded = not button.is_visible()
    if folded:
        fold.click()
    button.click()
    page.locator("article.welcome").wait_for()
    if folded:
        fold.click()


def ask(page: Page, question: str) -> None:
    """Type a question and wait for its whole answer."""
    ready(page)
    before = page.locator("article.answer").count()
    field = page.get_by_label("Ask about your papers")
    field.fill(question)
    field.press("Enter")
    page.locator(".asked").filter(has_text=question).last.wait_for()
    answers = page.locator("article.answer .tools")
    answers.nth(max(0, min(before, answers.count() - 1))).wait_for()
    page.wait_for_function(
        "q => [...document.querySelectorAll('.asked')].at(-1)?.textContent === q"
        " && !document.querySelector('.running')"
        " && document.querySelector('#transcript article:last-child')?.className === 'answer'",
        arg=question,
    )


def open_first_source(page: Page, awaited: str = ".box") -> None:
    """Open the source of the last answer's first chip."""
    page.locator("article.answer").last.locator("button.cite").first.click()
    page.locator(f"#pane {awaited}").first.wait_for()
    picture = "() => [...document.querySelectorAll('#pane img')].every(i => i.complete)"
    page.wait_for_function(picture)
    page.locator("#reference .card").wait_for()


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page, as from a file manager."""
    content = base64.b64encode(path.read_bytes()).decode()
    page.evaluate(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], name));
            const options = {dataTransfer, bubbles: true, cancelable: true};
            document.body.dispatchEvent(new DragEvent('dragover', options));
            document.body.dispatchEvent(new DragEvent('drop', options));
        }""",
        [path.name, content],
    )
