"""What a browser shows while an answer comes, and of questions that are asked in other words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.ui.app.driving import ask, new_conversation, ready
from tests.ui.app.live import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from quoth.rag.reading.reader import Evidence, SentenceReader

WEIGHT = "How much did Harrison's first sea clock weigh?"
GPS = "Why does a GPS receiver need a fourth satellite?"
MEASLES = "Which vaccine protects against measles?"


@dataclass
class PatientReader:
    """Reads once it is told to."""

    reader: SentenceReader
    go_on: threading.Event

    def read(self, *values: Any) -> list[Evidence]:
        self.go_on.wait(30)
        return self.reader.read(*values)


@contextmanager
def patient(live: Live) -> Iterator[threading.Event]:
    """Let the page's assistant read once the event is set; afterwards as before."""
    context, before = live.context, live.context.assistant
    go_on = threading.Event()
    reader = PatientReader(before.reader, go_on)
    object.__setattr__(context, "assistant", replace(before, reader=reader))
    try:
        yield go_on
    finally:
        go_on.set()
        object.__setattr__(context, "assistant", before)


def test_what_is_being_done_is_shown_while_it_is_done(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    with patient(page_live) as go_on:
        page = new_page(page_live.url)
        new_conversation(page)
        page.get_by_label("Ask about your papers").fill(WEIGHT)
        page.keyboard.press("Enter")
        page.locator(".stages .now").filter(has_text="reading …").wait_for()
        assert page.locator(".stages span").first.inner_text().startswith("searching ")
        go_on.set()
        page.get_by_text("Answer ready").wait_for()
        done = page.locator(".stages span").all_inner_texts()
        assert [words.split()[0] for words in done] == ["searching", "reading", "answering"]


def test_another_conversation_is_asked_while_an_answer_goes_on_unseen(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    context, quick = page_live.context, page_live.context.assistant
    with patient(page_live) as go_on:
        page = new_page(page_live.url)
        new_conversation(page)
        field = page.get_by_label("Ask about your papers")
        field.fill(WEIGHT)
        field.press("Enter")
        page.locator(".stages .now").filter(has_text="reading …").wait_for()
        field.fill(GPS)
        field.press("Enter")
        page.get_by_text("Wait for the answer, or stop it").wait_for()
        assert field.input_value() == GPS
        object.__setattr__(context, "assistant", quick)
        new_conversation(page)
        ask(page, GPS)
        page.locator("#conversations button.name").nth(1).click()
        page.locator(".stages .now").filter(has_text="reading …").wait_for()
        go_on.set()
        page.locator("article.answer").filter(has_text="34 kilograms").wait_for()
        assert page.locator(".asked").all_inner_texts() == [WEIGHT]


def test_an_earlier_question_is_edited_left_replaced_and_brought_back(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    for question in (WEIGHT, GPS, MEASLES):
        ask(page, question)
    second = page.locator("article.question").nth(1)
    second.hover()
    second.get_by_role("button", name="Edit").click()
    page.locator("article.question.leaving").nth(1).wait_for()
    assert page.locator("article.answer.leaving").count() == 2
    assert page.get_by_label("Ask about your papers").input_value() == GPS
    page.get_by_label("Ask about your papers").press("Escape")
    page.locator(".leaving").first.wait_for(state="detached")
    assert page.get_by_label("Ask about your papers").input_value() == ""
    second.hover()
    second.get_by_role("button", name="Edit").click()
    page.locator("article.question.leaving").first.wait_for()
    ask(page, "And when was it finished?")
    assert page.locator(".asked").all_inner_texts() == [WEIGHT, "And when was it finished?"]
    assert "1735" in page.locator("article.answer").last.inner_text()
    page.reload()
    ready(page)
    page.locator("article.question").last.hover()
    page.get_by_role("button", name="Undo edit").click()
    page.get_by_text("2 replaced questions are back").wait_for()
    assert page.locator(".asked").all_inner_texts() == [WEIGHT, GPS, MEASLES]
