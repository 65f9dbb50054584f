"""Fit the curve of `quoth.rag.reading.relevance`.

    python -m quoth.eval.fitting.relevance_fit READER_ROWS.jsonl.gz

The rows are answer-sentence selection data: `question, title, sentence, label, dataset, group`.
Each group of the named dataset becomes a small document. Half of the questions are asked of a
library that holds their document, the other half of one that does not: the curve tells the two
apart by the best sentence's cosine + overlap.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index import Library, add, load_embedder
from quoth.rag.reading.reader import FormulaReader
from quoth.rag.reading.relevance import THRESHOLD, curve_value, relevance_signal
from quoth.rag.retriever import retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["fit_curve", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the fitted slope and offset, AUROC, and the error on either side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--dataset", default="nq_oracle")
    parser.add_argument("--questions", type=int, default=1000)
    options = parser.parse_args(arguments)
    groups = list(_groups(options.rows, options.dataset))[: options.questions]
    held, withheld = groups[::2], groups[1::2]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        lines = [
            json.dumps({"id": str(n), "title": title, "text": "\n".join(sentences)})
            for n, (_, title, sentences) in enumerate(held)
        ]
        corpus.write_text("\n".join(lines), encoding="utf-8")
        library = Library.open(Path(folder) / "library", load_embedder)
        add(library, [corpus])
        inside = [_signal(library, question) for question, _, _ in held]
        outside = [_signal(library, question) for question, _, _ in withheld]
    slope, offset, auroc = fit_curve(inside, outside)
    edge = -offset / slope
    print(f"slope {slope:.2f}  offset {offset:.2f}  AUROC {auroc:.3f}  edge {edge:.3f}")
    print(f"answerable below the edge {sum(x < edge for x in inside) / len(inside):.3f}")
    print(f"unanswerable above it     {sum(x >= edge for x in outside) / len(outside):.3f}")
    refused = [
        sum(curve_value(x) < THRESHOLD for x in signals) / len(signals)
        for signals in (inside, outside)
    ]
    print(f"refused as shipped: answerable {refused[0]:.3f}, unanswerable {refused[1]:.3f}")
    print(f"n = {len(inside)} answerable, {len(outside)} not; dataset {options.dataset}")


def fit_curve(inside: Sequence[float], outside: Sequence[float]) -> tuple[float, float, float]:
    """Return slope and offset of a logistic curve between two samples, and their AUROC."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    signals: NDArray[np.float64] = np.array([*inside, *outside]).reshape(-1, 1)
    labels = np.array([1] * len(inside) + [0] * len(outside))
    curve = LogisticRegression(C=1e4).fit(signals, labels)
    auroc = float(roc_auc_score(labels, signals[:, 0]))
    return float(curve.coef_[0, 0]), float(curve.intercept_[0]), auroc


def _groups(rows: Path, dataset: str) -> Iterator[tuple[str, str, list[str]]]:
    found: dict[str, tuple[str, str, list[str]]] = {}
    with gzip.open(rows, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["dataset"] == dataset:
                group = found.setdefault(row["group"], (row["question"], row["title"] or "", []))
                group[2].append(row["sentence"])
    yield from found.values()


def _signal(library: Library, question: str) -> float:
    found = retrieve(library, question)
    return relevance_signal(FormulaReader().read(library, question, found.query_vector, found.hits))


if __name__ == "__main__":
    main()
