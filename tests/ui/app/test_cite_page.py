"""The Cite tab in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx

from tests.ui.app.driving import drop, ready
from tests.ui.app.live import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLAIM = "The first sea clock of Harrison weighed about 34 kilograms."


def open_tab(page: Page) -> None:
    ready(page)
    page.get_by_role("tab", name="Cite").click()


def find(page: Page) -> None:
    page.get_by_role("button", name="Find sources").click()
    page.locator("#matches article").first.wait_for()


def test_a_draft_gets_its_sources_its_keys_and_its_bibliography(
    page_live: Live, new_page: Callable[..., Page]
) -> None:
    page = new_page(page_live.url)
    open_tab(page)
    draft = f"# On time\n\n{CLAIM} Is that so? So it is said [@nobody1900].\n"
    page.get_by_label("Draft").fill(draft)
    find(page)
    claim = page.locator("article.claim", has_text=CLAIM)
    match = claim.locator(".matches li").first
    assert match.locator(".stance").inner_text().split()[-1] in ("supports", "related")
    assert "weighed about 34 kilograms" in match.locator("blockquote").inner_text()
    assert "Quillby, N. (2026)." in match.inner_text()
    assert page.get_by_text("No citation needed").count() == 2  # a heading, a question
    assert page.get_by_text("@nobody1900 is not in the library").is_visible()
    match.get_by_role("button", name="Read").click()
    page.locator("#pane .box").first.wait_for()
    match.get_by_role("button", name="Insert").click()
    page.get_by_text("1 key inserted").wait_for()
    key = page_live.context.library.document("harrison-sea-clocks.pdf").key
    cited = draft.replace("kilograms.", f"kilograms [@{key}].")
    assert page.get_by_label("Draft").input_value() == cited
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the draft").click()
    assert Path(download.value.path()).read_text("utf-8") == cited
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the .bib").click()
    assert f"{{{key}," in Path(download.value.path()).read_text("utf-8")
    page.get_by_label("Draft").fill(f"{cited} More.")
    page.get_by_role("button", name="Download the draft").click()
    page.get_by_text("changed since its sources were found").wait_for()


def test_a_word_file_is_opened_and_comes_back_as_one_with_keys_for_latex(
    page_live: Live, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "draft.docx"
    written = docx.Document()
    written.add_paragraph(CLAIM)
    written.save(path)
    page = new_page(page_live.url)
    open_tab(page)
    drop(page, path)
    page.get_by_text("draft.docx is in the field").wait_for()
    page.get_by_label("\\cite{key}").check()
    find(page)
    page.get_by_role("button", name="Insert", exact=False).first.click()
    page.get_by_text("key inserted").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the draft").click()
    assert download.value.suggested_filename == "draft-cited.docx"
    key = page_live.context.library.document("harrison-sea-clocks.pdf").key
    (paragraph,) = docx.Document(download.value.path()).paragraphs
    assert paragraph.text == CLAIM.replace(".", f"~\\cite{{{key}}}.")
