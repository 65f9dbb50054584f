"""How the trained reader sees a question and a sentence, and which questions it can read."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.text import embed_text
from quoth.rag.question.language import unread_language
from quoth.rag.reading.reader import Evidence
from quoth.rag.trained.pair_model import PairScorer

__all__ = ["NEURAL", "as_pair", "reads", "score_sentences"]

NEURAL = "neural"  # the name of the trained model's log odds among the weights
_READS = frozenset({"en"})  # the language of what it was trained on


def as_pair(question: str, title: str | None, sentence: str) -> tuple[str, str]:
    """Return the two texts that the trained reader is given, in training and afterwards."""
    answer = " ".join(sentence.split())
    name = " ".join((title or "").split())
    return " ".join(question.split()), f"{name}: {answer}" if name else answer


def reads(question: str) -> bool:
    """Whether a question is in a language that the trained reader knows."""
    return unread_language(question, (), reads=_READS) is None


def score_sentences(scorer: PairScorer, question: str, evidence: Sequence[Evidence]) -> list[float]:
    """Return the trained model's log odds that each sentence answers."""
    pairs = [as_pair(question, item.hit.document.title, embed_text(item.text)) for item in evidence]
    return [float(row[0]) for row in scorer.scores(pairs)]
