"""all-MiniLM-L6-v2 on OpenVINO: no torch, bf16 where the processor has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.embedder import (
    EmbedderIdentity,
    Embeddings,
    EmbedInput,
    Precision,
    TokenVectors,
)
from quoth.index.errors import ModelError
from quoth.index.folders import cache_folder
from quoth.index.openvino_conversion import converted_model
from quoth.index.openvino_import import import_openvino
from quoth.index.openvino_streams import Streams, batches_by_length
from quoth.index.packaged_model import packaged_identity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

__all__ = ["OpenVinoEmbedder"]

_Take = Callable[[list[int], "NDArray[np.float32]", Any], None]

_MAX_TOKENS = 256  # what the model was trained with; its sentence_bert_config.json
# Rows are padded to a multiple of this. bf16 results then do not depend on what a text is batched
# with: lengths of 16 to 256 in steps of 16 gave equal vectors, 8 and odd lengths differed by up to
# 6e-4 in one component (n = 1,526 passages and their sentences).
_PAD = 16
# Two batches run at once, a core each on a two-core machine: 162 passages/s with batches of 8,
# against 134 with one batch of 16 on both cores (2 cores, bf16, n = 1,526).
_STREAMS = 2
_BATCH_TOKENS = 2048  # 8 passages of the full length, more of shorter ones


class OpenVinoEmbedder:
    """The packaged embedder. See the `Embedder` protocol; make it with `load`."""

    def __init__(self, compiled: Any, tokenizer: Tokenizer, precision: Precision) -> None:
        self._tokenizer = tokenizer
        self._streams = Streams(compiled, n_streams=_STREAMS)
        self._identity = packaged_identity(precision)

    @classmethod
    def load(cls, model: Path, *, precision: Precision = "float") -> OpenVinoEmbedder:
        """Load the packaged model, converting it on first use.

        Raises:
            ModelError: the conversion or OpenVINO failed.
        """
        from tokenizers import Tokenizer

        cache = cache_folder() / "models"
        ov = import_openvino()
        xml = converted_model(model, precision=precision, cache=cache)
        try:
            core = ov.Core()
            capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            # int8 beside bf16 rounds by the shape of the batch where there is AMX: the same text
            # alone and in a batch had a cosine of 0.968.
            bf16 = "BF16" in capabilities and precision == "float"
            options = {
                "INFERENCE_PRECISION_HINT": "bf16" if bf16 else "f32",
                "NUM_STREAMS": _STREAMS,
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
    def languages(self) -> frozenset[str]:
        return frozenset({"en"})  # its model card

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

        def take(rows: list[int], vectors: NDArray[np.float32], tokens: Any) -> None:
            pooled[rows] = vectors
            for row, vector, token_vectors in zip(rows, vectors, tokens, strict=True):
                starts = [start for start, _ in encodings[row].offsets[1:-1]]
                sentences[row] = _mean_by_sentence(
                    token_vectors[1:], starts, inputs[row].sentences, vector
                )
            if progress:
                progress(len(rows))

        self._infer(encodings, take)
        return Embeddings(pooled, tuple(sentences))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        encodings = self._tokenizer.encode_batch_fast(list(texts))
        pooled = np.empty((len(texts), self._identity.dimension), dtype=np.float32)

        def take(rows: list[int], vectors: NDArray[np.float32], _tokens: Any) -> None:
            pooled[rows] = vectors

        self._infer(encodings, take)
        return pooled

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        import numpy as np

        encodings = self._tokenizer.encode_batch(list(texts))
        found = [TokenVectors((), np.empty((0, self._identity.dimension), np.float32))] * len(texts)

        def take(rows: list[int], _vectors: NDArray[np.float32], tokens: Any) -> None:
            for row, token_vectors in zip(rows, tokens, strict=True):
                spans = tuple(encodings[row].offsets[1:-1][: _MAX_TOKENS - 2])
                vectors = token_vectors[1 : len(spans) + 1].astype(np.float32)
                lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
                found[row] = TokenVectors(spans, vectors / np.maximum(lengths, 1e-9))

        self._infer(encodings, take)
        return found

    def _infer(self, encodings: Sequence[Encoding], take: _Take) -> None:
        """Run the model, and hand over each batch's rows, vectors and token vectors.

        Vectors have the shape (rows, dimension), token vectors (rows, padded length, dimension);
        both are only valid inside `take`, which is called for one batch at a time.
        """
        self._streams.run(
            batches_by_length(
                [_padded(len(encoding)) for encoding in encodings],
                most_tokens=_BATCH_TOKENS,
                n_streams=_STREAMS,
            ),
            lambda rows: _model_inputs([encodings[row].ids for row in rows]),
            lambda rows, done: take(rows, *(done.get_output_tensor(i).data for i in (0, 1))),
        )


def _model_inputs(token_ids: Sequence[Sequence[int]]) -> dict[int, NDArray[np.int64]]:
    """Return token ids and attention mask, padded, cut at the model's length."""
    import numpy as np

    lengths = [min(len(ids), _MAX_TOKENS) for ids in token_ids]
    ids = np.zeros((len(token_ids), _padded(max(lengths))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, (tokens, length) in enumerate(zip(token_ids, lengths, strict=True)):
        ids[row, : length - 1] = tokens[: length - 1]
        ids[row, length - 1] = tokens[-1]  # the closing mark stays when a text is cut
        mask[row, :length] = 1
    return {0: ids, 1: mask}


def _padded(length: int) -> int:
    return -(-min(length, _MAX_TOKENS) // _PAD) * _PAD


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
