"""Adding: what goes wrong costs only itself, and is named."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from filelock import FileLock

from quoth.index import AddOptions, Library, add, rebuild, remove
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
from tests.conftest import PAPERS
from tests.fakes import FakeEmbedder
from tests.index.looking import files, found, reasons, write_corpus

SYNC = AddOptions(sync=True)


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
    monkeypatch.setattr("quoth.index.writing._LOCK_WAIT_S", 0.05)
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
        other.execute("PRAGMA user_version = 99")
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
        patch.setattr("quoth.index.writing.Store", SmallDisk)
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


def test_a_replacement_that_cannot_be_read_leaves_the_earlier_copy(
    library: Library, papers: Path
) -> None:
    path = papers / "tides.md"
    add(library, [path], options=AddOptions(copy=True))
    copy = Path(library.document("tides.md").path)
    before = copy.read_bytes()
    path.write_bytes(b"\x00\x01\x02" * 50)
    report = add(library, [path], options=AddOptions(copy=True))
    assert "its earlier text is kept" in reasons(report)["tides.md"]
    assert copy.read_bytes() == before
