"""JSON Lines, the form of everything that passes between the benchmark and its peers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quoth.index.errors import UsageError

__all__ = ["read_rows", "write_rows"]


def read_rows(path: Path, *keys: str) -> list[dict[str, Any]]:
    """Read the objects of a file, each of which must have the keys.

    Raises:
        UsageError: the file cannot be read, or a line is not such an object.
    """
    try:
        # Not splitlines(): U+2028 and its like stand unescaped inside JSON strings.
        lines = path.read_text("utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        msg = f"cannot read {path} as JSON Lines: {error}; check the file"
        raise UsageError(msg) from error
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not row.keys() >= set(keys):
            msg = f"row {number} of {path} lacks one of {', '.join(keys)}; add it"
            raise UsageError(msg)
    return rows


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write one object a line, over what was there."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
