"""The numbers that speak for a sentence, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from quoth.index import Library
from quoth.index.embedder import TokenVectors
from quoth.rag.reading.features import QuestionWords, match_features, question_words
from tests.fakes import FakeEmbedder

# Two words, the first twice as rare; the second is two tokens.
WORDS = QuestionWords(
    ("tide", "machine"),
    np.array([2.0, 1.0]),
    np.eye(3, 4, dtype=np.float32),
    np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]),
)


def tokens(*rows: tuple[float, ...]) -> TokenVectors:
    """A token every ten characters."""
    spans = tuple((10 * i, 10 * i + 9) for i in range(len(rows)))
    return TokenVectors(spans, np.array(rows, dtype=np.float32))


def test_a_word_is_met_by_its_nearest_token_and_rare_words_count_more() -> None:
    match, _ = match_features(WORDS, tokens((0.6, 0, 0, 0.8), (0.1, 0, 0, 0)), 0)
    assert match == pytest.approx((2 * 0.6 + 1 * 0.0) / 3)


def test_a_word_of_several_tokens_is_met_as_far_as_they_are_on_average() -> None:
    match, _ = match_features(WORDS, tokens((0, 1, 0, 0), (0, 0, 0.5, 0)), 0)
    assert match == pytest.approx((1 + 0.5) / 2 / 3)


def test_what_stands_before_the_sentence_counts_for_the_match_around_alone() -> None:
    read = tokens((1, 0, 0, 0), (0, 0, 0, 1))
    match, around = match_features(WORDS, read, begin=10)
    assert match == 0.0
    assert around == pytest.approx(2 / 3)


def test_where_the_sentence_was_cut_off_the_whole_text_stands_for_it() -> None:
    match, around = match_features(WORDS, tokens((1, 0, 0, 0)), begin=500)
    assert match == around == pytest.approx(2 / 3)


def test_a_question_without_words_is_met_by_nothing(library: Library) -> None:
    words = question_words(library, "?!", FakeEmbedder().embed_tokens(["?!"])[0])
    assert match_features(words, tokens((1.0,) * 64), 0) == (0.0, 0.0)
    assert words.pairs_in(["tide"]) == words.covered_by(["tide"]) == 0.0


def test_nothing_read_meets_nothing() -> None:
    empty = TokenVectors((), np.empty((0, 4), dtype=np.float32))
    assert match_features(WORDS, empty, 0) == (0.0, 0.0)


def test_pairs_are_those_that_stand_side_by_side_in_order() -> None:
    assert WORDS.pairs_in(["a", "tide", "machine"]) == 1.0
    assert WORDS.pairs_in(["machine", "tide"]) == 0.0


def test_coverage_counts_words_by_rarity() -> None:
    assert WORDS.covered_by(["the", "tide"]) == pytest.approx(2 / 3)
    assert WORDS.covered_by(iter(["machine", "tide"])) == 1.0


def test_each_word_of_a_question_takes_its_own_tokens(library: Library) -> None:
    question = "Who was John O'Brian?"
    (read,) = FakeEmbedder().embed_tokens([question])
    words = question_words(library, question, read)
    assert words.terms == ("who", "was", "john", "o", "brian")
    assert words.share.sum(axis=1) == pytest.approx(1.0)
    assert [read.spans[row.argmax()] for row in words.share][2] == (8, 12)
