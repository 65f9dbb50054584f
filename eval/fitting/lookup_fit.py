"""Fit the weights of `quoth.rag.lookup.ranking` and `quoth.rag.lookup.quotes`.

    python -m quoth.eval.fitting.lookup_fit --set CLAIMS.jsonl DOCUMENTS [--set …] [--of-each N]

The rows are claims with the documents that they `cite`, and for the quotes with `evidence`. Each
set has a library of its own, and all sets count alike. All figures are of claims whose documents
the weights were not fitted on.

Source: Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise Approach" (the
likelihood of what is relevant among all that was found, as a softmax of the sums).
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import bootstrap_mean
from quoth.eval.claim_set import Claim
from quoth.eval.json_lines import read_rows
from quoth.eval.lookup_check import evenly
from quoth.eval.question_set import is_hit
from quoth.index import Library, add, load_embedder
from quoth.index.types import Hit
from quoth.rag.lookup.claims import bare_claim
from quoth.rag.lookup.quotes import SENTENCE_FEATURES, claim_words, sentence_features
from quoth.rag.lookup.ranking import RANK_FEATURES, documents_with_features
from quoth.rag.support.evidence import evidence_of_hits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Choice", "cross_validate", "fit_weights", "main", "quote_choices", "rank_choices"]

_FOLDS = 5
_PENALTY = 0.01  # of the squared weights; keeps the scale of all but separable choices finite


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found for one claim, and what of it is right.

    Attributes:
        group: choices of one group are left out together.
        weight: how much it counts.
        rows: float64, shape (found, features), best by today's order first.
        right: bool, shape (found,).
        n_right: of those that could have been found.
    """

    group: str
    weight: float
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    n_right: int


def rank_choices(library: Library, claims: Sequence[Claim]) -> Iterator[Choice]:
    """Yield the documents found for each claim that cites some."""
    import numpy as np

    names = {document.id: document.file for document in library.documents()}
    asked = [claim for claim in claims if claim.cited]
    for claim in asked:
        found, rows = documents_with_features(library, bare_claim(claim.claim))
        if rows:
            right = np.array([names[i] in claim.cited for i in found.order])
            group = min(claim.cited)
            yield Choice(group, 1 / len(asked), np.array(rows), right, len(claim.cited))


def quote_choices(library: Library, claims: Sequence[Claim]) -> Iterator[Choice]:
    """Yield the sentences of each document that has evidence for a claim."""
    import numpy as np

    documents = {document.file: document for document in library.documents()}
    for claim in claims:
        text = bare_claim(claim.claim)
        for name in dict.fromkeys(span.document for span in claim.evidence):
            document = documents[name]
            passages = [p for p in library.passages_of(document.id) if p.kind != "reference"]
            hits = [Hit(passage, document, 1.0, 1, None, None) for passage in passages]
            vector = library.embedder.embed_queries([text])[0]
            words = claim_words(text, vector, library.rarity)
            rows: dict[tuple[int, int], tuple[float, ...]] = {}
            for evidence in evidence_of_hits(library, hits):
                features = sentence_features(words, evidence)
                rows.update(zip(evidence.spans, features, strict=True))
            right = np.array([is_hit(name, *span, claim.evidence) for span in rows])
            if right.any():
                yield Choice(name, 1.0, np.array(list(rows.values())), right, int(right.sum()))


def fit_weights(choices: Sequence[Choice]) -> NDArray[np.float64]:
    """Return a weight a feature, by the likelihood of the right ones among all that was found."""
    import numpy as np
    from scipy.optimize import minimize

    told = [choice for choice in choices if choice.right.any()]
    total = sum(choice.weight for choice in told)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros_like(weights)
        for choice in told:
            sums = choice.rows @ weights
            odds = np.exp(sums - sums.max())
            shares = odds / odds.sum()
            among = np.where(choice.right, shares, 0.0)
            value -= choice.weight * float(np.log(among.sum()))
            slope += choice.weight * (choice.rows.T @ (shares - among / among.sum()))
        penalty = _PENALTY * float(weights @ weights)
        return value / total + penalty, slope / total + 2 * _PENALTY * weights

    start = np.zeros(told[0].rows.shape[1])
    fitted: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return fitted


def cross_validate(choices: Sequence[Choice]) -> list[NDArray[np.bool_]]:
    """Return for each choice what is right in the order of weights fitted without its group."""
    import numpy as np

    folds = [int(hashlib.sha256(c.group.encode()).hexdigest(), 16) % _FOLDS for c in choices]
    fitted = {
        fold: fit_weights([c for c, at in zip(choices, folds, strict=True) if at != fold])
        for fold in sorted(set(folds))
    }
    return [
        choice.right[np.argsort(-(choice.rows @ fitted[fold]), kind="stable")]
        for choice, fold in zip(choices, folds, strict=True)
    ]


def _report(names: Sequence[str], choices: Sequence[Choice], title: str) -> list[str]:
    ranked = cross_validate(choices)
    lines = [title]
    measures: dict[str, Callable[[NDArray[np.bool_], int], float]] = {
        "first right": lambda right, _: float(right[:1].any()),
        "right among two": lambda right, _: float(right[:2].any()),
        "recall@10": lambda right, n: float(right[:10].sum()) / n,
    }
    for name, measure in measures.items():
        for label, orders in (("fitted", ranked), ("before", [c.right for c in choices])):
            values = [measure(r, c.n_right) for r, c in zip(orders, choices, strict=True)]
            one = bootstrap_mean(values, name=f"{title} {name}")
            interval = f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"
            lines.append(f"  {name:<16}{label:<8}n = {one.n:<6}{interval}")
    weights = fit_weights(choices).tolist()
    return [*lines, "  " + ", ".join(f"{n} {w:.2f}" for n, w in zip(names, weights, strict=True))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print figures of claims left out, and the weights fitted on all."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.lookup_fit")
    parser.add_argument("--set", nargs=2, type=Path, action="append", required=True, dest="sets")
    parser.add_argument("--of-each", type=int, default=600, help="claims of each set")
    options = parser.parse_args(arguments)
    ranks: list[Choice] = []
    quotes: list[Choice] = []
    for claims_path, documents in options.sets:
        claims = read_rows(claims_path, Claim, name="claim set")
        some = evenly(claims, options.of_each)
        with (
            tempfile.TemporaryDirectory() as folder,
            Library.open(Path(folder), load_embedder) as library,
        ):
            add(library, [documents])
            ranks += rank_choices(library, some)
            quotes += quote_choices(library, some)
    print("\n".join(_report(RANK_FEATURES, ranks, "documents")))
    if quotes:
        print("\n".join(_report(SENTENCE_FEATURES, quotes, "sentences")))


if __name__ == "__main__":
    main()
