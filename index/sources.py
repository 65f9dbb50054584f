"""From the paths that a user names to the files that can be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.errors import UsageError
from quoth.index.metadata.sidecars import SIDECAR_SUFFIXES
from quoth.index.readers import SUFFIXES

__all__ = ["CORPUS_SUFFIX", "Source", "Sources", "find_sources"]

CORPUS_SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `file` is its name relative to the folder that the user named.

    `is_named`: the user named the file itself.
    """

    path: Path
    file: str
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found.

    Attributes:
        files: in order of name.
        folders: those that were named.
        n_other: how many other files lay beside them.
        unreadable: folders that could not be looked into, and why.
        sidecars: files that may be bibliographies; they are not among `n_other`.
        bibliographies: those of them that were named.
    """

    files: tuple[Source, ...]
    folders: tuple[Path, ...]
    n_other: int
    unreadable: tuple[tuple[Path, str], ...] = ()
    sidecars: tuple[Path, ...] = ()
    bibliographies: tuple[Path, ...] = ()


def find_sources(paths: Sequence[Path], *, leave_out: Path | None = None) -> Sources:
    """Return the readable files that the paths name or contain.

    Folders are walked whole; hidden files and folders, and links to folders, are passed over. A
    file that is named itself is taken whatever its suffix.

    Args:
        leave_out: a folder (the library's own) that is not walked.

    Raises:
        UsageError: a path does not exist, or is not to be looked at.
    """
    found: dict[Path, Source] = {}
    folders = []
    unreadable: list[tuple[Path, str]] = []
    n_other = 0
    sidecars: dict[Path, None] = {}
    for path in map(_absolute, paths):
        if path.is_dir():
            folders.append(path)
            for file in _walk(path, leave_out, unreadable):
                if file.suffix.lower() in SUFFIXES or file.suffix.lower() == CORPUS_SUFFIX:
                    found.setdefault(file, Source(file, file.relative_to(path).as_posix()))
                elif file.suffix.lower() in SIDECAR_SUFFIXES:
                    sidecars[file] = None
                else:
                    n_other += 1
        elif path.exists() and path.suffix.lower() in SIDECAR_SUFFIXES:
            sidecars[path] = None
        elif path.exists():
            found[path] = replace(found.get(path, Source(path, path.name)), is_named=True)
            sidecars |= dict.fromkeys(_of_the_same_stem(path))
        else:
            msg = f"{path} does not exist"
            raise UsageError(msg)
    ordered = sorted(found.values(), key=lambda source: (source.file, source.path))
    named = tuple(path for path in map(_absolute, paths) if path in sidecars)
    beside = tuple(sidecars)
    return Sources(tuple(ordered), tuple(folders), n_other, tuple(unreadable), beside, named)


def _of_the_same_stem(path: Path) -> Iterator[Path]:
    for suffix in sorted(SIDECAR_SUFFIXES):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            yield beside


def _absolute(path: Path) -> Path:
    try:
        absolute = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 (links stay)
        absolute.exists()
    except (OSError, RuntimeError) as error:  # no permission, a name too long, no such user's home
        msg = f"{path} cannot be looked at: {getattr(error, 'strerror', None) or error}"
        raise UsageError(msg) from error
    return absolute


def _walk(
    folder: Path, leave_out: Path | None, unreadable: list[tuple[Path, str]]
) -> Iterator[Path]:
    def note(error: OSError) -> None:
        unreadable.append((Path(str(error.filename)), error.strerror or str(error)))

    for here, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(_visible(folders))
        if leave_out is not None:
            folders[:] = [name for name in folders if Path(here, name) != leave_out]
        yield from (Path(here, name) for name in sorted(_visible(files)))


def _visible(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if not name.startswith((".", "~$")))
