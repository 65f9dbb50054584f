"""all-MiniLM-L6-v2 on OpenVINO: no torch, bf16 where the processor has it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.embedder import (
    DEFAULT_EMBEDDER,
    EmbedderIdentity,
    Embeddings,
    EmbedInput,
    Precision,
)
from quoth.index.errors import ModelError
from quoth.index.folders import cache_folder
from quoth.index.openvino_conversion import converted_model
from quoth.index.packaged_model import PACKAGED_SHA256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

__all__ = ["OpenVinoEmbedder"]

_MAX_TOKENS = 256  # what the model was trained with; its sentence_bert_config.json
# Rows are padded to a multiple of this. bf16 results then do not depend on what a text is batched
# with (unpadded lengths differ by up to 6e-4 in one component, padded ones by 0).
_PAD = 32
_BATCH = 16


class OpenVinoEmbedder:
    """The packaged embedder. See the `Embedder` protocol; make it with `load`."""

    def __init__(self, compiled: Any, tokenizer: Tokenizer, precision: Precision) -> None:
        self._compiled = compiled
        self._tokenizer = tokenizer
        self._requests = threading.local()
        self._identity = EmbedderIdentity(
            name=DEFAULT_EMBEDDER,
            weights_sha256=PACKAGED_SHA256,
            pooling="mean",
            precision=precision,
            dimension=int(compiled.outputs[0].partial_shape[1].get_length()),
        )

    @classmethod
    def load(cls, model: Path, *, precision: Precision = "float") -> OpenVinoEmbedder:
        """Load the packaged model, converting it on first use.

        Raises:
            ModelError: the conversion or OpenVINO failed.
        """
        import openvino as ov
        from tokenizers import Tokenizer

        cache = cache_folder() / "models"
        xml = converted_model(model, precision=precision, cache=cache)
        try:
            core = ov.Core()
            capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            options = {
                "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in capabilities else "f32",
                "NUM_STREAMS": 1,
                "CACHE_DIR": str(xml.parent / "compiled"),
            }
            compiled = core.compile_model(str(xml), "CPU", options)
            tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        except Exception as error:  # OpenVINO and tokenizers raise bare RuntimeError, Exception
            msg = f"OpenVINO cannot load {xml}: {str(error).splitlines()[0]}"
            raise ModelError(msg) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(compiled, tokenizer, precision)

    @property
    def identity(self) -> EmbedderIdentity:
        return self._identity

    @property
    def max_tokens(self) -> int:
        return _MAX_TOKENS

    @property
    def tokenizer_json(self) -> str:
        return str(self._tokenizer.to_str())

    def embed_passages(
        self, inputs: Sequence[EmbedInput], *, progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        import numpy as np

        encodings = self._tokenizer.encode_batch([item.text for item in inputs])
        pooled = np.empty((len(inputs), self._identity.dimension), dtype=np.float32)
        sentences: list[NDArray[np.float32]] = [pooled[:0]] * len(inputs)
        for rows in _batches_by_length(encodings):
            vectors, tokens = self._infer([encodings[row].ids for row in rows])
            pooled[rows] = vectors
            for row, vector, token_vectors in zip(rows, vectors, tokens, strict=True):
                starts = [start for start, _ in encodings[row].offsets[1:-1]]
                sentences[row] = _mean_by_sentence(
                    token_vectors[1:], starts, inputs[row].sentences, vector
                )
            if progress:
                progress(len(rows))
        return Embeddings(pooled, tuple(sentences))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        encodings = self._tokenizer.encode_batch_fast(list(texts))
        pooled = np.empty((len(texts), self._identity.dimension), dtype=np.float32)
        for rows in _batches_by_length(encodings):
            pooled[rows], _ = self._infer([encodings[row].ids for row in rows])
        return pooled

    def _infer(self, token_ids: list[list[int]]) -> tuple[NDArray[np.float32], Any]:
        """Return vectors (n, dimension) and token vectors (n, padded length, dimension)."""
        import numpy as np

        lengths = [min(len(ids), _MAX_TOKENS) for ids in token_ids]
        padded = -(-max(lengths) // _PAD) * _PAD
        ids = np.zeros((len(token_ids), padded), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, (tokens, length) in enumerate(zip(token_ids, lengths, strict=True)):
            ids[row, : length - 1] = tokens[: length - 1]
            ids[row, length - 1] = tokens[-1]  # the closing mark stays when a text is cut
            mask[row, :length] = 1
        request = getattr(self._requests, "request", None)
        if request is None:
            request = self._requests.request = self._compiled.create_infer_request()
        request.infer({0: ids, 1: mask})
        return request.get_output_tensor(0).data.copy(), request.get_output_tensor(1).data


def _batches_by_length(encodings: Sequence[Encoding]) -> list[list[int]]:
    """Group rows of like length, longest first, so that little of a batch is padding."""
    order = sorted(range(len(encodings)), key=lambda row: -len(encodings[row]))
    return [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]


def _mean_by_sentence(
    tokens: NDArray[np.float32],
    token_starts: list[int],
    sentences: Sequence[tuple[int, int]],
    whole: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return a unit vector a sentence: the mean of the tokens that begin in it.

    A sentence without tokens (all of them cut off, or blank) gets the passage's own vector.
    """
    import numpy as np

    vectors = np.empty((len(sentences), whole.shape[0]), dtype=np.float32)
    read = token_starts[: _MAX_TOKENS - 2]
    edges = np.searchsorted(read, np.asarray(sentences, dtype=np.int64).reshape(-1, 2))
    for row, (first, last) in enumerate(edges):
        if last <= first:
            vectors[row] = whole
            continue
        mean = tokens[first:last].mean(axis=0)
        vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return vectors
