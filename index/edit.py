"""Correcting what is known of a document; a correction outlives every reading of its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from quoth.index.errors import EmbedderMismatch, UnknownDocument, UsageError
from quoth.index.facts import Facts, apply_facts
from quoth.index.fingerprint import FINGERPRINT_META, Fingerprint
from quoth.index.library import Library
from quoth.index.metadata import FIELDS
from quoth.index.store import Store
from quoth.index.types import Document
from quoth.index.word_upkeep import update_words

__all__ = ["check_embedder", "edit"]


def edit(
    library: Library,
    document_id: str,
    fields: Mapping[str, object | None],
    *,
    reset: Collection[str] = (),
) -> tuple[Document, Document]:
    """Correct fields of a document and return it before and after.

    With the title, vectors and words of its passages follow.

    Args:
        fields: values by field (`FIELDS`; authors: Authors, keywords: strings, year: a number);
            None says that there is none.
        reset: fields whose correction is taken back: what was found counts again.

    Raises:
        UnknownDocument: there is none of that id.
        UsageError: no such field.
        LibraryLocked, LibraryUnwritable.
        EmbedderMismatch: a title is to change in a library of another embedder.
    """
    unknown = sorted({*fields, *reset} - {*FIELDS})
    if unknown:
        msg = f"no field {unknown[0]!r}: there are {', '.join(FIELDS)}"
        raise UsageError(msg)
    if not any(document.id == document_id for document in library.documents()):
        msg = f"no document {document_id!r} in the library. See: quoth ls"
        raise UnknownDocument(msg)
    with library.writing() as store:
        before = next(d for d in store.documents() if d.id == document_id)
        facts = Facts.read(store.facts(document_id))
        kept = {name: value for name, value in facts.edited.items() if name not in reset}
        wanted = replace(facts, edited=kept | dict(fields))
        title = wanted.known.title
        if (title.value if title else None) != before.title:
            check_embedder(library, store)
        after = apply_facts(store, lambda: library.embedder, before, wanted)
        update_words(store, library.folder / "words")
    return before, after


def check_embedder(library: Library, store: Store) -> None:
    """See that passages may be made again with a new title.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    found, wanted = (
        Fingerprint.from_json(store.meta(FINGERPRINT_META)),
        Fingerprint.of(library.embedder),
    )
    if found and (found.embedder, found.passages) != (wanted.embedder, wanted.passages):
        raise EmbedderMismatch(found.difference(wanted, library.folder))
