"""Read a set of whatever format, told by its name and its first line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from quoth.eval.importers.beir import is_beir, read_beir
from quoth.eval.importers.clapnq import read_clapnq
from quoth.eval.importers.own import read_own
from quoth.eval.importers.scifact import read_scifact
from quoth.eval.importers.squad import read_squad
from quoth.eval.importers.table import read_table
from quoth.eval.json_lines import read_text
from quoth.eval.runs.items import EvalSet
from quoth.index.errors import UsageError

__all__ = ["FORMATS", "read_set"]

FORMATS: Mapping[str, Callable[[Path], EvalSet]] = {
    "quoth": read_own,
    "squad": read_squad,
    "beir": read_beir,
    "scifact": read_scifact,
    "clapnq": read_clapnq,
    "csv": read_table,
}
"""By the name that `--format` takes."""


def read_set(path: Path, *, format_name: str | None = None) -> EvalSet:
    """Read a set.

    Args:
        format_name: one of FORMATS; None tells it by the file.
    Raises:
        UsageError: there is no such path or format, or the set does not read.
    """
    if format_name is not None and format_name not in FORMATS:
        msg = f"there is no format {format_name!r} of sets; there are {', '.join(FORMATS)}"
        raise UsageError(msg)
    if not path.exists():
        msg = f"there is no set at {path}"
        raise UsageError(msg)
    return FORMATS[format_name or _format(path)](path)


def _format(path: Path) -> str:
    if path.is_dir():
        if is_beir(path):
            return "beir"
        msg = f"{path} is a folder, but no BEIR set (corpus.jsonl, queries.jsonl, qrels/)"
        raise UsageError(msg)
    if path.suffix.lower() in (".csv", ".tsv"):
        return "csv"
    if path.suffix.lower() == ".json":
        return "squad"
    first = next((line for line in read_text(path).split("\n") if line.strip()), "")
    if '"cited_doc_ids"' in first:
        return "scifact"
    if '"input"' in first and '"passages"' in first:
        return "clapnq"
    return "quoth"
