"""A judge of which everything is known: it counts words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quoth.eval.judges.protocol import Judgement, Pair

__all__ = ["WordJudge"]


@dataclass(slots=True)
class WordJudge:
    """Supported where the evidence has all words of the claim, partial where it has half of them.

    "not" on one side alone contradicts; a claim that mumbles cannot be judged.
    """

    name: str = "words"
    version: str = ""
    asked: list[Pair] = field(default_factory=list)

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        self.asked += pairs
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: Pair) -> Judgement:
        if "mumble" in pair.claim:
            return Judgement("unscorable", None, "it mumbles")
        claim, evidence = _words(pair.claim), _words(" ".join(pair.evidence))
        share = len(claim & evidence) / len(claim)
        if ("not" in claim) is not ("not" in evidence) and share > 0.5:
            return Judgement("contradicted", 0.0, "not")
        label = "supported" if share == 1 else "partial" if share >= 0.5 else "unsupported"
        return Judgement(label, share)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
