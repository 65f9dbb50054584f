"""A small cross-encoder in int8: reads two texts together, gives a few numbers, without torch."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from quoth.index.errors import ModelError
from quoth.index.folders import cache_folder
from quoth.index.openvino_import import import_openvino
from quoth.index.openvino_streams import Streams, batches_by_length
from quoth.index.packaged_model import packaged_model_path
from quoth.rag.trained.model_facts import GRAPH, TOKENIZER, WEIGHTS, ModelFacts, Task, read_facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

__all__ = ["PairModel", "PairScorer", "shipped_folder", "trained_model"]

_PAD = 16  # rows are padded to a multiple of this, so that few shapes are met
_STREAMS = 2  # batches at once, a core each on a two-core machine, as for the embedder
_BATCH_TOKENS = 2048


class PairScorer(Protocol):
    """Scores pairs of texts."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """The name of each score of a pair."""
        ...

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return the logits of each pair, float32 of shape (pairs, outputs)."""
        ...


class PairModel:
    """A trained model on OpenVINO. See the `PairScorer` protocol; make it with `load`."""

    def __init__(self, compiled: Any, tokenizer: Tokenizer, facts: ModelFacts) -> None:
        self._tokenizer = tokenizer
        self._facts = facts
        self._streams = Streams(compiled, n_streams=_STREAMS)

    @classmethod
    def load(cls, folder: Path, task: Task) -> PairModel:
        """Load a folder that `quoth train` wrote, or that the package brings.

        Raises:
            ModelError: a file is missing, damaged or for another task, or OpenVINO failed.
        """
        from tokenizers import Tokenizer

        facts = read_facts(folder, task)
        own = folder / TOKENIZER
        words = own if TOKENIZER in facts.sha256 else packaged_model_path() / TOKENIZER
        try:
            ov = import_openvino()
            # f32 beside int8: bf16 rounds by the shape of the batch where there is AMX.
            options = {"INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": _STREAMS}
            cache = cache_folder() / "models" / f"{facts.sha256[WEIGHTS][:16]}-compiled"
            compiled = ov.Core().compile_model(
                str(folder / GRAPH), "CPU", {**options, "CACHE_DIR": str(cache)}
            )
            tokenizer = Tokenizer.from_file(str(words))
        except Exception as error:  # OpenVINO and tokenizers raise bare RuntimeError, Exception
            msg = f"OpenVINO cannot load {folder / GRAPH}: {str(error).splitlines()[0]}"
            raise ModelError(msg) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(facts.max_tokens, strategy="longest_first")
        return cls(compiled, tokenizer, facts)

    @property
    def facts(self) -> ModelFacts:
        """What `model.json` says of it."""
        return self._facts

    @property
    def outputs(self) -> tuple[str, ...]:
        return self._facts.outputs

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        import numpy as np

        found = np.empty((len(pairs), len(self.outputs)), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(pairs))
        lengths = [_padded(len(encoding)) for encoding in encodings]
        batches = batches_by_length(lengths, most_tokens=_BATCH_TOKENS, n_streams=_STREAMS)

        def take(rows: list[int], request: Any) -> None:
            found[rows] = request.get_output_tensor(0).data

        self._streams.run(
            batches, lambda rows: _model_inputs([encodings[row] for row in rows]), take
        )
        return found


def _model_inputs(encodings: Sequence[Encoding]) -> dict[str, NDArray[np.int64]]:
    """Return token ids, attention mask and token types, padded, int64 of shape (rows, length)."""
    import numpy as np

    length = _padded(max(len(encoding) for encoding in encodings))
    ids = np.zeros((len(encodings), length), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
        types[row, : len(encoding)] = encoding.type_ids
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def _padded(length: int) -> int:
    return -(-length // _PAD) * _PAD


def shipped_folder(task: Task) -> Path:
    """Return the folder of the model that the package brings for a task."""
    return Path(__file__).with_name(task)


@functools.cache
def trained_model(task: Task, folder: Path | None = None) -> PairModel:
    """Return a model, loaded once a process.

    Args:
        folder: of a user's own; the shipped one if None.

    Raises:
        ModelError: it cannot be loaded.
    """
    return PairModel.load(folder or shipped_folder(task), task)
