"""FAISS over the stored vectors: the passages nearest to a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["VectorIndex"]


class VectorIndex:
    """An exact inner-product index of unit vectors, held in memory.

    Args:
        ids: int64, shape (n,), ascending: the passages.
        vectors: n float32 vectors one after another, as the store gives them.
        dimension: of each vector.
    """

    def __init__(self, ids: NDArray[np.int64], vectors: bytes, *, dimension: int) -> None:
        import faiss
        import numpy as np

        self._ids = ids
        self._index = faiss.IndexFlatIP(dimension)
        if len(ids):
            self._index.add(np.frombuffer(vectors, dtype="<f4").reshape(len(ids), dimension))

    def __len__(self) -> int:
        return len(self._ids)

    def nearest(
        self, query: NDArray[np.float32], k: int, *, among: NDArray[np.int64] | None = None
    ) -> dict[int, float]:
        """Return the k passages nearest to the query and their cosines, best first.

        Args:
            query: float32, shape (dimension,), of unit length.
            k: at least 1; fewer come back if fewer are there.
            among: ids, ascending, that may be returned; None for all.
        """
        import faiss
        import numpy as np

        options = None
        if among is not None:
            rows = np.searchsorted(self._ids, np.intersect1d(among, self._ids, assume_unique=True))
            if not len(rows):
                return {}
            options = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows.astype(np.int64)))
        if not len(self._ids):
            return {}
        count = min(k, len(self._ids))
        scores, rows = self._index.search(query.reshape(1, -1), count, params=options)
        return {
            int(self._ids[row]): float(score)
            for row, score in zip(rows[0], scores[0], strict=True)
            if row >= 0
        }

    def cosines(self, query: NDArray[np.float32], ids: NDArray[np.int64]) -> dict[int, float]:
        """Return the cosine of each of these passages with the query; unknown ids are left out."""
        import numpy as np

        if not len(self._ids):
            return {}
        rows = np.searchsorted(self._ids, ids).clip(max=len(self._ids) - 1)
        is_known = self._ids[rows] == ids
        rows, known = rows[is_known], ids[is_known]
        if not len(known):
            return {}
        scores = self._index.reconstruct_batch(rows) @ query
        return {int(i): float(s) for i, s in zip(known, scores, strict=True)}
