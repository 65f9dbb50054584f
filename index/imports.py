"""Bringing the entries of bibliographies into the library.

An entry of a file describes it. One without a file, in a bibliography that the user named, becomes
a document without text: it can be listed and referred to, and no search finds it. When its file
comes, the two become one.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from quoth.index.add_report import AddReport, Failure
from quoth.index.attachments import find_attachment
from quoth.index.citation_keys import citation_keys
from quoth.index.embedder import Embedder
from quoth.index.facts import Facts, apply_facts, with_facts
from quoth.index.metadata import Metadata
from quoth.index.metadata.records import Record
from quoth.index.metadata.sidecars import Sidecar, Sidecars
from quoth.index.metadata.title import fold
from quoth.index.records import StoredText
from quoth.index.store import Store
from quoth.index.types import Document

__all__ = ["Importer", "assign_keys", "entries_to_come", "with_entry"]

_SHORTEST_TITLE = 12  # letters; "Introduction" is the title of many


def assign_keys(store: Store, *, pattern: str) -> None:
    """Give a citation key to every document that has none yet."""
    documents = store.documents()
    if any(not document.key for document in documents):
        keys = citation_keys(documents, pattern=pattern)
        store.set_keys({d.id: keys[d.id] for d in documents if not d.key})


def with_entry(document: Document, entry: Record) -> Document:
    """Return a document with an entry; its key gives way to the entry's, if that has one."""
    own = re.fullmatch(re.escape(entry.key) + "[a-z]*", document.key) or not entry.key
    return replace(document, entry=entry.item.to_text(), key=document.key if own else "")


def entries_to_come(sidecars: Iterable[Sidecar], documents: Iterable[Document]) -> list[str]:
    """Return the names of the entries that `Importer.add` would keep without a file."""
    works, found = _Works(documents), []
    for sidecar in (sidecar for sidecar in sidecars if sidecar.named):
        for entry, path in _placed(sidecar):
            if find_attachment(entry, sidecar.path.parent) is None and not works.find(entry, path):
                found.append(entry.key or f"line {entry.line}")
    return found


class Importer:
    """Brings entries into a library that is open for writing."""

    def __init__(
        self, store: Store, load_embedder: Callable[[], Embedder], report: AddReport
    ) -> None:
        self._store = store
        self._load_embedder = load_embedder
        self._report = report

    def describe(self, unchanged: Iterable[tuple[Document, Path]], sidecars: Sidecars) -> None:
        """Take over what the bibliographies say now of files that have not changed."""
        for document, path in unchanged:
            if entry := sidecars.match(path, document.doi):
                self._describe(document, entry)

    def add(self, sidecars: Iterable[Sidecar], *, sync: bool) -> None:
        """Bring in every entry of the bibliographies that the user named.

        An entry of an earlier `add` whose file has come since becomes one with it.

        Args:
            sync: remove documents without text whose entries are not in theirs any more.
        """
        for sidecar in sidecars:
            if sidecar.named:
                self._add(sidecar, sync=sync)
        self._join()

    def _add(self, sidecar: Sidecar, *, sync: bool) -> None:
        documents = _Works(self._store.documents())
        used: dict[str, Record] = {}  # by document id
        kept: set[str] = set()
        for entry, path in _placed(sidecar):
            document = documents.find(entry, path)
            if document is None:
                document = self._keep(entry, path, None)
                documents.add(document)
            elif document.id in used:
                first = used[document.id]
                msg = f"line {entry.line}: {entry.key} is the same work as {first.key}: left out"
                self._report.problems.append(Failure(sidecar.path.name, msg))
                continue
            elif document.path == path:
                self._renew(entry, document)
            else:
                self._describe(document, entry)
            used[document.id] = entry
            kept.add(document.path)
        if sync:
            own = [d for d in documents.all if d.path.startswith(f"{sidecar.path}#")]
            gone = [d for d in own if d.path not in kept]
            if gone:
                self._store.remove([document.id for document in gone])
            self._report.removed += [document.file for document in gone]

    def _join(self) -> None:
        """Give each entry without text to the document that its file has become, if it came."""
        documents = self._store.documents()
        whole = _Works(document for document in documents if document.has_text)
        for lone in documents:
            if lone.has_text:
                continue
            target = whole.twin(lone.entry, lone.doi, lone.title, lone.year)
            if target is None:
                continue
            facts, theirs = (Facts.read(self._store.facts(d.id)) for d in (target, lone))
            found = theirs.found.over(facts.found)
            joined = replace(target, entry=lone.entry, key=lone.key)
            self._store.remove([lone.id])
            edited = {**theirs.edited, **facts.edited}
            joint = Facts(found, edited, theirs.looked_up.over(facts.looked_up))
            apply_facts(self._store, self._load_embedder, joined, joint)
            self._report.described.append(target.file)

    def _describe(self, document: Document, entry: Record) -> None:
        facts = Facts.read(self._store.facts(document.id))
        fresh = replace(facts, found=entry.metadata.over(facts.found))
        after = with_entry(document, entry)
        if fresh.found != facts.found or after.entry != document.entry:
            apply_facts(self._store, self._load_embedder, after, fresh)
            self._report.described.append(document.file)

    def _renew(self, entry: Record, document: Document) -> None:
        if document.sha256 == _digest(entry):
            self._report.n_unchanged += 1
        else:
            self._keep(entry, document.path, document)

    def _keep(self, entry: Record, path: str, old: Document | None) -> Document:
        """Store an entry as a document without text."""
        earlier = Facts.read(self._store.facts(old.id)) if old else Facts(Metadata(), {})
        facts = replace(earlier, found=entry.metadata)
        suffix = Path(path.partition("#")[0]).suffix.lower().lstrip(".")
        document = Document(
            id=old.id if old else uuid.uuid4().hex[:16],
            path=path,
            file=path.rpartition("/")[2].partition("#")[2],
            sha256=_digest(entry),
            format=suffix,
            key=old.key if old else "",
        )
        document = with_facts(with_entry(document, entry), facts.known)
        self._store.put(document, StoredText(""), (), facts.stored())
        (self._report.replaced if old else self._report.entries).append(document.file)
        return document


class _Works:
    """Documents by what tells that an entry is of the same work."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.all: list[Document] = []
        self._by_path: dict[str, Document] = {}
        self._by_entry: dict[str, Document] = {}
        self._by_doi: dict[str, Document] = {}
        self._by_title: dict[str, list[Document]] = {}
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        self.all.append(document)
        self._by_path[document.path] = document
        if document.entry:
            self._by_entry.setdefault(document.entry, document)
        if document.doi:
            self._by_doi.setdefault(document.doi.lower(), document)
        if document.title:
            self._by_title.setdefault(fold(document.title), []).append(document)

    def find(self, entry: Record, path: str) -> Document | None:
        """Return the document of an entry: its own, one that it describes, or a twin.

        What has this very entry comes before what is of its key and has another.
        """
        facts, text = entry.metadata, entry.item.to_text()
        title, year = facts.title, facts.year
        own, described = self._by_path.get(path), self._by_entry.get(text)
        if own and (own.entry == text or not described):
            return own
        return self.twin(
            text,
            entry.doi,
            title.value if title else None,
            year.value if year else None,
        )

    def twin(
        self, entry: str, doi: str | None, title: str | None, year: int | None
    ) -> Document | None:
        """Return the document of an entry, of a DOI, or of a title and no other DOI or year."""
        if entry and (found := self._by_entry.get(entry)):
            return found
        if doi and (found := self._by_doi.get(doi.lower())):
            return found
        folded = fold(title or "")
        if len(folded) < _SHORTEST_TITLE:
            return None
        for document in self._by_title.get(folded, ()):
            same_doi = not doi or not document.doi
            if same_doi and (not year or not document.year or year == document.year):
                return document
        return None


def _placed(sidecar: Sidecar) -> Iterator[tuple[Record, str]]:
    """Yield each entry and what identifies it: its file and key, of a key's second its line.

    The first of a key keeps the place also when it has become one with its file, so that the
    places stay as they are from one `add` to the next.
    """
    taken: set[str] = set()
    for entry in sidecar.records:
        path = f"{sidecar.path}#{entry.key or f'line {entry.line}'}"
        yield entry, f"{path} (line {entry.line})" if path in taken else path
        taken.add(path)


def _digest(entry: Record) -> str:
    return hashlib.sha256(entry.item.to_text().encode()).hexdigest()
