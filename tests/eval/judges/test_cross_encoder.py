"""A cross-encoder as judge: which output means what, long evidence, and models that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quoth.eval.judges.cross_encoder import (
    CrossEncoderJudge,
    NliHead,
    load_cross_encoder,
    read_head,
)
from quoth.eval.judges.protocol import Pair
from quoth.index.errors import ModelError
from tests.eval.judges.judges import FakeCrossEncoder, save_tiny_cross_encoder
from tests.fakes import save_tiny_model

PAIR = Pair("It summed ten waves.", ("The machine summed ten waves.",))
THREE = NliHead(entailment=0, contradiction=2)


def judge_of(model: Any, head: NliHead = THREE) -> CrossEncoderJudge:
    return CrossEncoderJudge("cross-encoder:fake", model, head)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({0: "contradiction", 1: "entailment", 2: "neutral"}, "supported"),
        ({0: "entailment", 1: "contradiction", 2: "neutral"}, "contradicted"),
    ],
)
def test_the_order_of_the_labels_is_read_from_the_models_configuration(
    tmp_path: Path, labels: dict[int, str], expected: str
) -> None:
    bias = [9.0 if index == 1 else 0.0 for index in labels]  # it always means its second output
    judge = load_cross_encoder(str(save_tiny_cross_encoder(tmp_path, labels, bias=bias)))
    (judgement,) = judge.judge([PAIR])
    assert judgement.label == expected


@pytest.mark.parametrize(
    ("labels", "head"),
    [
        ({0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}, NliHead(0, 2)),
        ({0: "not_entailment", 1: "entailment"}, NliHead(1)),
        ({0: "entailment", 1: "not-entailment"}, NliHead(0)),
        ({0: "REFUTES", 1: "SUPPORTS", 2: "NOT ENOUGH INFO"}, NliHead(1, 0)),
        ({0: "LABEL_0"}, NliHead(None)),
    ],
)
def test_labels_are_known_by_their_names(labels: dict[int, str], head: NliHead) -> None:
    assert read_head(labels) == head


@pytest.mark.parametrize(
    "labels", [{0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, {0: "entailment", 1: "entailed"}]
)
def test_labels_that_do_not_say_which_is_entailment_are_refused(labels: dict[int, str]) -> None:
    with pytest.raises(ModelError, match="Name them in id2label"):
        read_head(labels)


def test_one_output_is_a_probability_by_its_sigmoid() -> None:
    judge = judge_of(FakeCrossEncoder({"ten": [2.0], "other": [-2.0]}), read_head({0: "LABEL_0"}))
    yes, no = judge.judge([PAIR, Pair("It summed ten waves.", ("other",))])
    assert (yes.label, no.label) == ("supported", "unsupported")
    assert yes.score == pytest.approx(0.8808, abs=1e-4)
    assert no.score == pytest.approx(1 - 0.8808, abs=1e-4)


def test_the_evidence_is_the_premise_and_long_evidence_comes_in_windows_of_sentences() -> None:
    model = FakeCrossEncoder({"ten": [5.0, 0.0, 0.0]})
    long = tuple(f"Here nothing at all is said of it, number {n}." for n in range(4))
    (judgement,) = judge_of(model).judge([Pair(PAIR.claim, (*long, *PAIR.evidence))])
    assert judgement.label == "supported"  # the best window counts
    assert len(model.asked) > 1
    assert {claim for _, claim in model.asked} == {PAIR.claim}
    assert " ".join(premise for premise, _ in model.asked) == " ".join((*long, *PAIR.evidence))
    assert all(len(premise.split()) <= 24 for premise, _ in model.asked)


def test_a_window_that_denies_counts_only_where_none_supports() -> None:
    model = FakeCrossEncoder({"ten": [5.0, 0.0, 0.0], "eleven": [0.0, 0.0, 5.0]}, max_length=16)
    denies = Pair(PAIR.claim, ("The machine summed just eleven of the waves.",))
    both = Pair(PAIR.claim, (*denies.evidence, "The machine summed ten waves of the sea."))
    first, second = judge_of(model).judge([denies, both])
    assert (first.label, second.label) == ("contradicted", "supported")


def test_a_claim_that_is_longer_than_the_model_reads_is_unscorable() -> None:
    model = FakeCrossEncoder({"ten": [5.0, 0.0, 0.0]})
    long, short = judge_of(model).judge([Pair("It summed waves. " * 5, PAIR.evidence), PAIR])
    assert (long.label, long.score) == ("unscorable", None)
    assert "longer than the model reads" in long.reason
    assert short.label == "supported"


def test_an_embedding_model_is_no_judge(tmp_path: Path) -> None:
    save_tiny_model(tmp_path, prompts={})
    with pytest.raises(ModelError, match=r"not trained to judge pairs .*BertModel"):
        load_cross_encoder(str(tmp_path / "parts"))


def test_a_model_that_is_not_there_costs_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_cross_encoder(str(tmp_path / "none"))
    assert "\n" not in str(caught.value)


def test_a_model_that_was_trained_again_is_another_judge(tmp_path: Path) -> None:
    labels = {0: "entailment", 1: "neutral", 2: "contradiction"}
    judges = [
        load_cross_encoder(str(save_tiny_cross_encoder(tmp_path, labels, bias=[0.0, 0.0, last])))
        for last in (1.0, 2.0)
    ]
    assert len({judge.version for judge in judges}) == 2
    for judge in judges:
        assert judge.name == f"cross-encoder:{tmp_path}/judge ({judge.version})"
