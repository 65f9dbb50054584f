"""Taking over what a registry says of documents, where they and their user say nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quoth.index.edit import check_embedder
from quoth.index.facts import Facts, apply_facts, with_facts
from quoth.index.library import Library
from quoth.index.metadata.csl import CslItem
from quoth.index.metadata.types import Metadata
from quoth.index.types import Document
from quoth.index.word_upkeep import update_words

__all__ = ["LookedUp", "enrich", "preview"]

# What a document has a fact of is kept as one; the rest of an item goes into its entry.
_FACTS = ("title", "container-title", "volume", "issue", "page", "DOI", "keyword")


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a registry says of a document.

    Attributes:
        facts: each with the registry as its provenance.
        item: the work, for what is not a fact: its type, its publisher.
    """

    document_id: str
    facts: Metadata
    item: CslItem


def enrich(
    library: Library,
    found: Sequence[LookedUp],
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[tuple[Document, Document]]:
    """Complete documents and return each before and after.

    A fact that is known already stays, and so does a field that the user corrected or cleared. An
    entry of a bibliography stays as it is.

    Raises:
        LibraryLocked, LibraryUnwritable.
        EmbedderMismatch: a title is to be added in a library of another embedder.
    """
    pairs: list[tuple[Document, Document]] = []
    if not found:
        return pairs
    with library.writing() as store:
        documents = {document.id: document for document in store.documents()}
        for done, one in enumerate(found, 1):
            before = documents.get(one.document_id)
            if before is None:  # removed by another process since
                continue
            facts = replace(Facts.read(store.facts(before.id)), looked_up=one.facts)
            known = facts.known.title
            if (known.value if known else None) != before.title:
                check_embedder(library, store)
            wanted = replace(before, entry=_entry(before, one.item))
            after = apply_facts(store, lambda: library.embedder, wanted, facts)
            pairs.append((before, after))
            if progress:
                progress(before.file, done, len(found))
        update_words(store, library.folder / "words")
    return pairs


def preview(library: Library, found: Sequence[LookedUp]) -> list[tuple[Document, Document]]:
    """Return what `enrich` would return, and change nothing."""
    documents = {document.id: document for document in library.documents()}
    pairs = []
    for one in found:
        before = documents[one.document_id]
        facts = replace(Facts.read(library.store.facts(before.id)), looked_up=one.facts)
        pairs.append((before, with_facts(before, facts.known)))
    return pairs


def _entry(document: Document, item: CslItem) -> str:
    """Return a document's entry: that of its bibliography, or what the item has beside facts."""
    if document.entry and CslItem.from_text(document.entry).key:
        return document.entry
    texts = {variable: text for variable, text in item.texts.items() if variable not in _FACTS}
    names = {v: people for v, people in item.names.items() if v != "author"}
    if item.type == "document" and not texts and not names:
        return document.entry
    return CslItem("", item.type, texts, names).to_text()
