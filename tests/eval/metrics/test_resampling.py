from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.bootstrap import bootstrap_mean
from quoth.eval.metrics.resampling import (
    bootstrap_ratio,
    bootstrap_statistic,
    paired_difference,
    paired_statistic,
)


def test_a_mean_as_a_statistic_has_the_interval_of_the_mean() -> None:
    values = np.array([0.0, 0.25, 1.0, 1.0, 0.5] * 8)
    ours = bootstrap_statistic(lambda chosen: float(values[chosen].mean()), 40, name="x")
    assert ours == bootstrap_mean(values, name="x")


def test_a_resample_that_has_no_value_is_drawn_again() -> None:
    labels = np.array([True] + [False] * 9)

    def statistic(chosen) -> float:
        if not labels[chosen].any():
            raise ValueError
        return float(labels[chosen].mean())

    found = bootstrap_statistic(statistic, 10, name="rare")
    assert found.low >= 0.1  # 0 was never drawn
    assert found.value == 0.1


def test_a_ratio_pools_items_and_keeps_them_whole() -> None:
    found = bootstrap_ratio([3, 0], [3, 1], name="sentences")
    assert found.value == 0.75
    assert (found.low, found.high) == (0.0, 1.0)  # one answer or the other alone


def test_nothing_to_divide_by_is_an_error() -> None:
    with pytest.raises(ValueError, match="sentences"):
        bootstrap_ratio([0.0], [0.0], name="sentences")


def test_the_permutation_test_is_exact_on_few_items() -> None:
    # of 2^3 ways to flip signs of (+1, +1, +1), two are as far from 0: p = 2/8
    assert paired_difference([0, 0, 0], [1, 1, 1], name="x").p == 0.25


def test_an_exact_p_value_counts_every_way_of_signs() -> None:
    changes = [0.5, -0.25, 1.0, 0.75]
    sums = [
        abs(sum(s * c for s, c in zip(signs, changes, strict=True)))
        for signs in itertools.product((-1, 1), repeat=4)
    ]
    expected = sum(value >= abs(sum(changes)) - 1e-9 for value in sums) / 16
    assert paired_difference([0.0] * 4, changes, name="x").p == pytest.approx(expected)


def test_a_drawn_p_value_is_near_the_exact_one() -> None:
    # 14 items, one more than is counted exactly; all +1: 2 / 2^14 = 0.0001
    few = paired_difference([0] * 14, [1] * 14, name="x")
    assert 0 < few.p < 0.001
    # half up, half down: any pattern is as far from 0
    none = paired_difference([0, 1] * 10, [1, 0] * 10, name="x")
    assert none.p == pytest.approx(1)
    assert none.low < 0 < none.high


def test_a_run_does_not_differ_from_itself() -> None:
    same = paired_difference([0.1, 0.9, 0.5], [0.1, 0.9, 0.5], name="x")
    assert (same.value, same.low, same.high, same.p) == (0, 0, 0, 1)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_swapping_the_runs_turns_the_difference_round(pairs) -> None:
    a, b = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    forward, back = (paired_difference(*sides, name="x") for sides in ((a, b), (b, a)))
    assert forward.value == pytest.approx(-back.value)
    assert forward.low == pytest.approx(-back.high)
    assert forward.p == pytest.approx(back.p)


def test_a_statistic_of_two_runs_is_resampled_in_pairs() -> None:
    a = np.array([0.0, 1.0] * 20)
    b = a + 0.1
    found = paired_statistic(
        lambda chosen: float(a[chosen].mean()), lambda chosen: float(b[chosen].mean()), 40, name="x"
    )
    assert found.value == pytest.approx(0.1)
    assert found.low == pytest.approx(found.high)  # each item moved by as much
    assert found.p < 0.01
