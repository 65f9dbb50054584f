"""An embedder that remembers what it was last asked, for work that asks the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from quoth.index.embedder import Embedder, EmbedderIdentity, Embeddings, EmbedInput, TokenVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["RememberingEmbedder"]

_QUERIES = 4_096  # of 1.5 kB each with 384 dimensions
_TOKEN_TEXTS = 512  # sentences, of about 50 kB each
_Vector = TypeVar("_Vector")


class RememberingEmbedder:
    """Another embedder, asked for each text once; embedding many queries first makes one batch."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._queries: _Memory[NDArray[np.float32]] = _Memory(_QUERIES)
        self._tokens: _Memory[TokenVectors] = _Memory(_TOKEN_TEXTS)

    @property
    def identity(self) -> EmbedderIdentity:
        return self._embedder.identity

    @property
    def max_tokens(self) -> int:
        return self._embedder.max_tokens

    @property
    def languages(self) -> frozenset[str] | None:
        return self._embedder.languages

    @property
    def tokenizer_json(self) -> str:
        return self._embedder.tokenizer_json

    def embed_passages(
        self, inputs: Sequence[EmbedInput], *, progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        return self._embedder.embed_passages(inputs, progress=progress)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return self._embedder.embed_queries(texts)
        return np.stack(
            self._queries.get(texts, lambda new: list(self._embedder.embed_queries(new)))
        )

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._tokens.get(texts, self._embedder.embed_tokens)


class _Memory(Generic[_Vector]):
    """The values of the texts that were last asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[str, _Vector] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, texts: Sequence[str], make: Callable[[list[str]], Sequence[_Vector]]
    ) -> list[_Vector]:
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            found |= dict(zip(missing, make(missing), strict=True))
        with self._lock:
            for text, value in found.items():
                self._known[text] = value
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[text] for text in texts]
