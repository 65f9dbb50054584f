"""The tables of library.db, and how the types are written to their rows."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from quoth.index.types import Author, Document

if TYPE_CHECKING:
    from quoth.index.records import PassageRecord

__all__ = [
    "APPLICATION_ID",
    "DOCUMENT_COLUMNS",
    "DOCUMENT_COLUMNS_OF",
    "DOCUMENT_MARKS",
    "FORMAT_VERSION",
    "MIGRATIONS",
    "PASSAGE_COLUMNS",
    "SCHEMA",
    "document_from_row",
    "document_row",
    "pack",
    "pack_spans",
    "passage_row",
    "unpack",
    "unpack_spans",
]

FORMAT_VERSION = 3
APPLICATION_ID = 0x51754F74  # "QuOt", so that another program's SQLite file is told apart

SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT_VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    title TEXT,
    authors TEXT NOT NULL,
    year INTEGER,
    venue TEXT,
    doi TEXT,
    volume TEXT,
    issue TEXT,
    pages TEXT,
    keywords TEXT NOT NULL,
    provenance TEXT NOT NULL,
    found TEXT NOT NULL,
    edited TEXT NOT NULL,
    key TEXT NOT NULL DEFAULT '',
    entry TEXT NOT NULL DEFAULT '',
    looked_up TEXT NOT NULL DEFAULT '{{}}',
    retracted TEXT,
    n_pages INTEGER,
    n_passages INTEGER NOT NULL,
    n_characters INTEGER NOT NULL,
    problems TEXT NOT NULL,
    generation INTEGER NOT NULL
);
CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (row) ON DELETE CASCADE,
    text TEXT NOT NULL,
    page_starts BLOB NOT NULL,
    headings TEXT NOT NULL,
    char_index BLOB NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    page INTEGER,
    section TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    sentences BLOB NOT NULL,
    vector BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL,
    generation INTEGER NOT NULL
);
CREATE TABLE unread (
    path TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX passages_by_document ON passages (document, start);
"""

MIGRATIONS = {
    1: """
ALTER TABLE documents ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN entry TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 2;
""",
    2: """
ALTER TABLE documents ADD COLUMN looked_up TEXT NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN retracted TEXT;
PRAGMA user_version = 3;
""",
}
"""By format, what makes a library of it one of the next."""

DOCUMENT_COLUMNS = (
    "id, path, file, sha256, format, title, authors, year, venue, doi, volume, issue, pages,"
    " keywords, provenance, n_pages, n_passages, n_characters, problems, key, entry, retracted"
)
DOCUMENT_MARKS = ", ".join("?" for _ in DOCUMENT_COLUMNS.split(","))
DOCUMENT_COLUMNS_OF = {
    1: DOCUMENT_COLUMNS.replace("key, entry, retracted", "'', '', NULL"),
    2: DOCUMENT_COLUMNS.replace("retracted", "NULL"),
    3: DOCUMENT_COLUMNS,
}
"""The columns by format: 1 knew no citation keys, 2 no retractions."""
PASSAGE_COLUMNS = (
    "document, start, end, page, section, kind, text, sentences, vector,"
    " sentence_vectors, generation"
)


def document_row(document: Document, *, n_passages: int, n_characters: int) -> tuple[Any, ...]:
    """Return the values of DOCUMENT_COLUMNS."""
    return (
        document.id,
        document.path,
        document.file,
        document.sha256,
        document.format,
        document.title,
        json.dumps([asdict(author) for author in document.authors], ensure_ascii=False),
        document.year,
        document.venue,
        document.doi,
        document.volume,
        document.issue,
        document.pages,
        json.dumps(document.keywords, ensure_ascii=False),
        json.dumps(document.provenance, ensure_ascii=False),
        document.n_pages,
        n_passages,
        n_characters,
        json.dumps(document.problems, ensure_ascii=False),
        document.key,
        document.entry,
        document.retracted,
    )


def document_from_row(row: Sequence[Any]) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS."""
    names = [name.strip() for name in DOCUMENT_COLUMNS.split(",")]
    facts = dict(zip(names, row, strict=True))
    facts["authors"] = tuple(Author(**author) for author in json.loads(facts["authors"]))
    facts["problems"] = tuple(json.loads(facts["problems"]))
    facts["keywords"] = tuple(json.loads(facts["keywords"]))
    facts["provenance"] = tuple(tuple(pair) for pair in json.loads(facts["provenance"]))
    return Document(**facts)


def passage_row(document_row: int, record: PassageRecord, generation: int) -> tuple[Any, ...]:
    """Return the values of PASSAGE_COLUMNS; sentence vectors are kept as int8.

    A vector of unit length needs no scale: after reading, int8 values are normalised again
    (cosine to the float32 vector at least 0.9995).
    """
    import numpy as np

    passage = record.passage
    peak = np.abs(record.sentence_vectors).max(axis=1, keepdims=True, initial=1e-9)
    small = np.rint(record.sentence_vectors * (127.0 / peak)).astype(np.int8)
    return (
        document_row,
        passage.start,
        passage.end,
        passage.page,
        passage.section,
        passage.kind,
        passage.text,
        pack_spans(record.sentences),
        record.vector.astype("<f4").tobytes(),
        small.tobytes(),
        generation,
    )


def pack_spans(spans: Sequence[tuple[int, int]]) -> bytes:
    """Write half-open ranges as pairs of 32-bit numbers."""
    return array("i", [edge for span in spans for edge in span]).tobytes()


def unpack_spans(blob: bytes) -> tuple[tuple[int, int], ...]:
    """Read what `pack_spans` wrote."""
    edges = array("i", blob)
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def pack(numbers: Sequence[int]) -> bytes:
    """Write whole numbers of 32 bits, compressed."""
    return zlib.compress(array("i", numbers).tobytes(), 1) if numbers else b""


def unpack(blob: bytes) -> tuple[int, ...]:
    """Read what `pack` wrote."""
    return tuple(array("i", zlib.decompress(blob))) if blob else ()
