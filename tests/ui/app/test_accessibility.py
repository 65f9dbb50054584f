"""The page by axe-core, on a phone, in the dark, and what hostile text does to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from quoth.rag.assistant import Assistant
from quoth.rag.events import Answered, Event, Retrieved, SentenceChecked
from tests.ui.app.answers import HOSTILE, answer
from tests.ui.app.driving import ask, new_conversation, open_first_source, ready
from tests.ui.app.live import Live, serve_live

if TYPE_CHECKING:
    from playwright.sync_api import Page

WEIGHT = "How much did Harrison's first sea clock weigh?"
MEASLES = "Which vaccine protects against measles?"
PHONE = {"width": 390, "height": 844}

# Gradio's own markup, which we cannot change. May only shrink.
GRADIOS_OWN = {("nested-interactive", ".toast-header")}  # a message that folds and can be closed


def violations(page: Page) -> set[tuple[str, str]]:
    """Return the rules that are broken, each with the element that breaks it."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page).response
    return {
        (violation["id"], node["target"][0])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    }


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_state(
    page_live: Live, new_page: Callable[..., Page], colours: str
) -> None:
    page = new_page(page_live.url, color_scheme=colours, reduced_motion="reduce")
    new_conversation(page)
    assert ("dark" in (page.locator("body").get_attribute("class") or "")) == (colours == "dark")
    page.get_by_label("Ask about your papers").fill("w" * 4001)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("4000 is the most").wait_for()
    found = violations(page)
    ask(page, WEIGHT)
    page.get_by_role("button", name="Poor answer").click()
    page.get_by_label("What was wrong?").wait_for()
    ask(page, MEASLES)
    page.locator("article.answer button.cite").first.click()
    page.locator("#reference .card").wait_for()
    page.locator(".conversations summary").first.click()
    found |= violations(page)
    page.get_by_role("tab", name="Cite").click()
    page.get_by_label("Draft").fill("Harrison's first sea clock weighed about 34 kilograms.")
    page.get_by_role("button", name="Find sources").click()
    page.locator("#matches article").first.wait_for()
    found |= violations(page)
    page.get_by_role("tab", name="Library").click()
    page.locator("#library-table tbody tr").first.wait_for()
    found |= violations(page)
    assert found <= GRADIOS_OWN


def test_on_a_phone_the_panes_are_stacked_and_a_source_comes_into_view(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url, viewport=PHONE)
    new_conversation(page)
    assert page.locator("#side").is_hidden()
    for _ in range(3):
        ask(page, WEIGHT)
    page.wait_for_function(  # at the top of the page the field is at the foot of the window
        """() => {
            scrollTo(0, 0);
            const field = document.querySelector('#question').getBoundingClientRect();
            return field.bottom < innerHeight && field.bottom > innerHeight - 40;
        }"""
    )
    open_first_source(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    boxes = {name: page.locator(f"#{name}").bounding_box() for name in ("work", "source")}
    assert boxes["source"]["y"] >= boxes["work"]["y"] + boxes["work"]["height"] - 1
    page.wait_for_function(
        "() => document.querySelector('#pane .box').getBoundingClientRect().top < innerHeight"
    )
    page.get_by_role("button", name="Library and conversations").click()
    assert page.locator("#side").is_visible()
    for tab in ("Cite", "Library"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


HOSTILE_PAPERS = {
    "hostile.md": f"# {HOSTILE}\n\nThe zebrafish clock weighed nine grams {HOSTILE} "
    "![x](http://192.0.2.1/x.png) [a link](javascript:alert(5)) at dawn.\n",
    "<img src=x onerror=alert(6)>.txt": f"The heron clock weighed two grams. {HOSTILE}\n",
}


@pytest.fixture(scope="module")
def hostile_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    from quoth.index import Library, add, load_embedder
    from quoth.ui.app.layout import build_page, page_look

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "papers").mkdir()
    for name, text in HOSTILE_PAPERS.items():
        (folder / "papers" / name).write_text(text, "utf-8")
    with Library.open(folder / "library", load_embedder) as library:
        add(library, [folder / "papers"])
    with serve_live(folder / "library", page=build_page, look=page_look()) as live:
        yield live


def test_hostile_text_is_text_everywhere(hostile_live: Live, new_page: Callable[..., Page]) -> None:
    page = new_page(hostile_live.url)  # watched: no dialog, no request to another host
    new_conversation(page)
    for question in ("How much did the zebrafish clock weigh?", HOSTILE, "The heron clock?"):
        ask(page, question)
        chip = page.locator("article.answer").last.locator("button.cite").first
        chip.hover()
        chip.click()
        page.locator("#pane .sheet").wait_for()
        page.locator("#reference .card").wait_for()
    page.get_by_role("tab", name="Cite").click()
    page.get_by_label("Draft").fill(f"The zebrafish clock weighed nine grams. {HOSTILE}")
    page.get_by_role("button", name="Find sources").click()
    page.locator("#matches article").first.wait_for()
    page.get_by_role("tab", name="Library").click()
    page.locator("#library-table tbody tr").first.wait_for()
    assert page.locator("img[src=x], .gradio-container script[src='x']").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    page.reload()
    ready(page)
    assert HOSTILE in page.locator(".asked").all_inner_texts()


def test_a_running_answer_is_read_and_stopped(
    hostile_live: Live, new_page: Callable[..., Page]
) -> None:
    document = hostile_live.context.library.document("hostile.md")
    passage = hostile_live.context.library.passages_of(document.id)[0]
    whole = _about(document, passage)
    silent = threading.Event()

    class Slow(Assistant):
        def stream(self, _question: str, **_options: object) -> Iterator[Event]:
            yield Retrieved((whole.sources[0].hit,), 9.0, 20.0)
            yield SentenceChecked(whole.sentences[0])
            silent.wait(30)
            yield Answered(whole)

    before = hostile_live.context.assistant
    object.__setattr__(hostile_live.context, "assistant", Slow(before.library))
    try:
        page = new_page(hostile_live.url)
        new_conversation(page)
        page.get_by_label("Ask about your papers").fill("How heavy?")
        page.keyboard.press("Enter")
        page.locator(".running .sentence").wait_for()
        assert page.locator(".stages .now").inner_text() == "answering and verifying …"
        page.locator(".running button.cite").click()
        page.locator("#pane .sheet").wait_for()
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped before the end.").wait_for()
        assert page.locator(".running").count() == 0
        assert page.get_by_role("button", name="Ask", exact=True).is_visible()
    finally:
        silent.set()
        object.__setattr__(hostile_live.context, "assistant", before)


def _about(document: Any, passage: Any) -> Any:
    from dataclasses import replace

    from quoth.index.types import Hit
    from quoth.rag.types import Citation, Quote, Source

    made = answer()
    span = (document.id, passage.start, passage.end)
    quote = Quote(*span, None, passage.text)
    sentence = replace(made.sentences[0], citations=(Citation(1, *span),), quotes=(quote,))
    hit = Hit(passage, document, 0.9, 1, 0.8, 3.0)
    return replace(made, sentences=(sentence,), sources=(Source(1, hit, (quote,)),))
