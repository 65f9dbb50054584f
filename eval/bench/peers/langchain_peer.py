"""LangChain: DirectoryLoader, RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, FAISS.

The recipe of its tutorials on retrieval, passages of 1,000 characters that share 200, with defaults
wherever they state nothing: an exact L2 index, and no normalising (the last layer of the weights
does that). DirectoryLoader's own choice of loader needs `unstructured`; TextLoader is what its
documentation takes for .txt files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quoth.eval.bench.peers.protocol import PASSAGES_PER_DOCUMENT, Search, main

__all__ = ["LangChain"]


class LangChain:
    """The peer of `quoth.eval.bench.peers.protocol.Peer`."""

    def build(self, folder: Path, index: Path, model: Path) -> None:
        """Load, split, embed and save as `FAISS.save_local` does."""
        from langchain_community.document_loaders import DirectoryLoader, TextLoader
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        loader = DirectoryLoader(
            str(folder),
            glob="*.txt",
            loader_cls=TextLoader,
            loader_kwargs={"encoding": "utf-8"},
        )
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        chunks = splitter.split_documents(loader.load())
        store = FAISS.from_documents(chunks, HuggingFaceEmbeddings(model_name=str(model)))
        store.save_local(str(index))

    def load(self, index: Path, model: Path) -> Search:
        """Open what `build` saved; the search is `similarity_search`."""
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        store = FAISS.load_local(
            str(index),
            HuggingFaceEmbeddings(model_name=str(model)),
            # LangChain pickles its texts; the file is the one that this benchmark has just written.
            allow_dangerous_deserialization=True,
        )

        def search(text: str, k: int) -> list[str]:
            hits = store.similarity_search(text, k=k * PASSAGES_PER_DOCUMENT)
            return [Path(hit.metadata["source"]).name for hit in hits]

        return search


if __name__ == "__main__":
    sys.exit(main(LangChain()))
