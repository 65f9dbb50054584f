"""The fitted reader: every sentence of the hits, those looked at closely first."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NoReturn

import pytest
from pydantic import ValidationError

from quoth.index import Library
from quoth.index.errors import ModelError
from quoth.rag.reading.features import FEATURES, SentenceFeatures
from quoth.rag.reading.fitted_reader import (
    N_CLOSE,
    N_READ,
    FittedReader,
    ReaderWeights,
    look_closely,
    read_first,
    shipped_weights,
)
from quoth.rag.reading.neural import NEURAL, as_pair, reads
from quoth.rag.reading.reader import Evidence, FormulaReader, SentenceReader
from quoth.rag.retriever import retrieve
from tests.fakes import FakePairScorer

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


@pytest.mark.parametrize("neural", [False, True])
def test_what_was_not_looked_at_keeps_the_formulas_order_below(
    example_library: Library, neural: bool
) -> None:
    scorer = FakePairScorer("nothing")
    evidence = read(example_library, QUESTION, FittedReader(neural=neural, scorer=scorer))
    formula = read(example_library, QUESTION, FormulaReader())
    assert [e.text for e in evidence[N_CLOSE:]] == [e.text for e in formula[N_CLOSE:]]
    assert {e.text for e in evidence[:N_CLOSE]} == {e.text for e in formula[:N_CLOSE]}


def test_what_the_trained_model_favours_moves_up(example_library: Library) -> None:
    plain = read(
        example_library, QUESTION, FittedReader(neural=True, scorer=FakePairScorer("nothing"))
    )
    low = plain[5].text
    favoured = read(
        example_library, QUESTION, FittedReader(neural=True, scorer=FakePairScorer(low))
    )
    assert [e.text for e in favoured].index(low) < 5
    assert favoured[[e.text for e in favoured].index(low)].neural == FakePairScorer.FAVOURED


def test_the_trained_model_reads_the_formulas_first_sentences_once(
    example_library: Library,
) -> None:
    scorer = FakePairScorer("nothing")
    evidence = read(example_library, QUESTION, FittedReader(neural=True, scorer=scorer))
    assert len(scorer.asked) == min(N_READ, len(evidence)) > N_CLOSE
    assert {question for question, _ in scorer.asked} == {QUESTION}
    assert sum(e.neural is not None for e in evidence) == len(scorer.asked)


def test_a_sentence_that_the_model_favours_is_looked_at_closely(example_library: Library) -> None:
    formula = read(example_library, QUESTION, FormulaReader())
    late = formula[N_CLOSE + 2].text
    evidence = read(
        example_library, QUESTION, FittedReader(neural=True, scorer=FakePairScorer(late))
    )
    assert [e.text for e in evidence].index(late) < N_CLOSE


def test_scores_that_are_alike_leave_the_formulas_order(example_library: Library) -> None:
    formula = read(example_library, QUESTION, FormulaReader())
    found = read_first(formula, QUESTION, FakePairScorer("nothing"))
    assert [e.text for e in found] == [e.text for e in formula]
    assert read_first([], QUESTION, FakePairScorer("nothing")) == []


def test_without_the_packaged_model_a_warning_says_so_and_reading_goes_on(
    example_library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(*_: object) -> NoReturn:
        msg = "no model.bin"
        raise ModelError(msg)

    monkeypatch.setattr("quoth.rag.reading.fitted_reader.trained_model", missing)
    evidence = read(example_library, QUESTION, FittedReader(neural=True))
    assert [e.text for e in evidence] == [
        e.text for e in read(example_library, QUESTION, FittedReader())
    ]
    assert "without the trained reader: no model.bin" in caplog.text


def test_switched_off_the_trained_model_is_neither_asked_nor_loaded(
    example_library: Library, tmp_path: Path
) -> None:
    scorer = FakePairScorer("nothing")
    off = FittedReader(neural=False, model=tmp_path / "none", scorer=scorer)
    assert all(item.neural is None for item in read(example_library, QUESTION, off))
    assert scorer.asked == []


def test_a_question_that_the_trained_model_cannot_read_is_read_without_it(
    example_library: Library,
) -> None:
    scorer = FakePairScorer("nothing")
    evidence = read(
        example_library, "哈里森的第一座钟有多重？", FittedReader(neural=True, scorer=scorer)
    )
    assert scorer.asked == []
    assert all(item.neural is None for item in evidence)
    assert reads(QUESTION)


def test_a_model_that_is_not_there_is_named(example_library: Library, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="none"):
        read(example_library, QUESTION, FittedReader(neural=True, model=tmp_path / "none"))


def test_the_model_sees_the_title_and_one_line() -> None:
    assert as_pair("a  b?", "T\nU", "one\ntwo") == ("a b?", "T U: one two")
    assert as_pair("a?", None, "one") == ("a?", "one")


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
    assert set(shipped_weights(neural=True).weights) == {*FEATURES, NEURAL}
    assert shipped_weights(neural=True).weights[NEURAL] > 0


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValidationError, match="coverage"):
        ReaderWeights(intercept=0.0, weights={"cosine": 1.0})


def test_the_probability_is_the_logistic_curve_of_the_weighted_sum() -> None:
    weights = ReaderWeights(intercept=-1.0, weights=dict.fromkeys(FEATURES, 0.0) | {"match": 2.0})
    features = SentenceFeatures(0.9, 0.9, 0.5, 0.9, 0.9, 0.9)
    assert weights.probability(features) == pytest.approx(0.5)
    assert weights.probability(features, neural=5.0) == pytest.approx(0.5)
    told = weights.model_copy(update={"weights": weights.weights | {NEURAL: 1.0}})
    assert told.probability(features, neural=math.log(3)) == pytest.approx(0.75)
    certain = weights.model_copy(update={"intercept": 1e6})
    assert certain.probability(features) <= 1.0
