"""Bibliographic facts of documents, each with its provenance."""

from __future__ import annotations

from quoth.index.metadata.find import find_metadata
from quoth.index.metadata.types import FIELDS, Metadata, Stated

__all__ = ["FIELDS", "Metadata", "Stated", "find_metadata"]
