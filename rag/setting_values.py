"""What is looked at before a setting is saved: a mistake is said at once, not at its first use."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from quoth.index.errors import UsageError
from quoth.index.packaged_model import is_packaged
from quoth.rag.references.styles import find_style

__all__ = ["value_to_save"]

_FOLDERS = frozenset({"library", "prompts", "reader_model", "support_model"})
_BEGINS_PATH = (".", "~", "/")  # no hub's name begins so


def value_to_save(name: str, value: str) -> str:
    """Return what is written for a value: a path whole, since commands run in any folder.

    Raises:
        UsageError: no such style, provider or embedder, or a package that it needs is missing.
    """
    if name in _FOLDERS:
        return _whole(value)
    if name == "style":
        find_style(value)
        own = value.lower().endswith(".csl") and Path(value).expanduser().is_file()
        return _whole(value) if own else value
    if name == "llm":
        from quoth.rag.chat.endpoint import find_endpoint

        find_endpoint(value)
    elif name == "embedder":
        return _embedder(value)
    elif name == "precision" and value == "int8" and importlib.util.find_spec("nncf") is None:
        msg = "precision int8 needs nncf. Run: pip install 'quoth[int8]'"
        raise UsageError(msg)
    return value


def _embedder(value: str) -> str:
    if is_packaged(value):
        return value
    folder = Path(value).expanduser()
    if folder.is_dir():
        return _whole(value)
    if value.startswith(_BEGINS_PATH) or folder.exists():
        msg = (
            f"embedder: there is no folder {folder.absolute()}. Give the folder of a "
            "sentence-transformers model, or its name"
        )
        raise UsageError(msg)
    return value


def _whole(path: str) -> str:
    return str(Path(path).expanduser().absolute())
