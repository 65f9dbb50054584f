"""The abstracts and claim sets that a run measures on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.eval.bench.scifact import Abstract, CitingClaim, read_abstracts, read_claims
from quoth.index.errors import UsageError

__all__ = ["ClaimSet", "Corpus", "read_corpus_files"]

# SHA-256 of the ids of SciFact's 5,183 abstracts and of its 142 validation claims with evidence or
# a citation, as `_ids_hash` takes it: the goals for quality were set on these.
_SCIFACT_DEV = "5afc3c26cb912eef147de8fe784c15af1ad68eb54d96df6470557e99b8fb4935"


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """The claims of one file; `name` is the file's, without its suffix."""

    name: str
    claims: tuple[CitingClaim, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and the claim sets about them; the first set is the one to be judged by."""

    name: str
    documents: tuple[Abstract, ...]
    sets: tuple[ClaimSet, ...]

    @property
    def claims(self) -> tuple[CitingClaim, ...]:
        """The claims of all sets, an id once."""
        by_id = {claim.id: claim for one in self.sets for claim in one.claims}
        return tuple(by_id.values())

    def is_scifact_dev(self, chosen: ClaimSet) -> bool:
        """Whether these are the documents and claims that the goals were set on."""
        return _ids_hash(self.documents, chosen.claims) == _SCIFACT_DEV

    def write(self, path: Path, n: int | None = None) -> int:
        """Write the first n documents as a corpus file, and return how many they are."""
        chosen = self.documents[:n]
        rows = ({"id": d.id, "title": d.title, "text": d.text} for d in chosen)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return len(chosen)


def read_corpus_files(documents: Path, claims: Sequence[Path]) -> Corpus:
    """Read a corpus and its claim sets.

    Raises:
        UsageError: a file cannot be read, or there are no claims or documents.
    """
    if not claims:
        msg = f"no claims for {documents}; give them with --claims FILE.jsonl"
        raise UsageError(msg)
    corpus = Corpus(
        documents.name,
        tuple(read_abstracts(documents)),
        tuple(ClaimSet(path.stem, tuple(read_claims(path))) for path in claims),
    )
    for path, count in [(documents, len(corpus.documents))] + [
        (path, len(one.claims)) for path, one in zip(claims, corpus.sets, strict=True)
    ]:
        if not count:
            msg = f"{path} is empty; give a file with documents or claims, one a line"
            raise UsageError(msg)
    return corpus


def _ids_hash(documents: Sequence[Abstract], claims: Sequence[CitingClaim]) -> str:
    ids = [*(document.id for document in documents), "", *(claim.id for claim in claims)]
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
