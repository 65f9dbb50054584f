"""The reader, from rows to a folder: which sentences answer a question."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.question_set import read_questions
from quoth.eval.train.card import OWN_ROWS, CardParts, model_card
from quoth.eval.train.export import export_model
from quoth.eval.train.figures import reader_estimates, reader_figures
from quoth.eval.train.options import TrainOptions
from quoth.eval.train.pairs import Pair, hold_out
from quoth.eval.train.reader_neighbours import neighbour_pairs
from quoth.eval.train.reader_retrieved import AskedLibrary, retrieved_pairs
from quoth.eval.train.reader_rows import (
    Selection,
    is_shipped,
    read_selections,
    row_pairs,
    without,
)
from quoth.eval.train.reader_twins import twin_pairs
from quoth.eval.train.recipe import Recipe
from quoth.eval.train.training import check_packages, predict, train_pairs
from quoth.index.errors import UsageError
from quoth.rag.trained.pair_model import PairModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quoth.eval.bootstrap import Estimate

__all__ = ["HELD_OUT", "READER", "reader_pairs", "train_reader"]

log = logging.getLogger(__name__)

# One epoch, 755 steps, is too little: on the rows held out sentence@1 was 0.46 after 75 steps, 0.61
# after 150, 0.70 after 300, 0.72 after 430 (learning rate then at its end), and rising.
READER = Recipe("reader", epochs=2, batch_tokens=3072)

_LICENCES = {"covidqa-train": "Apache-2.0"}  # of question sets, by folder and name

HELD_OUT = 0.06  # of the documents; they fit the curve of abstention
_WRONG = 4  # wrong sentences of a question: the nearest in words come first in our rows
_ABOUT = (
    "Given a question and a sentence (with the title of its document), the log odds that the "
    "sentence answers the question. A cross-encoder in int8, run by "
    "`quoth.rag.trained.pair_model` without torch."
)
_LIMITS = (
    "English only.",
    "It sees one sentence and the title: what “it” stands for in the sentence it cannot know.",
    "A sentence on the right topic about another name or number scores lower, and often not low.",
)
_SHIPPED_ROWS = (
    "Trained on encyclopedia paragraphs, news and biomedical papers; other fields are untried."
)


def reader_pairs(selections: Sequence[Selection], *, seed: int) -> list[Pair]:
    """Return all pairs to learn from: rows, twins, and sentences of other documents."""
    fewer = [replace(found, wrong=found.wrong[:_WRONG]) for found in selections]
    return [
        *row_pairs(fewer),
        *twin_pairs(selections, seed=seed),
        *neighbour_pairs(selections, each=1),
    ]


def train_reader(options: TrainOptions) -> str:
    """Train a reader into `options.out`; return its model card.

    Raises:
        UsageError: a package is missing, or the rows cannot be used.
    """
    check_packages()
    recipe = replace(
        READER,
        base=options.base,
        seed=options.seed,
        epochs=options.epochs or READER.epochs,
    )
    pairs = reader_pairs(_selections(options), seed=options.seed)
    pairs += _retrieved(options)
    train, held = hold_out(pairs, HELD_OUT)
    train = options.chosen(train)
    dev = [pair for pair in held if pair.made not in ("neighbour", "retrieved")]
    log.info("%d pairs to train on, %d held out", len(train), len(dev))
    trained = train_pairs(
        train, recipe, options.work(), dev=dev, figures=reader_figures if dev else None
    )
    facts = export_model(trained.model, options.out, recipe=recipe, pairs=train)
    parts = CardParts(
        _ABOUT,
        recipe,
        facts,
        trained,
        train,
        _estimates(trained.model, options.out, dev, recipe),
        (*_LIMITS, _SHIPPED_ROWS if options.shippable else OWN_ROWS),
        options.command,
    )
    card = model_card(parts)
    (options.out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return card


def _selections(options: TrainOptions) -> list[Selection]:
    found = read_selections(options.rows)
    if options.shippable:
        found = [selection for selection in found if is_shipped(selection.dataset)]
    found = without(found, _questions(options.without))
    if not any(s.right for s in found) or not any(s.wrong for s in found):
        names = ", ".join(map(str, options.rows))
        msg = f"no right, or no wrong, sentences to learn from in {names}; both are needed"
        raise UsageError(msg)
    return found


def _retrieved(options: TrainOptions) -> list[Pair]:
    """Return the pairs of the question set that the options name, none without one."""
    if options.questions is None or options.documents is None:
        return []
    name = f"{options.questions.parent.name}-{options.questions.stem}"
    licence = _LICENCES.get(name, "")
    if options.shippable and not is_shipped(name):
        msg = f"{options.questions} is none of the sets that the package's reader may learn from"
        raise UsageError(msg)
    asked = AskedLibrary(options.questions, options.documents, name, licence)
    return retrieved_pairs(asked, without=_questions(options.without))


def _questions(paths: Iterable[Path]) -> list[str]:
    return [question.question for path in paths for question in read_questions(path)]


def _estimates(
    float_weights: Path, folder: Path, dev: Sequence[Pair], recipe: Recipe
) -> Mapping[str, Mapping[str, Estimate]]:
    if not dev:
        return {}
    texts = [(pair.text_a, pair.text_b) for pair in dev]
    logits: dict[str, NDArray[np.float32]] = {
        "float": predict(float_weights, texts, max_tokens=recipe.max_tokens),
        "int8": PairModel.load(folder, "reader").scores(texts),
    }
    return {name: reader_estimates(dev, found) for name, found in logits.items()}
