"""Adding: what changed and nothing else, and what goes wrong costs only itself."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from quoth.index import AddOptions, AddReport, Embedder, Library, add, rebuild, remove
from quoth.index import ingest as ingest_module
from quoth.index.add_report import AddStep
from quoth.index.errors import (
    EmbedderMismatch,
    LibraryDamaged,
    LibraryLocked,
    LibraryTooNew,
    LibraryUnwritable,
    UsageError,
)
from tests.conftest import EXAMPLES, PAPERS
from tests.fakes import FakeEmbedder

SYNC = AddOptions(sync=True)


def files(library: Library) -> list[str]:
    return [document.file for document in library.documents()]


def found(library: Library, query: str) -> list[str]:
    """Return the files that a query's words find, best first."""
    candidates, _ = library.candidates(query, depth=10)
    passages = library.passages(list(candidates.lexical))
    names = {document.id: document.file for document in library.documents()}
    return [names[passages[i].document_id] for i in candidates.lexical]


def reasons(report: AddReport) -> dict[str, str]:
    return {failure.file: failure.reason for failure in report.failures}


# -- what changed -----------------------------------------------------------------------------


def test_each_readable_file_of_a_folder_is_added(library: Library, papers: Path) -> None:
    (papers / "notes.xyz").write_text("?")
    (papers / ".hidden.txt").write_text("not seen")
    report = add(library, [papers])
    assert sorted(report.added) == files(library) == sorted(PAPERS)
    assert (report.n_other_files, report.failures) == (1, [])
    assert report.n_passages == library.n_passages == sum(d.n_passages for d in library.documents())
    assert found(library, "chronometer") == ["chronometer.txt"]


def test_progress_tells_of_each_document(library: Library, papers: Path) -> None:
    (papers / "empty.txt").write_text("")
    steps: list[AddStep] = []
    add(library, [papers], progress=steps.append)
    assert [step.done for step in steps] == [1, 2, 3, 4]
    assert {step.total for step in steps} == {4}
    assert {step.file: step.change for step in steps}["empty.txt"] == "failed"


def test_unchanged_files_are_skipped(library: Library, papers: Path) -> None:
    add(library, [papers])
    before = {document.id: document for document in library.documents()}
    report = add(library, [papers, papers / "tides.md"])
    assert (report.n_unchanged, report.added, report.n_passages) == (3, [], 0)
    assert {document.id: document for document in library.documents()} == before


def test_a_changed_file_is_replaced_and_keeps_its_id(library: Library, papers: Path) -> None:
    add(library, [papers])
    before = library.document("tides.md").id
    (papers / "tides.md").write_text("# Tides\n\nGalileo thought that the sea sloshes.\n")
    report = add(library, [papers])
    assert (report.replaced, report.n_unchanged) == (["tides.md"], 2)
    assert library.document("tides.md").id == before
    assert "Galileo" in library.text(before).text
    assert found(library, "sloshing") == ["tides.md"]
    assert found(library, "moon") == []
    assert library.store.integrity_problems() == []


def test_a_moved_file_keeps_its_id_and_is_not_read_again(library: Library, papers: Path) -> None:
    add(library, [papers])
    before = library.document("tides.md").id
    (papers / "sea").mkdir()
    (papers / "tides.md").rename(papers / "sea" / "moon.md")
    report = add(library, [papers])
    assert (report.moved, report.added, report.removed) == (["sea/moon.md"], [], [])
    moved = library.document("sea/moon.md")
    assert (moved.id, moved.path) == (before, str(papers / "sea" / "moon.md"))
    assert found(library, "moon") == ["sea/moon.md"]


def test_a_copy_of_a_file_that_is_still_there_is_another_document(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    shutil.copy(papers / "tides.md", papers / "waves.md")
    assert add(library, [papers]).added == ["waves.md"]


def test_a_missing_file_stays_unless_sync_is_asked_for(library: Library, papers: Path) -> None:
    add(library, [papers])
    (papers / "tides.md").unlink()
    assert add(library, [papers]).removed == []
    assert "tides.md" in files(library)
    assert add(library, [papers], options=SYNC).removed == ["tides.md"]
    assert "tides.md" not in files(library)
    assert found(library, "moon") == []


def test_sync_leaves_what_lies_outside_the_named_folders(
    library: Library, papers: Path, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    other = write_papers({"clouds.txt": "Clouds drift over the land."})
    add(library, [papers, other])
    (other / "clouds.txt").unlink()
    add(library, [papers], options=SYNC)
    assert "clouds.txt" in files(library)


def test_sync_keeps_a_file_that_a_folders_walk_passes_over(library: Library, papers: Path) -> None:
    (papers / ".hidden.txt").write_text("A hidden text of clouds.")
    (papers / "README").write_text("A text without a suffix.")
    add(library, [papers, papers / ".hidden.txt", papers / "README"])
    report = add(library, [papers], options=SYNC)
    assert report.removed == []
    assert {".hidden.txt", "README"} <= set(files(library))


def test_sync_keeps_the_documents_of_a_file_that_cannot_be_read(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = papers / "corpus.jsonl"
    corpus.write_text('{"id": "one", "text": "Clouds drift."}\n')
    add(library, [papers])
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.parent == papers:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = add(library, [papers], options=SYNC)
    assert (report.removed, len(files(library))) == ([], 4)
    assert set(reasons(report).values()) == {"cannot be opened: Permission denied"}


def test_a_dry_run_says_what_would_be_done_and_does_nothing(library: Library, papers: Path) -> None:
    dry = AddOptions(dry_run=True, sync=True)
    report = add(library, [papers], options=dry)
    assert sorted(report.added) == sorted(PAPERS)
    assert not library.folder.exists()
    add(library, [papers])
    before = library.store.generation
    (papers / "tides.md").write_text("changed")
    (papers / "railways.html").unlink()
    (papers / "new.txt").write_text("new")
    report = add(library, [papers], options=dry)
    assert (report.added, report.replaced) == (["new.txt"], ["tides.md"])
    assert (report.removed, report.n_unchanged) == (["railways.html"], 1)
    assert library.store.generation == before


def test_copies_are_kept_in_the_library(library: Library, papers: Path) -> None:
    copy = AddOptions(copy=True)
    add(library, [papers], options=copy)
    for document in library.documents():
        assert library.folder / "files" in Path(document.path).parents
        assert Path(document.path).read_text() == PAPERS[document.file]
    assert add(library, [papers], options=copy).n_unchanged == 3
    assert add(library, [papers], options=AddOptions(copy=True, dry_run=True)).n_unchanged == 3
    (papers / "tides.md").write_text("# Tides\n\nNew words.\n")
    assert add(library, [papers], options=copy).replaced == ["tides.md"]
    assert Path(library.document("tides.md").path).read_text().endswith("New words.\n")


def test_removing_a_document_deletes_its_copy_and_never_the_original(
    library: Library, papers: Path
) -> None:
    add(library, [papers / "tides.md"], options=AddOptions(copy=True))
    add(library, [papers / "railways.html"])
    copied, referred = library.document("tides.md"), library.document("railways.html")
    remove(library, [copied.id, referred.id])
    assert files(library) == []
    assert not Path(copied.path).exists()
    assert (papers / "tides.md").exists()
    assert (papers / "railways.html").exists()


def test_the_librarys_own_folder_is_not_walked(papers: Path, fake: FakeEmbedder) -> None:
    with Library.open(papers / "library", lambda: fake) as library:
        add(library, [papers], options=AddOptions(copy=True))
        report = add(library, [papers])
        assert sorted(report.added) == sorted(PAPERS)
        assert len(files(library)) == 6


# -- corpus files -----------------------------------------------------------------------------


def write_corpus(path: Path, *lines: object) -> None:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")


def test_each_line_of_a_corpus_file_is_a_document_and_a_bad_line_costs_itself(
    library: Library, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(
        corpus,
        {"_id": "one", "title": "Clouds", "text": "Clouds drift over the land."},
        "{not json",
        {"id": 2, "text": "Rain falls on the plain."},
        {"id": "three"},
        {"id": "one", "text": "again"},
    )
    report = add(library, [corpus])
    assert report.added == files(library)[::-1] == ["one", "2"]
    assert [f.file for f in report.failures] == ["corpus.jsonl"] * 3
    assert [f.reason.split(":")[0] for f in report.failures] == ["line 2", "line 4", "line 5"]
    assert library.document("one").title == "Clouds"
    assert found(library, "raining") == ["2"]


def test_a_changed_line_is_replaced_and_a_missing_one_goes_with_sync(
    library: Library, tmp_path: Path
) -> None:
    corpus = tmp_path / "Corpus.JSONL"
    write_corpus(corpus, {"id": "a", "text": "Clouds."}, {"id": "b", "text": "Rain."})
    add(library, [corpus])
    write_corpus(corpus, {"id": "a", "text": "Clouds and wind."})
    report = add(library, [corpus], options=SYNC)
    assert (report.replaced, report.removed) == (["a"], ["b"])
    assert files(library) == ["a"]


def test_a_corpus_file_without_documents_is_a_failure(library: Library, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("\n")
    assert reasons(add(library, [tmp_path / "corpus.jsonl"])) == {
        "corpus.jsonl": "holds no documents"
    }


# -- files that cannot be read ----------------------------------------------------------------


def encrypted_pdf(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 700, "The hidden clock is in the tower by the sea.")
    canvas.save()


def test_what_cannot_be_read_is_listed_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, papers: Path, fake: FakeEmbedder
) -> None:
    (papers / "empty.txt").write_text("")
    (papers / "blank.md").write_text(" \n\n")
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    (papers / "page.xyz").write_text("?")
    (papers / "gone.txt").symlink_to(tmp_path / "nowhere")
    encrypted_pdf(papers / "locked.pdf")
    with Library.open(tmp_path / "library", lambda: fake) as library:
        report = add(library, [papers, papers / "page.xyz"])
        assert sorted(report.added) == files(library) == sorted(PAPERS)
        assert not report.all_failed
        why = reasons(report)
        assert set(why) == {
            "empty.txt", "blank.md", "broken.pdf", "page.xyz", "gone.txt", "locked.pdf"
        }  # fmt: skip
        assert "is empty" in why["empty.txt"]
        assert "not a format that Quoth reads" in why["page.xyz"]
        assert "--password" in why["locked.pdf"]
        assert why["gone.txt"] == "cannot be opened: No such file or directory"
        assert not any(reason.startswith(file) for file, reason in why.items())
        assert not any("\n" in reason for reason in why.values())
        assert {file for _, file, _ in library.unread()} == set(why) - {"gone.txt"}

        report = add(library, [papers], options=AddOptions(password="secret"))
        assert report.added == ["locked.pdf"]
        assert found(library, "tower") == ["locked.pdf"]


def test_an_unread_file_is_forgotten_when_it_is_gone_or_read(
    library: Library, papers: Path
) -> None:
    for name in ("one.txt", "two.txt"):
        (papers / name).write_text("")
    add(library, [papers])
    assert len(library.unread()) == 2
    (papers / "one.txt").unlink()
    (papers / "two.txt").write_text("Now it has words.")
    add(library, [papers])
    assert library.unread() == []


def test_nothing_but_failures_is_told_apart(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert add(library, [tmp_path / "empty.txt"]).all_failed


def test_a_replacement_that_cannot_be_read_leaves_the_earlier_text(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    (papers / "tides.md").write_text("")
    report = add(library, [papers])
    assert reasons(report)["tides.md"].endswith("(its earlier text is kept)")
    assert "moon" in library.text(library.document("tides.md").id).text
    assert found(library, "moon") == ["tides.md"]


def test_what_is_no_regular_file_is_not_waited_for(library: Library, papers: Path) -> None:
    os.mkfifo(papers / "pipe.txt")
    report = add(library, [papers])
    assert reasons(report) == {"pipe.txt": "is not a regular file"}


def test_a_name_that_is_not_utf8_costs_its_file_only(library: Library, papers: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(papers) + b"/caf\xe9.txt")).write_text("Coffee.")
    except OSError:
        pytest.skip("this disk takes no such name")
    report = add(library, [papers])
    assert reasons(report) == {"caf?.txt": "has a name that is not UTF-8: rename it"}
    assert len(files(library)) == 3


def test_a_folder_that_cannot_be_looked_into_is_listed(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (papers / "private").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("private"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = add(library, [papers])
    assert reasons(report) == {str(papers / "private"): "cannot be looked into: Permission denied"}


@pytest.mark.parametrize("path", ["nowhere", "~no-such-user/papers", "x" * 5000])
def test_a_path_that_is_not_there_is_a_usage_error(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        add(library, [Path(path)])
    assert not library.folder.exists()


# -- the library ------------------------------------------------------------------------------


def test_a_second_writer_is_refused(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.index.library._LOCK_WAIT_S", 0.05)
    add(library, [papers])
    for change in (
        lambda: add(library, [papers]),
        lambda: rebuild(library),
        lambda: remove(library, []),
    ):
        with FileLock(library.folder / ".lock"):
            with pytest.raises(LibraryLocked, match="another quoth is writing"):
                change()
            assert found(library, "moon") == ["tides.md"]
        change()


def test_a_newer_library_is_refused_and_left_alone(library: Library, papers: Path) -> None:
    add(library, [papers])
    library.close()
    path = library.folder / "library.db"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 2")
    other.close()
    with pytest.raises(LibraryTooNew, match="Upgrade Quoth"):
        add(library, [papers])
    with pytest.raises(LibraryTooNew):
        Library.open(library.folder, FakeEmbedder)


def test_a_damaged_library_is_refused(library: Library, papers: Path) -> None:
    library.folder.mkdir()
    (library.folder / "library.db").write_bytes(b"no database " * 1000)
    with pytest.raises(LibraryDamaged):
        add(library, [papers])


def test_another_embedder_is_refused_until_the_library_is_rebuilt(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    with Library.open(library.folder, lambda: FakeEmbedder(dimension=32, name="other")) as other:
        wanted = r"built with fake \(64, float\); the settings ask for other \(32, float\). Run: q"
        for ask in (lambda: add(other, [papers]), lambda: other.candidates("x", depth=1)):
            with pytest.raises(EmbedderMismatch, match=wanted):
                ask()
        assert rebuild(other) == library.n_passages
        assert found(other, "moon") == ["tides.md"]
        assert add(other, [papers]).n_unchanged == 3
    with pytest.raises(EmbedderMismatch):
        library.candidates("moon", depth=1)


def test_a_mismatch_of_embedders_with_the_same_name_says_how_they_differ(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    other = FakeEmbedder(name="other")
    namesake = FakeEmbedder()
    namesake.identity = other.identity.__class__(
        "fake", other.identity.weights_sha256, "words", "float", 64
    )
    with (
        Library.open(library.folder, lambda: namesake) as opened,
        pytest.raises(EmbedderMismatch, match=r"fake \[\w{16}, passages .*fake \[\w{16}"),
    ):
        opened.candidates("x", depth=1)


def test_a_library_below_a_file_cannot_be_written(
    tmp_path: Path, papers: Path, fake: FakeEmbedder
) -> None:
    (tmp_path / "file").write_text("")
    with Library.open(tmp_path / "file" / "library", lambda: fake) as library:
        assert library.documents() == []
        with pytest.raises(LibraryUnwritable, match="cannot write to the library at"):
            add(library, [papers])


class SmallDisk(ingest_module.Store):
    """A store on a disk that has room for one document more."""

    def put(self, *arguments: object) -> None:
        super().put(*arguments)  # type: ignore[arg-type]
        pages = self._rows("PRAGMA page_count")[0][0]
        self._rows(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_stops_the_work_and_keeps_what_was_stored(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(
        corpus, *({"id": f"d{i}", "text": f"Text {i} of the sea. " * 500} for i in range(9))
    )
    with monkeypatch.context() as patch:
        patch.setattr("quoth.index.library.Store", SmallDisk)
        with pytest.raises(LibraryUnwritable, match=r"is full\. Make room and run it again"):
            add(library, [corpus])
    assert files(library) == ["d0"]
    assert library.store.integrity_problems() == []
    assert set(found(library, "sea")) == {"d0"}
    assert add(library, [corpus]).n_unchanged == 1
    assert len(files(library)) == 9


def test_an_interruption_keeps_what_was_stored(library: Library, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, *({"id": f"d{i}", "text": f"Text {i} of the sea."} for i in range(9)))

    def interrupt(step: AddStep) -> None:
        if step.done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(library, [corpus], progress=interrupt)
    assert files(library) == ["d0", "d1", "d2", "d3"]
    assert len(found(library, "sea")) == 4
    assert add(library, [corpus]).n_unchanged == 4


# -- the same hits however it was made --------------------------------------------------------

QUERIES = [
    "How far did the chronometer go?",
    "What drove the tides?",
    "standard time of railways",
    "caesium",
    "a sea clock's weight",
]


def hits(library: Library, query: str) -> list[tuple[str, int, int]]:
    from quoth.rag.retriever import retrieve

    return [
        (hit.document.file, hit.passage.start, round(hit.score * 1000))
        for hit in retrieve(library, query, k=10).hits
    ]


def test_a_library_made_in_steps_gives_the_hits_of_one_made_at_once(
    tmp_path: Path, embedder: Embedder, without_workers: None
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "quartz-to-caesium.md").write_text("# Clocks\n\nA draft of what is to come.\n")
    with Library.open(tmp_path / "steps", lambda: embedder) as steps:
        add(steps, [papers])
        for suffix in (".html", ".txt"):
            for path in (EXAMPLES / "library").glob(f"*{suffix}"):
                shutil.copy(path, papers)
            add(steps, [papers])
        shutil.copy(EXAMPLES / "library" / "quartz-to-caesium.md", papers)
        add(steps, [papers])
        remove(steps, [steps.document("railway-time-zones.html").id])
        add(steps, [papers])
        with Library.open(tmp_path / "once", lambda: embedder) as once:
            add(once, [papers])
            found_in_steps = {query: hits(steps, query) for query in QUERIES}
            assert_alike(found_in_steps, {query: hits(once, query) for query in QUERIES})
        rebuild(steps)
        assert_alike(found_in_steps, {query: hits(steps, query) for query in QUERIES})
        assert steps.store.integrity_problems() == []


def assert_alike(
    one: dict[str, list[tuple[str, int, int]]], other: dict[str, list[tuple[str, int, int]]]
) -> None:
    for query, expected in one.items():
        scores = {(file, start): score for file, start, score in expected}
        again = {(file, start): score for file, start, score in other[query]}
        assert again == pytest.approx(scores, abs=1.01), query
