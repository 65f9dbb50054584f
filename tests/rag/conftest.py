"""Hits made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quoth.index.types import Document, Hit, Passage, PassageKind


@pytest.fixture
def make_hit() -> Callable[..., Hit]:
    """Return a function that makes a hit of a passage's text."""

    def make(
        text: str,
        *,
        document: str = "d",
        passage_id: int = 1,
        start: int = 0,
        score: float = 1.0,
        rank: int = 1,
        kind: PassageKind = "body",
        section: str | None = None,
    ) -> Hit:
        passage = Passage(passage_id, document, start, start + len(text), None, section, kind, text)
        found = Document(document, f"/{document}", document, "0", "txt", title="A title")
        return Hit(passage, found, score, rank, 0.5, 1.0)

    return make
