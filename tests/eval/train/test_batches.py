"""Batches: every row once an epoch, within the budget, the same for the same seed."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.train.batches import batches_of, plan

LENGTHS = st.lists(st.integers(3, 128), max_size=300)


def padded_tokens(batch: list[int], lengths: list[int]) -> int:
    return len(batch) * -(-max(lengths[row] for row in batch) // 8) * 8


@given(LENGTHS, st.integers(1, 2000), st.integers(0, 5))
def test_every_row_comes_once_and_no_batch_is_over_its_budget(
    lengths: list[int], budget: int, seed: int
) -> None:
    batches = batches_of(lengths, budget=budget, seed=seed, epoch=0)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    assert all(len(b) == 1 or padded_tokens(b, lengths) <= budget for b in batches)


def test_the_same_seed_gives_the_same_batches_and_another_epoch_others() -> None:
    lengths = [10 + n % 50 for n in range(500)]
    first = batches_of(lengths, budget=512, seed=1, epoch=0)
    assert first == batches_of(lengths, budget=512, seed=1, epoch=0)
    assert first != batches_of(lengths, budget=512, seed=1, epoch=1)
    assert first != batches_of(lengths, budget=512, seed=2, epoch=0)


def test_little_of_a_batch_is_padding() -> None:
    lengths = [8 + (n * 37) % 120 for n in range(2000)]
    batches = batches_of(lengths, budget=2048, seed=1, epoch=0)
    assert sum(lengths) / sum(padded_tokens(batch, lengths) for batch in batches) > 0.9


def test_short_and_long_batches_come_in_no_order() -> None:
    lengths = [8 + (n * 37) % 120 for n in range(2000)]
    longest = [max(lengths[r] for r in b) for b in plan(lengths, budget=512, seed=3, epochs=1)]
    rises = sum(a < b for a, b in itertools.pairwise(longest))
    assert 0.35 < rises / len(longest) < 0.65


def test_a_plan_holds_all_epochs_one_after_the_other() -> None:
    lengths = [20] * 40
    whole = plan(lengths, budget=100, seed=5, epochs=2)
    first = batches_of(lengths, budget=100, seed=5, epoch=0)
    assert whole[: len(first)] == first
    assert whole[len(first) :] == batches_of(lengths, budget=100, seed=5, epoch=1)
