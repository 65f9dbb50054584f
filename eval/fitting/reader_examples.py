"""Sentences that the fitted reader looks at closely, and whether they answer: what it learns from.

The rows are answer-sentence selection data: `question, title, sentence, label, dataset, group`,
one group a question.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.question_set import Question, Span, is_hit
from quoth.index import Library
from quoth.rag.reading.fitted_reader import N_CLOSE, look_closely, read_first
from quoth.rag.reading.reader import Evidence, FormulaReader
from quoth.rag.retriever import retrieve
from quoth.rag.trained.pair_model import PairScorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Asked", "Example", "asked_of_documents", "asked_of_rows", "examples_of"]

_HITS = 20  # whose sentences are looked at, as many as `quoth.rag` does


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the document or group that it comes from, and which sentences answer it."""

    question: str
    source: str
    is_answer: Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class Example:
    """The sentences looked at for one question, in the formula's order.

    Attributes:
        source: the document or group that the question comes from.
        features: float64, shape (sentences, features), at least one sentence; the last column is
            the trained model's where one has read them.
        labels: bool, shape (sentences,).
    """

    source: str
    features: NDArray[np.float64]
    labels: NDArray[np.bool_]


def asked_of_documents(questions: Sequence[Question]) -> Iterator[Asked]:
    """Take what can be answered; a sentence answers when it lies on a span of the evidence."""
    for question in questions:
        if question.unanswerable:
            continue
        spans = tuple(span for group in question.needed for span in group)
        yield Asked(question.question, spans[0].document, partial(_lies_on, spans))


def asked_of_rows(rows: Path, dataset: str, *, most: int) -> Iterator[tuple[Asked, str]]:
    """Yield the first questions of a dataset, each with a line of a corpus: its sentences."""
    groups: dict[str, list[dict[str, str]]] = {}
    with gzip.open(rows, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["dataset"] == dataset:
                groups.setdefault(row["group"], []).append(row)
    for name, members in list(groups.items())[:most]:
        right = frozenset(" ".join(m["sentence"].split()) for m in members if m["label"])
        text = "\n".join(m["sentence"] for m in members)
        document = {"id": name, "title": members[0]["title"] or "", "text": text}
        asked = Asked(members[0]["question"], name, partial(_is_one_of, name, right))
        yield asked, json.dumps(document)


def _lies_on(spans: Sequence[Span], item: Evidence) -> bool:
    return is_hit(item.hit.document.file, item.start, item.end, spans)


def _is_one_of(document: str, sentences: frozenset[str], item: Evidence) -> bool:
    return item.hit.document.file == document and " ".join(item.text.split()) in sentences


def examples_of(
    library: Library, asked: Sequence[Asked], scorer: PairScorer | None = None
) -> list[Example]:
    """Ask each question and look closely at the sentences that the formula puts first."""
    import numpy as np

    examples = []
    for item in asked:
        found = retrieve(library, item.question, k=_HITS, leave_out=("reference",))
        evidence = FormulaReader().read(library, item.question, found.query_vector, found.hits)
        if scorer:
            evidence = read_first(evidence, item.question, scorer)
        close = evidence[:N_CLOSE]
        if close:
            features = [f.values() for f in look_closely(library, item.question, close)]
            if scorer:
                features = [(*f, e.neural or 0.0) for f, e in zip(features, close, strict=True)]
            labels = [item.is_answer(e) for e in close]
            examples.append(Example(item.source, np.array(features), np.array(labels)))
    return examples
