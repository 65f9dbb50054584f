"""What `quoth train` is asked to do, for either model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quoth.eval.train.pairs import Pair, share_of
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
        questions, documents: a question set with spans and the documents that it asks about, for
            the reader to learn from what a library brings; both or neither.
        share: of the documents to train on, in (0, 1], drawn by their names: for a curve over data.
        as_is: train on the rows alone, not on what the builders make of them.
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
    questions: Path | None = None
    documents: Path | None = None
    share: float = 1.0
    as_is: bool = False

    def __post_init__(self) -> None:
        """Check that what belongs together came together.

        Raises:
            UsageError: questions without documents, or documents without questions.
        """
        if (self.questions is None) != (self.documents is None):
            msg = "--questions and --documents go together: a set, and what it asks about"
            raise UsageError(msg)

    def chosen(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return the pairs to train on of those that could be.

        Raises:
            UsageError: none is left.
        """
        kept = [pair for pair in pairs if not (self.as_is and pair.made)]
        found = [pair for pair in kept if share_of(pair.group, salt="share") < self.share]
        if not found:
            msg = "no pair is left to train on; give more rows, or a greater --share"
            raise UsageError(msg)
        return found

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
