"""Claims of several sentences: parted, and their verdicts put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.judges.claims import claim_sentences, together
from quoth.eval.judges.embedded import embedded_judge
from quoth.eval.judges.protocol import Judgement, Pair
from quoth.index import Embedder


@pytest.mark.parametrize(
    ("claim", "sentences"),
    [
        (
            "The wheel was of brass. It turned once a day.",
            ["The wheel was of brass.", "It turned once a day."],
        ),
        ("Who made the wheel? A smith from Leeds.", ["Who made the wheel? A smith from Leeds."]),
        ("Yes. The wheel was of brass.", ["Yes. The wheel was of brass."]),
        ("The wheel was of brass. Really?", ["The wheel was of brass. Really?"]),
        ("Brass", ["Brass"]),
        ("", [""]),
    ],
)
def test_a_claim_is_parted_where_each_part_says_something(claim: str, sentences: list[str]) -> None:
    assert claim_sentences(claim) == sentences


@given(st.text(alphabet="ab .?!\n", max_size=60))
def test_no_word_of_a_claim_is_lost(claim: str) -> None:
    assert " ".join(claim_sentences(claim)).split() == claim.split()


def test_the_weakest_sentence_names_the_claim_and_the_mean_ranks_it() -> None:
    whole = together(
        [Judgement("supported", 0.9), Judgement("partial", 0.4, "a number"), Judgement("partial")]
    )
    assert whole == Judgement("partial", None, "a number")
    both = together([Judgement("supported", 0.9), Judgement("contradicted", 0.3, "no")])
    assert (both.label, both.reason) == ("contradicted", "no")
    assert both.score == pytest.approx(0.6)


def test_one_unsupported_sentence_is_enough_to_doubt_an_answer(embedder: Embedder) -> None:
    text = "The first machine summed ten constituents and was built in 1872."
    good = "The first machine summed ten constituents."
    kept, doubted = embedded_judge(embedder).judge(
        [Pair(good, (text,)), Pair(f"{good} Whales sing to each other in winter.", (text,))]
    )
    assert kept.label == "supported"
    assert doubted.label == "unsupported"
    assert kept.score is not None
    assert doubted.score is not None
    assert doubted.score < kept.score
