"""LlamaIndex: SimpleDirectoryReader, VectorStoreIndex over FaissVectorStore, HuggingFaceEmbedding.

The recipe of its page on Faiss, with the defaults that a reader of it gets:

- SentenceSplitter, 1,024 tokens with an overlap of 200, counted by the tokenizer file that comes
  inside llama-index-core, so nothing is fetched. Most abstracts are one node, and the embedder
  reads the first 256 tokens of it.
- The path of the file is embedded before the text (`file_path: …`): a long one costs some of these
  tokens, and moves the figures of quality a little.
- Batches of 10 texts, and Faiss' exact IndexFlatL2.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quoth.eval.bench.peers.protocol import PASSAGES_PER_DOCUMENT, Search, main

__all__ = ["LlamaIndex"]


class LlamaIndex:
    """The peer of `quoth.eval.bench.peers.protocol.Peer`."""

    def build(self, folder: Path, index: Path, model: Path) -> None:
        """Load, split, embed and save as `StorageContext.persist` does."""
        import faiss
        from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.faiss import FaissVectorStore

        documents = SimpleDirectoryReader(str(folder), required_exts=[".txt"]).load_data()
        embedder = HuggingFaceEmbedding(model_name=str(model))
        dimension = len(embedder.get_text_embedding("the length of a vector"))
        store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(dimension))
        built = VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=embedder,
        )
        built.storage_context.persist(persist_dir=str(index))

    def load(self, index: Path, model: Path) -> Search:
        """Open what `build` saved; the search is that of the index's retriever."""
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.faiss import FaissVectorStore

        store = FaissVectorStore.from_persist_dir(str(index))
        context = StorageContext.from_defaults(vector_store=store, persist_dir=str(index))
        embedder = HuggingFaceEmbedding(model_name=str(model))
        loaded = load_index_from_storage(context, embed_model=embedder)

        def search(text: str, k: int) -> list[str]:
            n = k * PASSAGES_PER_DOCUMENT
            hits = loaded.as_retriever(similarity_top_k=n).retrieve(text)
            return [str(hit.node.metadata["file_name"]) for hit in hits]

        return search


if __name__ == "__main__":
    sys.exit(main(LlamaIndex()))
