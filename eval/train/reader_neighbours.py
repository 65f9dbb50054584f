"""Sentences of other documents that share the most words with a question: they do not answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.eval.train.pairs import Pair
from quoth.eval.train.reader_rows import Selection, make_pair

__all__ = ["neighbour_pairs"]

_WEIGHT = 0.7  # some of them answer all the same
_NEAREST = 6  # looked at for one of another document


def neighbour_pairs(selections: Sequence[Selection], *, each: int) -> list[Pair]:
    """Return, for each question, the nearest sentences of other topics of its dataset, as wrong.

    Nearness is the cosine of words weighted by rarity.

    Args:
        each: how many a question.
    """
    pairs: list[Pair] = []
    for dataset in dict.fromkeys(selection.dataset for selection in selections):
        pairs += _of_one([s for s in selections if s.dataset == dataset], each)
    return pairs


def _of_one(selections: Sequence[Selection], each: int) -> list[Pair]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    sentences = [(text, s) for s in selections for text in (*s.right, *s.wrong)]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    try:
        known = vectorizer.fit_transform([f"{s.title} {text}" for text, s in sentences])
    except ValueError:  # no word at all
        return []
    asked = vectorizer.transform([selection.question for selection in selections])
    pairs = []
    for row, selection in enumerate(selections):
        near = (asked[row] @ known.T).toarray()[0]
        order = np.argsort(-near, kind="stable")[: _NEAREST * (each + len(selection.wrong) + 1)]
        own = {*selection.right, *selection.wrong}
        others = [
            sentences[at]
            for at in order
            if near[at] > 0
            and sentences[at][1].topic != selection.topic
            and sentences[at][0] not in own
        ]
        for text, home in others[:each]:
            pair = make_pair(
                replace(selection, title=home.title), text, label=0.0, made="neighbour"
            )
            pairs.append(replace(pair, group=selection.topic, weight=_WEIGHT))
    return pairs
