"""The support judge, from rows to a folder: does evidence carry a claim."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.fitting.support_rows import JudgedClaim, read_judged_claims
from quoth.eval.train.card import OWN_ROWS, CardParts, model_card
from quoth.eval.train.export import export_model
from quoth.eval.train.options import TrainOptions
from quoth.eval.train.pairs import Pair
from quoth.eval.train.recipe import Recipe
from quoth.eval.train.support_figures import support_estimates, support_figures
from quoth.eval.train.support_pairs import support_pairs
from quoth.eval.train.support_split import is_shippable, split_pairs
from quoth.eval.train.support_texts import cleaned
from quoth.eval.train.training import check_packages, predict, train_pairs
from quoth.index import load_embedder
from quoth.index.errors import UsageError
from quoth.rag.support.trained_judge import OUTPUTS
from quoth.rag.trained.pair_model import PairModel

if TYPE_CHECKING:
    from quoth.eval.bootstrap import Estimate

__all__ = ["INVERTED", "SUPPORT", "held_out_pairs", "train_support"]

log = logging.getLogger(__name__)

SUPPORT = Recipe(
    "support",
    outputs=OUTPUTS,
    epochs=1,
    learning_rate=8e-5,
    batch_tokens=3072,
    max_tokens=160,
)
# Its labels are turned round in the training rows: with them as they stand, the share of the
# claim's words in the text tells supported from the rest at an AUROC of 0.22
# (`python -m quoth.eval.fitting.support_fit ROWS` without `--inverted q2`).
INVERTED = ("q2",)

_OF_EACH_MAKER, _SENTENCES_OF_EACH = 3000, 250  # claims, and sentences to change, at most
_SHOWN = 500  # pairs whose figures are logged
_ABOUT = (
    "Given a claim and up to three sentences of evidence, three log probabilities, up to a "
    "constant: supported, contradicted, not stated. A cross-encoder in int8, run by "
    "`quoth.rag.trained.pair_model` without torch; one signal of "
    "`quoth.rag.support.trained_judge`."
)
_LIMITS = (
    "English only.",
    "“Contradicted” was learnt from true sentences changed by rules, not from claims of people.",
    "It reads three sentences of at most 60 words; it cannot know what stands elsewhere.",
)
_SHIPPED_ROWS = (
    "Trained on encyclopedia paragraphs, news, dialogue and web pages; papers are untried."
)


def train_support(options: TrainOptions) -> str:
    """Train a support judge into `options.out`; return its model card.

    Raises:
        UsageError: a package is missing, or the rows cannot be used.
    """
    check_packages()
    recipe = replace(
        SUPPORT, base=options.base, seed=options.seed, epochs=options.epochs or SUPPORT.epochs
    )
    train, held = split_pairs(_made(options))
    train = options.chosen(train)
    log.info("%d pairs to train on, %d held out", len(train), len(held))
    trained = train_pairs(train, recipe, options.work(), dev=held[:_SHOWN], figures=support_figures)
    facts = export_model(trained.model, options.out, recipe=recipe, pairs=train)
    card = model_card(
        CardParts(
            _ABOUT,
            recipe,
            facts,
            trained,
            [replace(pair, made=pair.made.split(" ")[0]) for pair in train],
            _estimates(trained.model, options.out, held, recipe),
            (*_LIMITS, _SHIPPED_ROWS if options.shippable else OWN_ROWS),
            options.command,
        )
    )
    (options.out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return card


def held_out_pairs(options: TrainOptions) -> list[Pair]:
    """Return the pairs that training by these options holds out.

    Raises:
        UsageError: the rows cannot be used.
    """
    _, held = split_pairs(_made(options))
    return held


def _made(options: TrainOptions) -> list[Pair]:
    return support_pairs(
        cleaned(_rows(options), inverted=INVERTED if options.shippable else ()),
        load_embedder(),
        of_each_maker=_OF_EACH_MAKER,
        sentences_of_each=_SENTENCES_OF_EACH,
    )


def _rows(options: TrainOptions) -> list[JudgedClaim]:
    rows = [row for path in options.rows for row in read_judged_claims(path)]
    if options.shippable:
        rows = [row for row in rows if is_shippable(row.dataset)]
    left_out = {row.claim for path in options.without for row in read_judged_claims(path)}
    rows = [row for row in rows if row.claim not in left_out]
    if not any(row.label == "supported" for row in rows):
        names = ", ".join(map(str, options.rows))
        msg = f"no supported claims to learn from in {names}; false ones are made of them"
        raise UsageError(msg)
    return rows


def _estimates(
    float_weights: Path, folder: Path, held: Sequence[Pair], recipe: Recipe
) -> Mapping[str, Mapping[str, Estimate]]:
    if not held:
        return {}
    texts = [(pair.text_a, pair.text_b) for pair in held]
    logits = {
        "float": predict(float_weights, texts, max_tokens=recipe.max_tokens),
        "int8": PairModel.load(folder, "support").scores(texts),
    }
    return {name: support_estimates(held, found) for name, found in logits.items()}
