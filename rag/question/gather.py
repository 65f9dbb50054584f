"""Hits for an inquiry: for each of its parts, and from the documents that it names."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.index.library import Library
from quoth.index.types import Filters, Hit
from quoth.rag.question.inquiry import Inquiry, Part
from quoth.rag.retriever import retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Gathered", "gather", "in_turn"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The hits for one part of an inquiry, and the vector of its query."""

    part: Part
    hits: tuple[Hit, ...]
    query_vector: NDArray[np.float32]


def gather(
    library: Library,
    inquiry: Inquiry,
    *,
    k: int,
    filters: Filters,
    leave_out: Collection[str] = (),
) -> tuple[Gathered, ...]:
    """Return the k best hits for each part of an inquiry.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    found = []
    for part in inquiry.parts:
        within = replace(filters, among=part.among or filters.among)
        retrieval = retrieve(
            library, part.query, k=k, filters=within, leave_out=leave_out, prefer=inquiry.likely
        )
        found.append(Gathered(part, retrieval.hits, retrieval.query_vector))
    return tuple(found)


def in_turn(lists: Iterable[Iterable[Hit]], k: int) -> list[Hit]:
    """Return k hits, the first of each list, then the second of each …; each passage once."""
    first_come: dict[int, Hit] = {}
    for hit in itertools.chain.from_iterable(itertools.zip_longest(*lists)):
        if hit is not None:
            first_come.setdefault(hit.passage.id, hit)
    kept = list(first_come.values())[:k]
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept, 1)]
