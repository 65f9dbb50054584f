"""Files of one JSON object a line: every mistake is named with its number."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from quoth.index.errors import UsageError

__all__ = ["complain", "parsed_lines", "read_rows", "read_text", "rows_of"]

_Row = TypeVar("_Row", bound=BaseModel)

_SHOWN = 5  # problems in a message; the rest are counted


def read_text(path: Path, *, name: str = "") -> str:
    """Return the text of a file, without a byte order mark; that of a .gz unpacked.

    Args:
        name: what the file is, for messages.
    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else why
        msg = f"cannot read the {name} {path}: {why}" if name else f"cannot read {path}: {why}"
        raise UsageError(msg) from error


def parsed_lines(
    path: Path, parse: Callable[[str], _Row], *, name: str, hint: str = ""
) -> list[tuple[int, _Row]]:
    """Return every line that is not empty, parsed, with its number from 1.

    Args:
        parse: raises pydantic's ValidationError for a line that does not fit.
        name: what the file is, for messages.
        hint: what a line should be, for messages.
    Raises:
        UsageError: lines do not fit: the first of them, with numbers; or there are none.
    """
    rows, problems = [], []
    for number, line in enumerate(read_text(path, name=name).split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append((number, parse(line)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the line"
            problems.append(f"line {number}: {place}: {first['msg']}")
    complain(problems, f"the {name} {path} has", "lines that do not fit", hint=hint)
    if not rows:
        msg = f"the {name} {path} holds no rows"
        raise UsageError(msg)
    return rows


def rows_of(path: Path, model: type[_Row], *, name: str) -> list[tuple[int, _Row]]:
    """Return the lines of a JSON Lines file as objects, numbered; see `parsed_lines`."""
    return parsed_lines(path, model.model_validate_json, name=name)


def read_rows(path: Path, model: type[_Row], *, name: str, hint: str = "") -> list[_Row]:
    """Return the lines of a JSON Lines file as objects; see `parsed_lines`."""
    return [row for _, row in parsed_lines(path, model.model_validate_json, name=name, hint=hint)]


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
