"""Fit the curve of `quoth.rag.reading.abstention`.

    python -m quoth.eval.fitting.abstention_fit FIT.jsonl PAPERS… --rows READER_ROWS.jsonl.gz
        [--model FOLDER]

With a trained reader its curve is fitted, on rows that it was not trained on; without, the other.
FIT.jsonl is the half of `quoth.eval.fitting.near_misses` that is to fit; with a reader the half
that it was trained `--without`, and the figures are those of folds left out. The rows are
answer-sentence selection data (see `quoth.eval.fitting.abstention_rows`). Each source, and in it
each answer, yes or no, counts alike, so that the confidence is that of even odds.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.calibration import auroc, expected_calibration_error
from quoth.eval.fitting.abstention_rows import Row, near_miss_rows, selection_rows
from quoth.eval.fitting.near_misses import read_near_misses
from quoth.rag.reading.abstention import Curve
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.stated import Signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["confidences_held_out", "fit_curve", "main", "to_json"]

_DATASETS = ("nq_oracle", "ares-")  # their licences allow what is learnt to be shipped
_FOLDS = 5
_EVEN = 0.5


def fit_curve(rows: Sequence[Row], labels: Sequence[bool]) -> Curve:
    """Return the logistic curve that tells the labels apart, sources and labels balanced."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x = np.array([row.signals.values for row in rows])
    y = np.array(labels)
    curve = LogisticRegression(C=100.0, max_iter=1000).fit(x, y, sample_weight=_balance(rows, y))
    slopes = tuple(round(float(slope), 3) for slope in curve.coef_[0])
    return Curve(slopes, round(float(curve.intercept_[0]), 3))


def confidences_held_out(rows: Sequence[Row]) -> list[float]:
    """Return each row's confidence from a curve fitted without its fold, all of a group in one."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    groups = [f"{row.source} {row.group}" for row in rows]
    sure = np.zeros(len(rows))
    for train, test in GroupKFold(_FOLDS).split(groups, groups=groups):
        some = [rows[at] for at in train]
        curve = fit_curve(some, [row.answerable for row in some])
        for at in test:
            sure[at] = curve.value(rows[at].signals)
    return [float(value) for value in sure]


def _balance(rows: Sequence[Row], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights of mean 1 by which each source, and each label in it, counts alike."""
    import numpy as np

    cells = [(row.source, bool(label)) for row, label in zip(rows, labels, strict=True)]
    sizes = Counter(cells)
    weights = np.array([1.0 / sizes[cell] for cell in cells], dtype=np.float64)
    weights *= len(rows) / weights.sum()
    return weights


def to_json(curve: Curve) -> str:
    """Write a curve as the shipped file has it."""
    slopes = dict(zip(Signals.__dataclass_fields__, curve.slopes, strict=True))
    return json.dumps({**slopes, "offset": curve.offset}, indent=2) + "\n"


def _lines(rows: Sequence[Row]) -> list[str]:
    """Return a line a source: what held-out confidences are worth."""
    sure = confidences_held_out(rows)
    lines = []
    for source in dict.fromkeys(row.source for row in rows):
        pairs = [(r.answerable, p) for r, p in zip(rows, sure, strict=True) if r.source == source]
        labels, values = [label for label, _ in pairs], [value for _, value in pairs]
        inside = [value for label, value in pairs if label]
        outside = [value for label, value in pairs if not label]
        lines.append(
            f"{source:<12} AUROC {auroc(labels, values):.3f}  "
            f"ECE {expected_calibration_error(labels, values):.3f}  below 0.5: "
            f"answerable {sum(v < _EVEN for v in inside) / len(inside):.3f} ({len(inside)}), "
            f"unanswerable {sum(v < _EVEN for v in outside) / len(outside):.3f} "
            f"({len(outside)})"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Print held-out figures and the curve, or write the curve to a file."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.abstention_fit")
    parser.add_argument("questions", type=Path)
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--most", type=int, default=700, help="questions of each dataset")
    parser.add_argument("--model", type=Path, help="a trained reader's folder")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    neural = options.model is not None
    reader = FittedReader(neural=neural, model=options.model)
    rows = near_miss_rows(options.papers, read_near_misses(options.questions), reader)
    for prefix in _DATASETS:
        rows += selection_rows(
            options.rows, prefix, most=options.most, reader=reader, held_out=neural
        )
    curve = fit_curve(rows, [row.answerable for row in rows])
    print("\n".join(_lines(rows)))
    if options.out:
        options.out.write_text(to_json(curve), encoding="utf-8")
    else:
        print(to_json(curve), end="")


if __name__ == "__main__":
    main()
