"""Where files become searchable passages.

from pathlib import Path
from quoth.index import Library, add, load_embedder

library = Library.open(Path("papers.quoth"), load_embedder)
print(add(library, [Path("~/papers")]))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.index.lazy import names_on_demand

if TYPE_CHECKING:
    from quoth.index.add_report import AddOptions, AddReport
    from quoth.index.embedder import Embedder, load_embedder
    from quoth.index.errors import QuothError
    from quoth.index.ingest import add
    from quoth.index.library import Library
    from quoth.index.types import Author, Document, DocumentText, Filters, Hit, Passage
    from quoth.index.upkeep import rebuild, remove

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

__getattr__ = names_on_demand(
    __name__,
    {
        "embedder": ("Embedder", "load_embedder"),
        "errors": ("QuothError",),
        "add_report": ("AddOptions", "AddReport"),
        "ingest": ("add",),
        "library": ("Library",),
        "types": ("Author", "Document", "DocumentText", "Filters", "Hit", "Passage"),
        "upkeep": ("rebuild", "remove"),
    },
)
