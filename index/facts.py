"""What is found out about a document and what its user says of it, apart from each other.

The store keeps both: a correction stays when the file is read again, and can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from quoth.index.embedder import Embedder
from quoth.index.embedding import embed_documents
from quoth.index.metadata.types import FIELDS, Metadata, Stated
from quoth.index.parsing import Splitting, split_text
from quoth.index.records import PassageRecord, StoredFacts
from quoth.index.store import Store
from quoth.index.types import Author, Document

__all__ = ["EDITED", "Facts", "apply_facts", "with_facts"]

EDITED = "edited"
"""The provenance of a correction."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as found, and corrections over them; a correction to None clears a field.

    Attributes:
        looked_up: what a registry says, where the document itself says nothing.
    """

    found: Metadata
    edited: Mapping[str, object]
    looked_up: Metadata = field(default_factory=Metadata)

    @property
    def known(self) -> Metadata:
        """The facts with their corrections."""
        stated = self.found.over(self.looked_up)
        values = {name: getattr(stated, name) for name in FIELDS}
        for name, value in self.edited.items():
            values[name] = Stated(value, EDITED) if value not in (None, (), "") else None
        return Metadata(**values)

    def stored(self) -> StoredFacts:
        """Write them for the store."""
        edited = {name: _plain(value) for name, value in self.edited.items()}
        return StoredFacts(
            _written(self.found), json.dumps(edited, ensure_ascii=False), _written(self.looked_up)
        )

    @classmethod
    def read(cls, stored: StoredFacts) -> Facts:
        """Read what `stored` wrote."""
        edited = {name: _typed(name, value) for name, value in json.loads(stored.edited).items()}
        return cls(_read(stored.found), edited, _read(stored.looked_up))


def with_facts(document: Document, known: Metadata) -> Document:
    """Return a document with these facts and no others."""

    def value(name: str) -> object:
        stated = getattr(known, name)
        return stated.value if stated else None

    provenance = tuple((n, s.provenance) for n in FIELDS if (s := getattr(known, n)) is not None)
    plain = {name: value(name) for name in FIELDS if name not in ("authors", "keywords")}
    authors, keywords = value("authors") or (), value("keywords") or ()
    return replace(
        document,
        authors=authors,  # type: ignore[arg-type]
        keywords=keywords,  # type: ignore[arg-type]
        provenance=provenance,
        **plain,  # type: ignore[arg-type]
    )


def apply_facts(
    store: Store, load_embedder: Callable[[], Embedder], document: Document, facts: Facts
) -> Document:
    """Record what is known of a document now, in one transaction, and return it.

    A passage's vector and words hold the title: where that changes, both are made again.
    """
    after = with_facts(document, facts.known)
    records = _records(store, load_embedder(), after) if after.title != document.title else None
    store.describe(after, facts.stored(), records)
    return after


def _records(store: Store, embedder: Embedder, document: Document) -> list[PassageRecord]:
    splitting = Splitting(embedder.tokenizer_json, embedder.max_tokens)
    passages = split_text(store.text(document.id), splitting)
    return embed_documents(embedder, [(document.title, passages)])[0]


def _written(facts: Metadata) -> str:
    stated = {name: getattr(facts, name) for name in FIELDS}
    rows = {name: [_plain(s.value), s.provenance] for name, s in stated.items() if s is not None}
    return json.dumps(rows, ensure_ascii=False)


def _read(text: str) -> Metadata:
    facts: dict[str, Any] = {
        name: Stated(_typed(name, value), source)
        for name, (value, source) in json.loads(text).items()
    }
    return Metadata(**facts)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [asdict(item) if isinstance(item, Author) else item for item in value]
    return value


def _typed(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(Author(**item) if name == "authors" else item for item in value)
    return value
