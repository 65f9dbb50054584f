from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from quoth.index import Embedder
from quoth.rag.support.conflicts import Conflict
from quoth.rag.support.evidence import EvidencePassage, evidence_of_texts
from quoth.rag.support.features import FEATURES, ClaimFeatures, Compared, compare
from quoth.rag.support.scorer import SignalJudge, SupportWeights, shipped_weights, weigh
from tests.fakes import FakeEmbedder

TEXT = (
    "Harrison made four clocks for use at sea. On the voyage to Jamaica in 1761 the watch lost "
    "five seconds, far less than the Board of Longitude had asked for. The Board did not pay the "
    "whole prize at once."
)
OTHER = "Tides follow the moon. Machines of brass wheels added up their waves."
FULL = ClaimFeatures(0.9, 0.9, 1.0, 1.0, 0.9, 0.1, 0.9, 0.8, 0.0, 0.0, 0.0, 0.0, 0.0)
EMPTY = ClaimFeatures(0.1, 0.1, 0.0, 0.0, 0.2, 0.9, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
WEIGHTS = SupportWeights(
    intercept=-1.0,
    weights={name: 4.0 if name == "overlap" else 0.0 for name in FEATURES},
    supported_at=0.8,
    contradicted_at=0.7,
    partial_at=0.5,
)


def alike(stems: Sequence[str]) -> Mapping[str, float]:
    return dict.fromkeys(stems, 1.0)


def held(features: ClaimFeatures, *conflicts: Conflict) -> Compared:
    return Compared(features, ((0, 0),), conflicts)


def label(features: ClaimFeatures, *conflicts: Conflict) -> str:
    return weigh(held(features, *conflicts), WEIGHTS).support.label


def test_what_is_carried_is_supported_in_part_or_not() -> None:
    assert label(FULL) == "supported"
    assert label(replace(FULL, overlap=0.4)) == "partial"
    assert label(EMPTY) == "unsupported"


@pytest.mark.parametrize("check", ["numbers_missing", "numbers_apart", "names_missing"])
def test_a_failed_check_keeps_a_claim_from_being_supported(check: str) -> None:
    verdict = weigh(held(replace(FULL, **{check: 0.5})), WEIGHTS)
    assert verdict.support.label == "partial"
    assert len(verdict.reasons) == 1


def test_a_conflict_contradicts_only_what_would_be_carried_otherwise() -> None:
    conflict = Conflict("number", "9", "five")
    verdict = weigh(held(FULL, conflict), WEIGHTS)
    assert verdict.support.label == "contradicted"
    carried = weigh(held(FULL), WEIGHTS).support.score
    assert verdict.support.score == pytest.approx(1 - carried)
    assert verdict.reasons == ("number: “9” against “five”",)
    assert label(EMPTY, conflict) == "unsupported"


def test_without_evidence_nothing_is_supported() -> None:
    judge = SignalJudge(FakeEmbedder(), alike, WEIGHTS)
    (nothing, blank) = judge.judge(
        "The watch lost five seconds.", [[], evidence(FakeEmbedder(), "")]
    )
    assert nothing == blank
    assert (nothing.support.label, nothing.support.score, nothing.places) == ("unsupported", 0, ())


def evidence(embedder: Embedder, *texts: str) -> list[EvidencePassage]:
    return evidence_of_texts(embedder, texts)


def test_the_sentence_that_carries_a_claim_is_found_in_its_passage(fake: FakeEmbedder) -> None:
    passages = evidence(fake, OTHER, TEXT)
    (both, first) = compare(
        "The watch lost five seconds on the voyage to Jamaica.",
        [passages, passages[:1]],
        embedder=fake,
        rarity=alike,
    )
    assert both is not None
    assert first is not None
    assert both.places == ((1, 1),)
    start, end = passages[1].spans[1]
    assert TEXT[start:end].startswith("On the voyage to Jamaica")
    assert both.features.overlap == pytest.approx(1.0)
    assert first.features.overlap == 0.0


def test_two_sentences_carry_a_claim_that_none_carries_alone(fake: FakeEmbedder) -> None:
    claim = "Harrison made four clocks, and the Board did not pay the whole prize at once."
    (found,) = compare(claim, [evidence(fake, TEXT)], embedder=fake, rarity=alike)
    assert found is not None
    assert sorted(found.places) == [(0, 0), (0, 2)]
    assert found.features.overlap == pytest.approx(1.0)
    assert not found.conflicts


def test_a_name_of_the_title_is_not_missing(fake: FakeEmbedder) -> None:
    (passage,) = evidence(fake, "It lost five seconds.")
    claim = "In Kendall the watch lost five seconds."
    for context, share in (("", 1.0), ("Kendall", 0.0)):
        (found,) = compare(
            claim, [[replace(passage, context=context)]], embedder=fake, rarity=alike
        )
        assert found is not None
        assert found.features.names_missing == share


def test_a_rare_word_counts_for_more(fake: FakeEmbedder) -> None:
    def rare(stems: Sequence[str]) -> Mapping[str, float]:
        return {stem: 9.0 if stem == "tide" else 1.0 for stem in stems}

    (found,) = compare("Tides and clocks.", [evidence(fake, OTHER)], embedder=fake, rarity=rare)
    assert found is not None
    assert found.features.overlap == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("claim", "labels"),
    [
        ("On its way to Jamaica the watch was off by five seconds only.", {"supported", "partial"}),
        ("The watch lost 9 seconds on the voyage to Jamaica.", {"contradicted"}),
        ("The Board did pay the whole prize at once.", {"contradicted"}),
        ("Whales sing to each other in winter.", {"unsupported"}),
    ],
)
def test_the_shipped_judge_tells_what_the_text_says(
    embedder: Embedder, claim: str, labels: set[str]
) -> None:
    judge = SignalJudge(embedder, alike)
    (verdict,) = judge.judge(claim, [evidence(embedder, TEXT)])
    assert verdict.support.label in labels


def test_the_shipped_weights_say_what_their_names_say() -> None:
    weights = shipped_weights()
    assert set(weights.weights) == set(FEATURES)
    assert weights.partial_at < weights.supported_at
    assert weights.probability(EMPTY) < weights.partial_at
    assert weights.probability(FULL) > weights.supported_at
    assert weights.probability(replace(FULL, numbers_missing=1.0)) < weights.probability(FULL)


def test_the_spans_of_a_text_slice_to_its_sentences(fake: FakeEmbedder) -> None:
    (passage,) = evidence(fake, TEXT)
    assert [TEXT[start:end] for start, end in passage.spans] == list(passage.texts)
    assert passage.vectors.shape == (3, fake.identity.dimension)


def test_a_long_text_is_embedded_in_parts_and_keeps_its_sentences(fake: FakeEmbedder) -> None:
    text = " ".join(f"Sentence number {n} speaks of clock {n}." for n in range(100))
    (passage,) = evidence(fake, text)
    assert len(passage.spans) == len(passage.texts) == len(passage.vectors) == 100
