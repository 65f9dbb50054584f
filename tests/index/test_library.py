"""A library as its readers see it: at one point in time, beside a writer, and on any disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from quoth.index import Filters, Library, add, rebuild, remove
from quoth.index.errors import UnknownDocument
from quoth.index.words import terms
from tests.conftest import PAPERS
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def filled(library: Library, papers: Path) -> Library:
    add(library, [papers])
    return library


def lexical(library: Library, query: str) -> set[str]:
    """Return the files that share a word with a query."""
    found, _ = library.candidates(query, depth=50)
    return {library.document(d).file for d in library.document_ids(found.lexical).values()}


def test_a_folder_without_a_library_is_an_empty_library(library: Library) -> None:
    found, vector = library.candidates("anything", depth=5)
    assert (found.dense, found.lexical, library.documents()) == ({}, {}, [])
    assert vector.shape == (64,)
    assert (library.n_passages, library.fingerprint, library.snapshot()) == (0, None, None)
    assert library.rarity(["word"]) == {"word": 1.0}
    assert not library.folder.exists()
    with pytest.raises(UnknownDocument, match=r"is empty\. Run: quoth add PATH"):
        library.text("id")


def test_a_library_made_after_it_was_opened_is_seen(
    library: Library, papers: Path, fake: FakeEmbedder
) -> None:
    with Library.open(library.folder, lambda: fake) as reader:
        assert reader.documents() == []
        add(library, [papers])
        assert len(reader.documents()) == 3
        assert lexical(reader, "moon") == {"tides.md"}


def test_the_embedder_is_not_loaded_before_it_is_needed(filled: Library) -> None:
    def fail() -> FakeEmbedder:
        raise AssertionError

    with Library.open(filled.folder, fail) as reader:
        document = reader.document("tides.md")
        assert "moon" in reader.text(document.id).text
        assert reader.n_passages == filled.n_passages


def test_every_candidate_has_its_cosine(filled: Library) -> None:
    # each once in its paper: the shorter paper has the better words, the other the better vector
    found, vector = filled.candidates("moon Harrison Harrison Harrison", depth=1)
    assert set(found.lexical) < set(found.dense)
    best = max(found.dense, key=lambda i: found.dense[i])
    assert found.dense_floor == pytest.approx(found.dense[best])
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    assert {d.file for d in found.documents.values()} == set(PAPERS)


@pytest.mark.parametrize(
    ("reference", "file"),
    [
        ("tides.md", "tides.md"),
        ("tides", "tides.md"),
        ("railway time", "railways.html"),
        ("CHRONO", "chronometer.txt"),
    ],
)
def test_a_document_is_named_by_file_stem_or_title(
    filled: Library, reference: str, file: str
) -> None:
    assert filled.document(reference).file == file
    found = filled.document(file)
    assert filled.document(found.id) == filled.document(found.id[:8]) == found
    assert filled.document(found.path) == filled.document(found.key) == found
    assert filled.documents_passing(Filters(document=found.key)) == [found]


def test_a_name_of_none_or_several_documents_says_what_comes_near(filled: Library) -> None:
    with pytest.raises(UnknownDocument, match=r"Near: tides\.md"):
        filled.document("tidse.md")
    with pytest.raises(UnknownDocument, match=r"'t' names 3 documents: .*Give the id"):
        filled.document("t")


def test_the_page_of_a_character_is_that_of_the_last_page_begun(
    example_library: Library,
) -> None:
    document = example_library.document("harrison-sea-clocks.pdf")
    starts = example_library.text(document.id).page_starts
    assert example_library.page_of(document.id, starts[1] - 1) == 1
    assert example_library.page_of(document.id, starts[1]) == 2
    assert example_library.page_of(example_library.document("quartz").id, 0) is None


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        (Filters(), set(PAPERS)),
        (Filters(document="TIDES"), {"tides.md"}),
        (Filters(document="railway time"), {"railways.html"}),
        (Filters(document="nowhere"), set()),
        (Filters(author="anyone"), set()),
        (Filters(year=(1700, None)), set()),
        (Filters(kinds=frozenset({"reference"})), set()),
    ],
)
def test_filters_let_only_what_they_name_through(
    filled: Library, filters: Filters, files: set[str]
) -> None:
    found, _ = filled.candidates("the sea, the moon, the town", depth=50, filters=filters)
    names = {filled.document(d).file for d in filled.document_ids(found.dense).values()}
    assert names == files
    assert set(found.lexical) <= set(found.dense)


def test_authors_and_years_are_filtered_by_what_documents_state(example_library: Library) -> None:
    stated = [d for d in example_library.documents() if d.year is not None]
    for document in stated:
        year = document.year or 0
        for years in ((year, year), (None, year), (year, None)):
            found, _ = example_library.candidates("time", depth=50, filters=Filters(year=years))
            assert document.id in set(example_library.document_ids(found.dense).values())
        found, _ = example_library.candidates("time", depth=50, filters=Filters(year=(1, 2)))
        assert found.dense == {}
    for document in example_library.documents():
        for author in document.authors:
            chosen = Filters(author=author.family.upper())
            found, _ = example_library.candidates("time", depth=50, filters=chosen)
            assert document.id in set(example_library.document_ids(found.dense).values())


def test_terms_and_rarity_are_of_the_words_as_indexed(filled: Library) -> None:
    assert filled.terms("Tides followed") == terms("tide follow")
    rarity = filled.rarity(["tide", "the", "xyzzy"])
    assert rarity["the"] < rarity["tide"] < rarity["xyzzy"]


# -- beside a writer, and after one -----------------------------------------------------------


def test_a_reader_sees_what_a_writer_has_stored(
    filled: Library, papers: Path, fake: FakeEmbedder
) -> None:
    with Library.open(filled.folder, lambda: fake) as reader:
        assert lexical(reader, "moon") == {"tides.md"}
        (papers / "new.txt").write_text("The moon again.")
        add(filled, [papers])
        assert lexical(reader, "moon") == {"tides.md", "new.txt"}
        remove(filled, [filled.document("tides.md").id])
        assert lexical(reader, "moon") == {"new.txt"}
        rebuild(filled)
        assert lexical(reader, "moon") == {"new.txt"}


def test_beside_a_working_writer_the_library_is_seen_as_of_its_words(
    filled: Library, papers: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.index.ingest.update_words", lambda *_: None)
    (papers / "new.txt").write_text("The moon again.")
    with Library.open(filled.folder, lambda: fake) as reader:
        add(filled, [papers])  # its words are not written: as if it were still at work
        with FileLock(filled.folder / ".lock"):
            assert lexical(reader, "moon") == {"tides.md"}
            found, _ = reader.candidates("moon", depth=50)
            assert len(found.dense) == 3
    with Library.open(filled.folder, lambda: fake) as reader:  # as if it had been killed
        assert lexical(reader, "moon") == {"tides.md", "new.txt"}


def test_a_reader_never_sees_a_library_half_rebuilt(filled: Library, fake: FakeEmbedder) -> None:
    seen = []
    with Library.open(filled.folder, lambda: fake) as reader:

        def look(*_: object) -> None:
            seen.append(lexical(reader, "moon"))

        rebuild(filled, progress=look)
        look()
    assert seen == [{"tides.md"}] * 4


@pytest.mark.parametrize("damage", ["missing", "rubbish", "stale"])
def test_without_its_word_index_a_library_gives_the_same_hits(
    filled: Library, papers: Path, fake: FakeEmbedder, damage: str
) -> None:
    words = filled.folder / "words"
    old = filled.folder.parent / "old"
    shutil.copytree(words, old)
    (papers / "new.txt").write_text("The moon again.")
    add(filled, [papers])
    expected, _ = filled.candidates("the moon at sea", depth=50)
    if damage == "rubbish":
        for path in words.rglob("*"):
            if path.is_file():
                path.unlink()  # its earlier content may be mapped into memory
                path.write_bytes(b"rubbish")
    else:
        shutil.rmtree(words)
        if damage == "stale":
            shutil.copytree(old, words)
    with Library.open(filled.folder, lambda: fake) as reader:
        found, _ = reader.candidates("the moon at sea", depth=50)
        assert found.dense == pytest.approx(expected.dense)
        assert found.lexical == pytest.approx(expected.lexical, abs=1e-4)
    add(filled, [papers])  # mends it
    found, _ = filled.candidates("the moon at sea", depth=50)
    assert found.lexical == pytest.approx(expected.lexical, abs=1e-4)


def test_many_threads_search_beside_a_writer(
    library: Library, papers: Path, fake: FakeEmbedder
) -> None:
    from quoth.rag.retriever import retrieve

    add(library, [papers])
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        with Library.open(library.folder, lambda: fake) as own:
            while not done.is_set():
                for reader in (own, library):
                    try:
                        files = [hit.document.file for hit in retrieve(reader, "moon").hits]
                        if files[:1] != ["tides.md"]:
                            wrong.append(files)
                    except Exception as error:  # noqa: BLE001
                        wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(6):
            (papers / f"{number}.txt").write_text(f"Paper {number} of the sea.")
            add(library, [papers])
        rebuild(library)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []


# -- a folder that cannot be written ----------------------------------------------------------

READ = """
import os
import sys
from pathlib import Path
import faiss, filelock, numpy, tantivy, tokenizers  # while they may be read
from quoth.index import Library, add
from quoth.index.errors import QuothError
from tests.fakes import FakeEmbedder

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
folder = Path(sys.argv[1])
try:
    library = Library.open(folder, FakeEmbedder)
    found, _ = library.candidates("moon", depth=5)
    print(sorted(library.document(d).file for d in library.document_ids(found.lexical).values()))
    add(library, [Path(sys.argv[2])])
except QuothError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that a process without this one's rights can look into."""
    folder = Path("/tmp" if Path("/tmp").is_dir() else tmp_path_factory.mktemp("x"))
    folder = folder / f"quoth-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


def read_without_rights(folder: Path, papers: Path) -> str:
    """Run READ as a user who may not write there."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", READ, str(folder), str(papers)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of POSIX")
@pytest.mark.parametrize("words", ["current", "missing", "stale"])
def test_a_library_in_a_read_only_folder_is_searched_and_never_written(
    filled: Library, papers: Path, open_to_all: Path, words: str
) -> None:
    library, texts = open_to_all / "library", open_to_all / "papers"
    (papers / "new.txt").write_text("The moon again.")
    if words == "stale":
        with filled.writing() as store:
            store.set_meta("anything", "else")
    filled.close()
    shutil.copytree(filled.folder, library)
    shutil.copytree(papers, texts)
    for path in library.glob("library.db-*"):
        path.unlink()
    if words == "missing":
        shutil.rmtree(library / "words")
    for path in (library, *library.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = listing(library)
    found, error = read_without_rights(library, texts).splitlines()
    assert found == "['tides.md']"
    assert error.startswith("LibraryUnwritable cannot write to the library at")
    assert listing(library) == before


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of POSIX")
@pytest.mark.parametrize("closed", ["library.db", "."])
def test_a_library_that_may_not_be_read_costs_one_line(
    filled: Library, papers: Path, open_to_all: Path, closed: str
) -> None:
    library = open_to_all / "library"
    shutil.copytree(filled.folder, library)
    (library / closed).chmod(0o000)
    (line,) = read_without_rights(library, papers).splitlines()
    assert line.startswith("LibraryUnwritable no ")
    assert str(library) in line
