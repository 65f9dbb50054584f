"""What a folder with a trained model says of itself: `model.json`.

The folder holds `model.xml` and `model.bin` (OpenVINO, int8), `model.json`, `MODEL_CARD.md`, and
`tokenizer.json` unless its tokens are the packaged embedder's.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quoth.index.errors import ModelError

__all__ = ["FACTS", "GRAPH", "TOKENIZER", "WEIGHTS", "ModelFacts", "Task", "digest", "read_facts"]

Task = Literal["reader", "support"]

GRAPH, WEIGHTS, TOKENIZER, FACTS = "model.xml", "model.bin", "tokenizer.json", "model.json"


class ModelFacts(BaseModel):
    """What a trained model is for, and which files make it up.

    Attributes:
        outputs: the name of each number that it gives for a pair.
        max_tokens: the longest pair that it reads; the longer text of a longer pair is cut.
        sha256: of each file, by its name.
        trained_on: the training rows' datasets, with how many pairs each gave.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: Task
    outputs: tuple[str, ...] = Field(min_length=1)
    max_tokens: int = Field(ge=8, le=512)
    sha256: dict[str, str]
    trained_on: dict[str, int] = Field(default_factory=dict)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"cannot read the trained model at {path}: {error.strerror}"
        raise ModelError(msg) from error


def read_facts(folder: Path, task: Task) -> ModelFacts:
    """Read `model.json`, and hold every file that it names against its SHA-256.

    Raises:
        ModelError: a file is missing, is not the one that was written, or is for another task.
    """
    path = folder / FACTS
    try:
        facts = ModelFacts.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"no trained model at {folder} ({path.name}: {error.strerror}). Run: quoth train"
        raise ModelError(msg) from error
    except (ValidationError, UnicodeDecodeError) as error:
        msg = f"{path} does not describe a trained model. Train it again with: quoth train"
        raise ModelError(msg) from error
    if facts.task != task:
        msg = f"the model at {folder} is a {facts.task} model, and a {task} model is needed"
        raise ModelError(msg)
    if not {GRAPH, WEIGHTS} <= facts.sha256.keys():
        msg = f"{path} has no SHA-256 of {GRAPH} and {WEIGHTS}. Train it again with: quoth train"
        raise ModelError(msg)
    for name, expected in facts.sha256.items():
        if digest(folder / Path(name).name) != expected:
            msg = (
                f"{folder / name} is not the file that {path.name} names (SHA-256 differs). "
                "Install Quoth again, or train the model again with: quoth train"
            )
            raise ModelError(msg)
    return facts
