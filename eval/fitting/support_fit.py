"""Fit the weights of `quoth.rag.support.scorer`.

    python -m quoth.eval.fitting.support_fit SUPPORT_ROWS.jsonl.gz --inverted q2 [--out FILE]

The rows are claims that people judged against a text: `evidence, claim, label, dataset`. Only
datasets are used whose licences allow that what is learnt from them is shipped. Of claims that are
supported, some are made false by one change (see `quoth.eval.fitting.support_swaps`), as a source
of their own. All figures are of datasets whose whole source the weights were not fitted on.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from quoth.eval.calibration import auroc, expected_calibration_error
from quoth.eval.fitting.support_rows import (
    ComparedClaim,
    JudgedClaim,
    compare_claims,
    few_of_each,
    read_judged_claims,
)
from quoth.eval.fitting.support_swaps import swapped
from quoth.eval.fitting.support_weighing import Sample, fit_weights, held_out, with_thresholds
from quoth.index import load_embedder
from quoth.rag.support.scorer import SupportWeights

__all__ = ["fit_support", "main", "report"]

_SHIPPABLE = ("ares-", "begin-", "expertqa", "q2", "wice-dev")  # CC BY, MIT, Apache, CDLA, ODC-By


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how well the curve does on sources left out, then its weights; write them if asked."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.support_fit")
    parser.add_argument("rows", type=Path)
    parser.add_argument("--inverted", nargs="*", default=[], help="datasets with labels turned")
    parser.add_argument("--of-each", type=int, default=400, help="claims of each dataset")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    rows = [r for r in read_judged_claims(options.rows) if r.dataset.startswith(_SHIPPABLE)]
    some = few_of_each([_turned(row, options.inverted) for row in rows], options.of_each)
    embedder = load_embedder()
    compared = compare_claims([*some, *_swaps(some)], embedder)
    samples = [sample for one in compared for sample in _samples(one)]
    others = held_out(samples)
    print("\n".join(report(samples, others)))
    text = fit_support(samples, others).model_dump_json(indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


def fit_support(samples: Sequence[Sample], others: Sequence[SupportWeights]) -> SupportWeights:
    """Fit the weights on all samples, and choose the thresholds on samples left out."""
    return with_thresholds(fit_weights(samples), samples, others)


def _turned(row: JudgedClaim, inverted: Collection[str]) -> JudgedClaim:
    if row.dataset not in inverted:
        return row
    label = "not_supported" if row.label == "supported" else "supported"
    return row.model_copy(update={"label": label})


def _swaps(rows: Sequence[JudgedClaim]) -> Iterator[JudgedClaim]:
    """Yield supported claims as they are and made false; none with a question in it."""
    by_dataset: defaultdict[str, list[JudgedClaim]] = defaultdict(list)
    for row in rows:
        if row.label == "supported" and "?" not in row.claim:
            by_dataset[row.dataset].append(row)
    for dataset, group in by_dataset.items():
        for row, other in zip(group, [*group[1:], group[0]], strict=True):
            false = swapped(
                row.claim, evidence=row.evidence, other=other.claim, key=f"{dataset} {row.claim}"
            )
            if false:
                name = f"swaps {dataset}"
                yield row.model_copy(update={"dataset": name})
                yield row.model_copy(
                    update={"dataset": name, "claim": false, "label": "not_supported"}
                )


def _samples(one: ComparedClaim) -> Iterator[Sample]:
    dataset = one.judged.dataset
    source = dataset.replace("-", " ").split(" ")[0]
    if one.compared is not None:
        yield Sample(source, dataset, one.supported, one.compared)


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


if __name__ == "__main__":
    main()
