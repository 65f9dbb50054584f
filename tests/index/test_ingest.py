"""Adding: what changed and nothing else, and what goes wrong costs only itself."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index import AddOptions, Embedder, Library, add, rebuild, remove
from quoth.index.add_report import AddStep
from tests.conftest import EXAMPLES, PAPERS
from tests.fakes import FakeEmbedder
from tests.index.looking import files, found, reasons, write_corpus

SYNC = AddOptions(sync=True)


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


def test_a_moved_original_whose_copy_is_kept_is_not_added_again(
    library: Library, papers: Path
) -> None:
    copy = AddOptions(copy=True)
    add(library, [papers], options=copy)
    before = files(library)
    (papers / "moved").mkdir()
    (papers / "tides.md").rename(papers / "moved" / "tides.md")
    report = add(library, [papers], options=copy)
    assert (report.added, report.n_unchanged) == ([], 3)
    assert files(library) == before


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
        "corpus.jsonl": "holds no documents: no lines are in it"
    }


def test_lines_in_a_folder_that_are_no_corpus_are_passed_over(
    library: Library, papers: Path
) -> None:
    write_corpus(papers / "set.jsonl", {"id": "q1", "question": "Why?"})
    report = add(library, [papers])
    assert (len(report.added), report.failures, report.all_failed) == (3, [], False)
    (passed,) = report.passed_over
    assert passed.file == "set.jsonl"
    assert passed.reason.startswith('line 1: no "text"')
    assert set(reasons(add(library, [papers, papers / "set.jsonl"]))) == {"set.jsonl"}
    assert set(reasons(add(library, [papers / "set.jsonl", papers]))) == {"set.jsonl"}


def test_a_corpus_in_a_folder_that_has_lost_its_documents_is_a_failure(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "corpora"
    folder.mkdir()
    write_corpus(folder / "corpus.jsonl", {"id": "a", "text": "Clouds."})
    add(library, [folder])
    write_corpus(folder / "corpus.jsonl", {"id": "a"})
    report = add(library, [folder], options=SYNC)
    assert (report.passed_over, len(report.failures)) == ([], 1)
    assert files(library) == ["a"]


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
