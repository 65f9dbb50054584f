"""A library of the format before this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from quoth.index import Library, add
from quoth.index.edit import edit
from quoth.index.store import Store
from tests.fakes import FakeEmbedder

BROUGHT = {2: ("key", "entry"), 3: ("looked_up", "retracted")}


def make_older(library: Library, version: int = 1) -> None:
    """Take out what the formats after a version brought."""
    library.close()
    with closing(sqlite3.connect(library.folder / "library.db")) as connection, connection:
        for column in (c for later, names in BROUGHT.items() if later > version for c in names):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        connection.execute(f"PRAGMA user_version = {version}")


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
    assert version(library) == 3
    assert reader.documents() == before
    reader.close()


def test_a_library_of_the_format_before_is_read_and_brought_up_to_date(library, papers):
    add(library, [papers])
    before = library.documents()
    make_older(library, 2)
    with Library.open(library.folder, FakeEmbedder) as older:
        assert older.documents() == before
        assert older.store.facts(before[0].id).looked_up == "{}"
    assert version(library) == 2
    with Library.open(library.folder, FakeEmbedder) as older:
        edit(older, before[0].id, {"year": 1900})
        assert older.documents()[0].year == 1900
    assert version(library) == 3
