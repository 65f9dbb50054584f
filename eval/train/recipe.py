"""How a model is trained: the numbers that the command takes and the model card states."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.rag.trained.model_facts import Task

__all__ = ["Recipe"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The recipe of one training run.

    Attributes:
        outputs: the name of each number that the model gives.
        base: a folder of weights to start from; "" for the packaged all-MiniLM-L6-v2.
        batch_tokens: tokens of a batch, padding included.
        warmup: share of the steps in which the learning rate rises.
        save_steps: steps between checkpoints; a killed run goes on from the last.
        dev_steps: steps between figures on the pairs held out.
        bf16: whether products are computed in bf16, where the processor has it. On 2 cores with
            AMX 2,470 tokens/s, in fp32 580.
    """

    task: Task
    outputs: tuple[str, ...] = ("answers",)
    base: str = ""
    epochs: int = 2
    learning_rate: float = 6e-5
    batch_tokens: int = 4096
    max_tokens: int = 128
    warmup: float = 0.06
    seed: int = 1
    save_steps: int = 25
    dev_steps: int = 150
    bf16: bool = True
