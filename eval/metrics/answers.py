"""How near an answer comes to the answers that are known to be right, by its words."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from quoth.index.text import CJK

if TYPE_CHECKING:
    from rouge_score.rouge_scorer import RougeScorer

__all__ = [
    "answer_match",
    "exact_match",
    "item_recall",
    "normalise_answer",
    "rouge_l",
    "token_f1",
    "token_recall",
]

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)
_HAS_CJK = re.compile(f"[{CJK}]")


def normalise_answer(text: str) -> str:
    """Return text in small letters, without ASCII punctuation and articles, spaces folded.

    Source: SQuAD 2.0's official script, `normalize_answer`.
    """
    plain = text.lower().translate(_WITHOUT_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if the prediction is one of the answers when both are normalised, else 0.

    Args:
        prediction: empty for an abstention.
        answers: empty for an unanswerable question.
    Source: Rajpurkar et al. 2018, SQuAD 2.0; the official script's `compute_exact`, maximum over
        the answers.
    """
    said = normalise_answer(prediction)
    return max(float(normalise_answer(answer) == said) for answer in _accepted(answers))


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the F1 of the tokens that prediction and answer share, for the answer that fits best.

    Args:
        prediction: empty for an abstention.
        answers: empty for an unanswerable question.
    Source: Rajpurkar et al. 2018, SQuAD 2.0; the official script's `compute_f1`: where either has
        no token, 1 if both have none.
    """
    return max(_f1(normalise_answer(answer).split(), prediction) for answer in _accepted(answers))


def _accepted(answers: Sequence[str]) -> list[str]:
    return [answer for answer in answers if normalise_answer(answer)] or [""]


def _f1(gold: Sequence[str], prediction: str) -> float:
    said = normalise_answer(prediction).split()
    if not gold or not said:
        return float(gold == said)
    same = (Counter(gold) & Counter(said)).total()
    precision, recall = same / len(said), same / len(gold)
    return 2 * precision * recall / (precision + recall) if same else 0.0


def answer_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if one of the answers occurs in the prediction in whole words, else 0.

    Args:
        answers: at least one that has a word.
    Source: Gao et al. 2023, Enabling LLMs to Generate Text with Citations (ALCE), string exact
        match; but there "31" occurs in "310". In Chinese and Japanese any substring counts.
    """
    return float(any(_occurs(answer, prediction) for answer in answers))


def item_recall(prediction: str, items: Sequence[Sequence[str]]) -> float:
    """Return the share of a list's items of which one wording occurs in the prediction.

    Args:
        items: at least one, each with its acceptable wordings.
    Source: ALCE, string exact match of ASQA, over the parts of an answer.
    """
    return sum(answer_match(prediction, wordings) for wordings in items) / len(items)


def _occurs(answer: str, prediction: str) -> bool:
    words, said = normalise_answer(answer), normalise_answer(prediction)
    if not words:
        return False
    return words in said if _HAS_CJK.search(words) else f" {words} " in f" {said} "


def token_recall(prediction: str, answers: Sequence[str]) -> float:
    """Return the share of an answer's tokens that the prediction has, for the one that fits best.

    A long prediction loses nothing, so it suits quotes, which say more than the answer.

    Args:
        answers: at least one that has a token.
    Source: Adlakha et al. 2024, Evaluating Correctness and Faithfulness of Instruction-Following
        Models for Question Answering, 4: recall.
    """
    said = Counter(normalise_answer(prediction).split())
    golds = (Counter(normalise_answer(answer).split()) for answer in answers)
    return max((gold & said).total() / gold.total() for gold in golds if gold)


def rouge_l(prediction: str, answers: Sequence[str]) -> float:
    """Return the F1 of the longest common subsequence of stems, for the answer that fits best.

    Only words in ASCII letters and digits count, as in the tool of its authors.

    Args:
        answers: at least one.
    Source: Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries, 3.1; computed by
        the package rouge-score.
    """
    scorer = _scorer()
    return max(float(scorer.score(answer, prediction)["rougeL"].fmeasure) for answer in answers)


@cache
def _scorer() -> RougeScorer:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rougeL"], use_stemmer=True)
