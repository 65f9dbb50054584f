"""Convert the packaged embedder for OpenVINO, once, in a process of its own.

The process imports torch, so that the one that asked for it need not; it writes to a new folder,
which is then renamed, so that a half-made conversion is never found.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quoth.index.errors import ModelError
from quoth.index.openvino_import import import_openvino
from quoth.index.packaged_model import PACKAGED_SHA256, check_weights

__all__ = ["converted_model"]

log = logging.getLogger(__name__)

_TIMEOUT_S = 600.0


def converted_model(model: Path, *, precision: str, cache: Path) -> Path:
    """Return the OpenVINO file (model.xml) of a packaged model, converting it if need be.

    Args:
        model: the folder of the packaged model.
        precision: "float" or "int8".
        cache: the folder that conversions are kept in, one sub-folder a set of weights.

    Raises:
        ModelError: the weights are not the published ones, or the conversion failed.
    """
    version = import_openvino().__version__.split("-", 1)[0]
    folder = cache / f"{PACKAGED_SHA256[:16]}-{precision}-openvino{version}"
    xml = folder / "model.xml"
    if xml.is_file():
        return xml
    check_weights(model)
    log.info("preparing the embedder for this machine (once; about ten seconds)")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(cache)
        fresh = Path(tempfile.mkdtemp(prefix=".converting-", dir=cache))
    except OSError as error:
        msg = f"cannot write to the cache folder {cache}: {error.strerror}. Set QUOTH_CACHE"
        raise ModelError(msg) from error
    try:
        _run_converter(model, fresh, precision)
        _move_into_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return xml


def _remove_leftovers(cache: Path) -> None:
    """Remove what conversions left that were killed: none takes as long as `_TIMEOUT_S`."""
    for left in cache.glob(".converting-*"):
        if time.time() - left.stat().st_mtime > _TIMEOUT_S:
            shutil.rmtree(left, ignore_errors=True)


def _move_into_place(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError as error:
        if (folder / "model.xml").is_file():  # another process was quicker
            return
        msg = f"cannot keep the converted embedder at {folder}: {error.strerror}. Delete it"
        raise ModelError(msg) from error


def _run_converter(model: Path, target: Path, precision: str) -> None:
    command = [sys.executable, "-m", __name__, str(model), str(target), precision]
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    try:
        done = subprocess.run(  # noqa: S603  (our own module, no shell)
            command,
            env=os.environ | offline,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"the embedder's conversion did not run: {error}"
        raise ModelError(msg) from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        msg = f"the embedder could not be converted: {reason}"
        raise ModelError(msg)


def _main(source: str, target: str, precision: str) -> None:
    ov = import_openvino()
    import torch
    from transformers import AutoModel

    class MeanPooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(source, attn_implementation="eager").eval()

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            tokens = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask
            ).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1), tokens

    example = torch.randint(5, 1000, (2, 16))
    converted = ov.convert_model(
        MeanPooled(),
        example_input={"input_ids": example, "attention_mask": torch.ones_like(example)},
        input=[ov.PartialShape([-1, -1]), ov.PartialShape([-1, -1])],
    )
    if precision == "int8":
        from quoth.index.quantization import quantize

        converted = quantize(converted, Path(source) / "tokenizer.json")
    ov.save_model(converted, Path(target) / "model.xml", compress_to_fp16=False)


if __name__ == "__main__":
    _main(*sys.argv[1:4])
