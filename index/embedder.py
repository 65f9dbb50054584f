"""The seam to embedding models: what every embedder does, and which one the settings ask for.

A passage is embedded together with its sentences. Where the model gives one vector a token, a
sentence's vector is the mean over its own tokens *as read inside the passage* ("late chunking"):
it costs nothing beyond the passage's own pass and is stored, so that a question is compared with
sentences without running the model over them again.

Source: Günther et al. 2024, "Late Chunking: Contextual Chunk Embeddings".
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from quoth.index.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "DEFAULT_EMBEDDER",
    "EmbedInput",
    "Embedder",
    "EmbedderIdentity",
    "Embeddings",
    "Precision",
    "TokenVectors",
    "load_embedder",
]

log = logging.getLogger(__name__)

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

Precision = Literal["float", "int8"]


@dataclass(frozen=True, slots=True)
class EmbedInput:
    """One passage as the model reads it, and where its sentences lie in that text."""

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors of unit length.

    Attributes:
        passages: float32, shape (n, dimension).
        sentences: n arrays of float32, shape (sentences of passage i, dimension).
    """

    passages: NDArray[np.float32]
    sentences: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text, each as the model reads it there; its own marks are left out.

    Attributes:
        spans: where each token lies in the text, half-open.
        vectors: float32, shape (tokens, dimension), rows of unit length.
    """

    spans: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """What makes two embedders' vectors comparable: the same weights, pooling and precision.

    bf16 and fp32 count as one (`float`): their cosine is at least 0.9999.
    """

    name: str
    weights_sha256: str
    pooling: str
    precision: Precision
    dimension: int

    @property
    def fingerprint(self) -> str:
        """A short hash of every field but the name."""
        facts = [self.weights_sha256, self.pooling, self.precision, self.dimension]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


class Embedder(Protocol):
    """Turns passages and queries into vectors whose inner product is their cosine.

    The same text gives the same vector to within 1e-4, whatever it is batched with. Text over
    `max_tokens` is cut by the model; empty text is allowed. Safe to call from several threads.
    """

    @property
    def identity(self) -> EmbedderIdentity:
        """What its vectors can be compared with."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens that the model reads of one text, its own marks included."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages that it reads; None where it is not known."""
        ...

    @property
    def tokenizer_json(self) -> str:
        """Its tokenizer in the form of the tokenizers library, to count with in any process."""
        ...

    def embed_passages(
        self, inputs: Sequence[EmbedInput], *, progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        """Return the vectors of passages and their sentences, in the order given.

        Args:
            inputs: any number, also none.
            progress: called with the number of passages done since its last call.
        """
        ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 of shape (n, dimension), rows of unit length."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text, in the order given.

        A model that has no vectors of tokens gives one token, the whole text.
        """
        ...


def load_embedder(name: str = DEFAULT_EMBEDDER, *, precision: Precision = "float") -> Embedder:
    """Return the embedder that a setting names.

    `all-MiniLM-L6-v2` is the packaged model, run by OpenVINO, or by sentence-transformers with
    one warning where OpenVINO fails; weights that are not the published ones are refused. Any
    other name is a sentence-transformers model: a local path, or a hub's name.

    Raises:
        ModelError: the model cannot be loaded; the message names the setting.
    """
    from quoth.index.packaged_model import is_packaged, packaged_model_path

    if is_packaged(name):
        return _packaged_embedder(packaged_model_path(), precision)
    if precision != "float":
        msg = (
            f"precision = {precision!r} is made for the packaged embedder only; "
            f"with embedder = {name!r} set precision = 'float'"
        )
        raise ModelError(msg)
    from quoth.index.sentence_transformers_embedder import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(name)


def _packaged_embedder(model: Path, precision: Precision) -> Embedder:
    from quoth.index.packaged_model import check_weights, packaged_identity

    try:
        from quoth.index.openvino_embedder import OpenVinoEmbedder

        return OpenVinoEmbedder.load(model, precision=precision)
    except (ImportError, ModelError) as error:
        if precision == "int8":
            raise
        check_weights(model)
        log.warning("OpenVINO is not usable here (%s); using sentence-transformers", error)
    from quoth.index.sentence_transformers_embedder import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(str(model), identity=packaged_identity(precision))
