"""Whether to answer at all: a rising curve over the best sentence's cosine and overlap."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.types import Document, Hit, Passage
from quoth.rag.reading.reader import Evidence
from quoth.rag.reading.relevance import confidence, is_relevant, relevance_signal


def evidence(cosine: float, overlap: float) -> Evidence:
    passage = Passage(1, "d", 0, 4, None, None, "body", "text")
    hit = Hit(passage, Document("d", "d", "d", "0", "txt"), 0.5, 1, cosine, None)
    return Evidence(hit, 0, 4, 0.5, cosine, overlap, 0)


def test_without_evidence_there_is_no_confidence() -> None:
    assert (relevance_signal([]), confidence([]), is_relevant([])) == (0.0, 0.0, False)


def test_the_best_sentence_decides() -> None:
    some = [evidence(0.1, 0.2), evidence(0.6, 0.5), evidence(0.7, 0.0)]
    assert relevance_signal(some) == pytest.approx(1.1)
    assert confidence(some) == confidence([some[1]])


def test_confidence_follows_the_fitted_curve() -> None:
    assert confidence([evidence(0.5, 0.5)]) == pytest.approx(1 / (1 + math.exp(-(7.2 - 5.98))))


def test_near_sentences_are_answered_from_and_far_ones_are_not() -> None:
    assert is_relevant([evidence(0.6, 0.6)])
    assert not is_relevant([evidence(0.2, 0.2)])


parts: Callable[[], st.SearchStrategy[float]] = lambda: st.floats(-1, 1)  # noqa: E731


@given(parts(), parts(), parts(), parts())
def test_confidence_is_a_probability_that_rises_with_the_signal(
    a: float, b: float, c: float, d: float
) -> None:
    low, high = sorted(
        [evidence(a, abs(b)), evidence(c, abs(d))], key=lambda e: e.cosine + e.overlap
    )
    assert 0 <= confidence([low]) <= confidence([high]) <= 1
