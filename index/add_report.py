"""What `add` is asked to do, and what it says that it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quoth.index.citation_keys import DEFAULT_PATTERN
from quoth.index.workers import FILE_TIMEOUT_S

__all__ = ["AddOptions", "AddReport", "AddStep", "Change", "Failure"]

Change = Literal["added", "replaced", "failed"]


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How `add` works.

    Attributes:
        password: tried on encrypted files.
        sync: remove documents of the added folders whose files are gone.
        copy: keep a copy of each file in the library.
        dry_run: only say what would be done.
        timeout_s: for one file.
        citation_key: what the keys of new documents are made of.
    """

    password: str | None = None
    sync: bool = False
    copy: bool = False
    dry_run: bool = False
    timeout_s: float = FILE_TIMEOUT_S
    citation_key: str = DEFAULT_PATTERN


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
    """What `add` did, by file name; `problems` are parts that could not be read.

    `described` are unchanged files of which a bibliography says something new; `entries` are those
    of a bibliography that are kept without a file; `passed_over` are JSON Lines that lay in a
    folder and are no corpora, such as question sets.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    n_unchanged: int = 0
    n_passages: int = 0
    n_other_files: int = 0
    failures: list[Failure] = field(default_factory=list)
    problems: list[Failure] = field(default_factory=list)
    passed_over: list[Failure] = field(default_factory=list)

    @property
    def all_failed(self) -> bool:
        """Whether there was something to add and none of it is in the library."""
        good = (self.added, self.replaced, self.moved, self.removed, self.described, self.entries)
        return bool(self.failures) and not any(good) and not self.n_unchanged
