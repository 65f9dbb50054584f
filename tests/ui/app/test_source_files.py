"""Sources as they are shown: which text and pages, and never a file that is not the indexed one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from quoth.index import Library, add
from quoth.index.errors import UnknownDocument
from quoth.ui.app.source_files import FileUnavailable, SourceFiles
from tests.fakes import FakeEmbedder
from tests.ui.app.gauges import TEXT, make_gauges, named, span_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("sources")
    make_gauges(made)
    return made


@pytest.fixture
def work(folder, tmp_path):
    """A copy whose documents lie in the copy's own papers folder."""
    copy = Path(shutil.copytree(folder, tmp_path / "work"))
    with Library.open(copy / "library", FakeEmbedder) as library, library.writing() as store:
        for document in store.documents():
            path = document.path.replace(str(folder), str(copy))
            store.move(document.id, path=path, file=document.file)
    return copy


@pytest.fixture
def sources(work):
    with Library.open(work / "library", FakeEmbedder) as library:
        opened = SourceFiles(library)
        yield opened
        opened.close()


def test_a_view_has_the_text_the_section_and_the_page_of_the_span(sources):
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    view = sources.view(document.id, start, end)
    assert (view.kind, view.note, view.n_pages, view.text.page) == ("pages", "", 2, 2)
    assert view.text.text[start - view.text.start : end - view.text.start].startswith("the storm")
    view = sources.view(named(sources, "gauges.md").id, *span_of_text(TEXT, "A drum of paper"))
    assert (view.kind, view.note, view.pages, view.text.page) == ("text", "", (), None)
    assert view.text.section == "Drums"
    assert view.text.text == TEXT


def span_of_text(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_of_a_long_text_a_window_is_shown(tmp_path):
    words = " ".join(f"Sentence {n} stands here alone." for n in range(6000))
    (tmp_path / "long.txt").write_text(words, "utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder) as library:
        add(library, [tmp_path / "long.txt"])
        sources = SourceFiles(library)
        start, end = span_of_text(words, "Sentence 3000 stands")
        window = sources.text(library.documents()[0].id, start, end)
    assert window.n_characters == len(words)
    assert window.start > 0
    assert window.end < len(words)
    assert window.text == words[window.start : window.end]
    assert "Sentence 3000 stands" in window.text


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (6, 5), (0, 10**9)])
def test_a_span_that_is_none_is_refused(sources, span):
    with pytest.raises(ValueError, match="no span"):
        sources.view(named(sources, "gauge.pdf").id, *span)


def gone(path: Path) -> None:
    path.unlink()


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n% more")


def another(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "trouble", "said"),
    [
        (gone, "gone", "is gone"),
        (changed, "changed", "has changed since it was added"),
        (another, "changed", "has changed"),
        (a_pipe, "unreadable", "not one that can be shown"),
        (a_folder, "unreadable", "not one that can be shown"),
    ],
)
def test_a_file_that_is_not_the_one_indexed_is_never_shown_but_its_text_is(
    sources, harm, trouble, said
):
    document = named(sources, "gauge.pdf")
    start, end = span_of(sources, document.id, "the storm", "that winter")
    assert sources.view(document.id, start, end).kind == "pages"  # it was seen to be right once
    harm(Path(document.path))
    view = sources.view(document.id, start, end)
    assert view.kind == "text"
    assert said in view.note
    for call in (
        lambda: sources.file(document.id),
        lambda: sources.page_png(document.id, 1, 1.0),
        lambda: sources.boxes(document.id, start, end),
    ):
        with pytest.raises(FileUnavailable) as caught:
            call()
        assert caught.value.trouble == trouble


def test_a_file_that_needs_a_password_falls_back_to_its_text(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(tmp_path / "locked.pdf"), encrypt=StandardEncryption("key", canPrint=0))
    canvas.drawString(72, 700, "Locked words of a gauge that nobody else may read.")
    canvas.save()
    with Library.open(tmp_path / "library", FakeEmbedder) as library:
        from quoth.index import AddOptions

        add(library, [tmp_path / "locked.pdf"], options=AddOptions(password="key"))
        sources = SourceFiles(library)
        view = sources.view(library.documents()[0].id, 0, 6)
    assert view.kind == "text"
    assert "password" in view.note


def test_a_part_of_a_corpus_has_no_file_of_its_own(sources):
    with pytest.raises(FileUnavailable, match="a part of another file") as caught:
        sources.file(named(sources, "one").id)
    assert caught.value.trouble == "none"


def test_a_document_goes_by_its_id_alone(sources):
    document = named(sources, "gauge.pdf")
    for name in (document.file, document.path, document.id[:8], "", "../gauge.pdf"):
        with pytest.raises(UnknownDocument):
            sources.document(name)


def test_what_is_added_is_known_at_once_and_what_is_removed_no_more(sources, work):
    from quoth.index import remove

    document = named(sources, "gauge.pdf")
    assert sources.document(document.id) == document
    with Library.open(work / "library", FakeEmbedder) as other:
        remove(other, [document.id])
    with pytest.raises(UnknownDocument):
        sources.document(document.id)
