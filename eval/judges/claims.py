"""Claims of several sentences: each is held against the evidence, and all are put together."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from quoth.eval.judges.protocol import JudgeLabel, Judgement
from quoth.index.sentences import split_sentences

__all__ = ["claim_sentences", "together"]

_WORST_FIRST: tuple[JudgeLabel, ...] = (
    "unscorable",
    "contradicted",
    "unsupported",
    "partial",
    "supported",
)
_FEWEST_WORDS = 3  # fewer say nothing of their own: "Yes.", "In 1884."


def claim_sentences(claim: str) -> list[str]:
    """Return the sentences of a claim; a question stays with its answer, a word with the next.

    At least one; only white space between them is left out.
    """
    found: list[str] = []
    held = ""
    for start, end in split_sentences(claim):
        text = f"{held} {claim[start:end]}".strip()
        is_open = text.endswith("?") or len(text.split()) < _FEWEST_WORDS
        held = text if is_open else ""
        if not is_open:
            found.append(text)
    if held:
        found[-1:] = [f"{found[-1]} {held}"] if found else [held]
    return found or [claim]


def together(judgements: Sequence[Judgement]) -> Judgement:
    """Return what holds of all sentences together.

    The label is the worst one, since a claim is as true as its weakest sentence; the score is the
    mean, how much of the claim is carried, so that ten sentences with one slip rank above ten
    slips. Without a score where one sentence has none. The reasons are all of them.

    Args:
        judgements: at least one, of the sentences of one claim.
    """
    scores = [one.score for one in judgements if one.score is not None]
    return Judgement(
        min((one.label for one in judgements), key=_WORST_FIRST.index),
        fmean(scores) if len(scores) == len(judgements) else None,
        "; ".join(dict.fromkeys(one.reason for one in judgements if one.reason)),
    )
