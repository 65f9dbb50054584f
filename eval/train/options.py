"""What `quoth train` is asked to do, for either model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quoth.index.errors import UsageError

__all__ = ["TrainOptions"]


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """The options of a training command.

    Attributes:
        rows: files of training rows, JSON Lines, also gzipped.
        out: the model's folder; `work/` in it takes what a killed run goes on from.
        base: a folder of weights to start from; "" for the packaged ones.
        epochs: None for the recipe's own.
        without: question sets or claim sets whose documents are left out of the training.
        shippable: train only on the datasets whose licences let the weights be shipped.
        command: as it was typed, for the model card.
    """

    rows: tuple[Path, ...]
    out: Path
    base: str = ""
    epochs: int | None = None
    seed: int = 1
    without: tuple[Path, ...] = ()
    shippable: bool = False
    command: str = ""

    def work(self) -> Path:
        """Return the folder for what is only needed while training, made if need be.

        Raises:
            UsageError: it cannot be made.
        """
        folder = self.out / "work"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"cannot write to {folder}: {error.strerror}. Name another folder with --out"
            raise UsageError(msg) from error
        return folder
