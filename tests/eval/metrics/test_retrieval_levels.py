from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.metrics.quotes import evidence_recall, is_hit, quote_exactness
from quoth.eval.metrics.retrieval_levels import Searched, retrieval_values
from quoth.eval.runs.records import Gold, Span


def span(document: str, start: int, end: int) -> Span:
    return Span(document, start, end)


def gold(*spans: Span, needs: tuple[tuple[Span, ...], ...] = ()) -> Gold:
    documents = tuple(dict.fromkeys(one.document for one in spans))
    return Gold(needs or (spans,), spans, documents)


def values(hits: list[Span], right: Gold) -> dict[str, float]:
    return retrieval_values([Searched("q", tuple(hits), right)])["q"]


@pytest.mark.parametrize(
    ("hit", "is_one"),
    [
        ((0, 100), True),  # the gold [40, 60) lies in it
        ((50, 150), False),  # half of the gold's 20 is not more than half
        ((49, 150), True),
        ((45, 50), True),  # it lies in the gold
        ((60, 100), False),
        ((0, 40), False),
    ],
)
def test_a_hit_shares_more_than_half_of_the_shorter_span(hit, is_one) -> None:
    assert is_hit(span("d", *hit), [span("d", 40, 60)]) is is_one
    assert not is_hit(span("e", *hit), [span("d", 40, 60)])


def test_documents_are_ranked_where_their_best_passage_stands() -> None:
    right = gold(span("b", 0, 10), span("c", 0, 10))
    found = values([span("a", 0, 9), span("a", 20, 29), span("b", 50, 59)], right)
    assert found["document_recall@1"] == 0
    assert found["document_recall@3"] == 0.5
    assert found["document_mrr@10"] == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert found["document_ndcg@10"] == pytest.approx(1 / math.log2(3) / ideal)
    assert found["document_map@10"] == pytest.approx(0.25)


def test_one_of_several_spans_is_enough_unless_all_are_needed() -> None:
    one, other = span("a", 0, 10), span("b", 0, 10)
    hits = [span("x", 0, 9), span("b", 0, 9)]
    either = values(hits, gold(one, other))
    both = values(hits, gold(one, other, needs=((one,), (other,))))
    assert (either["passage_recall@3"], either["passage_found@3"]) == (1, 1)
    assert (both["passage_recall@3"], both["passage_found@3"]) == (0.5, 0)
    assert either["passage_mrr@10"] == 0.5
    assert both["passage_mrr@10"] == 0.25
    assert either["span_recall@3"] == both["span_recall@3"] == 0.5


def test_precision_counts_every_hit_on_the_evidence() -> None:
    hits = [span("a", 0, 9), span("x", 0, 9), span("a", 3, 10), span("x", 20, 29), span("y", 0, 9)]
    assert values(hits, gold(span("a", 0, 10)))["passage_precision@5"] == 0.4


def test_an_alternative_is_found_but_is_no_span_that_must_be() -> None:
    evidence, alternative = span("a", 0, 10), span("b", 0, 10)
    right = Gold(((evidence, alternative),), (evidence,), ("a",))
    found = values([alternative], right)
    assert found["passage_found@1"] == found["passage_precision@5"] * 5 == 1
    assert found["span_recall@20"] == found["document_recall@20"] == 0


def test_what_has_no_gold_has_no_value() -> None:
    assert values([span("a", 0, 9)], Gold()) == {}


def test_documents_alone_may_be_known() -> None:
    found = values([span("a", 0, 9)], Gold(documents=("a",)))
    assert found["document_recall@1"] == 1
    assert not any(name.startswith(("passage", "span")) for name in found)


def test_a_search_that_found_nothing_scores_zero() -> None:
    assert set(values([], gold(span("a", 0, 10))).values()) == {0.0}


PLACES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=12, unique=True
)


@settings(deadline=None)  # the first example loads a package
@given(PLACES, PLACES)
def test_values_lie_in_range_and_grow_with_the_cut_off(hits, golds) -> None:
    spans = [[span(d, 10 * n, 10 * n + 10) for d, n in places] for places in (hits, golds)]
    found = values(spans[0], gold(*spans[1]))
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())
    for level in ("document", "passage", "span"):
        recalls = [found[f"{level}_recall@{k}"] for k in (1, 3, 5, 10, 20)]
        assert recalls == sorted(recalls)


@settings(deadline=None)  # the first example loads a package
@given(PLACES)
def test_the_evidence_itself_in_any_order_is_perfect(golds) -> None:
    spans = [span(d, 10 * n, 10 * n + 10) for d, n in golds]
    found = values(spans, gold(*spans))
    for name in ("passage_mrr@10", "passage_ndcg@10", "span_recall@20", "document_recall@20"):
        assert found[name] == pytest.approx(1)


def test_needs_are_met_by_any_span_of_their_group() -> None:
    needs = ((span("a", 0, 10), span("b", 0, 10)), (span("c", 0, 10),))
    assert evidence_recall([span("b", 2, 8)], needs) == 0.5
    assert evidence_recall([], needs) == 0
    assert evidence_recall([one for group in needs for one in group], needs) == 1


def test_quotes_that_are_slices_are_counted() -> None:
    assert quote_exactness([True, False, True, True]) == 0.75
