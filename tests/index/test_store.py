"""The store: what goes in comes back, whole or not at all, and errors are in Quoth's words."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.errors import (
    LibraryDamaged,
    LibraryError,
    LibraryLocked,
    LibraryTooNew,
    LibraryUnwritable,
    UnknownDocument,
)
from quoth.index.records import PassageRecord, StoredText
from quoth.index.store import Store
from quoth.index.types import Author, Document, Heading, Passage

DIMENSION = 16


def unit_rows(n: int, *, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def make_record(text: str, start: int, end: int, *, seed: int = 0) -> PassageRecord:
    passage = Passage(0, "", start, end, 1, "Clocks", "body", text[start:end])
    middle = (end - start) // 2
    spans = ((0, middle), (middle, end - start))
    return PassageRecord(passage, spans, unit_rows(1, seed=seed)[0], unit_rows(2, seed=seed + 1))


def make_document(name: str = "a.txt", **facts: object) -> Document:
    return Document(
        id=f"id-{name}", path=f"/papers/{name}", file=name, sha256="0", format="txt", **facts
    )


TEXT = "Harrison made clocks. They went to sea."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create_or_open(tmp_path / "library.db")
    yield opened
    opened.close()


def put(store: Store, name: str = "a.txt", text: str = TEXT, **facts: object) -> Document:
    document = make_document(name, **facts)
    middle = len(text) // 2
    records = [make_record(text, 0, middle), make_record(text, middle, len(text), seed=5)]
    store.put(document, StoredText(text, (0, 5)), records)
    return document


def test_a_document_comes_back_with_its_facts(store: Store) -> None:
    facts = {
        "title": "Sea clocks 航海鐘",
        "authors": (Author("J.", "Harrison"), Author("", "Board of Longitude")),
        "year": 1759,
        "venue": "Letters",
        "doi": "10.1/x",
        "n_pages": 2,
        "problems": ("page 2 has no text",),
    }
    put(store, **facts)
    (found,) = store.documents()
    assert found == make_document(n_passages=2, n_characters=len(TEXT), **facts)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400)
small_numbers = st.integers(0, 2**31 - 1)


@settings(max_examples=60, deadline=None)
@given(
    texts.filter(lambda text: len(text) > 1),
    st.lists(small_numbers, max_size=5),
    st.lists(st.builds(Heading, small_numbers, small_numbers, st.integers(1, 6)), max_size=4),
    st.lists(small_numbers, max_size=30),
    st.integers(0, 2**16),
    st.data(),
)
def test_what_is_put_comes_back(
    text: str,
    pages: list[int],
    headings: list[Heading],
    char_index: list[int],
    seed: int,
    data: st.DataObject,
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=4)))
    bounds = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    records = [make_record(text, a, b, seed=seed + i) for i, (a, b) in enumerate(bounds)]
    stored = StoredText(text, tuple(pages), tuple(headings), tuple(char_index))
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create_or_open(Path(folder) / "library.db")
        try:
            store.put(make_document(), stored, records)
            assert store.text("id-a.txt") == stored
            assert store.page_starts("id-a.txt") == tuple(pages)
            ids, blob = store.vectors()
            vectors = np.frombuffer(blob, dtype="<f4").reshape(len(ids), DIMENSION)
            np.testing.assert_array_equal(vectors, [r.vector for r in records])
            found = store.passages(list(ids))
            sentences = store.sentences(list(ids))
            for passage_id, record in zip(ids, records, strict=True):
                passage = found[int(passage_id)]
                assert passage.text == record.passage.text == text[passage.start : passage.end]
                assert (passage.page, passage.section, passage.kind) == (1, "Clocks", "body")
                spans, small = sentences[int(passage_id)]
                assert spans == record.sentences
                assert np.einsum("nd,nd->n", small, record.sentence_vectors).min() >= 0.999
            assert store.integrity_problems() == []
        finally:
            store.close()


def test_a_passage_without_sentences_has_no_sentence_vectors(store: Store) -> None:
    passage = Passage(0, "", 0, 4, None, None, "body", TEXT[:4])
    nothing = np.zeros((0, DIMENSION), dtype=np.float32)
    store.put(
        make_document(),
        StoredText(TEXT),
        [PassageRecord(passage, (), unit_rows(1, seed=1)[0], nothing)],
    )
    ((spans, vectors),) = store.sentences(list(store.vectors()[0])).values()
    assert (spans, len(vectors)) == ((), 0)


def test_a_document_of_the_same_path_is_replaced(store: Store) -> None:
    put(store)
    put(store, text="Something else altogether.")
    assert [d.n_characters for d in store.documents()] == [26]
    assert [p.text for p in store.passages_of("id-a.txt")] == ["Something els", "e altogether."]
    assert store.count_passages() == 2


def test_a_document_that_fails_half_way_is_not_there(store: Store) -> None:
    put(store)
    before = store.generation
    good = make_record(TEXT, 0, 5)
    bad = replace(good, passage=replace(good.passage, text=None))  # type: ignore[arg-type]
    with pytest.raises(LibraryError, match="NOT NULL"):
        store.put(make_document("b.txt"), StoredText(TEXT), [good, bad])
    assert [d.file for d in store.documents()] == ["a.txt"]
    assert store.generation == before
    assert store.integrity_problems() == []


def test_every_transaction_raises_the_generation_by_one(store: Store) -> None:
    generations = [store.generation]
    for change in (
        lambda: put(store),
        lambda: store.move("id-a.txt", path="/elsewhere/b.txt", file="b.txt"),
        lambda: store.set_meta("key", "value"),
        lambda: store.remove(["id-a.txt"]),
    ):
        change()
        generations.append(store.generation)
    assert generations == [0, 1, 2, 3, 4]


def test_removing_a_document_takes_all_that_hangs_on_it(store: Store) -> None:
    put(store)
    put(store, "b.txt")
    store.remove(["id-a.txt"])
    assert [d.file for d in store.documents()] == ["b.txt"]
    assert {p.document_id for p in store.passages(list(range(10))).values()} == {"id-b.txt"}
    with pytest.raises(UnknownDocument, match="quoth ls"):
        store.text("id-a.txt")
    assert store.integrity_problems() == []


def test_vectors_and_words_know_the_generation_they_came_with(store: Store) -> None:
    put(store, title="Clocks")
    first = store.generation
    put(store, "b.txt")
    ids, _ = store.vectors(up_to=first)
    assert list(ids) == [1, 2]
    assert [row[0] for row in store.words(after=first)] == [3, 4]
    assert [title for _, title, _ in store.words()] == ["Clocks", "Clocks", "", ""]


def test_passage_ids_are_found_by_document_and_kind(store: Store) -> None:
    for number in range(3):
        put(store, f"{number}.txt")
    chosen = store.passage_ids(document_ids=["id-0.txt", "id-2.txt"], kinds=())
    assert list(chosen) == [1, 2, 5, 6]
    assert list(store.passage_ids(document_ids=None, kinds=["reference"])) == []
    assert len(store.passage_ids(document_ids=None, kinds=["body", "front"])) == 6
    assert list(store.passage_ids(document_ids=[], kinds=())) == []


def test_more_ids_than_a_statement_takes_are_found(store: Store) -> None:
    put(store)
    assert set(store.passages(range(5000))) == {1, 2}


def test_passages_are_replaced_in_one_transaction(store: Store) -> None:
    put(store)
    generation = store.generation
    batches = [("id-a.txt", [make_record(TEXT, 0, 8)])]
    store.replace_passages(batches, meta=lambda made: {"made": str(made)})
    assert [p.text for p in store.passages_of("id-a.txt")] == ["Harrison"]
    assert store.documents()[0].n_passages == 1
    assert (store.generation, store.meta("made")) == (generation + 1, str(generation + 1))


def test_replacing_passages_that_fails_leaves_them_as_they_were(store: Store) -> None:
    put(store)

    def batches() -> Iterator[tuple[str, list[PassageRecord]]]:
        yield "id-a.txt", [make_record(TEXT, 0, 8)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.replace_passages(batches(), meta=lambda _: {})
    assert len(store.passages_of("id-a.txt")) == 2
    assert store.integrity_problems() == []


def test_unread_files_are_remembered_until_they_are_stored(store: Store) -> None:
    store.set_unread("/papers/a.txt", "a.txt", "is empty")
    store.set_unread("/papers/b.txt", "b.txt", "is empty")
    store.set_unread("/papers/b.txt", "b.txt", None)
    assert store.unread() == [("/papers/a.txt", "a.txt", "is empty")]
    put(store)
    assert store.unread() == []


def test_stored_offsets_that_do_not_fit_their_text_are_reported(
    store: Store, tmp_path: Path
) -> None:
    put(store)
    with sqlite3.connect(tmp_path / "library.db") as other:
        other.execute("UPDATE texts SET text = 'x' || text")
        other.execute("DELETE FROM passages WHERE id = 2")
    other.close()
    assert store.integrity_problems() == [
        "a.txt: 1 passages do not match its text",
        "a.txt: has 1 passages of 2",
    ]


def test_a_reader_sees_one_point_in_time(store: Store, tmp_path: Path) -> None:
    put(store)
    reader = Store.open_to_read(tmp_path / "library.db")
    assert reader is not None
    with reader.reading():
        generation = reader.generation
        put(store, "b.txt")
        assert reader.generation == generation
        assert len(reader.documents()) == 1
    assert len(reader.documents()) == 2
    reader.close()


def test_the_file_alone_is_whole_after_the_log_is_folded(store: Store, tmp_path: Path) -> None:
    reader = Store.open_to_read(tmp_path / "library.db")
    assert reader is not None
    put(store)
    store.fold_log()
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "library.db").read_bytes())
    alone = Store.open_to_read(copy)
    assert alone is not None
    assert [d.file for d in alone.documents()] == ["a.txt"]
    for opened in (alone, reader):
        opened.close()


# -- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", None])
def test_a_file_that_its_writer_has_only_just_made_is_no_library_yet(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "library.db"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    else:
        path.write_bytes(content)
    assert Store.open_to_read(path) is None
    Store.create_or_open(path).close()
    opened = Store.open_to_read(path)
    assert opened is not None
    opened.close()


either_way: Callable[[Callable[..., None]], Callable[..., None]] = pytest.mark.parametrize(
    "opened", [Store.create_or_open, Store.open_to_read]
)


@either_way
def test_a_file_that_is_no_database_is_damaged(
    tmp_path: Path, opened: Callable[[Path], Store]
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"This is a letter, not a database. " * 100)
    with pytest.raises(LibraryDamaged, match="damaged or not a library"):
        opened(path)


@either_way
def test_another_programs_database_is_not_a_library(
    tmp_path: Path, opened: Callable[[Path], Store]
) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LibraryDamaged, match="not a Quoth library"):
        opened(path)
    assert path.read_bytes() == before


@either_way
def test_a_library_of_a_newer_quoth_is_refused(
    tmp_path: Path, opened: Callable[[Path], Store]
) -> None:
    path = tmp_path / "library.db"
    Store.create_or_open(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(LibraryTooNew, match=r"format 99, this one reads 3\). Upgrade Quoth"):
        opened(path)


def test_a_page_of_rubbish_is_damage(store: Store, tmp_path: Path) -> None:
    put(store, text=TEXT * 2000)
    store.close()
    path = tmp_path / "library.db"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x55" * (len(data) - 4096)
    path.write_bytes(data)
    damaged = Store.open_to_read(path)
    assert damaged is not None
    with pytest.raises(LibraryDamaged, match="add your files again: quoth add"):
        damaged.documents()
    damaged.close()


def test_a_full_disk_is_named_and_what_was_stored_is_kept(store: Store) -> None:
    put(store)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryUnwritable, match=r"is full\. Make room"):
        put(store, "b.txt", text=TEXT * 2000)
    store._connection.execute("PRAGMA max_page_count = 1000000")
    put(store, "c.txt")
    assert [d.file for d in store.documents()] == ["a.txt", "c.txt"]


def test_a_database_that_another_program_holds_is_locked(store: Store, tmp_path: Path) -> None:
    store._connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryLocked, match="another program holds"):
        put(store)
    other.execute("ROLLBACK")
    other.close()
    put(store)


def test_a_folder_that_is_not_there_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnwritable, match="check the folder's permissions"):
        Store.create_or_open(tmp_path / "missing" / "library.db")
