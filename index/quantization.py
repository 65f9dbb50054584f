"""The embedder in int8, for processors without bf16: post-training quantization by nncf."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["calibration_texts", "quantize"]

_LENGTHS = (8, 16, 32, 64, 128, 256)  # tokens: from a query to the longest passage


def quantize(model: Any, tokenizer: Path) -> Any:
    """Return an OpenVINO model with int8 weights and activations.

    It is calibrated on a text of the project's own (index/calibration.md), cut to the lengths that
    queries and passages have.

    Raises:
        ModuleNotFoundError: nncf is not installed; the message gives the command.
    """
    try:
        import nncf
    except ModuleNotFoundError as error:
        msg = "precision = 'int8' needs nncf. Run: pip install 'quoth[int8]'"
        raise ModuleNotFoundError(msg) from error
    samples = list(_samples(tokenizer))
    return nncf.quantize(
        model,
        nncf.Dataset(samples),
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(samples),
    )


def calibration_texts() -> list[str]:
    """Return the paragraphs that quantization is calibrated on."""
    text = (files("quoth.index") / "calibration.md").read_text(encoding="utf-8")
    return [part for part in text.split("\n\n") if part.strip()]


def _samples(tokenizer_file: Path) -> Iterator[dict[str, Any]]:
    import numpy as np
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    whole = " ".join(calibration_texts())
    ids = tokenizer.encode(whole, add_special_tokens=False).ids
    first, last = tokenizer.encode("").ids
    for length in _LENGTHS:
        for at in range(0, len(ids) - length, max(length, len(ids) // 40)):
            tokens = [first, *ids[at : at + length - 2], last]
            batch = np.array([tokens], dtype=np.int64)
            yield {"input_ids": batch, "attention_mask": np.ones_like(batch)}
