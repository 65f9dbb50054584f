"""What a judge is asked and what it says, whoever it is: a scorer, a chat model, a cross-encoder.

A judge never fails open: where it has no verdict it says `unscorable`, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

__all__ = ["Judge", "JudgeLabel", "Judgement", "Pair"]

JudgeLabel = Literal["supported", "partial", "unsupported", "contradicted", "unscorable"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim without marks, and the texts that are to carry it together; maybe none.

    A claim is one sentence, or several of which each is to be carried.
    """

    claim: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the texts of a pair carry its claim.

    Attributes:
        score: P(supported) in [0, 1], or what the judge has for it, higher is better; None where
            it gives none.
        reason: what speaks against it, or why it cannot be scored, in words for the reader.
    """

    label: JudgeLabel
    score: float | None = None
    reason: str = ""


class Judge(Protocol):
    """Says whether evidence carries a claim.

    The same pair gets the same judgement whatever stands beside it in the call, unless the judge
    is a model that cannot promise it.
    """

    @property
    def name(self) -> str:
        """What reports call it: "embedded", "openai:gpt-5 (prompt 0a1b2c3d)"."""
        ...

    @property
    def version(self) -> str:
        """What tells it from another of its name: a hash of its weights, rules or prompt.

        What was kept of one version is never taken for the word of another.
        """
        ...

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """Return a judgement a pair, in the order given.

        A pair without evidence is `unsupported`. Whatever goes wrong with one pair makes that one
        `unscorable`; what goes wrong with all of them (no such model, no key) is raised.

        Raises:
            QuothError: the judge cannot work at all.
        """
        ...
