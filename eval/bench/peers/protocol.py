"""What every peer does: build and save an index in one process, load and search it in another.

A peer's file holds its recipe alone; reading queries, timing, ranking documents and the command
line are here, so that all of them are measured the same way.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from quoth.eval.bench.peers.rows import read_rows, write_rows
from quoth.index.errors import QuothError, UsageError

__all__ = [
    "PASSAGES_PER_DOCUMENT",
    "WARM_UP_QUERIES",
    "Peer",
    "Query",
    "Ranking",
    "Search",
    "main",
    "rank_documents",
    "read_queries",
    "read_rankings",
    "run_queries",
    "stay_offline",
    "write_queries",
]

# Most abstracts of SciFact are one to three passages of 1,000 characters: with 30 passages, 773 of
# 774 claims got 10 documents.
PASSAGES_PER_DOCUMENT = 3
WARM_UP_QUERIES = 5

Search = Callable[[str, int], list[str]]
"""(query, k) → the file names of the best passages, best first, enough to hold about k documents.

A name comes once a passage; a peer that splits texts takes PASSAGES_PER_DOCUMENT passages for each.
"""


class Peer(Protocol):
    """One library's way from a folder of texts to a search; a fresh process uses one of the two."""

    def build(self, folder: Path, index: Path, model: Path) -> None:
        """Read every .txt file of the folder, embed it and save the index in the folder `index`."""

    def load(self, index: Path, model: Path) -> Search:
        """Open the saved index and return the peer's own search over it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search text and its name."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The file names found for a query, best first, each once; `ms` is the time of the search."""

    id: str
    ranked: tuple[str, ...]
    ms: float


def rank_documents(names: Iterable[str], *, k: int) -> tuple[str, ...]:
    """Return the first k distinct names: a document stands where its best passage does."""
    return tuple(dict.fromkeys(names))[:k]


def run_queries(search: Search, queries: Sequence[Query], *, k: int) -> list[Ranking]:
    """Time the search of each query, its embedding included, after a few that are not counted."""
    for query in queries[:WARM_UP_QUERIES]:
        search(query.text, k)
    rankings = []
    for query in queries:
        began = time.perf_counter()
        names = search(query.text, k)
        ms = (time.perf_counter() - began) * 1000
        rankings.append(Ranking(query.id, rank_documents(names, k=k), ms))
    return rankings


def read_queries(path: Path) -> list[Query]:
    """Read a JSON Lines file of {"id", "text"}.

    Raises:
        UsageError: the file cannot be read, or a line is not such an object.
    """
    return [Query(str(row["id"]), str(row["text"])) for row in read_rows(path, "id", "text")]


def write_queries(path: Path, queries: Iterable[Query]) -> None:
    """Write the file that `query --queries` reads."""
    write_rows(path, (asdict(query) for query in queries))


def read_rankings(path: Path) -> list[Ranking]:
    """Read the file that `query --out` wrote.

    Raises:
        UsageError: the file cannot be read, or a line is not a ranking.
    """
    return [
        Ranking(row["id"], tuple(row["ranked"]), row["ms"])
        for row in read_rows(path, "id", "ranked", "ms")
    ]


def stay_offline() -> None:
    """Forbid model downloads, tracing and telemetry; call it before a peer is imported."""
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        LANGSMITH_TRACING="false",
        LANGCHAIN_TRACING_V2="false",
        ANONYMIZED_TELEMETRY="False",
    )


def main(peer: Peer, arguments: Sequence[str] | None = None) -> int:
    """Run a peer's command line: `index` or `query`. Return the exit code.

    A mistake in the arguments, or a package that is not installed, ends the process with code 2 and
    one line.
    """
    parser = _parser()
    chosen = parser.parse_args(arguments)
    stay_offline()
    try:
        if chosen.verb == "index":
            _index(peer, chosen.folder, chosen.index, chosen.model)
        else:
            queries = read_queries(chosen.queries)
            search = peer.load(_existing(chosen.index), _existing(chosen.model))
            write_rows(chosen.out, map(asdict, run_queries(search, queries, k=chosen.k)))
    except QuothError as error:
        parser.error(str(error))
    except ModuleNotFoundError as error:
        parser.error(f"{error.name} is not installed; run: pip install 'quoth[bench]'")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure one peer; see quoth.eval.bench.peers.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    index = verbs.add_parser("index", help="build and save an index of the .txt files of a folder")
    query = verbs.add_parser("query", help="load a saved index and time every query")
    for verb in (index, query):
        verb.add_argument("--index", type=Path, required=True, help="folder of the saved index")
        verb.add_argument(
            "--model", type=Path, required=True, help="folder of the embedder's weights"
        )
    index.add_argument("--folder", type=Path, required=True, help="folder of .txt files")
    query.add_argument("--queries", type=Path, required=True, help='JSON Lines of {"id", "text"}')
    query.add_argument(
        "--out", type=Path, required=True, help='JSON Lines of {"id", "ranked", "ms"}'
    )
    query.add_argument("-k", type=int, default=10, help="documents to return for a query")
    return parser


def _index(peer: Peer, folder: Path, index: Path, model: Path) -> None:
    if not any(_existing(folder).glob("*.txt")):
        msg = f"no .txt file in {folder}; write the texts there first"
        raise UsageError(msg)
    index.mkdir(parents=True, exist_ok=True)
    peer.build(folder, index, _existing(model))


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        msg = f"no folder at {folder}; check the path"
        raise UsageError(msg)
    return folder
