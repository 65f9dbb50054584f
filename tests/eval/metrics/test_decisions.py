from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.calibration import aurc, auroc, expected_calibration_error
from quoth.eval.metrics.abstention import (
    abstention_accuracy,
    area_under_risk_coverage,
    calibration_error,
    confidence_auroc,
    false_answer,
    false_refusal,
)
from quoth.eval.metrics.latency import latency
from quoth.eval.metrics.stance import macro_f1, stance_accuracy
from quoth.eval.metrics.table import METRICS, metric
from quoth.index.errors import UsageError

LABELS = [True, True, False, True, False]
SURE = [0.9, 0.6, 0.7, 0.55, 0.1]
ALL = np.arange(5)


def test_answering_the_answerable_and_declining_the_rest_is_right() -> None:
    assert abstention_accuracy("answered", answerable=True) == 1
    assert abstention_accuracy("abstained", answerable=False) == 1
    assert abstention_accuracy("abstained", answerable=True) == 0
    assert abstention_accuracy("answered", answerable=False) == 0


@pytest.mark.parametrize("outcome", ["empty", "error"])
def test_an_empty_answer_and_an_error_are_neither_answer_nor_refusal(outcome) -> None:
    assert false_answer(outcome) == false_refusal(outcome) == 0
    assert abstention_accuracy(outcome, answerable=True) == 0
    assert abstention_accuracy(outcome, answerable=False) == 0


def test_the_curve_metrics_are_those_of_the_whole_set() -> None:
    assert area_under_risk_coverage(LABELS, SURE)(ALL) == pytest.approx(aurc(LABELS, SURE))
    assert confidence_auroc(LABELS, SURE)(ALL) == pytest.approx(auroc(LABELS, SURE))


def test_a_resample_is_of_the_items_chosen() -> None:
    chosen = np.array([0, 0, 4, 4, 4])
    assert confidence_auroc(LABELS, SURE)(chosen) == 1
    assert area_under_risk_coverage(LABELS, SURE)(np.array([0, 1])) == 0
    with pytest.raises(ValueError, match="both kinds"):
        confidence_auroc(LABELS, SURE)(np.array([0, 1]))


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=30))
def test_the_fast_calibration_error_is_the_plain_one(pairs) -> None:
    labels, sure = ([pair[side] for pair in pairs] for side in (0, 1))
    expected = expected_calibration_error(labels, sure)
    assert calibration_error(labels, sure)(np.arange(len(pairs))) == pytest.approx(expected)


STANCES = st.sampled_from(["supports", "contradicts", "none"])


@settings(deadline=None)  # the first example loads a package
@given(st.lists(st.tuples(STANCES, STANCES), min_size=1, max_size=30))
def test_macro_f1_is_scikit_learns(pairs) -> None:
    from sklearn.metrics import f1_score

    said, gold = zip(*pairs, strict=True)
    expected = f1_score(gold, said, average="macro", zero_division=0.0)
    assert macro_f1(said, gold)(np.arange(len(pairs))) == pytest.approx(expected)
    assert macro_f1(gold, gold)(np.arange(len(pairs))) == 1


def test_a_stance_is_right_or_wrong() -> None:
    assert stance_accuracy("supports", "supports") == 1
    assert stance_accuracy("none", "contradicts") == 0


def test_percentiles_of_times_lie_between_the_values() -> None:
    found = latency({"total_ms": list(range(1, 102)), "read_ms": []})
    assert found.keys() == {"total_ms"}
    total = found["total_ms"]
    assert (total.n, total.mean, total.p50, total.p90, total.p99) == (101, 51, 51, 91, 100)


def test_every_metric_says_what_it_is() -> None:
    for name, one in METRICS.items():
        assert one.name == name
        assert all((one.title, one.formula, one.over, one.source))


def test_a_cut_off_is_any_number() -> None:
    assert metric("passage_recall@7").name == "passage_recall@k"
    assert metric("faithfulness").higher_is_better
    assert metric("ece").higher_is_better is False


@pytest.mark.parametrize("name", ["shine", "passage_recall", "passage_recall@", "span_ndcg@10"])
def test_a_metric_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="there is no metric"):
        metric(name)
