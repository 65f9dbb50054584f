"""From float weights to what `quoth.rag.trained.pair_model` runs: OpenVINO, int8, with hashes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quoth.eval.train.pairs import Pair, share_of
from quoth.eval.train.recipe import Recipe
from quoth.index.errors import UsageError
from quoth.index.openvino_import import import_openvino
from quoth.index.packaged_model import packaged_model_path
from quoth.rag.trained.model_facts import FACTS, GRAPH, TOKENIZER, WEIGHTS, ModelFacts, digest

__all__ = ["export_model"]

_CALIBRATION = 300  # pairs whose activations set the ranges of int8


def export_model(
    float_weights: Path, target: Path, *, recipe: Recipe, pairs: Sequence[Pair], int8: bool = True
) -> ModelFacts:
    """Write a model's folder: graph and weights, and `model.json` with their SHA-256.

    Args:
        float_weights: the folder that training left.
        pairs: what it was trained on; some calibrate int8, all are counted.
        int8: False keeps float weights, to measure what int8 costs.

    Raises:
        UsageError: nncf is missing; the message gives the command.
    """
    ov = import_openvino()
    target.mkdir(parents=True, exist_ok=True)
    tokenizer = float_weights / TOKENIZER
    model = _converted(float_weights)
    if int8:
        model = _quantized(model, _samples(tokenizer, pairs, recipe))
    ov.save_model(model, str(target / GRAPH), compress_to_fp16=False)
    names = [GRAPH, WEIGHTS]
    if not _is_packaged(tokenizer):
        shutil.copyfile(tokenizer, target / TOKENIZER)
        names.append(TOKENIZER)
    facts = ModelFacts(
        task=recipe.task,
        outputs=recipe.outputs,
        max_tokens=recipe.max_tokens,
        sha256={name: digest(target / name) for name in names},
        trained_on=dict(Counter(pair.dataset for pair in pairs).most_common()),
    )
    (target / FACTS).write_text(facts.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return facts


def _converted(float_weights: Path) -> Any:
    import torch
    from transformers import AutoModelForSequenceClassification

    ov = import_openvino()

    class Logits(torch.nn.Module):  # type: ignore[misc]  # torch: untyped
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModelForSequenceClassification.from_pretrained(
                str(float_weights), attn_implementation="eager", dtype=torch.float32
            ).eval()

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
        ) -> torch.Tensor:
            return self.model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).logits

    ids = torch.ones((2, 16), dtype=torch.int64)
    example = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
    }
    shape = ov.PartialShape([-1, -1])
    return ov.convert_model(Logits(), example_input=example, input=[shape] * len(example))


def _quantized(model: Any, samples: Sequence[dict[str, Any]]) -> Any:
    try:
        import nncf
    except ModuleNotFoundError as error:
        msg = "an int8 model needs nncf. Run: pip install 'quoth[train,int8]'"
        raise UsageError(msg) from error
    with contextlib.redirect_stdout(sys.stderr):  # its progress bars
        return nncf.quantize(
            model,
            nncf.Dataset(samples),
            model_type=nncf.ModelType.TRANSFORMER,
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(samples),
        )


def _samples(tokenizer: Path, pairs: Sequence[Pair], recipe: Recipe) -> list[dict[str, Any]]:
    from tokenizers import Tokenizer

    words = Tokenizer.from_file(str(tokenizer))
    words.no_padding()
    words.enable_truncation(recipe.max_tokens, strategy="longest_first")
    drawn = sorted(pairs, key=lambda p: share_of(f"{p.text_a}\n{p.text_b}", salt="calibration"))
    return list(_inputs(words, drawn[:_CALIBRATION]))


def _inputs(words: Any, pairs: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    import numpy as np

    for pair in pairs:
        encoding = words.encode(pair.text_a, pair.text_b)
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        yield {name: np.array([values], dtype=np.int64) for name, values in columns.items()}


def _is_packaged(tokenizer: Path) -> bool:
    """Whether two tokenizer files say the same but for how they cut and pad."""

    def essence(path: Path) -> str:
        content = json.loads(path.read_text(encoding="utf-8"))
        for name in ("truncation", "padding"):
            content.pop(name, None)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    return essence(tokenizer) == essence(packaged_model_path() / TOKENIZER)
