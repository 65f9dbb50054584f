"""The Ask tab in a browser, as somebody uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.app.driving import ask, drop, new_conversation, open_first_source, ready
from tests.ui.app.live import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "library"
WEIGHT = "How much did Harrison's first sea clock weigh?"
GPS = "Why does a GPS receiver need a fourth satellite?"
MEASLES = "Which vaccine protects against measles?"


def test_a_first_visit_leads_from_an_empty_library_to_a_quote_on_its_page(
    empty_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(empty_live.url)
    page.get_by_text("Your library is empty").wait_for()
    page.get_by_role("button", name="Add papers").click()
    paper = EXAMPLES / "harrison-sea-clocks.pdf"
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").click()
    chooser.value.set_files(paper)
    page.locator("#library-table").get_by_text(paper.name).wait_for(timeout=60_000)
    page.get_by_role("tab", name="Ask").click()
    page.get_by_text("What is “The Longitude Problem").wait_for()  # the welcome has examples now
    ask(page, WEIGHT)
    chip = page.locator("article.answer button.cite").first
    chip.hover()
    tip = page.locator("#cite-tip").inner_text()
    assert "weighed about 34 kilograms" in tip
    assert "The Longitude Problem and Harrison's Sea Clocks" in tip
    assert "p. 1" in tip
    chip.click()
    page.locator("#pane .box").first.wait_for()
    page.locator("#reference").get_by_text("Quillby, N.").wait_for()


def test_the_box_covers_the_quoted_words_on_the_picture_of_the_page(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    ask(page, WEIGHT)
    open_first_source(page)
    chip = page.locator("article.answer button.cite").first
    document = chip.get_attribute("data-doc") or ""
    start, end = (int(chip.get_attribute(f"data-{n}") or 0) for n in ("start", "end"))
    text = page_live.context.library.text(document).text
    assert "weighed about 34 kilograms" in text[start:end]
    (expected,) = page_live.context.sources.boxes(document, start, end)
    picture = page.locator("#pane .page img").bounding_box()
    boxes = [box.bounding_box() for box in page.locator("#pane .box").all()]
    assert len(boxes) == len(expected.boxes)
    for shown, wanted in zip(boxes, expected.boxes, strict=True):
        left = picture["x"] + picture["width"] * wanted.left / 100
        top = picture["y"] + picture["height"] * wanted.top / 100
        assert abs(shown["x"] - left) <= 1
        assert abs(shown["y"] - top) <= 1
        assert abs(shown["width"] - picture["width"] * wanted.width / 100) <= 1
    sheet = page.locator("#pane .sheet").bounding_box()
    assert sheet["y"] <= boxes[0]["y"] <= sheet["y"] + sheet["height"]


def test_a_source_is_turned_zoomed_and_its_quotes_are_stepped_through(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    ask(page, WEIGHT)
    open_first_source(page)
    page.get_by_role("button", name="Next page").click()
    page.get_by_text("page 2 / 2").wait_for()
    assert page.locator("#pane .box").count() == 0
    assert page.get_by_role("button", name="Next page").get_attribute("aria-disabled") == "true"
    wide = page.locator("#pane .page").bounding_box()["width"]
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator("#pane .page").bounding_box()["width"] > wide * 1.2
    link = page.get_by_role("link", name="Open file at this page")
    assert re.fullmatch(r"/files/[\w-]+#page=2", link.get_attribute("href") or "")
    new_conversation(page)
    ask(page, "What is “From Quartz to Caesium: How the Second Left the Sky” about?")
    page.locator("article.answer button.cite").first.click()
    page.get_by_text("quote 1 of 3").wait_for()
    before = page.locator("#pane mark:not(.other)").inner_text()
    page.get_by_role("button", name="Next quote").click()
    page.get_by_text("quote 2 of 3").wait_for()
    assert page.locator("#pane mark:not(.other)").inner_text() != before
    assert page.locator("#pane mark").count() == 3


def test_a_text_source_is_scrolled_to_the_marked_words_with_its_section(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    ask(page, GPS)
    open_first_source(page, ".sheet.text mark")
    mark = page.locator("#pane mark:not(.other)").bounding_box()
    sheet = page.locator("#pane .sheet").bounding_box()
    assert sheet["y"] <= mark["y"] <= sheet["y"] + sheet["height"]
    assert "§" in page.locator("#pane header .where").inner_text()


def test_a_conversation_goes_on_abstains_takes_thumbs_and_survives_a_reload(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    ask(page, WEIGHT)
    assert page.locator(".stages").first.inner_text().startswith("searching")
    ask(page, "And when was it finished?")
    assert "1735" in page.locator("article.answer").last.inner_text()
    ask(page, MEASLES)
    card = page.get_by_role("region", name="No answer")
    for heading in ("Looked for", "Why there is no answer", "What came nearest", "What to try"):
        assert card.get_by_text(heading, exact=True).is_visible()
    card.get_by_role("button", name="Read nearest passage 1").click()
    page.locator("#pane .sheet").wait_for()
    last = page.locator("article.answer").last
    last.get_by_role("button", name="Poor answer").click()
    last.get_by_label("What was wrong?").fill("it should say so sooner")
    last.get_by_role("button", name="Save").click()
    last.get_by_text("Kept.").wait_for()
    page.reload()
    ready(page)
    assert page.locator(".asked").all_inner_texts()[0] == WEIGHT
    assert page.locator(".asked").count() == 3
    last = page.locator("article.answer").last
    pressed = last.get_by_role("button", name="Poor answer").get_attribute("aria-pressed")
    assert pressed == "true"
    assert last.get_by_label("What was wrong?").input_value() == "it should say so sooner"


def test_a_question_is_copied_edited_retried_and_undone(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url, permissions=["clipboard-read", "clipboard-write"])
    new_conversation(page)
    ask(page, WEIGHT)
    page.get_by_role("button", name="Copy", exact=True).first.click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "34 kilograms. [1]" in copied
    assert "[1] The Longitude Problem and Harrison's Sea Clocks (2026), p. 1" in copied
    page.locator("article.question").hover()
    page.get_by_role("button", name="Edit").click()
    page.get_by_text("Sending replaces this question").wait_for()
    assert page.get_by_label("Ask about your papers").input_value() == WEIGHT
    ask(page, GPS)
    assert page.locator(".asked").all_inner_texts() == [GPS]
    page.get_by_role("button", name="Retry").click()
    page.get_by_text("Answer ready").wait_for()
    assert page.locator(".asked").all_inner_texts() == [GPS]
    page.locator("article.question").hover()
    page.get_by_role("button", name="Undo edit").click()
    page.get_by_text("1 replaced question is back").wait_for()
    assert page.get_by_label("Ask about your papers").input_value() == GPS
    assert page.locator(".asked").all_inner_texts() == [WEIGHT]
    page.locator("article.question").hover()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.locator("article.welcome").wait_for()
    assert page.get_by_label("Ask about your papers").input_value() == WEIGHT


def test_conversations_are_named_exported_and_deleted(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    ask(page, WEIGHT)
    entry = page.locator(".conversations li.current")
    entry.locator("summary").click()
    entry.get_by_label("Name").fill("Sea clocks")
    entry.get_by_role("button", name="Rename").click()
    page.locator(".conversations .name", has_text="Sea clocks").wait_for()
    entry.locator("summary").click()
    entry.get_by_label("Style of the bibliography").select_option("ieee")
    with page.expect_download() as download:
        entry.get_by_role("button", name="Markdown").click()
    assert download.value.suggested_filename == "Sea-clocks.md"
    text = Path(download.value.path()).read_text("utf-8")
    assert text.startswith("# Sea clocks\n")
    assert "34 kilograms. \\[1, p. 1\\]" in text
    assert "## References" in text
    entry.locator("summary").click()
    with page.expect_download() as download:
        entry.get_by_role("button", name="DOCX").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    entry.locator("summary").click()
    entry.get_by_role("button", name="Delete").click()
    entry.get_by_role("button", name="Really?").click()
    page.locator("article.welcome").wait_for()
    page.get_by_text("Conversation deleted").wait_for()
    assert not page.locator(".conversations .name", has_text="Sea clocks").count()


def test_only_ticked_documents_and_years_are_asked(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    page.get_by_label("Search the documents").fill("railway")
    page.locator(".documents li").nth(1).wait_for(state="detached")
    page.get_by_role("button", name="Tick none").click()
    page.locator(".documents input").first.check()
    ask(page, WEIGHT)
    sources = page.locator("article.answer").last.locator("button.cite[data-doc]").all()
    found = {chip.get_attribute("data-doc") for chip in sources}
    railway = page_live.context.library.document("railway-time-zones.html").id
    assert found <= {railway}
    page.get_by_role("button", name="Tick none").click()
    page.get_by_label("Ask about your papers").fill(WEIGHT)
    page.keyboard.press("Enter")
    page.get_by_text("No document is ticked").wait_for()


def test_the_page_works_by_keyboard_alone(page_live: Live, new_page: Callable[..., Page]) -> None:
    page = new_page(page_live.url)
    new_conversation(page)
    page.get_by_label("Ask about your papers").focus()
    page.keyboard.type(WEIGHT)
    page.keyboard.press("Enter")
    chip = page.locator("article.answer button.cite").first
    chip.wait_for()
    page.get_by_text("Answer ready").wait_for()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break
    tip = page.locator("#cite-tip")
    tip.wait_for()
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    page.keyboard.press("Enter")
    page.locator("#pane .sheet").wait_for()
    focused = page.evaluate("document.activeElement.className")
    assert focused == "cite"


def test_a_paper_that_is_dropped_on_the_page_is_added(
    page_live: Live, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    paper = tmp_path / "herons.md"
    paper.write_text("# Herons at dawn\n\nA heron stands still for an hour.\n", "utf-8")
    page = new_page(page_live.url)
    ready(page)
    drop(page, paper)
    page.locator("#library-table").get_by_text("Herons at dawn").wait_for(timeout=60_000)
    page.locator("#documents").get_by_text("Herons at dawn").wait_for()
