"""Fit the weights of `quoth.rag.reading.fitted_reader`.

    python -m quoth.eval.fitting.reader_fit QUESTIONS.jsonl DOCUMENTS ROWS.jsonl.gz [--out FILE]
        [--model FOLDER --held-out QUESTIONS.jsonl]

The questions are asked of one library of all the documents. Of the rows, each dataset becomes a
library in which a document is the sentences of one question; they tell whether the weights do for
other questions too, and are not fitted on: their sentences have been taken out of their text, so
that what stands before one says nothing of it. All figures are of questions that the weights were
not fitted on.

With a trained model its log odds are one feature more. Only questions about documents that it did
not learn from count then, those that --held-out asks about, and the rows, which it learnt from, are
left aside.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.bootstrap import bootstrap_mean
from quoth.eval.fitting.reader_examples import (
    Asked,
    Example,
    asked_of_documents,
    asked_of_rows,
    examples_of,
)
from quoth.eval.fitting.reader_weighing import calibrate, cross_validate, fit_weights
from quoth.eval.question_set import read_questions
from quoth.index import Library, add, load_embedder
from quoth.rag.reading.features import FEATURES
from quoth.rag.reading.fitted_reader import ReaderWeights
from quoth.rag.reading.neural import NEURAL
from quoth.rag.trained.pair_model import PairModel, PairScorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["fit_reader", "main", "report"]

_DATASETS = (
    "ares-hotpotqa",
    "ares-multirc",
    "ares-nq",
    "ares-record",
    "ares-wow",
    "nq_oracle",
    "pubmedqa-nontest",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how well the fitted reader does, then its weights; write them if asked to."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.reader_fit")
    parser.add_argument("questions", type=Path)
    parser.add_argument("documents", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--of-each", type=int, default=100, help="questions of each dataset")
    parser.add_argument("--model", type=Path, help="a trained reader, one feature more")
    parser.add_argument("--held-out", type=Path, help="questions it was not trained on")
    options = parser.parse_args(arguments)
    scorer = PairModel.load(options.model, "reader") if options.model else None
    with tempfile.TemporaryDirectory() as folder:
        asked = _held_out(asked_of_documents(read_questions(options.questions)), options.held_out)
        examples = _examples(Path(folder) / "questions", options.documents, asked, scorer)
        found = {
            name: _examples_of_rows(Path(folder) / name, options.rows, name, options.of_each)
            for name in (() if scorer else _DATASETS)  # the model was trained on them
        }
    print("\n".join(report(examples, {name: them for name, them in found.items() if them})))
    text = fit_reader(examples).model_dump_json(indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


def fit_reader(examples: Sequence[Example]) -> ReaderWeights:
    """Fit the weights on all examples, and the curve on the sums of examples left out."""
    slope, offset = calibrate(examples, cross_validate(examples))
    weights = slope * fit_weights(examples)
    by_name = zip(_names(examples), weights.tolist(), strict=True)
    return ReaderWeights(
        intercept=round(offset, 4), weights={name: round(weight, 4) for name, weight in by_name}
    )


def report(examples: Sequence[Example], others: dict[str, list[Example]]) -> list[str]:
    """Return a line a measure: the share of questions whose first sentence answers.

    Args:
        others: examples that the weights are not fitted on, by the name of their dataset.
    """
    names = _names(examples)
    first = "formula and model alike" if NEURAL in names else "the formula"
    lines = [
        _line(first, (e.labels[0] for e in examples)),
        _line("any looked at", (bool(e.labels.any()) for e in examples)),
        _line("fitted", _firsts(examples, cross_validate(examples))),
    ]
    if NEURAL in names:
        alone = [e.features[:, names.index(NEURAL)] for e in examples]
        lines.append(_line("the trained model alone", _firsts(examples, alone)))
    for at, name in enumerate(names):
        without = [_without(e, at) for e in examples]
        lines.append(_line(f"  without {name}", _firsts(without, cross_validate(without))))
    weights = fit_weights(examples)
    for name, found in others.items():
        lines.append(_line(f"{name}: the formula", (e.labels[0] for e in found)))
        sums = [e.features @ weights for e in found]
        lines.append(_line(f"{name}: fitted", _firsts(found, sums)))
    return lines


def _names(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the names of the examples' features, in order."""
    has_neural = examples[0].features.shape[1] > len(FEATURES)
    return (*FEATURES, NEURAL) if has_neural else FEATURES


def _held_out(asked: Iterable[Asked], questions: Path | None) -> list[Asked]:
    """Keep the questions about the documents that another set asks about; all without one."""
    if questions is None:
        return list(asked)
    held = {span.document for q in read_questions(questions) for span in q.evidence}
    return [item for item in asked if item.source in held]


def _firsts(examples: Sequence[Example], sums: Sequence[NDArray[np.float64]]) -> list[bool]:
    return [bool(e.labels[s.argmax()]) for e, s in zip(examples, sums, strict=True)]


def _without(example: Example, feature: int) -> Example:
    features = example.features.copy()
    features[:, feature] = 0.0
    return replace(example, features=features)


def _line(name: str, values: Iterable[bool]) -> str:
    found = bootstrap_mean([float(value) for value in values], name=name)
    return f"{name:<30}{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]  n = {found.n}"


def _examples(
    folder: Path, documents: Path, asked: Sequence[Asked], scorer: PairScorer | None = None
) -> list[Example]:
    with Library.open(folder, load_embedder) as library:
        add(library, [documents])
        return examples_of(library, asked, scorer)


def _examples_of_rows(folder: Path, rows: Path, dataset: str, most: int) -> list[Example]:
    found = list(asked_of_rows(rows, dataset, most=most))
    if not found:
        return []
    corpus = folder.with_suffix(".jsonl")
    corpus.write_text("\n".join(line for _, line in found), encoding="utf-8")
    return _examples(folder, corpus, [asked for asked, _ in found])


if __name__ == "__main__":
    main()
