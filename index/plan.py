"""Comparing the files on disk with the documents of a library."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.add_report import AddOptions, AddReport, Failure
from quoth.index.errors import LibraryUnwritable
from quoth.index.readers import CorpusEntry, read_corpus
from quoth.index.sources import CORPUS_SUFFIX, Source, Sources
from quoth.index.types import Document

__all__ = ["Item", "Plan", "is_gone", "keep_copy", "without_name"]


# formats of documents that share a file with others: of a corpus, of a bibliography
_OF_MANY = frozenset({"jsonl", "bib", "ris", "json"})


@dataclass(frozen=True, slots=True)
class Item:
    """A document to be: a file (`source`: not the library's copy), or an entry of a corpus file."""

    path: str
    file: str
    sha256: str
    entry: CorpusEntry | None = None
    replaces: Document | None = None
    source: Path | None = None

    @property
    def read_from(self) -> str:
        """The user's own file, or a corpus document's path; `path` may be the library's copy."""
        return str(self.source or self.path)


class Plan:
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
        self.unchanged: list[tuple[Document, Path]] = []

    def make(self, sources: Sources) -> list[Item]:
        """Return what must be parsed; fill `moves`, `gone` and the report."""
        for folder, reason in sources.unreadable:
            self._report.failures.append(Failure(str(folder), f"cannot be looked into: {reason}"))
        candidates = [item for source in sources.files for item in self._items(source)]
        seen = {item.path for item in candidates}
        missing = {
            document.sha256: document
            for document in self._by_path.values()
            if document.path not in seen and is_gone(_source_path(document))
        }
        kept = {document.sha256 for document in self._by_path.values() if self._is_copy(document)}
        todo = []
        for item in candidates:
            old = self._by_path.get(item.path)
            if old and old.sha256 == item.sha256:
                self._report.n_unchanged += 1
                if item.source is not None:
                    self.unchanged.append((old, item.source))
            elif old is None and item.entry is None and item.sha256 in missing:
                moved = missing.pop(item.sha256)
                self.moves.append((moved, item.path, item.file))
                self._report.moved.append(item.file)
            elif old is None and self._options.copy and item.sha256 in kept:
                self._report.n_unchanged += 1  # the original has moved, the copy is here
            else:
                todo.append(replace(item, replaces=old))
                if self._options.dry_run:
                    (self._report.replaced if old else self._report.added).append(item.file)
        if self._options.sync:
            self._find_gone(sources, seen)
        return todo

    def _is_copy(self, document: Document) -> bool:
        return self._folder.absolute() / "files" in Path(document.path).parents

    def _items(self, source: Source) -> Iterator[Item]:
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
        if path.suffix.lower() != CORPUS_SUFFIX:
            digest = hashlib.sha256(data).hexdigest()
            yield Item(str(path), source.file, digest, source=source.path)
            return
        corpus = read_corpus(data, source.file)
        problems = [without_name(line, source.file) for line in corpus.problems]
        if not corpus.entries:
            why = problems[0] if problems else "no lines are in it"
            if source.is_named or any(known.startswith(f"{path}#") for known in self._by_path):
                self._report.failures.append(Failure(source.file, f"holds no documents: {why}"))
            else:  # it only lay there: a question set, a log
                self._report.passed_over.append(Failure(source.file, why))
            return
        self._report.failures += [Failure(source.file, problem) for problem in problems]
        self._corpora.add(path)
        if self._options.copy and not self._options.dry_run:
            keep_copy(source.path, path)
        for entry in corpus.entries:
            digest = hashlib.sha256(f"{entry.title or ''}\0{entry.text}".encode()).hexdigest()
            yield Item(f"{path}#{entry.id}", entry.id, digest, entry)

    def _find_gone(self, sources: Sources, seen: set[str]) -> None:
        moved = {document.id for document, _, _ in self.moves}
        for document in self._by_path.values():
            if document.path in seen or document.id in moved:
                continue
            path = _source_path(document)
            left = any(root in path.parents for root in sources.folders) and is_gone(path)
            # an entry that is not in its corpus any more; one that cannot be read loses none
            if left or path in self._corpora:
                self.gone.append(document)
                self._report.removed.append(document.file)


def _source_path(document: Document) -> Path:
    """Return the file that a document came from, which may hold many."""
    path, mark = document.path, f".{document.format}#"
    at = path.lower().find(mark) if document.format in _OF_MANY else -1
    return Path(path if at < 0 else path[: at + len(mark) - 1])


def is_gone(path: Path) -> bool:
    """Whether there is no such file; one that cannot be looked at is taken to be there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def without_name(reason: str, name: str) -> str:
    """Take a file's name off the start of a reason, which is shown after the name."""
    for mark in (f"{name}: ", f"{name}, ", f"{name} "):
        reason = reason.removeprefix(mark)
    return reason


def _copy_path(source: Source, folder: Path) -> Path:
    """Return where the library keeps its copy of a file."""
    place = hashlib.sha256(str(source.path).encode()).hexdigest()[:12]
    return folder.absolute() / "files" / place / source.path.name


def keep_copy(source: Path, path: Path) -> None:
    """Copy a file into the library, whole or not at all.

    Raises:
        LibraryUnwritable: it cannot be read any more, or the copy cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.part")
        shutil.copyfile(source, fresh)
        fresh.replace(path)
    except OSError as error:
        msg = f"cannot copy {source} to {path}: {error.strerror}"
        raise LibraryUnwritable(msg) from error
