"""A choice that looks random and is the same on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["pick"]

_Option = TypeVar("_Option")


def pick(options: Sequence[_Option], key: str) -> _Option | None:
    """Return one of the options, by the hash of the key; None when there are none."""
    if not options:
        return None
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return options[int.from_bytes(digest[:8], "big") % len(options)]
