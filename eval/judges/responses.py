"""Whole answers by a judge of sentences: which of two is better, beside what people prefer.

Correctness is what an answer's sentences are worth against the reference, completeness what the
reference's are worth against the answer, overall their harmonic mean.

Source: Ru et al. 2024, "RAGChecker", 3.2 (precision, recall and F1 of claims) and 4.2 (correlation
of the differences between two answers with people's preferences).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.eval import agreement
from quoth.eval.bootstrap import Estimate
from quoth.eval.judges.judged_sets import ASPECTS, ComparedResponses, ResponseSet
from quoth.eval.judges.protocol import Judgement, Pair
from quoth.index.sentences import split_sentences
from quoth.index.text import embed_text

__all__ = ["human_measures", "response_measures", "response_pairs", "score_of"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The pairs of one answer: its sentences against the reference, and the other way round."""

    said: tuple[Pair, ...]
    wanted: tuple[Pair, ...]


def score_of(judgement: Judgement) -> float:
    """Return the score of a judgement; a label without one is worth 1, one half or nothing."""
    if judgement.score is not None:
        return judgement.score
    return {"supported": 1.0, "partial": 0.5}.get(judgement.label, 0.0)


def response_pairs(judged: ResponseSet) -> list[Pair]:
    """Return all that a judge is asked, in the order that `response_measures` takes it back."""
    return [pair for asked in _asked(judged) for pair in (*asked.said, *asked.wanted)]


def response_measures(
    judged: ResponseSet, judgements: Sequence[Judgement], *, name: str
) -> dict[str, Estimate]:
    """Return Pearson's r of the differences with every person's preferences, by aspect.

    Args:
        judgements: of `response_pairs`; unscorable ones count neither way.
        name: seeds the resampling, with the set's.
    """
    waiting = iter(judgements)
    found = []
    for asked in _asked(judged):
        correct = _worth([next(waiting) for _ in asked.said])
        complete = _worth([next(waiting) for _ in asked.wanted])
        total = correct + complete
        found.append((correct, complete, 2 * correct * complete / total if total else 0.0))
    differences = [
        [second - first for first, second in zip(*both, strict=True)]
        for both in zip(found[::2], found[1::2], strict=True)
    ]
    n_people = min(len(row.human) for row in judged.rows)
    measures: dict[str, Estimate] = {}
    for at, aspect in enumerate(ASPECTS):
        preferred = [
            getattr(person, aspect) for row in judged.rows for person in row.human[:n_people]
        ]
        repeated = [difference[at] for difference in differences for _ in range(n_people)]
        seed = f"{judged.name} {name} {aspect}"
        one = agreement.pearson(preferred, repeated, name=seed, a_pair=n_people)
        if one is not None:
            measures[aspect] = one
    return measures


def human_measures(judged: ResponseSet) -> dict[str, Estimate]:
    """Return Pearson's r of the first person's preferences with the second's, by aspect."""
    both = [row.human[:2] for row in judged.rows if len(row.human) > 1]
    measures: dict[str, Estimate] = {}
    for aspect in ASPECTS:
        first, second = ([getattr(of[at], aspect) for of in both] for at in (0, 1))
        one = agreement.pearson(first, second, name=f"{judged.name} {aspect}")
        if one is not None:
            measures[aspect] = one
    return measures


def _asked(judged: ResponseSet) -> Iterator[_Asked]:
    for row in judged.rows:
        for response in row.responses:
            yield _of_response(row, response.text)


def _of_response(row: ComparedResponses, text: str) -> _Asked:
    return _Asked(
        tuple(Pair(sentence, (row.reference,)) for sentence in _sentences(text)),
        tuple(Pair(sentence, (text,)) for sentence in _sentences(row.reference)),
    )


def _sentences(text: str) -> list[str]:
    """Return the sentences that say something: a list's bare number does not."""
    sentences = (embed_text(text[start:end]) for start, end in split_sentences(text))
    return [one for one in sentences if any(character.isalpha() for character in one)]


def _worth(judgements: Sequence[Judgement]) -> float:
    scored = [score_of(one) for one in judgements if one.label != "unscorable"]
    return sum(scored) / len(scored) if scored else 0.0
