"""Asking a question of a library that lacks the documents which the question is to do without."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoth.eval.fitting.near_misses import NearMiss
from quoth.index import Library, remove

__all__ = ["libraries_for"]


def libraries_for(
    library: Library, questions: Sequence[NearMiss]
) -> Iterator[tuple[Library, list[NearMiss]]]:
    """Yield the library with the questions that it is asked; then each copy without a few papers.

    A copy lives until the next one is asked for. The library must not change meanwhile.
    """
    asked: dict[tuple[str, ...], list[NearMiss]] = {}
    for question in questions:
        asked.setdefault(tuple(sorted(question.withheld)), []).append(question)
    for withheld, some in sorted(asked.items()):
        if not withheld:
            yield library, some
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library"
            shutil.copytree(library.folder, path)
            with Library.open(path, lambda: library.embedder) as copy:
                remove(copy, [d.id for d in copy.documents() if d.file in withheld])
                yield copy, some
