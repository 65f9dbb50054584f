"""Quoth itself, in the protocol of its peers; its search is `Assistant.search`.

    python -m quoth.eval.bench.quoth_peer query --index LIBRARY --model DIR …

`--model` is not read: the weights are the packaged ones, whose hash Quoth checks. The benchmark
makes its libraries with `index`, except where `quoth add` itself is what is measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quoth.eval.bench.peers.protocol import PASSAGES_PER_DOCUMENT, Search, main

__all__ = ["Quoth"]


class Quoth:
    """See `quoth.eval.bench.peers.protocol.Peer`."""

    def build(self, folder: Path, index: Path, model: Path) -> None:  # noqa: ARG002
        """Add the folder to the library at `index`."""
        from quoth.index import Library, add, load_embedder

        with Library.open(index, load_embedder) as library:
            add(library, [folder])

    def load(self, index: Path, model: Path) -> Search:  # noqa: ARG002
        """Open the library with the default settings."""
        from quoth.rag.assembly import build_assistant
        from quoth.rag.settings import Settings

        assistant = build_assistant(Settings(library=str(index)))

        def search(text: str, k: int) -> list[str]:
            hits = assistant.search(text, k=k * PASSAGES_PER_DOCUMENT)
            return [hit.document.file for hit in hits]

        return search


if __name__ == "__main__":
    sys.exit(main(Quoth()))
