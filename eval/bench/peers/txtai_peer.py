"""txtai: Embeddings with hybrid search, which is its BM25 and the vectors weighted half and half.

A file is one section: txtai splits texts only in its Textractor pipeline. It truncates at what the
tokenizer's file states, 512 tokens for all-MiniLM-L6-v2, where sentence-transformers stops at 256.
Content is stored, as in its examples of search over texts: a hit without its text is of no use to
somebody who asks papers.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quoth.eval.bench.peers.protocol import Search, main

__all__ = ["Txtai"]


class Txtai:
    """The peer of `quoth.eval.bench.peers.protocol.Peer`."""

    def build(self, folder: Path, index: Path, model: Path) -> None:
        """Embed and save as `Embeddings.save` does."""
        from txtai import Embeddings

        embeddings = Embeddings(path=str(model), hybrid=True, content=True)
        files = sorted(folder.glob("*.txt"))
        embeddings.index((file.name, file.read_text("utf-8")) for file in files)
        embeddings.save(str(index))

    def load(self, index: Path, model: Path) -> Search:
        """Open what `build` saved, with these weights; the search is `Embeddings.search`."""
        from txtai import Embeddings

        embeddings = Embeddings()
        embeddings.load(str(index), config={"path": str(model)})

        def search(text: str, k: int) -> list[str]:
            return [str(hit["id"]) for hit in embeddings.search(text, k)]

        return search


if __name__ == "__main__":
    sys.exit(main(Txtai()))
