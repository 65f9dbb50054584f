"""What a library's passages and vectors were made with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from quoth.index.embedder import Embedder
from quoth.index.parsing import PASSAGE_WORDS

__all__ = ["FINGERPRINT_META", "Fingerprint"]

FINGERPRINT_META = "fingerprint"

# Raised when the way that text is cut into passages changes.
_PASSAGES_VERSION = 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The embedder (name, precision and dimension are for messages) and the passage settings."""

    name: str
    precision: str
    dimension: int
    embedder: str
    passages: str

    @classmethod
    def of(cls, embedder: Embedder) -> Self:
        """Return the fingerprint of what would be made now."""
        identity = embedder.identity
        passages = [_PASSAGES_VERSION, *PASSAGE_WORDS, embedder.max_tokens]
        return cls(
            identity.name,
            identity.precision,
            identity.dimension,
            identity.fingerprint,
            "-".join(map(str, passages)),
        )

    def difference(self, wanted: Fingerprint, folder: Path) -> str:
        """Say what a library was built with, what the settings ask for, and what to do."""
        built, asked = (f"{f.name} ({f.dimension}, {f.precision})" for f in (self, wanted))
        if built == asked:  # the names agree: other weights, another engine, other passages
            built, asked = (f"{f.embedder}, passages {f.passages}" for f in (self, wanted))
            built, asked = f"{self.name} [{built}]", f"{wanted.name} [{asked}]"
        return (
            f"the library at {folder} was built with {built}; the settings ask for {asked}. "
            "Run: quoth rebuild"
        )

    def to_json(self) -> str:
        """Write it for the store."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | None) -> Self | None:
        """Read what `to_json` wrote; None if there was none."""
        return cls(**json.loads(text)) if text else None
