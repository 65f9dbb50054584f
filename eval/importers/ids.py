"""Ids of a set's items: there are some, and no two are the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quoth.eval.json_lines import complain
from quoth.eval.runs.items import Item
from quoth.index.errors import UsageError

__all__ = ["check_items"]


def check_items(items: Sequence[Item], path: Path) -> tuple[Item, ...]:
    """Return the items, if there are any and no two share an id.

    Raises:
        UsageError: there are none, or ids come twice.
    """
    if not items:
        msg = f"the set {path} holds no items"
        raise UsageError(msg)
    lines: dict[str, int] = {}
    problems = [
        f"line {item.line}: the id {item.id!r} is that of line {first}"
        for item in items
        if (first := lines.setdefault(item.id, item.line)) != item.line
    ]
    complain(problems, f"the set {path} has", "ids that come twice")
    return tuple(items)
