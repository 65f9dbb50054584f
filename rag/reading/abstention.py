"""Whether to answer: the probability that the library answers the question, and why not.

Readers ask in other words than a paper's, so that a low confidence alone is no reason to decline:
something that the question names must also be missing from all that was found.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from quoth.index.types import Hit
from quoth.rag.reading.reader import Evidence
from quoth.rag.reading.relevance import is_relevant
from quoth.rag.reading.stated import Signals, answer_type, missing_from, signals_of, states_a

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = ["Answerability", "Curve", "answerability", "shipped_curve"]

# Below even odds it is looked for what is missing. Declined among the near misses of the fitting
# half (`python -m quoth.eval.fitting.abstention_check`), with 0.33, 0.5 and 0.7 here: answerable
# 0.03, 0.04, 0.08; swapped names 0.18, 0.27, 0.33; swapped years all. The first costs a reader an
# answer.
_DOUBT = 0.5
_ASKED = {"number": "a number", "date": "a date", "name": "a name"}


@dataclass(frozen=True, slots=True)
class Answerability:
    """What can be said of a question before it is answered.

    Attributes:
        confidence: P(the library answers it), in [0, 1].
        relevant: the library speaks of its topic.
        stated: no more is known against an answer: it is relevant, and nothing is missing.
        missing: what no passage found has, as words for the reader: “Kyrgyzstan”, in quotation
            marks, or "a date". None unless it is relevant and not stated.
    """

    confidence: float
    relevant: bool
    stated: bool
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the signals: 1 / (1 + exp(-(offset + slopes · signals)))."""

    slopes: tuple[float, ...]
    offset: float

    def value(self, signals: Signals) -> float:
        """Return the probability."""
        pairs = zip(self.slopes, signals.values, strict=True)
        return 1.0 / (1.0 + math.exp(-self.offset - sum(slope * value for slope, value in pairs)))


def answerability(
    library: Library,
    question: str,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    *,
    curve: Curve | None = None,
) -> Answerability:
    """Judge whether the library answers a question.

    Args:
        hits: what the question found, best first.
        evidence: the sentences of the hits, as a reader gives them.
        curve: of the confidence; the shipped one if None.
    """
    signals = signals_of(question, hits, evidence)
    if signals is None:
        return Answerability(0.0, relevant=False, stated=False)
    neural = any(item.neural is not None for item in evidence)
    confidence = (curve or shipped_curve(neural=neural)).value(signals)
    if not is_relevant(evidence):
        return Answerability(confidence, relevant=False, stated=False)
    missing = _missing(library, question, hits) if confidence < _DOUBT else None
    return Answerability(confidence, relevant=True, stated=missing is None, missing=missing)


def _missing(library: Library, question: str, hits: Sequence[Hit]) -> str | None:
    name = missing_from(library, question, hits)
    if name is not None:
        return f"“{name}”"
    wanted = answer_type(question)
    if wanted is None or any(states_a(wanted, hit.passage.text, question) for hit in hits):
        return None
    return _ASKED[wanted]


@functools.cache
def shipped_curve(*, neural: bool = False) -> Curve:
    """Return the curve that `python -m quoth.eval.fitting.abstention_fit` made.

    Args:
        neural: that of evidence which the trained reader has read.
    """
    name = "neural_abstention_weights.json" if neural else "abstention_weights.json"
    text = files("quoth.rag.reading").joinpath(name).read_text(encoding="utf-8")
    stored = json.loads(text)
    slopes = tuple(float(stored.get(name, 0.0)) for name in Signals.__dataclass_fields__)
    return Curve(slopes, float(stored["offset"]))
