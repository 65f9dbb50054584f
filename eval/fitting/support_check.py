"""How well the support judge agrees with people, beside wording alone and vectors alone.

    python -m quoth.eval.fitting.support_check JUDGED.jsonl… [--model FOLDER | --without-model]

Each file is a set of claims that people judged against a text: `evidence, claim, label`; supported
is told from the rest, and where a set has contradicted claims, the three stances from each other.
The set's own texts are what rarity is counted over.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.calibration import auroc_estimates
from quoth.eval.fitting.support_rows import ComparedClaim, compare_claims, read_judged_claims
from quoth.index import load_embedder
from quoth.rag.support.scorer import shipped_weights, weigh
from quoth.rag.support.trained_judge import trained_weights
from quoth.rag.trained.pair_model import trained_model

__all__ = ["balanced_accuracy", "check_set", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print AUROC of each signal, the judge's lead over each, and its balanced accuracy."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.support_check")
    parser.add_argument("judged", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, help="a folder that `quoth train support` wrote")
    parser.add_argument("--without-model", action="store_true")
    options = parser.parse_args(arguments)
    embedder = load_embedder()
    scorer = None if options.without_model else trained_model("support", options.model)
    found: dict[str, dict[str, Estimate]] = {}
    for path in options.judged:
        rows = [row.model_copy(update={"dataset": ""}) for row in read_judged_claims(path)]
        found[path.stem] = check_set(compare_claims(rows, embedder, scorer), name=path.stem)
        print("\n".join(_lines(path.stem, found[path.stem])), flush=True)
    measures = next(iter(found.values()))
    for measure in measures:
        if any(measure not in of for of in found.values()):
            continue
        mean = sum(of[measure].value for of in found.values()) / len(found)
        print(f"mean of {len(found)} sets  {measure:<22}{mean:.3f}")


def check_set(claims: Sequence[ComparedClaim], *, name: str) -> dict[str, Estimate]:
    """Return AUROC of judge, overlap and cosine, differences, and balanced accuracy.

    Overlap is the share of the claim's content words that the text has, by rarity; cosine that of
    the claim and the text's nearest sentence. Where a trained model has read the claims, it is
    also taken alone, and the judge without it. Balanced accuracy is that of the label "supported",
    of it and "partial" together, and of the three stances.

    Args:
        name: seeds the resampling.
    """
    right = [claim.supported for claim in claims]
    features = [claim.compared.features if claim.compared else None for claim in claims]
    has_model = any(of and (of.entailed or of.opposed) for of in features)
    weights = trained_weights() if has_model else shipped_weights()
    verdicts = [weigh(claim.compared, weights) for claim in claims]
    scores = {
        "judge": [verdict.support.score for verdict in verdicts],
        "overlap": [of.around if of else 0.0 for of in features],
        "cosine": [of.cosine if of else 0.0 for of in features],
    }
    if has_model:
        plain = [weigh(claim.compared, shipped_weights()) for claim in claims]
        scores["without model"] = [verdict.support.score for verdict in plain]
        scores["model alone"] = [of.entailed if of else 0.0 for of in features]
    labels = [verdict.support.label for verdict in verdicts]
    guesses = {
        "supported": [label == "supported" for label in labels],
        "or in part": [label in ("supported", "partial") for label in labels],
    }
    found = {
        **auroc_estimates(right, scores, name=name),
        **{
            f"balanced, {guess}": balanced_accuracy(right, said, name=f"{name} {guess}")
            for guess, said in guesses.items()
        },
    }
    if any(claim.judged.label == "contradicted" for claim in claims):
        truth = [_stance(claim.judged.label) for claim in claims]
        said = [_stance(label) for label in labels]
        found["balanced, stances"] = balanced_accuracy(truth, said, name=f"{name} stances")
    return found


def _stance(label: str) -> str:
    """Return what a label says for a look-up: "partial" supports."""
    if label in ("supported", "partial"):
        return "supports"
    return "contradicts" if label == "contradicted" else "none"


def balanced_accuracy(
    right: Sequence[str | bool], said: Sequence[str | bool], *, name: str
) -> Estimate:
    """Return the mean of the labels' shares told right, with its 95 % bootstrap interval.

    Source: Brodersen et al. 2010, "The Balanced Accuracy and Its Posterior Distribution", 2.
    """
    sizes = Counter(right)
    hits = [
        len(right) / len(sizes) / sizes[label] * (label == guess)
        for label, guess in zip(right, said, strict=True)
    ]
    return bootstrap_mean(hits, name=name)


def _lines(name: str, found: Mapping[str, Estimate]) -> list[str]:
    return [
        f"{name:<16}{measure:<22}{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]  n = {one.n}"
        for measure, one in found.items()
    ]


if __name__ == "__main__":
    main()
