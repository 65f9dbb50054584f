"""Batches of like length, drawn by a seed: little of a batch is padding, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["batches_of", "plan"]

_PAD = 8  # lengths are padded to a multiple of this
_POOL = 50  # batches that are drawn together before they are sorted by length


def batches_of(lengths: Sequence[int], *, budget: int, seed: int, epoch: int) -> list[list[int]]:
    """Return every row once, in batches of at most `budget` padded tokens, at least one row each.

    Args:
        lengths: tokens of each row.
        epoch: another epoch has other batches, in another order.
    """
    import numpy as np

    generator = np.random.default_rng([seed, epoch])
    order = generator.permutation(len(lengths)).tolist()
    mean = max(1.0, sum(lengths) / max(1, len(lengths)))
    pool = max(1, int(_POOL * budget / mean))
    batches: list[list[int]] = []
    for start in range(0, len(order), pool):
        rows = sorted(order[start : start + pool], key=lambda row: lengths[row])
        batches += _packed(rows, lengths, budget)
    return [batches[at] for at in generator.permutation(len(batches))]


def _packed(rows: Sequence[int], lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for row in rows:  # shortest first, so that the newest row is the longest
        padded = -(-lengths[row] // _PAD) * _PAD
        if batch and padded * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def plan(lengths: Sequence[int], *, budget: int, seed: int, epochs: int) -> list[list[int]]:
    """Return the batches of all epochs, one after the other."""
    return [
        batch
        for epoch in range(epochs)
        for batch in batches_of(lengths, budget=budget, seed=seed, epoch=epoch)
    ]
