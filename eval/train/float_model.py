"""The float weights: where a training starts, and what they say of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.eval.train.pairs import Pair
from quoth.eval.train.recipe import Recipe
from quoth.index.packaged_model import check_weights, packaged_model_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["lengths_of", "logits_of", "new_model", "predict"]

_BATCH = 64


def new_model(recipe: Recipe) -> Any:
    """Return a cross-encoder with the base's weights and a new head, that of the seed.

    Raises:
        ModelError: the packaged weights are not the published ones.
    """
    import torch
    from sentence_transformers import CrossEncoder

    if not recipe.base:
        check_weights(packaged_model_path())
    torch.manual_seed(recipe.seed)  # the new head's weights
    # Without dropout: a third faster on a processor, and a run that is resumed ends like one that
    # was not.
    quiet = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    model = CrossEncoder(
        recipe.base or str(packaged_model_path()),
        num_labels=len(recipe.outputs),
        max_length=recipe.max_tokens,
        device="cpu",
        local_files_only=True,
        config_kwargs=quiet,
        # Its backward pass is the cheapest on a processor: 1.1 s of one core for a step of 3,072
        # tokens, the fused kernel's 1.9 s.
        model_kwargs={"attn_implementation": "eager"},
    )
    # The words' vectors stay: half of the weights, and most words are too rare here to learn of.
    model.model.get_input_embeddings().weight.requires_grad_(requires_grad=False)
    return model


def lengths_of(model: Any, pairs: Sequence[Pair]) -> list[int]:
    """Return the tokens of each pair, as the model will read it."""
    texts = [(pair.text_a, pair.text_b) for pair in pairs]
    encoded = model.tokenizer(texts, truncation=True, max_length=model.max_seq_length)
    return [len(ids) for ids in encoded["input_ids"]]


def predict(
    folder: Path, texts: Sequence[tuple[str, str]], *, max_tokens: int
) -> NDArray[np.float32]:
    """Return the logits of pairs by the weights in a folder, float32 of shape (pairs, outputs)."""
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(folder), device="cpu", local_files_only=True, max_length=max_tokens)
    return logits_of(model, texts)


def logits_of(model: Any, texts: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Return the logits of pairs, computed in bf16, float32 of shape (pairs, outputs)."""
    import numpy as np
    import torch

    order = sorted(range(len(texts)), key=lambda row: len(texts[row][0]) + len(texts[row][1]))
    sorted_texts = [texts[row] for row in order]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = model.predict(
            sorted_texts,
            batch_size=_BATCH,
            activation_fn=torch.nn.Identity(),
            show_progress_bar=False,
        )
    logits = np.empty((len(texts), model.num_labels), dtype=np.float32)
    logits[order] = np.asarray(found, dtype=np.float32).reshape(len(texts), -1)
    return logits
