"""One reader a format: bytes in, canonical text out."""

from __future__ import annotations

from quoth.index.readers.corpus import Corpus, read_corpus
from quoth.index.readers.dispatch import SUFFIXES, read
from quoth.index.readers.extract import CorpusEntry, Extract, FrontLine, Hints

__all__ = [
    "SUFFIXES",
    "Corpus",
    "CorpusEntry",
    "Extract",
    "FrontLine",
    "Hints",
    "read",
    "read_corpus",
]
