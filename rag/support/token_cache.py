"""Vectors that are kept: the sentences of an answer are held against the same evidence."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from quoth.index.embedder import TokenVectors
from quoth.rag.support.features import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CachedVectors"]

_TOKENS_OF = 512  # texts; of 40 tokens by 384 numbers, 30 MB at most
_QUERIES = 32  # a claim is held against the passages that it cites, then against the others

_Value = TypeVar("_Value")


class CachedVectors:
    """The vectors of another, those of the latest texts kept.

    Two threads may embed the same text at the same time; both get the same vectors.
    """

    def __init__(self, vectors: Vectors, *, most: int = _TOKENS_OF) -> None:
        self._vectors = vectors
        self._tokens: _Latest[TokenVectors] = _Latest(most)
        self._queries: _Latest[NDArray[np.float32]] = _Latest(_QUERIES)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return self._vectors.embed_queries(texts)
        return np.stack(self._queries.of(texts, lambda new: [*self._vectors.embed_queries(new)]))

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._tokens.of(texts, self._vectors.embed_tokens)


class _Latest(Generic[_Value]):
    """What was made of the latest texts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, _Value] = OrderedDict()

    def of(self, texts: Sequence[str], make: Callable[[list[str]], list[_Value]]) -> list[_Value]:
        found = {text: kept for text in texts if (kept := self._kept.get(text)) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found.update(zip(new, make(new), strict=True))
        self._kept.update(found)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return [found[text] for text in texts]
