"""Where files become searchable passages.

from pathlib import Path
from quoth.index import Library, add, load_embedder

library = Library.open(Path("papers.quoth"), load_embedder)
print(add(library, [Path("~/papers")]))
"""

from __future__ import annotations

from quoth.index.embedder import Embedder, load_embedder
from quoth.index.errors import QuothError
from quoth.index.ingest import AddOptions, AddReport, add
from quoth.index.library import Library
from quoth.index.rebuild import rebuild, remove
from quoth.index.types import Author, Document, DocumentText, Filters, Hit, Passage

__all__ = [
    "AddOptions",
    "AddReport",
    "Author",
    "Document",
    "DocumentText",
    "Embedder",
    "Filters",
    "Hit",
    "Library",
    "Passage",
    "QuothError",
    "add",
    "load_embedder",
    "rebuild",
    "remove",
]
