"""Verdicts as stances."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quoth.rag.lookup.stance import CONTRADICTS_AT, NEAR_AT, SUPPORTS_AT, stance_of
from quoth.rag.support.scorer import Verdict
from quoth.rag.types import Support, SupportLabel


@pytest.mark.parametrize(
    ("label", "score", "stance"),
    [
        ("supported", 0.9, ("supports", 0.9)),
        ("partial", SUPPORTS_AT, ("supports", SUPPORTS_AT)),
        ("partial", SUPPORTS_AT - 0.01, ("related", 0.7)),
        ("unsupported", 0.1, ("related", 0.7)),
        ("contradicted", 0.9, ("contradicts", 0.7)),
    ],
)
def test_a_verdict_is_a_stance(
    label: SupportLabel, score: float, stance: tuple[str, float]
) -> None:
    assert stance_of(Verdict(Support(label, score), ((0, 0),), (), nearness=0.7)) == stance


@pytest.mark.parametrize(
    ("wording", "opposition", "stance"),
    [
        (NEAR_AT, CONTRADICTS_AT, "contradicts"),
        (NEAR_AT - 0.01, CONTRADICTS_AT, "supports"),
        (NEAR_AT, CONTRADICTS_AT - 0.01, "supports"),
    ],
)
def test_words_that_come_near_and_speak_for_the_contrary_contradict(
    wording: float, opposition: float, stance: str
) -> None:
    support = Support("partial", SUPPORTS_AT)
    verdict = Verdict(support, ((0, 0),), nearness=0.7, wording=wording, opposition=opposition)
    assert stance_of(verdict)[0] == stance
    carried = replace(verdict, support=Support("supported", 0.9))
    assert stance_of(carried) == ("supports", 0.9)
