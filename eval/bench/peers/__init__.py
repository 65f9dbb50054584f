"""The libraries that `quoth bench` measures beside Quoth, each as its documentation builds it.

A peer runs in processes of its own, so that its imports and the loading of its model are part of
its time:

    python -m quoth.eval.bench.peers.langchain_peer index --folder DIR --index DIR --model DIR
    python -m quoth.eval.bench.peers.langchain_peer query --index DIR --model DIR \
        --queries FILE.jsonl --out FILE.jsonl -k 10

`pip install 'quoth[bench]'` brings all of them. `missing` names the packages that a peer lacks; one
that lacks any cannot run.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.installed import installed_versions

__all__ = ["PEERS", "PeerInfo", "missing", "versions"]


@dataclass(frozen=True, slots=True)
class PeerInfo:
    """A peer that can be measured; `module` is what `python -m` runs."""

    name: str
    module: str
    distributions: tuple[str, ...]


PEERS = (
    PeerInfo(
        "LangChain",
        f"{__name__}.langchain_peer",
        (
            "langchain-community",
            "langchain-huggingface",
            "langchain-text-splitters",
            "sentence-transformers",
            "faiss-cpu",
        ),
    ),
    PeerInfo(
        "LlamaIndex",
        f"{__name__}.llamaindex_peer",
        (
            "llama-index-core",
            "llama-index-embeddings-huggingface",
            "llama-index-vector-stores-faiss",
            "sentence-transformers",
            "faiss-cpu",
        ),
    ),
    PeerInfo("txtai", f"{__name__}.txtai_peer", ("txtai", "faiss-cpu")),
)


def missing(peer: PeerInfo) -> tuple[str, ...]:
    """Name the distributions of a peer that are not installed, without importing any."""
    return tuple(name for name in peer.distributions if name not in versions(peer))


def versions(peer: PeerInfo) -> dict[str, str]:
    """Map each installed distribution of a peer to its version, for the report of a run."""
    return installed_versions(peer.distributions)
