"""How far judge and people agree: against libraries, worked examples and the edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.agreement import (
    balanced_accuracy,
    cohen_kappa,
    f1,
    fleiss_kappa,
    pearson,
    rater_kappa,
    spearman,
)

# Judged pairs, not all alike on the side of the people.
pairs = (
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=25)
    .filter(lambda rows: len({right for right, _ in rows}) == 2)
    .map(lambda rows: tuple(map(list, zip(*rows, strict=True))))
)
quick = settings(deadline=None, max_examples=25)  # each draws 5,000 resamples


@quick
@given(pairs)
def test_figures_of_two_labels_are_those_of_scikit_learn(rows: tuple[list[bool], ...]) -> None:
    from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score, f1_score

    right, said = rows
    for found, expected in (
        (balanced_accuracy(right, said, name="x"), balanced_accuracy_score(right, said)),
        (f1(right, said, name="x"), f1_score(right, said)),
        (cohen_kappa(right, said, name="x"), cohen_kappa_score(right, said)),
    ):
        assert found is not None
        assert found.value == pytest.approx(expected)
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9 or found.n < 10


def test_kappa_of_three_labels_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import cohen_kappa_score

    right = ["supported", "contradicted", "not_enough", "supported", "not_enough"] * 4
    said = ["supported", "not_enough", "not_enough", "supported", "contradicted"] * 4
    found = cohen_kappa(right, said, name="x")
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(right, said))


def test_correlations_are_those_of_scipy() -> None:
    from scipy.stats import pearsonr, spearmanr

    values, scores = [0.0, 1.0, 1.0, 2.0, 3.0, 3.0], [0.1, 0.3, 0.2, 0.2, 0.9, 0.4]
    linear, ranked = pearson(values, scores, name="x"), spearman(values, scores, name="x")
    assert linear is not None
    assert ranked is not None
    assert linear.value == pytest.approx(pearsonr(values, scores).statistic)
    assert ranked.value == pytest.approx(spearmanr(values, scores).statistic)


def test_fleiss_kappa_of_two_people_and_two_labels_is_scotts_pi() -> None:
    # 45 pairs that both call supported, 40 that one does, 15 that neither does: they agree on 60 of
    # 100, and 130 of their 200 words are "supported" (Scott 1955, eq. 1 and 2)
    votes = [2] * 45 + [1] * 40 + [0] * 15
    found = fleiss_kappa(votes, 2, name="x")
    assert found is not None
    observed, yes = 0.60, 0.65
    chance = yes**2 + (1 - yes) ** 2
    assert found.value == pytest.approx((observed - chance) / (1 - chance))
    assert found.n == 100


def test_a_judge_that_votes_as_everybody_does_agrees_wholly() -> None:
    found = rater_kappa([3, 0, 3, 0], 3, [True, False, True, False], name="x")
    assert found is not None
    assert found.value == pytest.approx(1)


def test_with_one_person_the_kappas_are_the_same() -> None:
    votes, said = [1, 0, 1, 1, 0, 1], [True, False, False, True, True, True]
    one = rater_kappa(votes, 1, said, name="x")
    two = cohen_kappa([bool(vote) for vote in votes], said, name="x")
    assert one is not None
    assert two is not None
    assert one.value == pytest.approx(two.value)


def test_split_votes_keep_a_judge_from_agreeing_wholly() -> None:
    agreed = rater_kappa([3, 0] * 5, 3, [True, False] * 5, name="x")
    split = rater_kappa([2, 1] * 5, 3, [True, False] * 5, name="x")
    assert agreed is not None
    assert split is not None
    assert split.value < agreed.value / 2


@pytest.mark.parametrize("right", [[True] * 4, [False] * 4])
def test_labels_that_are_all_alike_have_no_balanced_accuracy(right: list[bool]) -> None:
    assert balanced_accuracy(right, [True, False, True, False], name="x") is None


def test_what_has_no_value_is_absent_and_never_a_number() -> None:
    assert f1([False] * 3, [False] * 3, name="x") is None
    assert cohen_kappa([True] * 3, [True] * 3, name="x") is None
    assert rater_kappa([3, 3], 3, [True, True], name="x") is None
    assert fleiss_kappa([3, 3], 3, name="x") is None
    assert pearson([1.0, 1.0], [0.1, 0.2], name="x") is None
    assert spearman([1.0, 2.0], [0.5, 0.5], name="x") is None
    assert pearson([], [], name="x") is None


def test_the_same_name_draws_the_same_interval_and_another_name_another() -> None:
    right, said = [True, False, True, True, False] * 6, [True, False, False, True, True] * 6
    first, again = (balanced_accuracy(right, said, name="a") for _ in range(2))
    other = balanced_accuracy(right, said, name="b")
    assert first == again
    assert first is not None
    assert other is not None
    assert first.value == other.value
    assert (first.low, first.high) != (other.low, other.high)


def test_an_interval_narrows_with_more_pairs() -> None:
    def width(times: int) -> float:
        found = f1([True, False, True] * times, [True, True, True] * times, name="x")
        assert found is not None
        return found.high - found.low

    assert width(100) < width(5) / 2


def test_rows_that_belong_together_are_drawn_together() -> None:
    # Doubling each row tells nothing new: drawn one by one, the interval would narrow.
    values, scores = [0.0, 1.0, 2.0, 3.0, 2.0, 0.0] * 5, [0.2, 0.1, 0.9, 0.8, 0.3, 0.4] * 5
    alone = pearson(values, scores, name="x")
    doubled = [[row for row in side for _ in range(2)] for side in (values, scores)]
    together = pearson(*doubled, name="x", a_pair=2)
    assert alone is not None
    assert together is not None
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high))
    assert together.n == 2 * alone.n
