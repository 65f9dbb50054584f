import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.bootstrap import bootstrap_mean
from quoth.eval.retrieval import document_ranking, score_rankings
from quoth.index.errors import UsageError
from quoth.index.types import Document, Hit, Passage

pytest.importorskip("ir_measures", reason="pip install 'quoth[bench]'")

NAMES = "abcdefgh"


def hit(file: str, rank: int) -> Hit:
    passage = Passage(rank, file, 0, 1, None, None, "body", "x")
    return Hit(passage, Document(file, file, file, "", "text"), 1 / rank, rank, None, None)


def test_the_worked_example_of_discounted_gain() -> None:
    # Source: Wikipedia, "Discounted cumulative gain", Example: relevances 3 2 3 0 1 2 in the order
    # found, and two more documents of relevance 3 and 2 that were not: nDCG at 6 is 0.785.
    judged = dict(zip(NAMES, (3, 2, 3, 0, 1, 2, 3, 2), strict=True))
    scores = score_rankings({"q": "abcdef"}, {"q": judged}, measures=["nDCG@6"])
    assert scores.values["nDCG@6"]["q"] == pytest.approx(6.861 / 8.740, abs=5e-4)


def test_two_of_three_relevant_documents_at_ranks_two_and_three() -> None:
    judged = {"q": {"a": 1, "b": 1, "c": 1}}
    scores = score_rankings({"q": ["x", "a", "b"]}, judged)
    found = 1 / math.log2(3) + 1 / math.log2(4)
    assert scores.values["nDCG@10"]["q"] == pytest.approx(found / (1 + found))
    assert scores.values["recall@10"]["q"] == pytest.approx(2 / 3)


def test_what_lies_below_the_cut_off_does_not_count() -> None:
    scores = score_rankings({"q": ["x", "y", "a"]}, {"q": {"a": 1}}, measures=["recall@2", "MRR@2"])
    assert scores.values == {"recall@2": {"q": 0.0}, "MRR@2": {"q": 0.0}}


def test_a_question_without_a_ranking_counts_as_nothing_found() -> None:
    judged = {"found": {"a": 1}, "empty": {"a": 1}, "absent": {"a": 1}}
    scores = score_rankings({"found": ["a"], "empty": [], "unjudged": ["a"]}, judged)
    assert scores.values["nDCG@10"] == {"found": 1.0, "empty": 0.0, "absent": 0.0}
    assert scores.estimate("nDCG@10").value == pytest.approx(1 / 3)
    assert scores.estimate("nDCG@10", ["found"]).value == 1


@given(st.permutations(list(NAMES)), st.sets(st.sampled_from(NAMES), min_size=1))
def test_measures_lie_between_none_and_all(ranked: list[str], relevant: set[str]) -> None:
    judged = {"q": dict.fromkeys(relevant, 1)}
    perfect = [*sorted(relevant), *sorted(set(NAMES) - relevant)]
    for measure, found in score_rankings({"q": ranked}, judged).values.items():
        assert 0 <= found["q"] <= 1 + 1e-12
        assert score_rankings({"q": perfect}, judged).values[measure]["q"] == pytest.approx(1)


def test_a_measure_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UsageError, match="shine@10"):
        score_rankings({"q": ["a"]}, {"q": {"a": 1}}, measures=["shine@10"])


def test_without_ir_measures_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(UsageError, match=r"pip install 'quoth\[bench\]'"):
        score_rankings({"q": ["a"]}, {"q": {"a": 1}})


def test_a_document_stands_where_its_best_passage_does() -> None:
    hits = [hit(file, rank) for rank, file in enumerate("babca", 1)]
    assert document_ranking(hits) == ("b", "a", "c")


def test_an_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 0.5] * 20
    estimate = bootstrap_mean(values, name="nDCG@10")
    assert estimate == bootstrap_mean(values, name="nDCG@10")
    assert estimate.low < estimate.value == 0.625 < estimate.high
    # The normal approximation: 1.96 standard errors of the mean on either side.
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 * 0.4146 / math.sqrt(80), rel=0.1)
    assert estimate.n == 80


def test_equal_values_leave_no_doubt() -> None:
    estimate = bootstrap_mean([0.25] * 7, name="x")
    assert (estimate.low, estimate.value, estimate.high) == (0.25, 0.25, 0.25)


def test_no_values_have_no_mean() -> None:
    with pytest.raises(ValueError, match="recall"):
        bootstrap_mean([], name="recall")
