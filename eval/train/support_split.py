"""Which rows train the support judge, and which fit the weights that it is one signal of.

Two datasets are kept out of the training whole, so that the weights are fitted on how the model
does on rows that are not made like those it learnt from; sentences of half of their texts, changed,
are trained on.
"""

from __future__ import annotations

from collections.abc import Iterable

from quoth.eval.train.pairs import Pair, share_of
from quoth.eval.train.support_texts import group_of

__all__ = ["KEPT_OUT", "is_for_fitting", "is_shippable", "split_pairs"]

KEPT_OUT = frozenset({"expertqa", "wice-dev"})
_KEPT_SHARE, _SHARE = 0.5, 0.15  # of the texts, to fit on: of those datasets, and of the others


def is_shippable(dataset: str) -> bool:
    """Whether what is learnt from a dataset may be shipped: CC BY, MIT, Apache, CDLA, ODC-By."""
    return dataset in ("expertqa", "q2", "wice-dev") or dataset.startswith(("ares-", "begin-"))


def is_for_fitting(dataset: str, evidence: str) -> bool:
    """Whether a cleaned text is one to fit the weights on, and not to train on."""
    return _is_held(dataset, group_of(dataset, evidence))


def split_pairs(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs to train on and those held out; some are neither."""
    train, held = [], []
    for pair in pairs:
        if _is_held(pair.dataset, pair.group):
            held.append(pair)
        elif pair.dataset not in KEPT_OUT or _is_of_sentence(pair):
            train.append(pair)
    return train, held


def _is_held(dataset: str, group: str) -> bool:
    share = _KEPT_SHARE if dataset in KEPT_OUT else _SHARE
    return share_of(group, salt="hold out") < share


def _is_of_sentence(pair: Pair) -> bool:
    """Whether a pair was made of the text alone, without a claim of people."""
    return bool(pair.made) and not pair.made.startswith("claim")
