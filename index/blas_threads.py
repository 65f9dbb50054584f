"""One thread for small matrix products, beside a model that has the cores already.

OpenBLAS parts a product of some 30 by 90 rows between its threads, and these then wait for the next
one by spinning, on the cores that the model's batches need. A draft of 2,938 words over 5,053
passages took 14.1 s of processor time on two cores, with one thread for its products 8.4 s
(`python -m quoth.eval.draft_check`).
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

__all__ = ["one_blas_thread"]


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Keep BLAS to one thread, in the whole process, until the last of several uses ends.

    Several threads may be inside at once. Entering costs 12 µs, the first time 2 ms.
    """
    _LIMIT.enter()
    try:
        yield
    finally:
        _LIMIT.leave()


@dataclass(slots=True)
class _Limit:
    """How many are inside; the number of threads is changed by the first and the last."""

    n_inside: int = 0
    restore: Callable[[], None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self) -> None:
        with self.lock:
            if not self.n_inside:
                self.restore = _blas().limit(limits=1).restore_original_limits
            self.n_inside += 1

    def leave(self) -> None:
        with self.lock:
            self.n_inside -= 1
            if not self.n_inside and self.restore is not None:
                self.restore()
                self.restore = None


_LIMIT = _Limit()


@functools.cache
def _blas() -> ThreadpoolController:
    """Find the BLAS libraries that this process has loaded, numpy's among them."""
    import numpy as np  # noqa: F401  its BLAS comes with it
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
