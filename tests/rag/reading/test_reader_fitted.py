"""The fitted reader: every sentence of the hits, those looked at closely first."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from quoth.index import Library
from quoth.rag.reading.features import FEATURES, SentenceFeatures
from quoth.rag.reading.fitted_reader import (
    N_CLOSE,
    FittedReader,
    ReaderWeights,
    look_closely,
    shipped_weights,
)
from quoth.rag.reading.reader import Evidence, FormulaReader, SentenceReader
from quoth.rag.retriever import retrieve

QUESTION = "How heavy was the first timekeeper that Harrison completed?"


def read(library: Library, question: str, reader: SentenceReader) -> list[Evidence]:
    found = retrieve(library, question, k=20, leave_out=("reference",))
    return reader.read(library, question, found.query_vector, found.hits)


def test_other_words_for_the_same_are_found(example_library: Library) -> None:
    evidence = read(example_library, QUESTION, FittedReader())
    assert "weighed about 34 kilograms" in evidence[0].text


def test_no_sentence_is_lost_and_scores_are_probabilities(example_library: Library) -> None:
    evidence = read(example_library, QUESTION, FittedReader())
    formula = read(example_library, QUESTION, FormulaReader())
    assert len(formula) > N_CLOSE
    assert {(e.hit.document.id, e.start, e.end) for e in evidence} == {
        (e.hit.document.id, e.start, e.end) for e in formula
    }
    scores = [item.score for item in evidence]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_what_was_not_looked_at_keeps_the_formulas_order_below(example_library: Library) -> None:
    evidence = read(example_library, QUESTION, FittedReader())
    formula = read(example_library, QUESTION, FormulaReader())
    assert [e.text for e in evidence[N_CLOSE:]] == [e.text for e in formula[N_CLOSE:]]
    assert {e.text for e in evidence[:N_CLOSE]} == {e.text for e in formula[:N_CLOSE]}


def test_a_question_that_is_answered_scores_above_one_that_is_not(
    example_library: Library,
) -> None:
    answered = read(example_library, QUESTION, FittedReader())[0]
    unanswered = read(example_library, "How heavy is a blue whale at birth?", FittedReader())[0]
    assert answered.score > 2 * unanswered.score


def test_without_hits_there_is_no_evidence(example_library: Library) -> None:
    vector = retrieve(example_library, QUESTION).query_vector
    assert FittedReader().read(example_library, QUESTION, vector, []) == []
    assert look_closely(example_library, QUESTION, []) == []


def test_the_sentence_before_helps_the_match_around_it(example_library: Library) -> None:
    evidence = read(example_library, QUESTION, FormulaReader())[:N_CLOSE]
    seen = look_closely(example_library, QUESTION, evidence)
    assert all(one.match_around >= one.match - 1e-6 for one in seen)
    assert any(one.match_around > one.match + 0.05 for one in seen)


def test_the_shipped_weights_are_one_a_feature() -> None:
    assert set(shipped_weights().weights) == set(FEATURES)


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValidationError, match="coverage"):
        ReaderWeights(intercept=0.0, weights={"cosine": 1.0})


def test_the_probability_is_the_logistic_curve_of_the_weighted_sum() -> None:
    weights = ReaderWeights(intercept=-1.0, weights=dict.fromkeys(FEATURES, 0.0) | {"match": 2.0})
    features = SentenceFeatures(0.9, 0.9, 0.5, 0.9, 0.9, 0.9)
    assert weights.probability(features) == pytest.approx(0.5)
    certain = weights.model_copy(update={"intercept": 1e6})
    assert certain.probability(features) <= 1.0
