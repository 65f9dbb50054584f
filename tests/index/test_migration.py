"""A library of the format before this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from quoth.index import Library, add
from quoth.index.store import Store
from tests.fakes import FakeEmbedder


def make_older(library: Library) -> None:
    """Take out what format 2 brought."""
    library.close()
    with closing(sqlite3.connect(library.folder / "library.db")) as connection, connection:
        for column in ("key", "entry"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")


def version(library: Library) -> int:
    with closing(sqlite3.connect(library.folder / "library.db")) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_an_older_library_is_read_as_it_is_and_not_changed(library, papers):
    add(library, [papers])
    before = library.documents()
    make_older(library)
    with Library.open(library.folder, FakeEmbedder) as older:
        assert [(d.id, d.title, d.key) for d in older.documents()] == [
            (d.id, d.title, "") for d in before
        ]
        found, _ = older.candidates("moon", depth=5)
        assert found.lexical
    assert version(library) == 1


def test_the_first_writer_brings_it_up_to_date_beside_an_open_reader(library, papers):
    add(library, [papers])
    before = library.documents()
    make_older(library)
    reader = Store.open_to_read(library.folder / "library.db")
    assert reader is not None
    with Library.open(library.folder, FakeEmbedder) as older:
        assert add(older, [papers]).n_unchanged == 3
        assert older.documents() == before
    assert version(library) == 2
    assert reader.documents() == before
    reader.close()
