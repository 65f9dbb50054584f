"""Training a cross-encoder on pairs: seeded, and going on from the last checkpoint when killed."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from quoth.eval.train.batches import plan
from quoth.eval.train.callbacks import Clock, DevFigures, dev_callback
from quoth.eval.train.float_model import lengths_of, new_model, predict
from quoth.eval.train.pairs import Pair
from quoth.eval.train.recipe import Recipe
from quoth.index.errors import UsageError

__all__ = ["DevFigures", "Trained", "check_packages", "predict", "train_pairs"]

log = logging.getLogger(__name__)

_LOG_STEPS = 20


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training run left.

    Attributes:
        model: the folder of the float weights, as sentence-transformers saves them.
        seconds: in which it was trained, over all its processes.
        log: what was logged: {"step", "loss" or dev figures …}.
    """

    model: Path
    steps: int
    tokens: int
    seconds: float
    log: tuple[dict[str, float], ...] = field(default=())


def check_packages(*, int8: bool = True) -> None:
    """Look for the packages that only training needs.

    Args:
        int8: also for what makes the trained weights int8, after hours of training.

    Raises:
        UsageError: one is missing; the message gives the command.
    """
    import importlib.util

    needed = ("accelerate", "datasets", *(["nncf"] if int8 else []))
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        msg = f"training needs {' and '.join(missing)}. Run: pip install 'quoth[train,int8]'"
        raise UsageError(msg)


def train_pairs(
    pairs: Sequence[Pair],
    recipe: Recipe,
    folder: Path,
    *,
    dev: Sequence[Pair] = (),
    figures: DevFigures | None = None,
) -> Trained:
    """Train a model on pairs; call it again after a kill and it goes on.

    Args:
        folder: takes checkpoints and, at the end, the model, in `float/`.
        dev: pairs whose figures are logged at every checkpoint.

    Raises:
        UsageError: a package is missing, or the folder holds the run of another recipe or of
            other pairs.
    """
    check_packages(int8=False)
    _claim(folder, pairs, recipe)
    model = new_model(recipe)
    lengths = lengths_of(model, pairs)
    batches = plan(lengths, budget=recipe.batch_tokens, seed=recipe.seed, epochs=recipe.epochs)
    trainer = _trainer(model, pairs, batches, recipe, folder)
    clock = Clock(folder)
    trainer.add_callback(clock.callback())
    if dev and figures:
        trainer.add_callback(dev_callback(trainer, dev, figures, every=recipe.dev_steps))
    last = _last_checkpoint(folder)
    if last:
        log.info("going on from %s", last)
    clock.start(last)
    trainer.train(resume_from_checkpoint=str(last) if last else None)
    target = folder / "float"
    model.save_pretrained(str(target), create_model_card=False)
    tokens = sum(max(lengths[row] for row in batch) * len(batch) for batch in batches)
    history = tuple(trainer.state.log_history)
    return Trained(target, len(batches), tokens, clock.seconds, history)


def _claim(folder: Path, pairs: Sequence[Pair], recipe: Recipe) -> None:
    """Keep what a run is of beside its checkpoints: another one must not go on from them."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = hashlib.sha256()
    for pair in pairs:
        whole.update(repr(astuple(pair)).encode())
    decides = {k: v for k, v in asdict(recipe).items() if k not in ("save_steps", "dev_steps")}
    found = json.dumps({"recipe": decides, "pairs": whole.hexdigest()}, indent=1)
    path = folder / "run.json"
    if path.is_file() and path.read_text(encoding="utf-8") != found:
        msg = f"{folder} holds a run of another recipe or other pairs. Name another folder"
        raise UsageError(msg)
    path.write_text(found, encoding="utf-8")


def _trainer(
    model: Any, pairs: Sequence[Pair], batches: list[list[int]], recipe: Recipe, folder: Path
) -> Any:
    from datasets import Dataset
    from sentence_transformers.base.sampler import DefaultBatchSampler
    from sentence_transformers.cross_encoder import (
        CrossEncoderTrainer,
        CrossEncoderTrainingArguments,
    )
    from transformers.trainer_callback import PrinterCallback

    from quoth.eval.train.loss import weighted_loss

    class Planned(DefaultBatchSampler):  # type: ignore[misc]  # untyped base
        """All epochs as one: where a resumed run begins is then a number of batches."""

        def __iter__(self) -> Iterator[list[int]]:
            return iter(batches)

        def __len__(self) -> int:
            return len(batches)

    class PlannedTrainer(CrossEncoderTrainer):  # type: ignore[misc]  # untyped base
        def get_batch_sampler(self, dataset: Any, *_: Any, **__: Any) -> Any:
            return Planned(dataset, batch_size=1, drop_last=False)

    rows = Dataset.from_dict(
        {
            "text_a": [pair.text_a for pair in pairs],
            "text_b": [pair.text_b for pair in pairs],
            "weight": [pair.weight for pair in pairs],
            "label": [pair.label for pair in pairs],
        }
    )
    arguments = CrossEncoderTrainingArguments(
        output_dir=str(folder / "checkpoints"),
        num_train_epochs=1,
        learning_rate=recipe.learning_rate,
        warmup_steps=int(recipe.warmup * len(batches)),
        lr_scheduler_type="linear",
        optim="adamw_torch_fused",
        bf16=recipe.bf16,
        use_cpu=True,
        seed=recipe.seed,
        data_seed=recipe.seed,
        save_steps=recipe.save_steps,
        save_total_limit=1,
        logging_steps=min(_LOG_STEPS, recipe.save_steps),
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )
    trainer = PlannedTrainer(
        model=model, args=arguments, train_dataset=rows, loss=weighted_loss(model)
    )
    trainer.remove_callback(PrinterCallback)  # it prints; what is logged is in the checkpoints
    return trainer


def _last_checkpoint(folder: Path) -> Path | None:
    from transformers.trainer_utils import get_last_checkpoint

    checkpoints = folder / "checkpoints"
    last = get_last_checkpoint(str(checkpoints)) if checkpoints.is_dir() else None
    return Path(last) if last else None
