"""Adding files to a library: what changed, parsed in workers, embedded in batches, stored whole.

A document is there whole or not at all: each is one transaction. Whatever stops the work (Ctrl-C,
a full disk, kill -9), the documents stored before are kept, and adding again does the rest.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from quoth.index.embedder import Embedder
from quoth.index.embedding import embed_documents
from quoth.index.errors import EmbedderMismatch, LibraryError, LibraryUnwritable
from quoth.index.fingerprint import FINGERPRINT_META, Fingerprint
from quoth.index.library import Library
from quoth.index.parsing import ParsedDocument, Splitting, parse_entries, parse_file
from quoth.index.readers import CorpusEntry, read_corpus
from quoth.index.snapshot import WORDS_META
from quoth.index.sources import CORPUS_SUFFIX, Source, Sources, find_sources
from quoth.index.store import Store
from quoth.index.types import Document
from quoth.index.words import WordIndex, WordState
from quoth.index.workers import FILE_TIMEOUT_S, run_in_workers

__all__ = ["AddOptions", "AddReport", "AddStep", "Failure", "add", "update_words"]

Change = Literal["added", "replaced", "failed"]

_EMBED_AT_ONCE = 128  # passages; enough that a batch holds texts of like length
_WORDS_EVERY_S = 5.0
_ENTRIES_A_TASK = 64


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How `add` works.

    Attributes:
        password: tried on encrypted files.
        sync: remove documents of the added folders whose files are gone.
        copy: keep a copy of each file in the library.
        dry_run: only say what would be done.
        timeout_s: for one file.
    """

    password: str | None = None
    sync: bool = False
    copy: bool = False
    dry_run: bool = False
    timeout_s: float = FILE_TIMEOUT_S


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be added, or a line of a corpus file, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddStep:
    """One document is done: what became of it, and how far the work is."""

    file: str
    change: Change
    done: int
    total: int


@dataclass(slots=True)
class AddReport:
    """What `add` did, by file name; `problems` are parts that could not be read."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    n_unchanged: int = 0
    n_passages: int = 0
    n_other_files: int = 0
    failures: list[Failure] = field(default_factory=list)
    problems: list[Failure] = field(default_factory=list)

    @property
    def all_failed(self) -> bool:
        """Whether there was something to add and none of it is in the library."""
        good = self.added or self.replaced or self.moved or self.removed or self.n_unchanged
        return bool(self.failures) and not good


@dataclass(frozen=True, slots=True)
class _Item:
    """A document to be: a file, or an entry of a corpus file."""

    path: str
    file: str
    sha256: str
    entry: CorpusEntry | None = None
    replaces: Document | None = None


def add(
    library: Library,
    paths: Sequence[Path],
    *,
    options: AddOptions | None = None,
    progress: Callable[[AddStep], None] | None = None,
) -> AddReport:
    """Add files, folders and corpus files; unchanged ones are skipped, changed ones replaced.

    Raises:
        UsageError: a path does not exist.
        LibraryLocked, LibraryUnwritable, EmbedderMismatch: nothing, or nothing more, was added.
    """
    options = options or AddOptions()
    sources = find_sources(paths, leave_out=library.folder.absolute())
    report = AddReport(n_other_files=sources.n_other)
    if options.dry_run:
        _Plan(library.documents(), options, library.folder, report).make(sources)
        return report
    with library.writing() as store:
        _check_fingerprint(library, store)
        plan = _Plan(store.documents(), options, library.folder, report)
        items = plan.make(sources)
        _forget_unread(store, {item.path for item in items})
        for document, path, file in plan.moves:
            store.move(document.id, path=path, file=file)
        if plan.gone:
            store.remove([document.id for document in plan.gone])
        try:
            _Ingest(library, store, report, options, progress).run(items)
        except BaseException:
            with suppress(LibraryError):  # the first error says more, as of a full disk
                update_words(store, library.folder / "words")
            raise
        update_words(store, library.folder / "words")
    return report


def update_words(store: Store, folder: Path) -> None:
    """Bring the word index up to the store's generation, and record it there.

    It is made anew if it is missing or damaged, or if passages were removed since.
    """
    state = WordState.from_json(store.meta(WORDS_META))
    generation = store.generation
    if state and state.generation == generation and WordIndex.open(folder, state):
        return
    words = WordIndex.open(folder, state) if state else None
    if words is not None and state is not None:
        fresh = list(store.words(after=state.generation))
        if len(words) + len(fresh) == store.count_passages():
            words.add(fresh)
        else:
            words = None
    if words is None:
        words = WordIndex.new(folder)
        words.add(store.words())
    # Recording it is a transaction too: the index is complete for the generation that this makes.
    store.set_meta(WORDS_META, words.state(generation + 1).to_json())
    words.discard_others()


def _check_fingerprint(library: Library, store: Store) -> None:
    wanted = Fingerprint.of(library.embedder)
    found = Fingerprint.from_json(store.meta(FINGERPRINT_META))
    if found is None:
        store.set_meta(FINGERPRINT_META, wanted.to_json())
    elif (found.embedder, found.passages) != (wanted.embedder, wanted.passages):
        raise EmbedderMismatch(found.difference(wanted, library.folder))


def _forget_unread(store: Store, again: set[str]) -> None:
    """Drop what is remembered of unreadable files that are gone or are read again now."""
    for path, file, _ in store.unread():
        if path in again or _is_gone(Path(path)):
            store.set_unread(path, file, None)


class _Plan:
    """Compares what is on disk with what is in the library."""

    def __init__(
        self, documents: Sequence[Document], options: AddOptions, folder: Path, report: AddReport
    ) -> None:
        self._by_path = {document.path: document for document in documents}
        self._options = options
        self._folder = folder
        self._report = report
        self._corpora: set[Path] = set()  # those that could be read
        self.moves: list[tuple[Document, str, str]] = []
        self.gone: list[Document] = []

    def make(self, sources: Sources) -> list[_Item]:
        """Return what must be parsed; fill `moves`, `gone` and the report."""
        for folder, reason in sources.unreadable:
            self._report.failures.append(Failure(str(folder), f"cannot be looked into: {reason}"))
        candidates = [item for source in sources.files for item in self._items(source)]
        seen = {item.path for item in candidates}
        missing = {
            document.sha256: document
            for document in self._by_path.values()
            if document.path not in seen and _is_gone(_source_path(document))
        }
        todo = []
        for item in candidates:
            old = self._by_path.get(item.path)
            if old and old.sha256 == item.sha256:
                self._report.n_unchanged += 1
            elif old is None and item.entry is None and item.sha256 in missing:
                moved = missing.pop(item.sha256)
                self.moves.append((moved, item.path, item.file))
                self._report.moved.append(item.file)
            else:
                todo.append(_Item(item.path, item.file, item.sha256, item.entry, old))
                if self._options.dry_run:
                    (self._report.replaced if old else self._report.added).append(item.file)
        if self._options.sync:
            self._find_gone(sources, seen)
        return todo

    def _items(self, source: Source) -> Iterator[_Item]:
        path = source.path
        try:
            str(path).encode()
            if path.exists() and not path.is_file():
                self._report.failures.append(Failure(source.file, "is not a regular file"))
                return
            data = path.read_bytes()
        except UnicodeEncodeError:
            name = source.file.encode(errors="replace").decode()
            self._report.failures.append(Failure(name, "has a name that is not UTF-8: rename it"))
            return
        except OSError as error:
            reason = f"cannot be opened: {error.strerror}"
            self._report.failures.append(Failure(source.file, reason))
            return
        if self._options.copy:
            path = _copy_path(source, self._folder)
            if not self._options.dry_run:
                _copy(data, path)
        if path.suffix.lower() != CORPUS_SUFFIX:
            yield _Item(str(path), source.file, hashlib.sha256(data).hexdigest())
            return
        corpus = read_corpus(data, source.file)
        self._report.failures += [
            Failure(source.file, _without_name(line, source.file)) for line in corpus.problems
        ]
        if corpus.entries:
            self._corpora.add(path)
        elif not corpus.problems:
            self._report.failures.append(Failure(source.file, "holds no documents"))
        for entry in corpus.entries:
            digest = hashlib.sha256(f"{entry.title or ''}\0{entry.text}".encode()).hexdigest()
            yield _Item(f"{path}#{entry.id}", entry.id, digest, entry)

    def _find_gone(self, sources: Sources, seen: set[str]) -> None:
        moved = {document.id for document, _, _ in self.moves}
        for document in self._by_path.values():
            if document.path in seen or document.id in moved:
                continue
            path = _source_path(document)
            is_gone = any(root in path.parents for root in sources.folders) and _is_gone(path)
            # an entry that is not in its corpus any more; one that cannot be read loses none
            if is_gone or path in self._corpora:
                self.gone.append(document)
                self._report.removed.append(document.file)


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
        self._embedder: Embedder = library.embedder
        self._words = library.folder / "words"
        self._store = store
        self._report = report
        self._options = options
        self._progress = progress
        self._pending: list[tuple[_Item, ParsedDocument]] = []
        self._n_pending = 0
        self._done = 0
        self._total = 0
        self._words_at = time.monotonic()

    def run(self, items: Sequence[_Item]) -> None:
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

    def _take(self, item: _Item, parsed: ParsedDocument) -> None:
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
        batch = [(parsed.hints.title, parsed.passages) for _, parsed in pending]
        for (item, parsed), records in zip(
            pending, embed_documents(self._embedder, batch), strict=True
        ):
            self._store.put(_document(item, parsed), parsed.text, records)
            self._stored(item, parsed)
        if time.monotonic() - self._words_at > _WORDS_EVERY_S:
            update_words(self._store, self._words)
            self._words_at = time.monotonic()

    def _stored(self, item: _Item, parsed: ParsedDocument) -> None:
        (self._report.replaced if item.replaces else self._report.added).append(item.file)
        self._report.n_passages += len(parsed.passages)
        self._report.problems += [
            Failure(item.file, _without_name(problem, Path(item.path).name))
            for problem in parsed.problems
        ]
        self._step(item, "replaced" if item.replaces else "added")

    def _fail(self, item: _Item, reason: str) -> None:
        reason = _without_name(reason, Path(item.path).name)
        kept = " (its earlier text is kept)" if item.replaces else ""
        self._report.failures.append(Failure(item.file, f"{reason}{kept}"))
        self._store.set_unread(item.path, item.file, reason)
        self._step(item, "failed")

    def _step(self, item: _Item, change: Change) -> None:
        self._done += 1
        if self._progress:
            self._progress(AddStep(item.file, change, self._done, self._total))


def _parse_one(path: str, password: str | None, splitting: Splitting) -> list[ParsedDocument]:
    return [parse_file(path, password, splitting)]


def _tasks(
    items: Sequence[_Item], password: str | None, splitting: Splitting
) -> Iterator[tuple[list[_Item], Callable[..., list[ParsedDocument]], tuple[object, ...]]]:
    group: list[_Item] = []
    for item in items:
        if item.entry is None:
            yield [item], _parse_one, (item.path, password, splitting)
            continue
        group.append(item)
        if len(group) == _ENTRIES_A_TASK:
            yield group, parse_entries, ([i.entry for i in group], splitting)
            group = []
    if group:
        yield group, parse_entries, ([i.entry for i in group], splitting)


def _document(item: _Item, parsed: ParsedDocument) -> Document:
    hints = parsed.hints
    return Document(
        id=item.replaces.id if item.replaces else uuid.uuid4().hex[:16],
        path=item.path,
        file=item.file,
        sha256=item.sha256,
        format=parsed.format,
        title=hints.title,
        authors=hints.authors,
        year=hints.year,
        doi=hints.doi,
        n_pages=len(parsed.text.page_starts) or None,
        problems=tuple(_without_name(p, Path(item.path).name) for p in parsed.problems),
    )


def _source_path(document: Document) -> Path:
    """Return the file that a document came from: a corpus document's is its corpus file."""
    path = document.path
    at = path.lower().find(f"{CORPUS_SUFFIX}#") if document.format == "jsonl" else -1
    return Path(path if at < 0 else path[: at + len(CORPUS_SUFFIX)])


def _is_gone(path: Path) -> bool:
    """Whether there is no such file; one that cannot be looked at is taken to be there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _without_name(reason: str, name: str) -> str:
    """Take a file's name off the start of a reason, which is shown after the name."""
    for mark in (f"{name}: ", f"{name}, ", f"{name} "):
        reason = reason.removeprefix(mark)
    return reason


def _copy_path(source: Source, folder: Path) -> Path:
    """Return where the library keeps its copy of a file."""
    place = hashlib.sha256(str(source.path).encode()).hexdigest()[:12]
    return folder.absolute() / "files" / place / source.path.name


def _copy(data: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() == data:
            return
        fresh = path.with_name(f".{path.name}.part")
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        msg = f"cannot copy a file to {path}: {error.strerror}"
        raise LibraryUnwritable(msg) from error
