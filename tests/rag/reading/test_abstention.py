"""Whether to answer: a curve over the signals, and what can be named as missing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index import Library, add
from quoth.rag.reading.abstention import Answerability, Curve, answerability, shipped_curve
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.reader import FormulaReader
from quoth.rag.reading.stated import Signals
from quoth.rag.retriever import retrieve

TEXT = "Tides follow the moon closely. Old machines of brass wheels summed all the waves.\n"


@pytest.fixture
def tides(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> Library:
    add(library, [write_papers({"tides.txt": TEXT})])
    return library


def judge(library: Library, question: str, curve: Curve | None = None) -> Answerability:
    found = retrieve(library, question)
    evidence = FittedReader().read(library, question, found.query_vector, found.hits)
    return answerability(library, question, found.hits, evidence, curve=curve)


def test_a_curve_is_logistic_in_the_signals() -> None:
    curve = Curve((1.0, 2.0, -1.0, 0.5, 0.25), -0.25)
    value = curve.value(Signals(1.5, 0.5, 1.0, 2.0, 4.0))
    assert value == pytest.approx(1 / (1 + math.exp(-(1.5 + 1 - 1 + 1 + 1 - 0.25))))


def test_without_evidence_nothing_is_relevant(tides: Library) -> None:
    found = answerability(tides, "Tides?", [], [])
    assert found == Answerability(0.0, relevant=False, stated=False)


EVEN, UNSURE = Curve((0.0,) * 5, 0.0), Curve((0.0,) * 5, -1.0)


def test_what_is_named_and_missing_is_looked_for_only_below_even_odds(tides: Library) -> None:
    question = "Which machines summed the tides of Neptune?"
    assert judge(tides, question, EVEN) == Answerability(0.5, relevant=True, stated=True)
    below = judge(tides, question, UNSURE)
    confidence = pytest.approx(1 / (1 + math.e))
    assert below == Answerability(confidence, relevant=True, stated=False, missing="“Neptune”")


def test_a_low_confidence_alone_is_no_reason_to_decline(tides: Library) -> None:
    assert judge(tides, "Which machines summed the tides oddly?", UNSURE).stated


def test_where_every_name_is_there_the_kind_of_answer_may_be_missing(tides: Library) -> None:
    found = judge(tides, "When did brass machines sum the waves?", UNSURE)
    assert (found.stated, found.missing) == (False, "a date")


def test_of_a_topic_that_is_not_there_nothing_is_named(tides: Library) -> None:
    found = judge(tides, "Who sings of Neptune in opera houses abroad?", UNSURE)
    assert (found.relevant, found.stated, found.missing) == (False, False, None)


@given(st.floats(-14, 14), st.floats(0, 1), st.sampled_from([0.0, 1.0]), st.booleans())
def test_the_shipped_confidence_is_a_probability_that_rises_with_the_evidence(
    answer: float, passage: float, missing: float, neural: bool
) -> None:
    curve = shipped_curve(neural=neural)
    low = curve.value(Signals(answer, passage, missing))
    assert 0 <= low <= curve.value(Signals(answer + 0.1, passage, missing)) <= 1
    assert low <= curve.value(Signals(answer, passage + 0.1, missing))


def test_the_shipped_curve_answers_the_example_and_decline_what_is_far(
    example_library: Library,
) -> None:
    near = judge(example_library, "When did William sail with H4 for Jamaica?")
    far = judge(example_library, "Which enzyme breaks down lactose in the gut?")
    assert near.stated
    assert near.confidence > 0.5
    assert not far.stated
    assert not far.relevant


def test_what_a_trained_reader_has_read_has_a_curve_of_its_own(
    tides: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves = {False: Curve((0.0,) * 5, 1.0), True: Curve((0.0, 0.0, 0.0, 0.5, 0.0), 0.0)}
    monkeypatch.setattr(
        "quoth.rag.reading.abstention.shipped_curve", lambda *, neural: curves[neural]
    )
    question = "Which machines summed the tides?"
    found = retrieve(tides, question)
    evidence = FormulaReader().read(tides, question, found.query_vector, found.hits)
    read = [replace(item, neural=-6.0) for item in evidence]
    plain, sure = (
        answerability(tides, question, found.hits, some).confidence for some in (evidence, read)
    )
    assert plain == pytest.approx(1 / (1 + math.exp(-1)))
    assert sure == pytest.approx(1 / (1 + math.exp(3)))
