"""Where Quoth keeps things outside a library."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """Return the folder of things that can be made again: QUOTH_CACHE, else the platform's."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("QUOTH_CACHE") or user_cache_path("quoth"))
