"""How well a confidence ranks, and how honest it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.calibration import (
    aurc,
    auroc,
    auroc_estimates,
    expected_calibration_error,
    reliability,
    risk_coverage,
)

judged = st.lists(
    st.tuples(st.booleans(), st.integers(0, 8).map(lambda n: n / 8)), min_size=2, max_size=30
).map(lambda pairs: [list(side) for side in zip(*pairs, strict=True)])


def test_auroc_is_the_share_of_ordered_pairs_and_a_tie_is_half_of_one() -> None:
    # right 0.9, 0.5; wrong 0.5, 0.1: four pairs, three in order, one tied
    assert auroc([True, True, False, False], [0.9, 0.5, 0.5, 0.1]) == pytest.approx(3.5 / 4)


@settings(deadline=None)  # the first call imports scikit-learn
@given(judged)
def test_auroc_is_what_scikit_learn_says(pair: list[list[float]]) -> None:
    from sklearn.metrics import roc_auc_score

    labels, scores = [bool(label) for label in pair[0]], pair[1]
    if len(set(labels)) == 2:
        assert auroc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))


def test_auroc_of_one_kind_only_is_refused() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        auroc([True, True], [0.1, 0.2])


def test_estimates_are_paired_and_the_same_each_time() -> None:
    labels = [True, True, True, False, False, False]
    scores = {"a": [0.9, 0.8, 0.3, 0.4, 0.2, 0.1], "b": [0.9, 0.8, 0.3, 0.4, 0.2, 0.1]}
    found = auroc_estimates(labels, scores, name="x")
    assert found == auroc_estimates(labels, scores, name="x")
    same = found["a - b"]
    assert (same.value, same.low, same.high) == (0, 0, 0)
    assert found["a"].low < found["a"].value == auroc(labels, scores["a"]) <= found["a"].high


def test_a_lead_is_the_first_score_less_the_other() -> None:
    labels = [True, False] * 5
    found = auroc_estimates(labels, {"a": [1.0, 0.0] * 5, "b": [0.0, 1.0] * 5}, name="x")
    lead = found["a - b"]
    assert (lead.value, lead.low, lead.high, lead.n) == (1, 1, 1, 10)


def test_a_bin_has_its_members_mean_confidence_and_share_right() -> None:
    bins = reliability([True, False, True], [0.12, 0.18, 1.0])
    assert [(b.low, b.high, b.n) for b in bins] == [(0.1, 0.2, 2), (0.9, 1.0, 1)]
    assert (bins[0].confidence, bins[0].right) == (pytest.approx(0.15), 0.5)


def test_calibration_error_weighs_the_bins_by_size() -> None:
    # |0.15 - 0.5| of two, |1 - 1| of one
    error = expected_calibration_error([True, False, True], [0.12, 0.18, 1.0])
    assert error == pytest.approx(2 / 3 * 0.35)


def test_risk_is_the_share_wrong_among_the_surest() -> None:
    coverages, risks = risk_coverage([True, False, True, False], [0.9, 0.2, 0.4, 0.6])
    assert coverages.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risks.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert aurc([True, False, True, False], [0.9, 0.2, 0.4, 0.6]) == pytest.approx(4 / 3 / 4)


def test_equal_confidences_are_in_no_order() -> None:
    first, second = (risk_coverage(labels, [0.5, 0.5])[1].tolist() for labels in
                     ([True, False], [False, True]))  # fmt: skip
    assert first == second == [0.5, 0.5]


@given(judged)
def test_what_is_measured_lies_between_nothing_and_all(pair: list[list[float]]) -> None:
    labels, scores = [bool(label) for label in pair[0]], pair[1]
    assert 0 <= expected_calibration_error(labels, scores) <= 1
    assert 0 <= aurc(labels, scores) <= 1


def test_perfect_confidence_has_no_error() -> None:
    assert expected_calibration_error([True, False], [1.0, 0.0]) == 0
