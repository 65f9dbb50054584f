"""Items as text for other programs: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar, get_args

from quoth.index.errors import UsageError
from quoth.index.metadata.csl import OTHERS, CslItem

__all__ = ["EXPORT_FORMATS", "ExportFormat", "export_items"]

ExportFormat = Literal["bibtex", "ris", "csl-json"]
_Value = TypeVar("_Value")
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)


# As a reader looks for them; what is not named here follows by name.
_ORDER = (
    *("author", "editor", "issued", "title", "container-title", "container-title-short"),
    *("collection-title", "collection-number", "edition", "volume", "issue", "number"),
    *("genre", "publisher", "publisher-place", "page", "DOI", "URL", "accessed"),
)
_RANK = {variable: rank for rank, variable in enumerate(_ORDER)}


def export_items(items: Sequence[CslItem], format_name: str) -> str:
    """Return items in a format; read again, they are the same items.

    But for authors who are not named: RIS has no "and others", and a program would take it for
    a name.

    Fields have the same order whatever the items were read from, so that two exports of one
    library differ where it has changed and nowhere else.

    Raises:
        UsageError: no such format.
    """
    items = [_ordered(item) for item in items]
    if format_name == "bibtex":
        from quoth.rag.references.bibtex import write_bibtex

        return write_bibtex(items)
    if format_name == "ris":
        from quoth.rag.references.ris import write_ris

        return write_ris([_of_named_people(item) for item in items])
    if format_name == "csl-json":
        rows = [item.to_json() for item in items]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    msg = f"no export format {format_name!r}: there are {', '.join(EXPORT_FORMATS)}"
    raise UsageError(msg)


def _ordered(item: CslItem) -> CslItem:
    return replace(
        item, texts=_sorted(item.texts), names=_sorted(item.names), dates=_sorted(item.dates)
    )


def _of_named_people(item: CslItem) -> CslItem:
    named = {
        variable: tuple(name for name in people if name != OTHERS)
        for variable, people in item.names.items()
    }
    return replace(item, names={variable: people for variable, people in named.items() if people})


def _sorted(values: Mapping[str, _Value]) -> dict[str, _Value]:
    return {v: values[v] for v in sorted(values, key=lambda v: (_RANK.get(v, len(_RANK)), v))}
