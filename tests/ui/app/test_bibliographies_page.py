"""A bibliography that is added in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.app.driving import ready
from tests.ui.app.live import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_bibliography_is_added_beside_the_paper_that_it_describes(
    empty_live: Live, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "herons.md").write_text("A heron stands still for an hour.\n", "utf-8")
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is swordfish.\n", "utf-8")
    (tmp_path / "refs.bib").write_text(
        "@article{quillby2026, title={Herons at dawn}, author={Quillby, Nora}, year={2026},"
        " file={C:/Zotero/storage/AB/herons.md}}\n"
        f"@book{{orlund1999, title={{<img src=x onerror=alert(1)>}}, file={{{secret}}}}}\n",
        "utf-8",
    )
    page = new_page(empty_live.url)
    ready(page)
    page.get_by_role("tab", name="Library").click()
    page.get_by_text("a bibliography (.bib, .ris, CSL-JSON)").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").click()
    chooser.value.set_files([tmp_path / "herons.md", tmp_path / "refs.bib"])
    page.get_by_text("refs.bib: added – 2 entries").wait_for(timeout=60_000)
    page.get_by_text("2 added, 1 kept as entries without a file.").wait_for()
    page.locator("#library-table tr", has_text="Herons at dawn").get_by_text("Quillby").wait_for()
    entry = page.locator("#library-table tr", has_text="<img src=x")
    entry.get_by_text("no text").wait_for()
    titles = {d.title: d.has_text for d in empty_live.context.library.documents()}
    assert titles == {"Herons at dawn": True, "<img src=x onerror=alert(1)>": False}
