"""One writer at a time: the lock on a library's folder, and the store that is open under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quoth.index.errors import LibraryLocked, LibraryUnwritable
from quoth.index.store import Store

__all__ = ["is_being_written", "open_to_write"]

_LOCK = ".lock"
_LOCK_WAIT_S = 1.0  # a reader that looks whether the lock is free holds it for an instant


@contextmanager
def open_to_write(folder: Path) -> Iterator[Store]:
    """Hold the lock on a library's folder, making it if need be, and yield a store to write to.

    Raises:
        LibraryLocked, LibraryUnwritable, LibraryTooNew, LibraryDamaged.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=_LOCK_WAIT_S)
    except Timeout as error:
        msg = f"another quoth is writing to the library at {folder}. Try again later"
        raise LibraryLocked(msg) from error
    except OSError as error:
        msg = f"cannot write to the library at {folder}: {error.strerror or error}"
        raise LibraryUnwritable(msg) from error
    try:
        store = Store.create_or_open(folder / "library.db")
        try:
            yield store
            store.fold_log()
        finally:
            store.close()
    finally:
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether some process holds the lock on a library's folder."""
    from filelock import FileLock, Timeout

    path = folder / _LOCK
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # a read-only disk: nobody writes there
        return False
