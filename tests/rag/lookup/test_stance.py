"""Verdicts as stances."""

from __future__ import annotations

import pytest

from quoth.rag.lookup.stance import SUPPORTS_AT, stance_of
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
