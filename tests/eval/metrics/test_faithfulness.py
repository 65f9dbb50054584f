from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.judges.protocol import JudgeLabel
from quoth.eval.metrics.faithfulness import faithfulness, fully_supported, share

LABELS = get_args(JudgeLabel)


def test_two_of_three_statements_as_in_the_example_of_ragas() -> None:
    # Es et al. 2024, 3: an answer of which two of three statements follow from the context
    assert faithfulness(["supported", "supported", "unsupported"]) == pytest.approx(2 / 3)


def test_a_part_counts_by_half_and_a_contradiction_as_nothing() -> None:
    assert faithfulness(["supported", "partial", "contradicted", "unsupported"]) == 0.375


def test_what_could_not_be_judged_counts_neither_way() -> None:
    assert faithfulness(["supported", "unscorable"]) == 1
    assert share(["supported", "unscorable"], "unscorable") == 0.5
    assert fully_supported(["supported", "unscorable"]) == 0


def test_an_answer_that_nobody_could_judge_has_no_faithfulness() -> None:
    with pytest.raises(ValueError, match="scorable"):
        faithfulness(["unscorable"])


@given(st.lists(st.sampled_from(LABELS), min_size=1), st.randoms())
def test_shares_sum_to_one_and_the_order_changes_nothing(labels, random) -> None:
    assert sum(share(labels, label) for label in LABELS) == pytest.approx(1)
    mixed = random.sample(labels, len(labels))
    assert fully_supported(labels) == fully_supported(mixed)
    if set(labels) != {"unscorable"}:
        assert 0 <= faithfulness(labels) == faithfulness(mixed) <= 1


@given(st.integers(1, 9))
def test_every_sentence_supported_is_perfect(n: int) -> None:
    assert faithfulness(["supported"] * n) == fully_supported(["supported"] * n) == 1
