"""Items as text for other programs: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal, get_args

from quoth.index.errors import UsageError
from quoth.index.metadata.csl import CslItem

__all__ = ["EXPORT_FORMATS", "ExportFormat", "export_items"]

ExportFormat = Literal["bibtex", "ris", "csl-json"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)


def export_items(items: Sequence[CslItem], format_name: str) -> str:
    """Return items in a format; read again, they are the same items.

    Raises:
        UsageError: no such format.
    """
    if format_name == "bibtex":
        from quoth.rag.references.bibtex import write_bibtex

        return write_bibtex(items)
    if format_name == "ris":
        from quoth.rag.references.ris import write_ris

        return write_ris(items)
    if format_name == "csl-json":
        rows = [item.to_json() for item in items]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    msg = f"no export format {format_name!r}: there are {', '.join(EXPORT_FORMATS)}"
    raise UsageError(msg)
