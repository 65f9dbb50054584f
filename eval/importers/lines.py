"""Lines of a set: read one by one, so that every mistake can be named with its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from quoth.eval.runs.items import Item
from quoth.index.errors import UsageError

__all__ = ["check_items", "complain", "parsed_lines", "read_text", "rows_of"]

_Row = TypeVar("_Row", bound=BaseModel)

_SHOWN = 5  # problems in a message; the rest are counted


def read_text(path: Path) -> str:
    """Return a file's text, without a byte order mark.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        msg = f"cannot read {path}: {why}"
        raise UsageError(msg) from error


def parsed_lines(path: Path, parse: Callable[[str], _Row], *, name: str) -> list[tuple[int, _Row]]:
    """Return every line that is not empty, parsed, with its number from 1.

    Args:
        parse: raises pydantic's ValidationError for a line that does not fit.
        name: what the file is, for messages.
    Raises:
        UsageError: lines do not fit: the first of them, with numbers; or there are none.
    """
    rows, problems = [], []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append((number, parse(line)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the line"
            problems.append(f"line {number}: {place}: {first['msg']}")
    complain(problems, f"the {name} {path} has", "lines that do not fit")
    if not rows:
        msg = f"the {name} {path} holds no rows"
        raise UsageError(msg)
    return rows


def rows_of(path: Path, model: type[_Row], *, name: str) -> list[tuple[int, _Row]]:
    """Return the lines of a JSON Lines file as objects; see `parsed_lines`."""
    return parsed_lines(path, model.model_validate_json, name=name)


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


def complain(problems: Iterable[str], where: str, what: str, *, hint: str = "") -> None:
    """Raise if there are problems, naming the first few.

    Args:
        hint: what to do next, where more than mending the lines is possible.
    Raises:
        UsageError: there are any.
    """
    found = list(problems)
    if found:
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        named = f"{'; '.join(found[:_SHOWN])}{more}"
        msg = f"{where} {what} ({len(found)}): {named}{'. ' if hint else ''}{hint}"
        raise UsageError(msg)
