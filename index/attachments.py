"""Bibliographies of one `add`, and the files that their entries name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from quoth.index.add_report import AddReport, Failure
from quoth.index.metadata.records import Record
from quoth.index.metadata.sidecars import Sidecar, read_sidecar, why_unread
from quoth.index.readers import SUFFIXES
from quoth.index.sources import Source, Sources

__all__ = ["find_attachment", "read_bibliographies", "with_attachments"]

_TAIL = 3  # parts of a path from another machine: Zotero's is storage/ABCD1234/paper.pdf


def read_bibliographies(sources: Sources, report: AddReport) -> list[Sidecar]:
    """Read the bibliographies beside the files and those that were named.

    JSON that is no bibliography counts as another file where it only lay there.
    """
    found = []
    for path in sources.sidecars:
        sidecar, named = read_sidecar(path), path in sources.bibliographies
        if sidecar is None and not named:
            report.n_other_files += 1
        elif sidecar is None or (named and not sidecar.records):
            why = sidecar.problems[0] if sidecar and sidecar.problems else why_unread(path)
            report.failures.append(Failure(path.name, f"cannot be used as a bibliography: {why}"))
        else:
            found.append(replace(sidecar, named=named))
            report.problems += [Failure(path.name, problem) for problem in sidecar.problems]
    return found


def with_attachments(sources: Sources, sidecars: Sequence[Sidecar], report: AddReport) -> Sources:
    """Return the sources with the files that the entries of named bibliographies name."""
    known = {source.path: source for source in sources.files}
    for sidecar in sidecars:
        for entry in sidecar.records if sidecar.named else ():
            path = find_attachment(entry, sidecar.path.parent)
            if path is not None:
                known.setdefault(path, Source(path, _shown(path, sidecar.path.parent)))
            elif entry.files:
                msg = f"line {entry.line}: {entry.key}: its file is not there: {entry.files[0]}"
                report.problems.append(Failure(sidecar.path.name, msg))
    ordered = sorted(known.values(), key=lambda source: (source.file, source.path))
    return replace(sources, files=tuple(ordered))


def find_attachment(entry: Record, folder: Path) -> Path | None:
    """Return the entry's first file that is there and can be read, a PDF before a web page."""
    found = [path for written in entry.files for path in _candidates(written, folder)]
    readable = [path for path in found if path.suffix.lower() in SUFFIXES and _is_file(path)]
    return min(readable, key=lambda path: path.suffix.lower() != ".pdf", default=None)


def _candidates(written: str, folder: Path) -> Iterator[Path]:
    """Yield where a file may lie: as written, and by its last parts beside the bibliography."""
    if written.lower().startswith("file:"):
        written = unquote(urlsplit(written).path)
    yield folder / written  # an absolute path stays as it is
    parts = [part for part in re.split(r"[\\/]", written) if part not in ("", ".", "..")]
    for length in range(min(_TAIL, len(parts)), 0, -1):
        yield folder.joinpath(*parts[-length:])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return False


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if folder in path.parents else path.name
