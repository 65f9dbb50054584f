"""The folder of abstracts that a benchmark indexes, and the claims that it searches for.

The files are a corpus of {"id", "title", "text"} and claim sets of {"id", "claim", "cited"}, one
object a line. They are not part of Quoth.
Source: Wadden et al., Fact or Fiction: Verifying Scientific Claims, EMNLP 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.eval.bench.peers.rows import read_rows
from quoth.index.errors import UsageError

__all__ = ["Abstract", "CitingClaim", "Sample", "read_abstracts", "read_claims", "write_folder"]


@dataclass(frozen=True, slots=True)
class Abstract:
    """A document of the corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CitingClaim:
    """A claim and the ids of the documents that it cites, which are the ones relevant to it."""

    id: str
    text: str
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The questions that can be asked of a folder.

    `queries` maps the id of a claim to its text; `qrels` maps it to the names of the relevant
    files, each with relevance 1. Both have the same keys in the same order.
    """

    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read_abstracts(path: Path) -> list[Abstract]:
    """Read a corpus file, in its order.

    Raises:
        UsageError: the file cannot be read, or a line is not a document.
    """
    return [
        Abstract(str(row["id"]), str(row["title"]), str(row["text"]))
        for row in read_rows(path, "id", "title", "text")
    ]


def read_claims(path: Path) -> list[CitingClaim]:
    """Read a claim set, in its order.

    Raises:
        UsageError: the file cannot be read, or a line is not a claim with its citations.
    """
    return [
        CitingClaim(str(row["id"]), str(row["claim"]), tuple(map(str, row["cited"])))
        for row in read_rows(path, "id", "claim", "cited")
    ]


def write_folder(
    documents: Sequence[Abstract], claims: Sequence[CitingClaim], folder: Path, n: int
) -> Sample:
    """Write n documents as <id>.txt, title and text a blank line apart, and list their queries.

    Cited documents come first, in the order of the claims and of their citations, then the others
    in the corpus's order; nothing is drawn by chance, so every machine measures the same folder. A
    claim is asked if it cites something and every document that it cites is in the folder.

    Args:
        folder: made if missing; must be empty, or what else lies there would be indexed too.
        n: fewer files are written if the corpus is smaller.
    Raises:
        UsageError: the folder is not empty, or an id cannot be a file's name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        msg = f"{folder} is not empty; give a new folder for the benchmark's files"
        raise UsageError(msg)
    by_id = {document.id: document for document in documents}
    cited = [name for claim in claims for name in claim.cited if name in by_id]
    chosen = list(dict.fromkeys([*cited, *by_id]))[:n]
    for name in chosen:
        document = by_id[name]
        file = folder / _file_name(name)
        file.write_text(f"{document.title}\n\n{document.text}", encoding="utf-8", newline="")
    inside = set(chosen)
    asked = [claim for claim in claims if claim.cited and inside.issuperset(claim.cited)]
    return Sample(
        queries={claim.id: claim.text for claim in asked},
        qrels={claim.id: {_file_name(name): 1 for name in claim.cited} for claim in asked},
    )


def _file_name(document_id: str) -> str:
    name = f"{document_id}.txt"
    if Path(name).name != name or name.startswith("."):
        msg = f"document id {document_id!r} cannot be the name of a file; rename it"
        raise UsageError(msg)
    return name
