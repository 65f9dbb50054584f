"""How far evidence carries a claim: supported, in part, not, or contradicted.

    judge = SignalJudge(library.embedder, library.rarity)
    verdict, = judge.judge("The clock lost five seconds.", [evidence_of_hits(library, hits)])

No chat model: wording, vectors and checks of what can be compared exactly, weighed by a logistic
curve. `python -m quoth.eval.fitting.support_fit` fits it and writes `support_weights.json`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from quoth.index.text import embed_text
from quoth.rag.support.evidence import EvidencePassage, Rarity
from quoth.rag.support.features import (
    FEATURES,
    ClaimFeatures,
    ClaimWithEvidence,
    Compared,
    Place,
    Vectors,
    compare_each,
)
from quoth.rag.types import Support, SupportLabel

__all__ = [
    "EachJudge",
    "SignalJudge",
    "SupportJudge",
    "SupportWeights",
    "Verdict",
    "checks_aside",
    "failed_checks",
    "judge_each",
    "shipped_weights",
    "weigh",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far one group of evidence carries a claim.

    Attributes:
        places: the one or two sentences that carry it, or contradict it, as passage of the group
            and sentence of the passage, the better one first; empty without evidence.
        reasons: what speaks against it, in words for the reader.
        nearness: how near the evidence comes, what speaks against it left aside, in [0, 1]; to
            choose among passages by.
        wording: the same by words and vectors alone, without what a trained model says.
        opposition: how much speaks for the contrary, in log odds; 0 where nothing does.
    """

    support: Support
    places: tuple[Place, ...] = ()
    reasons: tuple[str, ...] = ()
    nearness: float = 0.0
    wording: float = 0.0
    opposition: float = 0.0


class SupportJudge(Protocol):
    """Says how far evidence carries a claim."""

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        """Return a verdict a group, in the order given.

        Args:
            claim: one sentence, without marks.
            groups: the passages of one group carry the claim together; a group may be empty.
        """
        ...


@runtime_checkable
class EachJudge(Protocol):
    """A `SupportJudge` that judges many claims faster together than one after another."""

    def judge_each(self, asked: Sequence[ClaimWithEvidence]) -> list[list[Verdict]]:
        """Return for each claim what `judge` returns."""
        ...


def judge_each(judge: SupportJudge, asked: Sequence[ClaimWithEvidence]) -> list[list[Verdict]]:
    """Return the verdicts on each claim: together if the judge can, else one after another."""
    if isinstance(judge, EachJudge):
        return judge.judge_each(asked)
    return [judge.judge(claim, groups) for claim, groups in asked]


class SupportWeights(BaseModel):
    """A logistic curve over the features, and where its labels begin.

    Attributes:
        supported_at: P(supported) from which a claim is supported.
        contradicted_at: P(supported), what speaks against it left aside, from which a conflict
            contradicts it.
        partial_at: P(supported) from which a part of it is.
        opposed_at: what a trained model must give as `opposed` for a claim to be contradicted,
            without a conflict that the rules find; None without a model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: dict[str, float]
    supported_at: float
    contradicted_at: float
    partial_at: float
    opposed_at: float | None = None

    def probability(self, features: ClaimFeatures) -> float:
        """Return P(supported), in (0, 1)."""
        parts = zip(FEATURES, features.values(), strict=True)
        logit = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in parts)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def opposition(self, features: ClaimFeatures) -> float:
        """Return how much speaks for the contrary, in log odds.

        What is turned round or stands against it, and how much likelier "contradicted" is than
        "supported" to a trained model, each as much as it counts.
        """
        failed = -self.weights.get("turned", 0.0) * features.turned
        failed -= self.weights.get("conflict", 0.0) * features.conflict
        if not features.entailed and not features.opposed:
            return failed
        # log P(contradicted) / P(supported), from the two odds that the model is read by
        likelier = -features.entailed - math.log1p(math.exp(-features.opposed))
        return failed + self.weights.get("entailed", 0.0) * likelier


@functools.cache
def shipped_weights() -> SupportWeights:
    """Return the weights that the package brings."""
    path = files("quoth.rag.support").joinpath("support_weights.json")
    return SupportWeights.model_validate_json(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class SignalJudge:
    """Judges by wording, vectors and checks; see `SupportJudge`.

    Attributes:
        rarity: of stems, as `Library.rarity` gives it.
        most: as for `compare`; the groups left out count as unsupported.
    """

    embedder: Vectors
    rarity: Rarity
    weights: SupportWeights = field(default_factory=shipped_weights)
    most: int | None = None

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        return self.judge_each([(claim, groups)])[0]

    def judge_each(self, asked: Sequence[ClaimWithEvidence]) -> list[list[Verdict]]:
        read = [(embed_text(claim), groups) for claim, groups in asked]
        compared = compare_each(read, embedder=self.embedder, rarity=self.rarity, most=self.most)
        return [[weigh(one, self.weights) for one in of] for of in compared]


def weigh(compared: Compared | None, weights: SupportWeights) -> Verdict:
    """Return the verdict on a claim; None: there was no evidence.

    Supported: the curve says so, the sentences that carry it have its numbers, and the evidence
    has its names. Contradicted: the evidence would carry it, but says otherwise in one thing.
    Partial: anything else above the curve's lower edge.
    """
    if compared is None:
        return Verdict(Support("unsupported", 0.0))
    score = weights.probability(compared.features)
    nearness = weights.probability(checks_aside(compared.features))
    label: SupportLabel = "unsupported" if score < weights.partial_at else "partial"
    reasons = failed_checks(compared)
    carries = not reasons and score >= weights.supported_at
    if not carries and _contradicts(compared, nearness, weights):
        label = "contradicted"
        score = min(score, 1.0 - score)  # the nearer it comes, the surer it says otherwise
    elif carries:
        label = "supported"
    return Verdict(
        Support(label, score),
        compared.places,
        reasons,
        nearness,
        wording=weights.probability(checks_aside(replace(compared.features, entailed=0.0))),
        opposition=weights.opposition(compared.features),
    )


def _contradicts(compared: Compared, nearness: float, weights: SupportWeights) -> bool:
    """Whether evidence that does not carry a claim says otherwise."""
    if weights.opposed_at is None:
        return bool(compared.conflicts) and nearness >= weights.contradicted_at
    opposed = compared.features.opposed
    if compared.conflicts:  # found by rules; the model has to think the same, if only just
        return opposed > 0.0
    return opposed >= weights.opposed_at


def failed_checks(compared: Compared) -> tuple[str, ...]:
    """Return what a claim says that its evidence does not, in words for the reader."""
    features = compared.features
    reasons = [
        f"{conflict.kind}: “{conflict.said}” against “{conflict.there}”"
        for conflict in compared.conflicts
    ]
    if features.numbers_missing:
        reasons.append("a number stands nowhere in it")
    elif features.numbers_apart and not reasons:
        reasons.append("a number stands elsewhere in it")
    if features.turned and not compared.conflicts:
        reasons.append("nothing there denies what it denies")
    if features.names_missing:
        reasons.append("a name stands nowhere in it")
    return tuple(reasons)


def checks_aside(features: ClaimFeatures) -> ClaimFeatures:
    """Return the features as they were if no check had failed."""
    return replace(
        features,
        numbers_missing=0.0,
        numbers_apart=0.0,
        names_missing=0.0,
        turned=0.0,
        conflict=0.0,
    )
