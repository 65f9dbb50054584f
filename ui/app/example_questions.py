"""Questions that a library can be expected to answer, made from its own titles and authors."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from quoth.index.text import render
from quoth.index.types import Document

__all__ = ["copied_examples", "example_articles", "example_questions"]

_MOST = 4
_LONGEST_TITLE = 90  # characters; a longer one makes a question that nobody would type


def example_questions(documents: Sequence[Document]) -> list[str]:
    """Return up to four questions, each about another document."""
    titled = [d for d in documents if d.has_text and d.title and len(d.title) <= _LONGEST_TITLE]
    questions = []
    for number, document in enumerate(titled[:_MOST]):
        title = render(document.title or "").rstrip(".?!")
        family = document.authors[0].family if document.authors else ""
        if number == 1 and family:
            questions.append(f"Which papers did {render(family)} write?")
        else:
            questions.append(f"What is “{title}” about?")
    return questions


def example_articles() -> Path | None:
    """Return the folder of example articles: only a checkout has one."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "library"
    return folder if folder.is_dir() else None


def copied_examples(into: Path) -> list[str]:
    """Return copies of the example articles, in a new folder within `into`."""
    folder = example_articles()
    if folder is None:
        return []
    copies = tempfile.mkdtemp(dir=into)
    return [shutil.copy(path, copies) for path in sorted(folder.iterdir()) if path.is_file()]
