"""Batches of rows of like length, as many as there are streams."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quoth.index.openvino_streams import batches_by_length

LENGTHS = st.lists(st.integers(1, 16).map(lambda n: 16 * n), max_size=60)


@given(LENGTHS)
def test_every_row_is_in_one_batch_and_no_batch_is_too_long(lengths: list[int]) -> None:
    batches = batches_by_length(lengths, most_tokens=512, n_streams=2)
    assert sorted(row for rows in batches for row in rows) == list(range(len(lengths)))
    assert all(max(lengths[row] for row in rows) * len(rows) <= 512 for rows in batches)


def test_rows_of_like_length_are_together() -> None:
    batches = batches_by_length([16, 64, 16, 64], most_tokens=128, n_streams=1)
    assert batches == [[1, 3], [0, 2]]


def test_a_few_rows_are_parted_among_the_streams() -> None:
    assert batches_by_length([64] * 10, most_tokens=2048, n_streams=2) == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
    ]
    assert batches_by_length([64] * 10, most_tokens=2048, n_streams=1) == [list(range(10))]
    assert batches_by_length([16], most_tokens=2048, n_streams=2) == [[0]]
    assert batches_by_length([], most_tokens=2048, n_streams=2) == []
