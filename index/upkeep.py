"""Making a library's passages, vectors and words again, from the texts that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from quoth.index.embedding import embed_documents
from quoth.index.errors import LibraryUnwritable
from quoth.index.fingerprint import FINGERPRINT_META, Fingerprint
from quoth.index.library import Library
from quoth.index.parsing import ParsedPassage, Splitting, split_text
from quoth.index.records import PassageRecord
from quoth.index.snapshot import WORDS_META
from quoth.index.store import Store
from quoth.index.types import Document
from quoth.index.word_upkeep import update_words
from quoth.index.words import WordIndex

__all__ = ["rebuild", "remove"]

_EMBED_AT_ONCE = 128  # passages


def rebuild(library: Library, *, progress: Callable[[str, int, int], None] | None = None) -> int:
    """Make everything that is derived again, for the embedder of the settings.

    One transaction: until it is done, and if it is interrupted, the library is as it was. No file
    is read again; a changed file is `add`'s business.

    Args:
        progress: called with a file's name, documents done, documents in all.
    Returns:
        The number of passages.
    Raises:
        LibraryLocked, LibraryUnwritable.
    """
    with library.writing() as store:
        fingerprint = Fingerprint.of(library.embedder).to_json()
        words = WordIndex.new(library.folder / "words")

        def facts(generation: int) -> dict[str, str]:
            words.add(store.words())
            return {FINGERPRINT_META: fingerprint, WORDS_META: words.state(generation).to_json()}

        store.replace_passages(_records(library, store, progress), meta=facts)
        words.discard_others()
        return store.count_passages()


def remove(library: Library, document_ids: list[str]) -> None:
    """Remove documents; their files stay where they are, a copy in the library goes.

    Raises:
        LibraryLocked, LibraryUnwritable.
    """
    with library.writing() as store:
        files = (library.folder / "files").absolute()
        chosen = [document for document in store.documents() if document.id in document_ids]
        store.remove(document_ids)
        update_words(store, library.folder / "words")
        for document in chosen:
            path = Path(document.path)
            if files in path.parents:
                _delete(path)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        msg = f"cannot delete the copy at {path}: {error.strerror}"
        raise LibraryUnwritable(msg) from error


def _records(
    library: Library, store: Store, progress: Callable[[str, int, int], None] | None
) -> Iterator[tuple[str, list[PassageRecord]]]:
    embedder = library.embedder
    splitting = Splitting(embedder.tokenizer_json, embedder.max_tokens)
    documents = store.documents()
    pending: list[tuple[Document, tuple[ParsedPassage, ...]]] = []
    n_pending = 0
    for done, document in enumerate(documents, 1):
        passages = split_text(store.text(document.id), splitting)
        pending.append((document, passages))
        n_pending += len(passages)
        if n_pending >= _EMBED_AT_ONCE or done == len(documents):
            batch = [(d.title, parts) for d, parts in pending]
            made = embed_documents(embedder, batch)
            yield from ((d.id, records) for (d, _), records in zip(pending, made, strict=True))
            pending, n_pending = [], 0
        if progress:
            progress(document.file, done, len(documents))
