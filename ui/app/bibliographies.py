"""Uploaded bibliographies: taken over without the paths that they name on the server.

An entry of a bibliography may name a file (BibTeX `file`, RIS `L1`), and `add` would read it. On
the command line that is the user's own; here whoever uploads could have any file of the server
read. So entries keep only the names of papers that were uploaded too.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from quoth.index.add_report import Failure
from quoth.index.metadata.records import Record, base_name
from quoth.index.metadata.sidecars import SIDECAR_SUFFIXES, read_sidecar
from quoth.ui.app.uploads import file_name

__all__ = ["Bibliography", "is_bibliography", "take_over"]

_NONE = "holds no entries: it is to be BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)"


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A bibliography that was taken over.

    Attributes:
        file: its name, as it was uploaded.
        path: of what `add` is to read; None where there is nothing in it.
        n_entries: of the entries that were read.
        problems: one line each.
    """

    file: str
    path: Path | None
    n_entries: int = 0
    problems: tuple[str, ...] = ()

    @property
    def failure(self) -> Failure | None:
        """Why nothing came of it."""
        return None if self.path else Failure(self.file, "; ".join(self.problems) or _NONE)


def is_bibliography(path: Path) -> bool:
    """Whether a file is one by its name."""
    return path.suffix.lower() in SIDECAR_SUFFIXES


def take_over(path: Path, papers: Iterable[Path]) -> Bibliography:
    """Write an uploaded bibliography again as CSL-JSON, beside it, and return where.

    Args:
        papers: the uploaded ones that entries may name. Of several with one name none is meant.
    """
    sidecar = read_sidecar(path)
    records = sidecar.records if sidecar else ()
    problems = sidecar.problems if sidecar else ()
    if not records:
        return Bibliography(path.name, None, 0, problems)
    places = _by_name(papers)
    rows = [_row(entry, places) for entry in records]
    written = path.with_name(f"{path.name}.json")
    written.write_text(json.dumps(rows), encoding="utf-8")
    return Bibliography(path.name, written, len(rows), problems)


def _by_name(papers: Iterable[Path]) -> dict[str, Path]:
    named = [(_folded(path.name), path) for path in dict.fromkeys(papers)]
    met = Counter(name for name, _ in named)
    return {name: path for name, path in named if met[name] == 1}


def _row(entry: Record, places: Mapping[str, Path]) -> dict[str, object]:
    """Return an entry as CSL-JSON; its files are uploaded papers or none."""
    names = (_folded(file_name(base_name(written))) for written in entry.files)
    files = [str(places[name]) for name in dict.fromkeys(names) if name in places]
    title = entry.item.text("title")  # without the field it would be taken for something else
    return {**entry.item.to_json(), "citation-key": entry.key, "title": title, "file": files}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
