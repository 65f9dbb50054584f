"""What tests of adding look at."""

from __future__ import annotations

import json
from pathlib import Path

from quoth.index import AddReport, Library

__all__ = ["files", "found", "reasons", "write_corpus"]


def files(library: Library) -> list[str]:
    return [document.file for document in library.documents()]


def found(library: Library, query: str) -> list[str]:
    """Return the files that a query's words find, best first."""
    candidates, _ = library.candidates(query, depth=10)
    passages = library.passages(list(candidates.lexical))
    names = {document.id: document.file for document in library.documents()}
    return [names[passages[i].document_id] for i in candidates.lexical]


def reasons(report: AddReport) -> dict[str, str]:
    return {failure.file: failure.reason for failure in report.failures}


def write_corpus(path: Path, *lines: object) -> None:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
