"""Which sentences of a passage are quoted for a claim."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from quoth.rag.lookup.quotes import (
    ClaimWords,
    best_score,
    choose_sentences,
    claim_words,
    score_sentences,
    sentence_features,
)
from quoth.rag.support.evidence import EvidencePassage
from tests.fakes import FakeEmbedder

CLAIM = "springs weaken in heat"


def rarity(stems: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(stems, 2.0)


def claim(text: str = CLAIM) -> ClaimWords:
    return claim_words(text, FakeEmbedder().embed_queries([text])[0], rarity)


def passage(*texts: str, context: str = "") -> EvidencePassage:
    spans = tuple((100 * at, 100 * at + len(text)) for at, text in enumerate(texts))
    return EvidencePassage(spans, texts, FakeEmbedder().embed_queries(texts), context)


def chosen(*texts: str, context: str = "") -> list[int]:
    found = passage(*texts, context=context)
    return list(choose_sentences(found, score_sentences(claim(), found)))


def test_the_share_of_a_claims_words_is_by_rarity() -> None:
    words = claim_words(
        "springs weaken", np.ones(1, np.float32), lambda _: {"spring": 3.0, "weaken": 1.0}
    )
    assert words.share(frozenset({"spring"})) == pytest.approx(0.75)
    assert words.share(frozenset({"weaken", "brass"})) == pytest.approx(0.25)


def test_a_row_says_how_a_sentence_is_worded() -> None:
    rows = sentence_features(
        claim(),
        passage("Our results suggest that springs weaken.", "The aim was to weaken springs."),
    )
    assert rows[0][1:] == pytest.approx((2 / 3, 1.0, 0.0))
    assert rows[1][1:] == pytest.approx((2 / 3, 0.0, 1.0))


def test_the_sentence_with_the_claims_words_is_quoted() -> None:
    assert chosen("Brass was bought in Leeds.", "Steel springs weaken in heat.", "Rain.") == [1]


def test_a_finding_goes_before_an_aim_in_the_same_words() -> None:
    found = chosen(
        "We tested whether springs weaken in heat.",
        "Nobody had asked before that winter.",
        "We found that springs weaken in heat.",
    )
    assert found == [2]


def test_a_neighbour_that_comes_as_near_is_quoted_too() -> None:
    found = chosen(
        "Steel springs weaken in heat.", "Brass springs weaken in heat too.", "It rained all day."
    )
    assert found == [0, 1]


def test_a_heading_a_question_and_a_label_are_never_quoted() -> None:
    found = chosen(
        "2. Springs weaken in heat",
        "Why do springs weaken in heat?",
        "Springs weaken:",
        "It rained all day long.",
        context="A title Springs weaken in heat",
    )
    assert found == [3]


def test_a_passage_of_nothing_but_a_heading_quotes_it() -> None:
    assert chosen("Springs and heat") == [0]


def test_a_passage_without_sentences_quotes_nothing_and_comes_last() -> None:
    nothing = passage()
    assert list(choose_sentences(nothing, [])) == []
    assert best_score(nothing, []) < best_score(passage("It rained all day."), [-50.0])
