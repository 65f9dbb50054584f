"""Bibliography files beside papers: reading them, and which entry belongs to which file."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index.errors import ReadError
from quoth.index.metadata.bibliographies import read_csl, read_ris
from quoth.index.metadata.bibtex import read_bibtex
from quoth.index.metadata.records import Record, base_name
from quoth.index.readers.plain import decode

__all__ = ["SIDECAR_SUFFIXES", "Sidecar", "Sidecars", "read_sidecar", "why_unread"]

SIDECAR_SUFFIXES = frozenset({".bib", ".ris", ".json"})
_MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A bibliography file; `problems` are one line each, with the line number.

    One that the user `named` speaks for files wherever they lie.
    """

    path: Path
    records: tuple[Record, ...]
    problems: tuple[str, ...] = ()
    named: bool = False


def read_sidecar(path: Path) -> Sidecar | None:
    """Read a .bib, .ris or CSL-JSON file; None for JSON that is something else."""
    name = path.name
    try:
        if path.stat().st_size > _MAX_BYTES:
            return Sidecar(path, (), (f"larger than {_MAX_BYTES // 1_000_000} MB: not read",))
        text = decode(path.read_bytes(), name)
    except OSError as error:
        return Sidecar(path, (), (f"cannot be opened: {error.strerror}",))
    except ReadError as error:
        return None if path.suffix.lower() == ".json" else Sidecar(path, (), (str(error),))
    source = f"sidecar {name}"
    if path.suffix.lower() == ".json":
        found = read_csl(text, source)
    else:
        read = read_bibtex if path.suffix.lower() == ".bib" else read_ris
        found = read(text, source)
    return None if found is None else Sidecar(path, tuple(found[0]), tuple(found[1]))


def why_unread(path: Path) -> str:
    """Return what is wrong with a file in which `read_sidecar` finds no entries."""
    if path.suffix.lower() != ".json":
        return "no entries are in it"
    try:
        json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        return f"line {error.lineno} is no valid JSON: {error.msg}"
    except (OSError, ValueError, RecursionError) as error:
        return f"it cannot be read: {error}"
    return "no entries are in it"


class Sidecars:
    """The bibliography files of one `add`."""

    def __init__(self, files: Sequence[Sidecar]) -> None:
        self._by_name: dict[str, list[tuple[Sidecar, Record, str]]] = {}
        self._by_stem: dict[str, list[tuple[Sidecar, Record]]] = {}
        self._by_doi: dict[str, list[tuple[Sidecar, Record]]] = {}
        for sidecar in files:
            for entry in sidecar.records:
                for path in entry.files:
                    place = (sidecar, entry, path)
                    self._by_name.setdefault(_folded(base_name(path)), []).append(place)
                if entry.key:
                    self._by_stem.setdefault(_folded(entry.key), []).append((sidecar, entry))
                if entry.doi:
                    self._by_doi.setdefault(entry.doi, []).append((sidecar, entry))
            if len(sidecar.records) == 1:
                stem = _folded(sidecar.path.stem)
                self._by_stem.setdefault(stem, []).append((sidecar, sidecar.records[0]))

    def match(self, path: Path, doi: str | None) -> Record | None:
        """Return the entry of a file: by its `file` field, then by name, then by DOI.

        Of several the one in the nearest folder is taken; a bibliography speaks for the files in
        its own folder and below.
        """
        named = [
            (_shared_end(path, written), sidecar, entry)
            for sidecar, entry, written in self._by_name.get(_folded(path.name), [])
            if _covers(sidecar, path)
        ]
        if named:
            most = max(shared for shared, _, _ in named)
            return _nearest([(s, e) for shared, s, e in named if shared == most])
        by_stem = [p for p in self._by_stem.get(_folded(path.stem), []) if _covers(p[0], path)]
        if by_stem:
            return _nearest(by_stem)
        by_doi = self._by_doi.get(doi.lower(), []) if doi else []
        return _nearest([pair for pair in by_doi if _covers(pair[0], path)])


def _covers(sidecar: Sidecar, path: Path) -> bool:
    return sidecar.named or sidecar.path.parent in path.parents


def _nearest(pairs: Sequence[tuple[Sidecar, Record]]) -> Record | None:
    best = max(pairs, key=lambda pair: len(pair[0].path.parts), default=None)
    return best[1] if best else None


def _shared_end(path: Path, written: str) -> int:
    """Return how many last parts two paths have in common."""
    one = [_folded(part) for part in reversed(path.parts)]
    other = [_folded(part) for part in reversed(written.replace("\\", "/").split("/"))]
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
