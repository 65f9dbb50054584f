from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from quoth.index.embedder import TokenVectors
from quoth.rag.support.conflicts import Conflict
from quoth.rag.support.evidence import EvidencePassage, evidence_of_texts
from quoth.rag.support.features import ClaimFeatures, Compared, compare
from quoth.rag.support.scorer import SignalJudge, SupportWeights, judge_each, weigh
from quoth.rag.support.token_cache import CachedVectors
from quoth.rag.support.trained_judge import OUTPUTS, TrainedJudge, support_judge, with_model
from tests.fakes import FakeEmbedder

TEXT = "The bell of Kew was cast in 1756. It weighs 12 tonnes. Nobody has rung it for years."
FULL = ClaimFeatures(0.9, 0.9, 1.0, 1.0, 0.9, 0.1, 0.9, 0.8, 0.0, 0.0, 0.0, 0.0, 0.0)
WEIGHTS = SupportWeights(
    intercept=0.0,
    weights={"entailed": 1.0},
    supported_at=0.8,
    contradicted_at=0.5,
    partial_at=0.2,
    opposed_at=2.0,
)


def alike(stems: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(stems, 1.0)


@dataclass
class FakeScorer:
    """Gives the same three numbers for every pair, and keeps the pairs."""

    logits: tuple[float, float, float] = (3.0, 0.0, 0.0)
    outputs: tuple[str, ...] = OUTPUTS
    seen: list[tuple[str, str]] = field(default_factory=list)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.seen += pairs
        return np.array([self.logits] * len(pairs), dtype=np.float32).reshape(len(pairs), 3)


class CountingEmbedder(FakeEmbedder):
    """Keeps the texts that it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.queries: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.queries += texts
        return super().embed_queries(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        self.asked += texts
        return super().embed_tokens(texts)


def evidence(*texts: str) -> list[list[EvidencePassage]]:
    return [[passage] for passage in evidence_of_texts(FakeEmbedder(), texts)]


def judged(*logits: float, claim: str = "The bell of Kew was cast in 1756.") -> str:
    a, b, c = logits
    judge = TrainedJudge(FakeEmbedder(), alike, FakeScorer((a, b, c)), WEIGHTS)
    (verdict,) = judge.judge(claim, evidence(TEXT))
    return verdict.support.label


def test_the_label_follows_the_model() -> None:
    assert judged(5.0, 0.0, 0.0) == "supported"
    assert judged(1.0, 0.0, 0.0) == "partial"
    assert judged(-5.0, 0.0, 0.0) == "unsupported"
    assert judged(-5.0, 3.0, 0.0) == "contradicted"


def test_what_the_rules_find_stands_above_the_model() -> None:
    claim = "The bell of Kew was cast in 1765."
    assert judged(5.0, 0.0, 0.0, claim=claim) == "partial"
    assert judged(5.0, 0.5, 0.0, claim=claim) == "contradicted"


def test_a_conflict_of_rules_is_one_only_where_the_model_sees_it_too() -> None:
    conflict = (Conflict("year", "1765", "1756"),)
    features = replace(FULL, entailed=-3.0, opposed=-1.0)
    assert weigh(Compared(features, ((0, 0),), conflict), WEIGHTS).support.label == "unsupported"
    features = replace(features, opposed=0.5)
    assert weigh(Compared(features, ((0, 0),), conflict), WEIGHTS).support.label == "contradicted"


def test_the_model_reads_the_nearest_sentences_once_a_pair() -> None:
    scorer = FakeScorer()
    judge = TrainedJudge(FakeEmbedder(), alike, scorer, WEIGHTS)
    verdicts = judge.judge("The bell weighs 12 tonnes.", [*evidence(TEXT, TEXT), []])
    assert scorer.seen == [("The bell weighs 12 tonnes.", TEXT)]
    assert [verdict.support.label for verdict in verdicts][2] == "unsupported"
    assert verdicts[0] == verdicts[1]


def test_long_evidence_is_cut_to_its_best_sentences_in_reading_order() -> None:
    idle = "Somewhere else " + "a gull cried over the grey harbour " * 4 + "that day. "
    text = f"It weighs 12 tonnes. {idle * 3}The bell of Kew was cast in 1756."
    (compared,) = compare(
        "The bell of Kew weighs 12 tonnes.", evidence(text), embedder=FakeEmbedder(), rarity=alike
    )
    assert compared is not None
    assert compared.closest.startswith("It weighs 12 tonnes.")
    assert "cast in 1756." in compared.closest
    assert len(compared.closest.split()) <= 60


def test_what_the_model_gives_is_bounded_and_a_log_of_odds() -> None:
    compared = Compared(FULL, ((0, 0),), (), "text")
    (read,) = with_model([("claim", compared)], FakeScorer((1.0, 1.0, 1.0)))
    assert read is not None
    assert read.features.entailed == pytest.approx(-np.log(2.0))
    assert read.features.opposed == 0.0
    (sure,) = with_model([("claim", compared)], FakeScorer((99.0, 0.0, 0.0)))
    assert sure is not None
    assert sure.features.entailed == 6.0
    assert with_model([("claim", None)], FakeScorer()) == [None]


def test_only_the_nearest_groups_are_read_closely() -> None:
    scorer = FakeScorer((5.0, 0.0, 0.0))
    judge = TrainedJudge(FakeEmbedder(), alike, scorer, WEIGHTS, most=1)
    far, near = judge.judge(
        "The bell of Kew was cast in 1756.", evidence("Gulls cry in the harbour.", TEXT)
    )
    assert (far.support.label, near.support.label) == ("unsupported", "supported")
    assert len(scorer.seen) == 1


def test_token_vectors_of_evidence_are_made_once() -> None:
    embedder = CountingEmbedder()
    judge = SignalJudge(CachedVectors(embedder), alike)
    first = judge.judge("The bell was cast.", evidence(TEXT))
    asked = list(embedder.asked)
    assert judge.judge("The bell was cast.", evidence(TEXT)) == first
    assert embedder.asked == asked


def test_a_claim_is_embedded_once_for_the_cited_passages_and_the_others() -> None:
    embedder = CountingEmbedder()
    cached = CachedVectors(embedder)
    both = cached.embed_queries(["a bell", "a tide"])
    again = cached.embed_queries(["a tide", "a bell"])
    np.testing.assert_array_equal(both[::-1], again)
    assert embedder.queries == ["a bell", "a tide"]
    assert cached.embed_queries([]).shape == (0, 64)


def test_a_cache_forgets_the_oldest() -> None:
    embedder = CountingEmbedder()
    cached = CachedVectors(embedder, most=2)
    for text in ("a", "b", "c", "b", "a"):
        (vectors,) = cached.embed_tokens([text])
        assert vectors.spans == ((0, 1),)
    assert embedder.asked == ["a", "b", "c", "a"]


def test_a_library_in_another_language_is_judged_without_the_model() -> None:
    assert isinstance(support_judge(FakeEmbedder(), alike), SignalJudge)
    assert isinstance(support_judge(FakeEmbedder(), alike, neural=False), SignalJudge)


def test_claims_judged_together_get_the_verdicts_that_each_gets_alone() -> None:
    asked = [
        ("The bell of Kew was cast in 1756.", [*evidence(TEXT), []]),
        ("Gulls cry in the harbour.", evidence(TEXT, "Gulls cry in the harbour.")),
        ("Nothing is there.", []),
    ]
    scorer = FakeScorer()
    trained = TrainedJudge(FakeEmbedder(), alike, scorer, WEIGHTS)
    for judge in (trained, SignalJudge(FakeEmbedder(), alike)):
        alone = [judge.judge(claim, groups) for claim, groups in asked]
        assert judge_each(judge, asked) == judge.judge_each(asked) == alone
    assert judge_each(trained, []) == []


def test_the_model_reads_the_pairs_of_several_claims_at_once() -> None:
    embedder, calls = CountingEmbedder(), []

    class Scorer(FakeScorer):
        def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
            calls.append(len(pairs))
            return super().scores(pairs)

    judge = TrainedJudge(embedder, alike, Scorer(), WEIGHTS)
    judge.judge_each([("It was cast.", evidence(TEXT)), ("It weighs a lot.", evidence(TEXT))])
    assert calls == [2]
    assert len(embedder.asked) == len(set(embedder.asked))


def test_a_judge_of_one_claim_is_asked_for_each() -> None:
    class Single:
        def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[str]:
            return [claim for _ in groups]

    asked = [("a", [[], []]), ("b", [[]])]
    assert judge_each(Single(), asked) == [["a", "a"], ["b"]]
