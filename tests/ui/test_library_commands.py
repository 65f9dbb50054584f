from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from quoth.index.errors import QuothError
from quoth.ui.add_summary import MOST_LINES
from tests.ui.conftest import EXAMPLES


def test_add_counts_what_it_did_and_a_second_add_does_nothing(quoth):
    ran = quoth("add", EXAMPLES / "quartz-to-caesium.md", EXAMPLES / "harrison-sea-clocks.pdf")
    assert ran.code == 0
    assert ran.out.startswith("2 added (")
    assert quoth("add", EXAMPLES / "quartz-to-caesium.md").out == "1 unchanged\n"


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_added(quoth, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    shutil.copy(EXAMPLES / "quartz-to-caesium.md", papers)
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (papers / "empty.txt").write_bytes(b"")
    (papers / "picture.png").write_bytes(b"\x89PNG")
    ran = quoth("add", papers)
    assert ran.code == 0
    assert "1 added, 2 could not be read" in ran.out
    assert "1 files of other formats passed over" in ran.out
    assert "broken.pdf: " in ran.out
    assert "empty.txt" in ran.out
    report = quoth("add", papers, "--json").json
    assert report["unchanged"] == 1
    assert {failure["file"] for failure in report["failures"]} == {"broken.pdf", "empty.txt"}
    doctor = quoth("doctor")
    assert "broken.pdf" in doctor.out


def test_question_sets_in_a_folder_are_passed_over_in_one_line(quoth, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    shutil.copy(EXAMPLES / "quartz-to-caesium.md", papers)
    for n in range(4):
        (papers / f"set{n}.jsonl").write_text('{"id": "q1", "question": "Why?"}\n', "utf-8")
    ran = quoth("add", papers)
    assert ran.code == 0
    names = "set0.jsonl, set1.jsonl, set2.jsonl and 1 more"
    line = f"4 JSON Lines files passed over, they are no corpora: {names}"
    assert ran.out.splitlines()[1] == line
    assert ran.out.startswith("1 added (")
    report = quoth("add", papers, "--json").json
    assert report["failures"] == []
    assert [passed["file"] for passed in report["passed_over"]] == [
        f"set{n}.jsonl" for n in range(4)
    ]
    assert 'line 1: no "text"' in report["passed_over"][0]["reason"]


def test_one_file_that_is_no_corpus_is_passed_over_with_its_reason(quoth, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "set.jsonl").write_text('{"id": "q1", "question": "Why?"}\n', "utf-8")
    ran = quoth("add", papers)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "no readable files there"
    said = 'set.jsonl passed over, it is no corpus: line 1: no "text"'
    assert ran.out.splitlines()[1].startswith(said)


def test_a_question_set_that_is_named_is_an_error(quoth, tmp_path):
    (tmp_path / "set.jsonl").write_text('{"id": "q1", "question": "Why?"}\n', "utf-8")
    ran = quoth("add", tmp_path / "set.jsonl")
    assert ran.code == 1
    assert 'set.jsonl: holds no documents: line 1: no "text"' in ran.out


def test_add_exits_1_when_every_file_failed(quoth, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    assert quoth("add", tmp_path / "broken.pdf").code == 1


def test_a_path_that_does_not_exist_is_one_line_and_exit_2(quoth, tmp_path):
    ran = quoth("add", tmp_path / "nowhere")
    assert ran.code == 2
    assert ran.err == f"quoth: {tmp_path / 'nowhere'} does not exist\n"


def test_a_dry_run_adds_nothing(quoth):
    ran = quoth("add", EXAMPLES, "--dry-run")
    assert ran.out.startswith("6 would be added")
    assert quoth("ls").code == 3


def test_ls_and_info_show_what_is_known(examples):
    listed = examples("ls", "--json").json["documents"]
    assert len(listed) == 6
    keys = {"id", "file", "title", "authors", "year", "venue", "doi", "pages", "passages", "status"}
    assert all(set(document) == keys for document in listed)
    assert "harrison-sea-clocks.pdf" in examples("ls").out
    info = examples("info", "harrison")
    assert "pages      2" in info.out
    assert "3. Four timekeepers" in info.out
    assert examples("info", "harrison", "--json").json["sections"]


def test_a_reference_that_names_several_documents_lists_them(examples):
    ran = examples("info", ".pdf")
    assert ran.code == 1
    documents = examples("ls", "--json").json["documents"]
    named = [f"{d['file']} ({d['id'][:8]})" for d in documents if d["file"].endswith(".pdf")]
    assert f"names 2 documents: {', '.join(named)}. Give the id" in ran.err


def test_an_unknown_document_offers_near_names(examples):
    ran = examples("info", "harison-sea-clock.pdf")
    assert ran.code == 1
    assert "Near: harrison-sea-clocks.pdf" in ran.err


def test_rm_says_how_to_have_the_document_back(quoth):
    file = EXAMPLES / "quartz-to-caesium.md"
    quoth("add", file)
    ran = quoth("rm", "quartz-to-caesium.md")
    assert ran.code == 0
    assert f"to have it back: quoth add {file}" in ran.out
    assert quoth("search", "quartz").code == 3


def test_a_copy_outlives_its_file_and_rm_asks_before_deleting_it(quoth, tmp_path):
    file = tmp_path / "note.md"
    shutil.copy(EXAMPLES / "quartz-to-caesium.md", file)
    quoth("add", "--copy", file)
    file.unlink()
    path = quoth("info", "note.md", "--json").json["path"]
    assert path != str(file)
    assert quoth("rm", "note.md").code == 2
    assert quoth("rm", "note.md", "--yes").code == 0


def test_rebuild_keeps_the_documents_and_their_hits(quoth):
    quoth("add", EXAMPLES / "quartz-to-caesium.md")
    before = quoth("search", "quartz crystal", "--json").json["hits"]
    ran = quoth("rebuild")
    assert ran.out.startswith("rebuilt 1 documents, ")
    after = quoth("search", "quartz crystal", "--json").json["hits"]
    assert [hit["start"] for hit in after] == [hit["start"] for hit in before]
    for one, other in zip(before, after, strict=True):
        assert one["score"] == pytest.approx(other["score"], abs=1e-3)


def test_open_prints_the_page_where_there_is_no_desktop(examples, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    ran = examples("open", "harrison", "--page", 2)
    assert ran.code == 0
    assert "Trials and a quarrel" in ran.out
    assert "Why longitude is time" not in ran.out
    assert examples("open", "harrison", "--page", 9).code == 2
    assert examples("open", "harrison", "--page", 1, "--json").json["page"] == 1


def test_open_hands_the_page_to_the_desktop(examples, monkeypatch):
    opened: list[tuple[str, int | None]] = []

    def open_file(path, page):
        opened.append((path.name, page))
        return True

    monkeypatch.setattr("quoth.ui.viewer.open_file", open_file)
    assert examples("open", "harrison", "--page", 2).code == 0
    assert opened == [("harrison-sea-clocks.pdf", 2)]


def test_a_library_of_a_newer_version_is_one_line_and_exit_1(quoth, tmp_path):
    quoth("add", EXAMPLES / "quartz-to-caesium.md")
    with sqlite3.connect(tmp_path / "library" / "library.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for words in (("ls",), ("ask", "why?"), ("add", str(EXAMPLES)), ("doctor",)):
        ran = quoth(*words)
        assert ran.code == 1, words
        assert "newer Quoth" in ran.err
        assert ran.err.count("\n") == 1


def test_a_file_that_is_no_library_is_one_line_and_exit_1(quoth, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.db").write_bytes(b"not a database at all, and long enough to be read" * 50)
    for words in (("ls",), ("add", str(EXAMPLES))):
        ran = quoth(*words)
        assert ran.code == 1
        assert ran.err.count("\n") == 1
        assert "library.db" in ran.err


def test_a_damaged_library_names_the_way_out_and_the_doctor_what_it_was_made_of(quoth, tmp_path):
    paper = EXAMPLES / "quartz-to-caesium.md"
    quoth("add", paper)
    path = tmp_path / "library" / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        page = "SELECT rootpage FROM sqlite_master WHERE name = 'passages'"
        number = connection.execute(page).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(number - 1) * size : number * size] = b"\xff" * size
    path.write_bytes(content)
    ran = quoth("doctor")
    assert ran.code == 1
    assert ran.out == f"it was made of:\n{paper}\n"
    assert f"Move {tmp_path / 'library'} away and add your files again: quoth add" in ran.err
    assert "quoth doctor" not in ran.err
    assert quoth("doctor", "--json").out == ""


def test_a_word_index_that_is_a_file_is_made_again(quoth, tmp_path):
    quoth("add", EXAMPLES / "quartz-to-caesium.md")
    words = tmp_path / "library" / "words"
    shutil.rmtree(words)
    words.write_bytes(b"junk")
    assert quoth("rebuild").code == 0
    assert words.is_dir()
    assert quoth("search", "caesium").code == 0


def test_the_doctors_last_line_is_true(quoth, tmp_path):
    assert quoth("doctor").out.endswith(
        "there is nothing in the library yet. Run: quoth add PATH\n"
    )
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    quoth("add", EXAMPLES / "quartz-to-caesium.md", tmp_path / "bad.pdf")
    ran = quoth("doctor")
    assert ran.code == 0
    assert ran.out.endswith("the library is whole; 1 file could not be read, see above\n")


def test_a_folder_that_cannot_be_made_is_one_line_and_exit_1(quoth, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = quoth("add", EXAMPLES / "quartz-to-caesium.md", "--library", tmp_path / "file" / "lib")
    assert ran.code == 1
    assert ran.err.startswith("quoth: cannot write to the library at ")


def test_many_failures_are_counted_on_a_terminal(quoth, tmp_path, monkeypatch):
    papers = tmp_path / "papers"
    papers.mkdir()
    for n in range(MOST_LINES + 5):
        (papers / f"{n:02}.txt").write_bytes(b"")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ran = quoth("add", papers)
    assert ran.code == 1
    assert "… and 5 more; all of them: quoth doctor" in ran.out


def test_every_error_of_the_tree_is_shown_without_a_traceback(quoth, monkeypatch):
    def fail(*_args, **_kwargs):
        message = "line one\nline two"
        raise QuothError(message)

    monkeypatch.setattr("quoth.index.library.Library.open", fail)
    ran = quoth("ls")
    assert (ran.code, ran.err) == (1, "quoth: line one line two\n")


def test_ctrl_c_ends_with_130(quoth, monkeypatch):
    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("quoth.index.library.Library.open", interrupt)
    ran = quoth("ls")
    assert ran.code == 130
    assert ran.err == "quoth: interrupted; what was done before is kept\n"
