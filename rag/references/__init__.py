"""References: documents as CSL items, formatted in a style, and written for other programs.

from quoth.rag.references import csl_items, format_references

print(format_references(csl_items(library.documents()), "apa"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.index.lazy import names_on_demand

if TYPE_CHECKING:
    from quoth.rag.references.citeproc import StyleError
    from quoth.rag.references.export import EXPORT_FORMATS, export_items
    from quoth.rag.references.formatting import (
        Cited,
        format_citation,
        format_documents,
        format_references,
        in_order,
    )
    from quoth.rag.references.items import csl_item, csl_items, missing_fields
    from quoth.rag.references.styles import find_style, style_names

__all__ = [
    "EXPORT_FORMATS",
    "Cited",
    "StyleError",
    "csl_item",
    "csl_items",
    "export_items",
    "find_style",
    "format_citation",
    "format_documents",
    "format_references",
    "in_order",
    "missing_fields",
    "style_names",
]

__getattr__ = names_on_demand(
    __name__,
    {
        "citeproc": ("StyleError",),
        "export": ("EXPORT_FORMATS", "export_items"),
        "formatting": (
            "Cited",
            "format_citation",
            "format_documents",
            "format_references",
            "in_order",
        ),
        "items": ("csl_item", "csl_items", "missing_fields"),
        "styles": ("find_style", "style_names"),
    },
)
