"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file anew: whoever opens it finds the old one or the new one, and never a part.

    Args:
        private: nobody but its owner can read it.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    fresh = path.with_name(f".{path.name}.part")
    if private:
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    fresh.replace(path)
