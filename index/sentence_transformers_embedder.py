"""Any other embedding model, through sentence-transformers."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.embedder import EmbedderIdentity, Embeddings, EmbedInput, TokenVectors
from quoth.index.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SentenceTransformersEmbedder"]

log = logging.getLogger(__name__)

_BATCH = 32
_PASSAGE_PROMPTS = ("passage", "document")  # the names that published models give theirs


class SentenceTransformersEmbedder:
    """A sentence-transformers model by name or local path. See the `Embedder` protocol.

    Its own query and passage prompts are used where it has them. Sentences are embedded one by
    one: a model that does not pool by the mean has no vector for a part of a passage.

    Args:
        model: a hub's name or a local path.
        identity: of a model whose vectors are known to agree with another engine's.

    Raises:
        ModelError: the model is not at that path, or cannot be fetched.
    """

    def __init__(self, model: str, *, identity: EmbedderIdentity | None = None) -> None:
        self._model = _load(model)
        self._languages = _languages(model)
        self._lock = threading.Lock()
        self._passage_prompt = next(
            (prompt for prompt in _PASSAGE_PROMPTS if prompt in self._model.prompts), None
        )
        self._identity = identity or EmbedderIdentity(
            name=model,
            weights_sha256=_weights_sha256(self._model),
            pooling=f"sentence-transformers:{sorted(self._model.prompts.items())}",
            precision="float",
            dimension=int(self._model.get_embedding_dimension()),
        )

    @property
    def identity(self) -> EmbedderIdentity:
        return self._identity

    @property
    def max_tokens(self) -> int:
        prompt = self._model.prompts.get(self._passage_prompt or "", "")
        reserved = len(self._model.tokenizer(prompt)["input_ids"]) if prompt else 0
        longest = int(self._model.max_seq_length or 512)
        return max(16, longest - reserved)

    @property
    def languages(self) -> frozenset[str] | None:
        return self._languages

    @property
    def tokenizer_json(self) -> str:
        backend = getattr(self._model.tokenizer, "backend_tokenizer", None)
        if backend is None:
            msg = f"embedder = {self._identity.name!r} has no fast tokenizer; choose another model"
            raise ModelError(msg)
        return str(backend.to_str())

    def embed_passages(
        self, inputs: Sequence[EmbedInput], *, progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        parts = [item.text[a:b] for item in inputs for a, b in item.sentences]
        passages = self._encode([item.text for item in inputs], self._passage_prompt, progress)
        vectors = self._encode(parts, self._passage_prompt, None)
        sentences = []
        at = 0
        for item in inputs:
            sentences.append(vectors[at : at + len(item.sentences)])
            at += len(item.sentences)
        return Embeddings(passages, tuple(sentences))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        prompt = "query" if "query" in self._model.prompts else None
        return self._encode(list(texts), prompt, None)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [self._tokens_of(text) for text in texts]

    def _tokens_of(self, text: str) -> TokenVectors:
        """Read one text alone: models differ in where they pad."""
        import numpy as np

        with self._lock:
            read = self._model.encode(
                [text],
                prompt="",
                output_value=None,
                normalize_embeddings=True,
                show_progress_bar=False,
            )[0]
        ids = read.get("input_ids")
        tokens = read.get("token_embeddings")
        if ids is None or tokens is None or not self._model.tokenizer.is_fast:
            whole = read["sentence_embedding"].float().cpu().numpy().reshape(1, -1)
            return TokenVectors(((0, len(text)),), whole)
        begin = len(text) - len(text.lstrip())  # sentence-transformers strips what it reads
        found = self._model.tokenizer(
            text.strip(),
            truncation=True,
            max_length=len(ids),
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        words = [row for row, mark in enumerate(found["special_tokens_mask"]) if not mark]
        spans = [found["offset_mapping"][row] for row in words]
        vectors = tokens.float().cpu().numpy()[words].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return TokenVectors(
            tuple((begin + start, begin + end) for start, end in spans),
            vectors / np.maximum(lengths, 1e-9),
        )

    def _encode(
        self, texts: list[str], prompt: str | None, progress: Callable[[int], None] | None
    ) -> NDArray[np.float32]:
        import numpy as np

        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        vectors = np.empty((len(texts), self._identity.dimension), dtype=np.float32)
        for at in range(0, len(order), _BATCH):
            rows = order[at : at + _BATCH]
            with self._lock:
                vectors[rows] = self._model.encode(
                    [texts[row] for row in rows],
                    prompt_name=prompt,
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            if progress:
                progress(len(rows))
        return vectors


def _load(model: str) -> Any:
    from sentence_transformers import SentenceTransformer

    local = Path(model).expanduser()
    try:
        with _no_weight_bar():
            if local.is_dir():
                return SentenceTransformer(str(local), device="cpu", local_files_only=True)
            return SentenceTransformer(model, device="cpu")
    except Exception as error:  # the hub's client, torch and the model's code raise anything
        reason = str(error).strip().splitlines()
        msg = (
            f"embedder = {model!r} cannot be loaded (neither a local model folder nor one that "
            f"the hub gave: {reason[0][:160] if reason else type(error).__name__}). "
            "Set embedder to a local path, or remove the setting to use the packaged one"
        )
        raise ModelError(msg) from error


def _languages(model: str) -> frozenset[str] | None:
    """Return the languages that a model's card names, by two-letter codes.

    None if there is no card, or if it names something else beside them ("multilingual", "code").
    """
    from huggingface_hub import metadata_load, try_to_load_from_cache
    from yaml import YAMLError

    card: object = Path(model).expanduser() / "README.md"
    if not Path(model).expanduser().is_dir():
        repository = model if "/" in model else f"sentence-transformers/{model}"
        card = try_to_load_from_cache(repository, "README.md")  # loading has fetched it
    if not isinstance(card, str | Path) or not Path(card).is_file():
        return None
    try:
        named = (metadata_load(card) or {}).get("language")
    except (OSError, ValueError, YAMLError) as error:
        log.warning("cannot read the languages of embedder = %r in %s: %s", model, card, error)
        return None
    codes = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    known = frozenset(str(code) for code in codes)
    return known if known and all(re.fullmatch("[a-z]{2}", code) for code in known) else None


@contextmanager
def _no_weight_bar() -> Iterator[None]:
    """Keep transformers from drawing a bar for weights that are read in an instant."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _weights_sha256(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
