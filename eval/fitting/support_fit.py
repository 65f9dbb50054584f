"""Fit the weights of the support judge, with or without a trained model among its signals.

    python -m quoth.eval.fitting.support_fit SUPPORT_ROWS.jsonl.gz --inverted q2 [--model FOLDER]
        [--out FILE] [--others N]

The rows are claims that people judged against a text: `evidence, claim, label, dataset`. Only
datasets are used whose licences allow that what is learnt from them is shipped, and of them only
the texts that `quoth train support` holds out of its training. Of claims that are supported, some
are made false by one change (see `quoth.eval.train.support_swaps`), as a source of their own. The
figures are of datasets whose whole source the weights were not fitted on; thresholds are chosen,
and the shares of labels taken, with weights fitted without the text. With `--others` figures of the
datasets whose licences allow no more are added.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoth.eval.calibration import auroc, expected_calibration_error
from quoth.eval.fitting.support_rows import (
    ComparedClaim,
    JudgedClaim,
    compare_claims,
    few_of_each,
    read_judged_claims,
)
from quoth.eval.fitting.support_weighing import (
    Sample,
    fit_weights,
    folded,
    held_out,
    with_thresholds,
)
from quoth.eval.train.support_split import is_for_fitting, is_shippable
from quoth.eval.train.support_swaps import CONTRADICTS, swapped
from quoth.eval.train.support_texts import cleaned
from quoth.index import load_embedder
from quoth.rag.support.scorer import SupportWeights, weigh
from quoth.rag.trained.pair_model import PairScorer, trained_model

__all__ = ["fit_support", "main", "report", "with_swaps"]

# Its rows hold the beginning of a page, and the label of the whole: words, vectors and model tell
# supported from the rest at an AUROC of 0.55 to 0.65.
_CUT = frozenset({"expertqa"})
_LABELS = ("supported", "partial", "unsupported", "contradicted")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how well the curve does on sources left out, then its weights; write them if asked."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.support_fit")
    parser.add_argument("rows", type=Path)
    parser.add_argument("--inverted", nargs="*", default=[], help="datasets with labels turned")
    parser.add_argument("--of-each", type=int, default=300, help="claims of each dataset")
    parser.add_argument("--model", type=Path, help="a folder that `quoth train support` wrote")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--others", type=int, default=0, help="of each dataset not fitted on")
    options = parser.parse_args(arguments)
    rows = cleaned(read_judged_claims(options.rows), inverted=options.inverted)
    fitted = [row for row in rows if _is_fitted(row)]
    scorer = trained_model("support", options.model) if options.model else None
    samples = _compared(with_swaps(few_of_each(fitted, options.of_each)), scorer)
    print("\n".join(report(samples, held_out(samples))))
    others = folded(samples)
    weights = fit_support(samples, others)
    print("\n".join(_at_thresholds(samples, others, weights)))
    if options.others:
        rest = [row for row in rows if not is_shippable(row.dataset) or row.dataset in _CUT]
        unseen = _compared(few_of_each(rest, options.others), scorer)
        print("\n".join(report(unseen, [weights] * len(unseen))))
    text = weights.model_dump_json(indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


def _is_fitted(row: JudgedClaim) -> bool:
    shippable = is_shippable(row.dataset) and row.dataset not in _CUT
    return shippable and is_for_fitting(row.dataset, row.evidence)


def _compared(rows: Sequence[JudgedClaim], scorer: PairScorer | None) -> list[Sample]:
    found = compare_claims(rows, load_embedder(), scorer)
    return [sample for one in found for sample in _samples(one)]


def fit_support(samples: Sequence[Sample], others: Sequence[SupportWeights]) -> SupportWeights:
    """Fit the weights on all samples, and choose the thresholds on samples left out."""
    return with_thresholds(fit_weights(samples), samples, others)


def with_swaps(rows: Sequence[JudgedClaim]) -> list[JudgedClaim]:
    """Return the rows, and their supported claims as they are and made false."""
    by_dataset: defaultdict[str, list[JudgedClaim]] = defaultdict(list)
    for row in rows:
        if row.label == "supported":
            by_dataset[row.dataset].append(row)
    found = list(rows)
    for dataset, group in by_dataset.items():
        for row, other in zip(group, [*group[1:], group[0]], strict=True):
            key = f"fit {row.claim}"
            false = swapped(row.claim, beside=row.evidence, other=other.claim, key=key)
            if false:
                kind, claim = false
                label = "contradicted" if kind in CONTRADICTS else "not_supported"
                name = f"swaps {dataset}"
                found.append(row.model_copy(update={"dataset": name}))
                found.append(
                    row.model_copy(update={"dataset": name, "claim": claim, "label": label})
                )
    return found


def _samples(one: ComparedClaim) -> Iterator[Sample]:
    dataset = one.judged.dataset
    source = dataset.replace("-", " ").split(" ")[0]
    if one.compared is not None:
        contradicted = one.judged.label == "contradicted"
        group = one.judged.evidence[:80]
        yield Sample(source, dataset, one.supported, one.compared, group, contradicted)


def report(samples: Sequence[Sample], others: Sequence[SupportWeights]) -> list[str]:
    """Return a line a dataset: AUROC of the curve and of single signals, and its calibration.

    Args:
        others: the weights of each sample, fitted without its source.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, sample in enumerate(samples):
        groups[sample.dataset].append(at)
    lines = [f"{'dataset':<26}{'n':>6}{'fit':>8}{'overlap':>9}{'cosine':>8}{'error':>8}"]
    for dataset, places in groups.items():
        right = [samples[at].supported for at in places]
        if all(right) or not any(right):
            continue
        sure = [others[at].probability(samples[at].compared.features) for at in places]
        overlap = [samples[at].compared.features.around for at in places]
        cosine = [samples[at].compared.features.cosine for at in places]
        lines.append(
            f"{dataset:<26}{len(places):>6}{auroc(right, sure):>8.3f}{auroc(right, overlap):>9.3f}"
            f"{auroc(right, cosine):>8.3f}{expected_calibration_error(right, sure):>8.3f}"
        )
    return lines


def _at_thresholds(
    samples: Sequence[Sample], others: Sequence[SupportWeights], chosen: SupportWeights
) -> Iterator[str]:
    """Yield the shares of the labels, by group of sources and by what is true.

    Args:
        others: as for `report`; their thresholds are those of `chosen`.
    """
    thresholds = chosen.model_dump(exclude={"intercept", "weights"})
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sample, weights in zip(samples, others, strict=True):
        truth = "supported" if sample.supported else "not supported"
        truth = "contradicted" if sample.contradicted else truth
        verdict = weigh(sample.compared, weights.model_copy(update=thresholds))
        groups[f"{sample.source}, {truth}"][verdict.support.label] += 1
    for name, labels in sorted(groups.items()):
        n = labels.total()
        cells = [f"{label} {labels[label] / n:.1%}" for label in _LABELS]
        yield f"{name:<26}n = {n:<6}{'  '.join(cells)}"


if __name__ == "__main__":
    main()
