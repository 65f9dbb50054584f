from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from quoth.eval.fitting.support_rows import JudgedClaim
from quoth.eval.train.pairs import Pair
from quoth.eval.train.support_figures import support_estimates, support_figures
from quoth.eval.train.support_pairs import (
    CONTRADICTED,
    EITHER,
    NOT_STATED,
    SUPPORTED,
    support_pairs,
)
from quoth.eval.train.support_split import is_for_fitting, is_shippable, split_pairs
from quoth.eval.train.support_texts import clean, cleaned, group_of
from tests.fakes import FakeEmbedder

TOWNS = "Kew Bath York Hull Dover Deal Ely Wells Ripon Truro Leeds Derby".split()


def row(n: int, *, dataset: str = "begin-bells", label: str = "supported") -> JudgedClaim:
    town = TOWNS[n % len(TOWNS)]
    return JudgedClaim.model_validate(
        {
            "evidence": f"The old bell of {town} was cast in the year {1700 + n}. It now weighs "
            f"about {n + 3} tonnes, and hangs in a wooden tower. Nobody has rung it for years.",
            "claim": f"The bell of {town} was cast in {1700 + n}.",
            "label": label,
            "dataset": dataset,
            "licence": "CC0",
        }
    )


def rows() -> list[JudgedClaim]:
    return [
        row(n + 20 * (dataset == "expertqa"), dataset=dataset, label=label)
        for dataset in ("begin-bells", "expertqa")
        for n, label in enumerate(["supported", "not_supported"] * 6)
    ]


def pairs(*, changed: bool = True) -> list[Pair]:
    return support_pairs(
        rows(), FakeEmbedder(), of_each_maker=12, sentences_of_each=20, changed=changed
    )


def test_addresses_and_marks_of_references_are_no_evidence() -> None:
    assert clean("[1] https://example.org/a\n\nThe  bell [2] rang.") == "The bell rang."
    bare = row(1).model_copy(update={"evidence": "[1] https://example.org/a"})
    assert cleaned([bare, row(2)]) == [row(2)]


def test_labels_that_the_file_has_turned_round_are_turned_back() -> None:
    one, other = cleaned([row(1), row(1, dataset="q2")], inverted=("q2",))
    assert (one.label, other.label) == ("supported", "not_supported")


def test_claims_of_people_come_with_the_sentences_nearest_to_them() -> None:
    found = {pair.text_a: pair for pair in pairs(changed=False)}
    assert len(found) == 24
    pair = found["The bell of Kew was cast in 1700."]
    assert pair.text_b.startswith("The old bell of Kew was cast in the year 1700.")
    assert (pair.label, pair.licence, pair.made) == (SUPPORTED, "CC0", "")
    assert found["The bell of Bath was cast in 1701."].label == EITHER


def test_of_each_maker_only_so_many_claims_are_taken() -> None:
    made = support_pairs(
        rows(), FakeEmbedder(), of_each_maker=3, sentences_of_each=0, changed=False
    )
    assert Counter(pair.dataset for pair in made) == {"begin-bells": 3, "expertqa": 3}


def test_changed_pairs_have_the_label_that_their_change_gives_them() -> None:
    labels = {(pair.made.split(" ")[0], pair.label) for pair in pairs() if pair.made}
    assert ("said", SUPPORTED) in labels
    assert ("both", SUPPORTED) in labels
    assert ("sentence", CONTRADICTED) in labels
    assert ("claim", CONTRADICTED) in labels
    assert {label for made, label in labels if made == "not"} == {NOT_STATED}
    assert {label for made, label in labels if made in ("said", "both")} == {SUPPORTED}
    assert SUPPORTED not in {label for made, label in labels if made not in ("said", "both")}


def test_what_is_not_there_is_not_said_by_the_evidence() -> None:
    for pair in pairs():
        if pair.made == "not there":
            assert pair.text_a not in pair.text_b


def test_a_false_claim_is_not_in_its_evidence_and_one_changed_alike_is() -> None:
    made = [pair for pair in pairs() if pair.made.startswith("sentence")]
    assert made
    assert all(pair.text_a.rstrip(".") not in pair.text_b for pair in made)


def test_the_same_rows_make_the_same_pairs_and_none_twice() -> None:
    assert pairs() == pairs()
    assert len({(pair.text_a, pair.text_b) for pair in pairs()}) == len(pairs())


def test_no_text_is_both_trained_on_and_fitted_on() -> None:
    train, held = split_pairs(pairs())
    assert train
    assert held
    assert {pair.group for pair in train}.isdisjoint(pair.group for pair in held)
    for one in cleaned(rows()):
        held_out = is_for_fitting(one.dataset, one.evidence)
        group = group_of(one.dataset, one.evidence)
        assert held_out == any(pair.group == group for pair in held)


def test_claims_of_datasets_kept_out_are_never_trained_on() -> None:
    train, _ = split_pairs(pairs())
    kept = [pair for pair in train if pair.dataset == "expertqa"]
    assert kept
    assert all(pair.made and not pair.made.startswith("claim") for pair in kept)


@pytest.mark.parametrize(
    ("dataset", "may"),
    [
        ("ares-nq", True),
        ("begin-wow", True),
        ("q2", True),
        ("wice-dev", True),
        ("wice-tokens", False),
        ("expertqa", True),
        ("sick", False),
        ("q2-more", False),
    ],
)
def test_datasets_are_matched_by_their_names(dataset: str, may: bool) -> None:
    assert is_shippable(dataset) is may


def test_figures_tell_kinds_of_pairs_apart() -> None:
    held = [
        Pair("a", "b", SUPPORTED, dataset="begin-bells"),
        Pair("c", "d", EITHER, dataset="begin-bells"),
        Pair("e", "f", SUPPORTED, dataset="expertqa"),
        Pair("g", "h", EITHER, dataset="expertqa"),
        Pair("i", "j", CONTRADICTED, dataset="begin-bells", made="claim year"),
        Pair("k", "l", NOT_STATED, dataset="begin-bells", made="not there"),
        Pair("m", "n", SUPPORTED, dataset="begin-bells", made="said otherwise"),
    ]
    right = {SUPPORTED: (5, 0, 0), CONTRADICTED: (0, 5, 0), NOT_STATED: (0, 0, 5)}
    logits = np.array([right.get(pair.label, (0, 1, 1)) for pair in held], dtype=np.float32)
    found = support_figures(held, logits)
    assert found == {
        "AUROC, claims": 1.0,
        "AUROC, claims of datasets kept out": 1.0,
        "AUROC, claims made false": 1.0,
        "AUROC, changed sentences": 1.0,
        "label right, of three": 1.0,
    }
    estimates = support_estimates(held, logits)
    assert estimates["supported, called contradicted"].value == 0.0
    assert {name: one.value for name, one in estimates.items() if name in found} == found
    wrong = support_figures(held, logits[:, [1, 0, 2]])
    assert wrong["AUROC, claims made false"] == 0.0
    assert wrong["label right, of three"] == pytest.approx(1 / 3)
