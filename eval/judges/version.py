"""Which version of the package's own judges this is: what they said is kept under it."""

from __future__ import annotations

import functools
import hashlib
import json
from importlib.resources import files
from pathlib import Path

from quoth.index.embedder import Embedder

__all__ = ["code_and_weights", "judge_version"]

_JUDGED_BY = ("quoth.index", "quoth.rag.support", "quoth.rag.trained", "quoth.eval.judges")
_KINDS = frozenset({".py", ".json"})  # a trained model's own JSON names the hash of its weights


def judge_version(embedder: Embedder, *more: str) -> str:
    """Return a hash of what a judge that comes with the package judges by.

    Args:
        more: what else tells it apart, such as the kind of its scorer.
    """
    facts = [embedder.identity.fingerprint, _installed(), *more]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def code_and_weights(folder: Path) -> str:
    """Hash the modules and weights of a package: rules are code, and change as weights do."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _KINDS:
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def _installed() -> str:
    return " ".join(code_and_weights(Path(str(files(package)))) for package in _JUDGED_BY)
