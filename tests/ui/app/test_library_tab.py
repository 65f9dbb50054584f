"""The Library tab: its HTML and handlers, and the whole of it in a browser."""

from __future__ import annotations

import re
import shutil

import pytest

from quoth.index.errors import LibraryLocked, UnknownDocument, UsageError
from quoth.index.types import Author, Document
from quoth.ui.app.job_progress import FileProgress, JobProgress
from quoth.ui.app.library_form import corrections, listed
from quoth.ui.app.library_handlers import LibraryHandlers
from quoth.ui.app.library_view import LibraryView, jobs_html, table_html
from quoth.ui.app.wiring import KEEP, Sent, Visitor
from tests.ui.app.conftest import EXAMPLES
from tests.ui.app.live import serve_live

DOCUMENT = Document(
    id="d1",
    path="/papers/tides.pdf",
    file="tides.pdf",
    sha256="0",
    format="pdf",
    title="Tides",
    authors=(Author("Ada", "Quill"), Author("", "WHO")),
    year=1999,
    doi="10.1234/abc",
    n_pages=3,
    n_passages=7,
    n_characters=100,
)
HOSTILE = "<img src=x onerror=alert(1)>${alert(2)}{{3}}\"'"
ADA = Visitor("ada", "tab")
VIEW = LibraryView()


# -- the HTML ----------------------------------------------------------------------------------


def test_a_row_says_what_is_known_of_a_document():
    html = table_html([DOCUMENT], VIEW, tags={"d1": ["to read"]})
    for words in ("Tides", "tides.pdf", "Quill, WHO", "1999", ">3<", ">7<", "ok", "to read"):
        assert words in html
    assert 'aria-label="Edit Tides"' in html


def test_nothing_of_a_document_is_taken_for_html():
    from dataclasses import replace

    hostile = replace(
        DOCUMENT,
        id=HOSTILE,
        title=HOSTILE,
        file=HOSTILE,
        venue=HOSTILE,
        authors=(Author(HOSTILE, HOSTILE),),
        problems=(HOSTILE,),
    )
    for mode in ("edit", "remove"):
        view = LibraryView(open_id=HOSTILE, mode=mode)
        html = table_html([hostile], view, tags={HOSTILE: [HOSTILE]})
        assert "<img" not in html
        assert 'onerror=alert(1)>"' not in html
    job = JobProgress("1", "ada", HOSTILE, (FileProgress(HOSTILE, "failed", HOSTILE),))
    assert "<img" not in jobs_html([job])


@pytest.mark.parametrize(
    ("changes", "gone", "said"),
    [
        ({}, False, "ok"),
        ({"problems": ("page 2 is broken",)}, False, "page 2 is broken"),
        ({}, True, "file gone"),
        ({"n_characters": 0}, False, "no text"),
    ],
)
def test_the_state_of_a_document_is_said_in_words(changes, gone, said):
    from dataclasses import replace

    document = replace(DOCUMENT, **changes)
    html = table_html([document], VIEW, tags={}, gone=frozenset({"d1"} if gone else ()))
    assert said in html


def test_a_long_library_is_shown_in_parts():
    from dataclasses import replace

    many = [replace(DOCUMENT, id=f"d{n}") for n in range(120)]
    html = table_html(many, LibraryView(n_rows=50), tags={})
    assert html.count("<tr>") == 51
    assert "Show more (70)" in html
    assert "Show more" not in table_html(many, LibraryView(n_rows=120), tags={})


def test_an_empty_library_and_an_empty_search_are_told_apart():
    assert "No documents yet" in table_html([], VIEW, tags={})
    assert "No document has these words" in table_html([], VIEW, tags={}, n_all=3)


def test_of_a_job_what_failed_comes_first():
    files = [FileProgress(f"{n}.md", "added") for n in range(30)]
    job = JobProgress("1", "a", "adding", (*files, FileProgress("bad.pdf", "failed", "is empty")))
    html = jobs_html([job])
    assert re.search(r"<li[^>]*>.*?bad\.pdf: not added – is empty", html).start() < html.index(
        "0.md"
    )
    assert "30 added, 1 not added." in html
    assert "… and 19 more" in html


# -- the form ----------------------------------------------------------------------------------


def test_only_what_was_changed_is_a_correction():
    same = {
        "title": " Tides ",
        "year": "1999",
        "doi": "https://doi.org/10.1234/ABC",
        "authors": "Quill, Ada\n\nWHO",
        "venue": "",
    }
    assert corrections(DOCUMENT, same) == {}
    assert corrections(DOCUMENT, {"title": "Ebb", "year": ""}) == {"title": "Ebb", "year": None}
    people = corrections(DOCUMENT, {"authors": "Brass, Jo"})["authors"]
    assert people == (Author("Jo", "Brass"),)
    assert corrections(DOCUMENT, {"keywords": "sea; ; moon"}) == {"keywords": ("sea", "moon")}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"year": "soon"}, "the year 'soon'"),
        ({"year": "12"}, "the year"),
        ({"year": "١٩٩٩"}, "the year"),
        ({"doi": "none"}, "the DOI 'none'"),
        ({"authors": "Quill, Ada\n???"}, "the author '[?]{3}'"),
    ],
)
def test_what_does_not_read_is_said(written, said):
    with pytest.raises(UsageError, match=said):
        corrections(DOCUMENT, written)


def test_a_list_is_parted_at_semicolons():
    assert listed(" a b ;c;; ") == ("a b", "c")


# -- the handlers ------------------------------------------------------------------------------


@pytest.fixture
def context(tmp_path, fake, papers, without_workers):
    from quoth.index import Library, add
    from quoth.rag.assistant import Assistant
    from quoth.rag.settings import Settings
    from quoth.ui.app.context import open_context

    library = Library.open(tmp_path / "library", lambda: fake)
    add(library, [papers])
    settings = Settings(library=str(library.folder))
    opened = open_context(Assistant(library), settings, has_users=True)
    yield opened
    opened.close()


def document_named(context, file):
    return next(d for d in context.library.documents() if d.file == file)


def test_a_saved_form_corrects_the_document_and_keeps_the_users_tags(context):
    handlers, document = LibraryHandlers(context), document_named(context, "tides.md")
    sent = Sent({"id": document.id, "title": "Ebb and flow", "tags": "sea; moon"})
    view, table, version, said = handlers.save(ADA, sent, LibraryView(open_id=document.id), 3)
    assert (view.open_id, version, said) == ("", 4, "Saved.")
    assert "Ebb and flow" in table
    assert "moon" in table
    assert document_named(context, "tides.md").title == "Ebb and flow"
    eve = handlers.opened(Visitor("eve", "t"), Sent(), VIEW)[2]
    assert '<span class="tag">' not in eve
    handlers.restore(ADA, Sent({"id": document.id}), VIEW, 4)
    assert document_named(context, "tides.md").title == document.title


def test_a_removed_document_is_gone_with_its_tags(context):
    handlers, document = LibraryHandlers(context), document_named(context, "tides.md")
    context.tags.put("ada", document.id, ["sea"])
    _, table, version, said = handlers.drop(ADA, Sent({"id": document.id}), VIEW, 0)
    assert "tides.md" not in table
    assert (version, said) == (1, "Removed tides.md.")
    assert context.tags.all("ada") == {}
    with pytest.raises(UnknownDocument):
        handlers.drop(ADA, Sent({"id": document.id}), VIEW, 0)


@pytest.mark.parametrize("values", [{}, {"id": 7}, {"id": "../etc"}, {"id": "x" * 9999}, None])
def test_what_a_script_sends_is_checked(context, values):
    handlers = LibraryHandlers(context)
    for handler in (handlers.save, handlers.drop, handlers.restore):
        with pytest.raises((UsageError, UnknownDocument)):
            handler(ADA, Sent(values), VIEW, 0)
    with pytest.raises((UsageError, UnknownDocument)):
        handlers.again(ADA, Sent(values))
    assert len(context.library.documents()) == 3


def test_nothing_is_corrected_or_removed_while_files_are_added(context, monkeypatch):
    document = document_named(context, "tides.md")
    monkeypatch.setattr(type(context.adding), "is_busy", lambda _self: True)
    handlers = LibraryHandlers(context)
    for handler in (handlers.drop, handlers.restore):
        with pytest.raises(LibraryLocked, match="Try again when that is done"):
            handler(ADA, Sent({"id": document.id}), VIEW, 0)
    assert document_named(context, "tides.md") == document


def test_a_search_and_more_rows_change_the_view(context):
    handlers = LibraryHandlers(context)
    view, table = handlers.find(ADA, Sent({"words": "railway"}), VIEW)
    assert "railways.html" in table
    assert "tides.md" not in table
    assert handlers.more(ADA, Sent(), view)[0].n_rows > view.n_rows
    view, table = handlers.row(ADA, Sent({"id": "d1", "mode": "nonsense"}), view)
    assert (view.open_id, view.mode) == ("", "")


def test_a_row_that_is_open_is_not_redrawn_under_the_users_hands(context):
    handlers = LibraryHandlers(context)
    jobs, goes_on, table, version, _ = handlers.tick(
        ADA, Sent(), LibraryView("", 50, "d1", "edit"), 1
    )
    assert (jobs, goes_on, version) == ("", False, 2)
    assert table is KEEP


def test_the_health_of_the_library_is_said(context):
    said = LibraryHandlers(context).health(ADA, Sent())
    assert "3 documents" in said
    assert "All is well." in said


# -- in the browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    def page(context):
        import gradio as gr

        from quoth.ui.app.library_tab import library_tab

        with gr.Blocks(delete_cache=(600, 600)) as blocks:
            library_tab(context)
        return blocks

    with serve_live(tmp_path_factory.mktemp("tab") / "library", page=page) as running:
        yield running


def test_a_visitor_adds_edits_tags_and_removes_documents(live, new_page, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (tmp_path / "hostile.md").write_text(
        '# <img src=x onerror="alert(1)"> tides\n\nText with <script>alert(2)</script>.\n'
    )
    shutil.copy(EXAMPLES / "quartz-to-caesium.md", tmp_path)
    page = new_page(live.url)
    page.get_by_text("No documents yet").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").click()
    chooser.value.set_files(sorted(tmp_path.glob("*.*")))
    rows = page.locator("tbody tr")
    rows.nth(1).wait_for(timeout=60_000)
    page.get_by_text("2 added, 1 not added.").wait_for()
    assert not list(live.uploads.rglob("*.md"))  # out of the folder that Gradio serves
    assert rows.count() == 2
    assert "alert(1)" in page.locator("tbody").inner_text()

    page.get_by_role("button", name="Edit").last.click()
    page.get_by_label("Title").fill("Another title")
    page.get_by_label("Your tags").fill("sea")
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    assert page.locator(".tag").inner_text() == "sea"
    page.get_by_text("Another title").wait_for()

    page.get_by_role("button", name="Remove Another title").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Remove “Another title”?").wait_for(state="detached")
    page.get_by_role("button", name="Remove Another title").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("Another title").first.wait_for(state="detached")
    assert len(live.context.library.documents()) == 1
    assert sum(path.is_file() for path in live.context.adding.files.rglob("*")) == 1

    page.get_by_role("button", name="Check the library").click()
    page.get_by_text("1 documents").wait_for()
    page.reload()
    rows.first.wait_for()
    assert rows.count() == 1
