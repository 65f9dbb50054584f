"""Nearest passages: exact, in order, and only among those that may be returned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.vectors import VectorIndex


def make_index(
    n: int, *, seed: int = 3, dimension: int = 8
) -> tuple[VectorIndex, np.ndarray, np.ndarray]:
    drawn = np.random.default_rng(seed)
    rows = drawn.standard_normal((n, dimension)).astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    ids = np.sort(drawn.choice(10 * n + 1, n, replace=False)).astype(np.int64)
    return VectorIndex(ids, rows.tobytes(), dimension=dimension), ids, rows


def test_the_nearest_come_first_with_their_cosines() -> None:
    index, ids, rows = make_index(50)
    found = index.nearest(rows[7], 5)
    expected = np.argsort(-(rows @ rows[7]))[:5]
    assert list(found) == list(ids[expected])
    assert list(found.values()) == pytest.approx(list((rows @ rows[7])[expected]), abs=1e-5)


def test_fewer_come_back_where_fewer_are_there() -> None:
    index, ids, rows = make_index(3)
    assert set(index.nearest(rows[0], 100)) == set(ids)


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(np.zeros(0, dtype=np.int64), b"", dimension=8)
    query = np.ones(8, dtype=np.float32)
    some = np.array([1, 2])
    assert len(index) == 0
    assert index.nearest(query, 5) == index.nearest(query, 5, among=some) == {}
    assert index.cosines(query, some) == {}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99), st.data())
def test_only_allowed_passages_come_back_and_all_of_the_nearest(
    n: int, k: int, seed: int, data: st.DataObject
) -> None:
    index, ids, rows = make_index(n, seed=seed)
    allowed = np.array(
        sorted(data.draw(st.sets(st.sampled_from([*map(int, ids), 99_999])))), dtype=np.int64
    )
    query = rows[0]
    cosines = dict(zip(map(int, ids), map(float, rows @ query), strict=True))
    found = index.nearest(query, k, among=allowed)
    possible = sorted((cosines[i] for i in allowed if i in cosines), reverse=True)
    assert list(found.values()) == pytest.approx(possible[:k], abs=1e-5)
    assert set(found) <= set(allowed)
    known = index.cosines(query, allowed)
    assert known == pytest.approx({i: cosines[i] for i in allowed if i in cosines}, abs=1e-5)
