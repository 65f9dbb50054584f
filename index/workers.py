"""Parsing in worker processes: a file that crashes or hangs its parser costs that file only."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quoth.index.errors import QuothError

if TYPE_CHECKING:
    from pebble import ProcessFuture

__all__ = ["FILE_TIMEOUT_S", "Outcome", "run_in_workers"]

FILE_TIMEOUT_S = 30.0
_AHEAD = 32  # tasks handed out before the first one's result is taken

_main_lock = threading.Lock()


class _Process(SpawnProcess):
    """A process that does not import the program's main module again.

    Its tasks are functions of importable modules, so it needs no main module; imported again, a
    script without `if __name__ == "__main__"` would begin to add the same files in every worker.
    """

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802
        with _main_lock:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)  # noqa: SLF001
            finally:
                sys.modules["__main__"] = main


class _Spawn(SpawnContext):
    Process = _Process


_Key = TypeVar("_Key")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_Key, _Result]):
    """What became of one task: a result, or the reason that there is none."""

    key: _Key
    result: _Result | None
    reason: str | None


def run_in_workers(
    tasks: Iterable[tuple[_Key, Callable[..., _Result], tuple[object, ...]]],
    *,
    timeout_s: float = FILE_TIMEOUT_S,
    n_workers: int | None = None,
) -> Generator[Outcome[_Key, _Result], None, None]:
    """Run tasks in other processes and yield what became of each, in order.

    Args:
        tasks: a key, a function of a module, and its arguments; all picklable.
        timeout_s: for one task; a worker that takes longer is killed.
        n_workers: as many as there are processors by default, four at most.
    Returns:
        A generator: closing it ends the workers.
    """
    from pebble import ProcessPool

    waiting: deque[tuple[_Key, ProcessFuture]] = deque()
    pool = ProcessPool(
        max_workers=n_workers or min(4, os.cpu_count() or 1),
        context=_Spawn(),
    )
    try:
        for key, function, arguments in tasks:
            with _interrupts_kept_away():
                future = pool.schedule(function, args=arguments, timeout=timeout_s)
            waiting.append((key, future))
            if len(waiting) >= _AHEAD:
                yield _outcome(*waiting.popleft(), timeout_s)
        while waiting:
            yield _outcome(*waiting.popleft(), timeout_s)
        pool.close()
    finally:
        pool.stop()
        pool.join()


@contextmanager
def _interrupts_kept_away() -> Iterator[None]:
    """Block Ctrl-C for the threads that start workers, and so for the workers.

    A terminal sends it to every process. A worker that is still importing would answer with a
    traceback; it is for the process that asked to end its workers. Masks are inherited.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(key: _Key, future: ProcessFuture, timeout_s: float) -> Outcome[_Key, _Result]:
    from pebble import ProcessExpired

    try:
        return Outcome(key, future.result(), None)
    except QuothError as error:
        return Outcome(key, None, str(error))
    except FutureTimeoutError:
        reason = f"took longer than {timeout_s:g} s to read and was given up"
    except ProcessExpired as error:
        reason = f"crashed its reader (exit code {error.exitcode})"
    except MemoryError:
        reason = "is too large for this machine's memory"
    except RecursionError:
        reason = "is nested too deeply to be read"
    except Exception as error:  # noqa: BLE001  (a reader's bug costs this file only, and is named)
        said = next(iter(str(error).splitlines()), "")
        reason = f"cannot be read ({type(error).__name__}: {said})"
    return Outcome(key, None, reason)
