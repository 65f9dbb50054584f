"""Adding files to a library: what changed, parsed in workers, embedded in batches, stored whole.

A document is there whole or not at all: each is one transaction. Whatever stops the work (Ctrl-C,
a full disk, kill -9), the documents stored before are kept, and adding again does the rest.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from quoth.index.add_report import AddOptions, AddReport, AddStep, Change, Failure
from quoth.index.attachments import read_bibliographies, with_attachments
from quoth.index.citation_keys import check_pattern
from quoth.index.embedder import Embedder
from quoth.index.embedding import embed_documents
from quoth.index.errors import EmbedderMismatch, LibraryError
from quoth.index.facts import Facts, with_facts
from quoth.index.fingerprint import FINGERPRINT_META, Fingerprint
from quoth.index.imports import Importer, assign_keys, entries_to_come, with_entry
from quoth.index.library import Library
from quoth.index.metadata import Metadata
from quoth.index.metadata.csl import CslItem
from quoth.index.metadata.records import metadata_of
from quoth.index.metadata.sidecars import Sidecars
from quoth.index.parsing import ParsedDocument, Splitting, parse_entries, parse_file
from quoth.index.plan import Item, Plan, is_gone, keep_copy, without_name
from quoth.index.sources import find_sources
from quoth.index.store import Store
from quoth.index.types import Document
from quoth.index.word_upkeep import update_words
from quoth.index.workers import run_in_workers

__all__ = ["AddOptions", "AddReport", "AddStep", "Failure", "add"]

_EMBED_AT_ONCE = 256  # passages; enough that a batch holds texts of like length
_WORDS_EVERY_S = 5.0
_ENTRIES_A_TASK = 64


def add(
    library: Library,
    paths: Sequence[Path],
    *,
    options: AddOptions | None = None,
    progress: Callable[[AddStep], None] | None = None,
) -> AddReport:
    """Add files, folders, corpora and bibliographies; what is unchanged is skipped.

    Raises:
        UsageError: a path does not exist.
        LibraryLocked, LibraryUnwritable, EmbedderMismatch: nothing, or nothing more, was added.
    """
    options = options or AddOptions()
    sources = find_sources(paths, leave_out=library.folder.absolute())
    report = AddReport(n_other_files=sources.n_other)
    bibliographies = read_bibliographies(sources, report)
    sources = with_attachments(sources, bibliographies, report)
    check_pattern(options.citation_key)
    if options.dry_run:
        Plan(library.documents(), options, library.folder, report).make(sources)
        report.entries += entries_to_come(bibliographies, library.documents())
        return report
    with library.writing() as store:
        _check_fingerprint(library, store)
        plan = Plan(store.documents(), options, library.folder, report)
        items = plan.make(sources)
        _forget_unread(store, {item.read_from for item in items})
        _follow(store, plan)
        try:
            sidecars = Sidecars(bibliographies)
            _Ingest(library, store, report, options, progress).run(items, sidecars)
            importer = Importer(store, lambda: library.embedder, report)
            importer.describe(plan.unchanged, sidecars)
            importer.add(bibliographies, sync=options.sync)
            assign_keys(store, pattern=options.citation_key)
        except BaseException:
            with suppress(LibraryError):  # the first error says more, as of a full disk
                update_words(store, library.folder / "words")
            raise
        update_words(store, library.folder / "words")
    return report


def _check_fingerprint(library: Library, store: Store) -> None:
    wanted = Fingerprint.of(library.embedder)
    found = Fingerprint.from_json(store.meta(FINGERPRINT_META))
    if found is None:
        store.set_meta(FINGERPRINT_META, wanted.to_json())
    elif (found.embedder, found.passages) != (wanted.embedder, wanted.passages):
        raise EmbedderMismatch(found.difference(wanted, library.folder))


def _follow(store: Store, plan: Plan) -> None:
    for document, path, file in plan.moves:
        store.move(document.id, path=path, file=file)
    if plan.gone:
        store.remove([document.id for document in plan.gone])


def _forget_unread(store: Store, again: set[str]) -> None:
    """Drop what is remembered of unreadable files that are gone or are read again now."""
    for path, file, _ in store.unread():
        if path in again or is_gone(Path(path)):
            store.set_unread(path, file, None)


class _Ingest:
    """Parses, embeds and stores documents."""

    def __init__(
        self,
        library: Library,
        store: Store,
        report: AddReport,
        options: AddOptions,
        progress: Callable[[AddStep], None] | None,
    ) -> None:
        self._sidecars = Sidecars(())
        self._embedder: Embedder = library.embedder
        self._words = library.folder / "words"
        self._store = store
        self._report = report
        self._options = options
        self._progress = progress
        self._pending: list[tuple[Item, ParsedDocument]] = []
        self._n_pending = 0
        self._done = 0
        self._total = 0
        self._words_at = time.monotonic()

    def run(self, items: Sequence[Item], sidecars: Sidecars) -> None:
        self._sidecars = sidecars
        self._total = len(items)
        splitting = Splitting(self._embedder.tokenizer_json, self._embedder.max_tokens)
        tasks = _tasks(items, self._options.password, splitting)
        outcomes = run_in_workers(tasks, timeout_s=self._options.timeout_s)
        with closing(outcomes):  # an error here ends the workers at once
            for outcome in outcomes:
                if outcome.result is None:
                    for item in outcome.key:
                        self._fail(item, outcome.reason or "cannot be read")
                    continue
                for item, parsed in zip(outcome.key, outcome.result, strict=True):
                    self._take(item, parsed)
        self._flush()

    def _take(self, item: Item, parsed: ParsedDocument) -> None:
        if not parsed.passages:
            self._fail(item, "has no text")
            return
        self._pending.append((item, parsed))
        self._n_pending += len(parsed.passages)
        if self._n_pending >= _EMBED_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        """Embed what is pending, across documents, and store it document by document."""
        pending, self._pending, self._n_pending = self._pending, [], 0
        known = [self._known(item, parsed) for item, parsed in pending]
        batch = [(d.title, p.passages) for (d, _), (_, p) in zip(known, pending, strict=True)]
        made = embed_documents(self._embedder, batch)
        for (item, parsed), (document, facts), records in zip(pending, known, made, strict=True):
            if item.read_from != item.path:  # only now: a failed replacement keeps the old copy
                keep_copy(Path(item.read_from), Path(item.path))
            self._store.put(document, parsed.text, records, facts.stored())
            self._stored(item, parsed)
        if time.monotonic() - self._words_at > _WORDS_EVERY_S:
            update_words(self._store, self._words)
            self._words_at = time.monotonic()

    def _known(self, item: Item, parsed: ParsedDocument) -> tuple[Document, Facts]:
        """Return a document and what is known of it.

        A bibliography comes before the file itself, also one of an earlier `add`; corrections come
        before both.
        """
        document, found, old = _document(item, parsed), parsed.metadata, item.replaces
        doi = found.doi.value if found.doi else None
        entry = self._sidecars.match(item.source, doi) if item.source else None
        if entry is not None:
            document, found = with_entry(document, entry), entry.metadata.over(found)
        elif document.entry and old:
            found = _stated_before(old).over(found)
        earlier = Facts.read(self._store.facts(old.id)) if old else Facts(Metadata(), {})
        facts = replace(earlier, found=found)
        return with_facts(document, facts.known), facts

    def _stored(self, item: Item, parsed: ParsedDocument) -> None:
        (self._report.replaced if item.replaces else self._report.added).append(item.file)
        self._report.n_passages += len(parsed.passages)
        self._report.problems += [
            Failure(item.file, without_name(problem, Path(item.path).name))
            for problem in parsed.problems
        ]
        self._step(item, "replaced" if item.replaces else "added")

    def _fail(self, item: Item, reason: str) -> None:
        reason = without_name(reason, Path(item.path).name)
        kept = " (its earlier text is kept)" if item.replaces else ""
        self._report.failures.append(Failure(item.file, f"{reason}{kept}"))
        self._store.set_unread(item.read_from, item.file, reason)
        self._step(item, "failed")

    def _step(self, item: Item, change: Change) -> None:
        self._done += 1
        if self._progress:
            self._progress(AddStep(item.file, change, self._done, self._total))


def _parse_one(path: str, password: str | None, splitting: Splitting) -> list[ParsedDocument]:
    return [parse_file(path, password, splitting)]


def _tasks(
    items: Sequence[Item], password: str | None, splitting: Splitting
) -> Iterator[tuple[list[Item], Callable[..., list[ParsedDocument]], tuple[object, ...]]]:
    group: list[Item] = []
    for item in items:
        if item.entry is None:
            yield [item], _parse_one, (item.read_from, password, splitting)
            continue
        group.append(item)
        if len(group) == _ENTRIES_A_TASK:
            yield group, parse_entries, ([i.entry for i in group], splitting)
            group = []
    if group:
        yield group, parse_entries, ([i.entry for i in group], splitting)


def _document(item: Item, parsed: ParsedDocument) -> Document:
    return Document(
        id=item.replaces.id if item.replaces else uuid.uuid4().hex[:16],
        path=item.path,
        file=item.file,
        sha256=item.sha256,
        format=parsed.format,
        n_pages=len(parsed.text.page_starts) or None,
        problems=tuple(without_name(p, Path(item.path).name) for p in parsed.problems),
        key=item.replaces.key if item.replaces else "",
        entry=item.replaces.entry if item.replaces else "",
    )


def _stated_before(document: Document) -> Metadata:
    """Return what the entry of a bibliography that was read before says of a document."""
    sources = (source for _, source in document.provenance if source.startswith("sidecar "))
    return metadata_of(CslItem.from_text(document.entry), next(sources, "bibliography"))
