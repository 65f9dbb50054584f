"""What is done beside the steps of a training: figures on held-out pairs, and the time."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.eval.train.float_model import logits_of
from quoth.eval.train.pairs import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Clock", "DevFigures", "dev_callback"]

log = logging.getLogger(__name__)

# Figures of pairs that are held out, from their logits of shape (pairs, outputs).
DevFigures = Callable[[Sequence[Pair], "NDArray[np.float32]"], Mapping[str, float]]


def dev_callback(trainer: Any, dev: Sequence[Pair], figures: DevFigures, *, every: int) -> Any:
    """Return what logs the figures of held-out pairs every so many steps, and after the last."""
    from transformers import TrainerCallback

    texts = [(pair.text_a, pair.text_b) for pair in dev]

    class Dev(TrainerCallback):  # type: ignore[misc]  # transformers: untyped
        def on_step_end(self, _args: Any, state: Any, control: Any, **_: Any) -> None:
            due = control.should_log  # logging the figures would forget that the loss is due
            if state.global_step % every == 0 or state.global_step == state.max_steps:
                model = trainer.model
                model.eval()
                found = figures(dev, logits_of(model, texts))
                model.train()
                trainer.log({f"dev {name}": float(value) for name, value in found.items()})
                said = ", ".join(f"{name} {value:.3f}" for name, value in found.items())
                log.info("step %d of %d: %s", state.global_step, state.max_steps, said)
                control.should_log = due

    return Dev()


class Clock:
    """Seconds of training, kept with the checkpoints so that a resumed run counts on."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "seconds.json"
        self._before = 0.0
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds so far, over all processes of the run."""
        return self._before + time.perf_counter() - self._began

    def start(self, checkpoint: Path | None) -> None:
        """Begin to count, from the seconds that were kept for the checkpoint."""
        kept = json.loads(self._path.read_text(encoding="utf-8")) if self._path.is_file() else {}
        self._before = float(kept.get(checkpoint.name, 0.0)) if checkpoint else 0.0
        self._began = time.perf_counter()

    def keep(self, step: int) -> None:
        """Keep the seconds so far for the checkpoint of a step."""
        kept = {f"checkpoint-{step}": self.seconds}
        self._path.write_text(json.dumps(kept), encoding="utf-8")

    def callback(self) -> Any:
        """Return what keeps the seconds at every checkpoint."""
        from transformers import TrainerCallback

        keep = self.keep

        class Keep(TrainerCallback):  # type: ignore[misc]  # transformers: untyped
            def on_save(self, _args: Any, state: Any, _control: Any, **_: Any) -> None:
                keep(state.global_step)

        return Keep()
