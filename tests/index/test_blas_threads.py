"""One thread for small matrix products, for as long as somebody wants it."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from quoth.index.blas_threads import one_blas_thread


@pytest.fixture(autouse=True)
def two_threads():
    np.zeros(1)
    with threadpool_limits(2, user_api="blas"):
        if set(n_threads()) != {2}:
            pytest.skip("this BLAS has no threads")
        yield


def n_threads() -> list[int]:
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_there_is_one_thread_until_the_last_use_ends() -> None:
    first, second = one_blas_thread(), one_blas_thread()
    with first:
        second.__enter__()
    assert set(n_threads()) == {1}
    second.__exit__(None, None, None)
    assert set(n_threads()) == {2}


def test_an_error_inside_gives_the_threads_back() -> None:
    with pytest.raises(ValueError, match="invalid"), one_blas_thread():
        int("no")
    assert set(n_threads()) == {2}
