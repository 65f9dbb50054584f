"""Files of one JSON object a line that grow while a run goes on, and what a kill leaves of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from quoth.eval.runs.records import Record
from quoth.index.errors import UsageError
from quoth.index.whole_files import write_whole

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["append_row", "drop_partial_line", "read_records", "read_written", "write_rows"]

_Row = TypeVar("_Row", bound="DataclassInstance")


@cache
def _adapter(row: type[_Row]) -> TypeAdapter[_Row]:
    return TypeAdapter(row)


def read_records(path: Path) -> list[Record]:
    """Read the records of a run.

    Raises:
        UsageError: the file cannot be read, or a line is no record; its number is named.
    """
    return read_written(path, Record)


def read_written(path: Path, row: type[_Row]) -> list[_Row]:
    """Read what `append_row` or `write_rows` wrote; a last line without its end is left out.

    Raises:
        UsageError: the file cannot be read, or a whole line does not fit; its number is named.
    """
    try:
        *lines, _partial = path.read_bytes().split(b"\n")
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise UsageError(msg) from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            rows.append(_adapter(row).validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the line"
            msg = f"{path}, line {number}: {place}: {first['msg']}"
            raise UsageError(msg) from error
    return rows


def append_row(path: Path, row: DataclassInstance) -> None:
    """Write one line at the end of a file and wait until the disk has it."""
    with path.open("ab") as file:
        file.write(_adapter(type(row)).dump_json(row) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def drop_partial_line(path: Path) -> None:
    """Cut off what a killed process began to write at the end of a file; absent files are fine."""
    if path.exists():
        whole = path.read_bytes().rpartition(b"\n")
        if whole[2]:
            os.truncate(path, len(whole[0]) + len(whole[1]))


def write_rows(path: Path, rows: Iterable[DataclassInstance]) -> None:
    """Write a file anew, whole or not at all."""
    lines = (_adapter(type(row)).dump_json(row) + b"\n" for row in rows)
    write_whole(path, b"".join(lines))
