"""What is written to a library for one document: its text, its facts, its passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.index.types import Heading, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


__all__ = ["PassageRecord", "StoredFacts", "StoredText"]


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a document's passages are cut from; kept so that `rebuild` needs no file."""

    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    char_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """A document's facts as found, corrected, and looked up elsewhere: JSON objects by field."""

    found: str = "{}"
    edited: str = "{}"
    looked_up: str = "{}"


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage, its sentences (half-open, from the passage's start) and their vectors.

    Attributes:
        vector: float32, shape (dimension,), of unit length.
        sentence_vectors: float32, shape (len(sentences), dimension), rows of unit length.
    """

    passage: Passage
    sentences: tuple[tuple[int, int], ...]
    vector: NDArray[np.float32]
    sentence_vectors: NDArray[np.float32]
