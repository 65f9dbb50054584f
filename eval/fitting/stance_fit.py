"""Choose the thresholds of `quoth.rag.lookup.stance`.

    python -m quoth.eval.fitting.stance_fit CLAIMS.jsonl DOCUMENTS… [--library DIR]

A case is a claim and a document that it cites, looked up in that document alone: where the claim
has evidence there, its stance is right, else none. Printed are the thresholds by which the share
that is right and its mean over the stances are highest together, and what is right of each stance.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.claim_set import Claim, read_claims
from quoth.index import Library, add, load_embedder
from quoth.index.types import Filters
from quoth.rag.lookup.claims import look_up
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import SupportJudge, Verdict
from quoth.rag.support.trained_judge import support_judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Case", "Chosen", "cases_of", "choose", "main"]

_STEPS = 25  # values tried of each threshold, evenly over the cases
_STANCES = ("supports", "contradicts", "none")


@dataclass(frozen=True, slots=True)
class Case:
    """What people say of a claim and a document, and the judge's verdict on the quoted words."""

    stance: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Chosen:
    """Thresholds as `quoth.rag.lookup.stance` names them, and the share right by stance."""

    supports_at: float
    contradicts_at: float
    near_at: float
    right: float
    by_stance: tuple[float, ...]


@dataclass
class _Remembering:
    """A `SupportJudge` that keeps its last verdicts."""

    judge_of: SupportJudge
    last: list[Verdict] = field(default_factory=list)

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        self.last = self.judge_of.judge(claim, groups)
        return self.last


def cases_of(library: Library, claims: Sequence[Claim], judge: SupportJudge) -> Iterator[Case]:
    """Yield a case for each document of the library that a claim cites or has evidence in."""
    ids = {document.file: document.id for document in library.documents()}
    keeps = _Remembering(judge)
    for claim in claims:
        with_evidence = {span.document for span in claim.evidence}
        for name in dict.fromkeys((*(s.document for s in claim.evidence), *claim.cited)):
            if name in ids:
                among = Filters(among=frozenset({ids[name]}))
                if look_up(library, claim.claim, k=1, filters=among, judge=keeps):
                    stance = claim.stance if name in with_evidence else None
                    yield Case(stance or "none", keeps.last[0])


def choose(cases: Sequence[Case]) -> Chosen:
    """Return the best thresholds for these cases, at least one of each stance."""
    import numpy as np

    gold = np.array([case.stance for case in cases])
    verdicts = [case.verdict for case in cases]
    score = np.array([verdict.support.score for verdict in verdicts])
    wording = np.array([verdict.wording for verdict in verdicts])
    opposition = np.array([verdict.opposition for verdict in verdicts])
    label = np.array([verdict.support.label for verdict in verdicts])
    found: list[tuple[float, Chosen]] = []
    for least, contrary, near in product(_tried(score), _tried(opposition), _tried(wording)):
        opposed = (opposition >= contrary) & (wording >= near) & (label != "supported")
        opposed |= label == "contradicted"
        supports = ((score >= least) | (label == "supported")) & ~opposed
        said = np.where(opposed, "contradicts", np.where(supports, "supports", "none"))
        right = float((said == gold).mean())
        shares = tuple(float((said == gold)[gold == stance].mean()) for stance in _STANCES)
        chosen = Chosen(least, contrary, near, right, shares)
        found.append((right + sum(shares) / len(shares), chosen))
    return max(found, key=lambda one: one[0])[1]


def _tried(values: NDArray[np.float64]) -> list[float]:
    import numpy as np

    return [float(value) for value in np.quantile(values, np.linspace(0.02, 0.98, _STEPS))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the thresholds and what they are worth on these cases."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.stance_fit")
    parser.add_argument("claims", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--library", type=Path, help="made there, or used again; else temporary")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(options.library or Path(folder), load_embedder) as library,
    ):
        add(library, options.documents)
        judge = support_judge(library.embedder, library.rarity)
        cases = list(cases_of(library, read_claims(options.claims), judge))
    found = choose(cases)
    print(
        f"supports at {found.supports_at:.2f}, contradicts at {found.contradicts_at:.2f}, "
        f"near at {found.near_at:.2f}: right {found.right:.3f} of n = {len(cases)}"
    )
    for stance, share in zip(_STANCES, found.by_stance, strict=True):
        print(f"{stance:<12}{share:.3f}  n = {sum(case.stance == stance for case in cases)}")


if __name__ == "__main__":
    main()
