"""Reading for a follow-up question: what is asked now, of what was talked of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.index.library import Library
from quoth.index.types import Hit
from quoth.rag.reading.reader import Evidence, SentenceReader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_follow_up"]


def read_follow_up(
    reader: SentenceReader,
    library: Library,
    *,
    whole: tuple[str, NDArray[np.float32]],
    asked: str,
    hits: Sequence[Hit],
) -> list[Evidence]:
    """Return the sentences of the hits, best first, by the mean of two readings.

    The question made whole repeats what was asked before, and so favours the sentence that answered
    that; what is asked now, alone, has lost what it is about.

    Args:
        whole: the question with what it leans on, and its vector.
        asked: the question as it was asked.
    """
    text, vector = whole
    together = reader.read(library, text, vector, hits)
    alone = reader.read(library, asked, library.embedder.embed_queries([asked])[0], hits)
    score = {(item.hit.passage.id, item.start): item.score for item in alone}
    read = [
        replace(item, score=(item.score + score.get((item.hit.passage.id, item.start), 0.0)) / 2)
        for item in together
    ]
    return sorted(read, key=lambda e: (-e.score, e.hit.rank, e.start))
