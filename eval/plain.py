"""The metrics on plain lists, for a notebook.

from quoth.eval import evaluate, faithfulness

faithfulness(["The clock lost five seconds."], [["It was found 5 seconds slow."]]).mean
print(evaluate(questions, answers, contexts, references=references))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from quoth.eval.bootstrap import Estimate
from quoth.eval.importers.foreign import answer_records
from quoth.eval.judges.loading import load_judge
from quoth.eval.judges.protocol import Judge
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.records import Record
from quoth.eval.runs.scores import ItemVerdicts, Scores
from quoth.eval.runs.scoring import score_records
from quoth.index.errors import UsageError

__all__ = [
    "CitationScores",
    "Evaluation",
    "FaithfulnessScores",
    "citation_scores",
    "evaluate",
    "faithfulness",
]


@dataclass(frozen=True, slots=True)
class FaithfulnessScores:
    """How far answers are carried by their contexts.

    Attributes:
        mean: over the answers that have a scorable sentence; None if none has.
        values: one an answer, in [0, 1]; None for a refusal, an empty answer, or one of which no
            sentence is scorable.
        verdicts: on the sentences of each answer.
    """

    mean: Estimate | None
    values: tuple[float | None, ...]
    verdicts: tuple[ItemVerdicts, ...]


@dataclass(frozen=True, slots=True)
class CitationScores:
    """Whether the marks [n] of answers carry their sentences.

    Attributes:
        precision, recall: over the answers; None where there is no answer, or none cites.
        verdicts: on the sentences and citations of each answer.
    """

    precision: Estimate | None
    recall: Estimate | None
    verdicts: tuple[ItemVerdicts, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores of a set of answers, and the verdicts that they rest on; prints as a table."""

    scores: Scores
    verdicts: tuple[ItemVerdicts, ...]

    def __str__(self) -> str:
        rows = [
            f"{name:<24}{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]  n = {found.n}"
            for name, found in self.scores.metrics.items()
        ]
        counts = ", ".join(f"{n} {outcome}" for outcome, n in self.scores.outcomes.items())
        return "\n".join([*rows, f"{self.scores.n_items} items: {counts}", *self.scores.remarks])


def faithfulness(
    answers: Sequence[str | None],
    contexts: Sequence[Sequence[str]],
    *,
    judge: str | Judge = "embedded",
) -> FaithfulnessScores:
    """Score how far each answer's sentences are carried by what they cite, or else by all contexts.

    Args:
        answers: with or without marks [n]; None is a refusal.
        contexts: of each answer; [1] is the first.
        judge: a name for `load_judge`, or a judge.
    Raises:
        UsageError: the lists are empty or differ in length, or there is no such judge.
    """
    found = evaluate([""] * len(answers), answers, contexts, judge=judge)
    values = tuple(item.values.get("faithfulness") for item in found.scores.items)
    return FaithfulnessScores(found.scores.metrics.get("faithfulness"), values, found.verdicts)


def citation_scores(
    answers: Sequence[str | None],
    contexts: Sequence[Sequence[str]],
    *,
    judge: str | Judge = "embedded",
) -> CitationScores:
    """Score the marks [n] of answers by ALCE's precision and recall.

    Args and raises as `faithfulness`.
    """
    found = evaluate([""] * len(answers), answers, contexts, judge=judge)
    metrics = found.scores.metrics
    return CitationScores(
        metrics.get("citation_precision"), metrics.get("citation_recall"), found.verdicts
    )


def evaluate(
    questions: Sequence[str],
    answers: Sequence[str | None],
    contexts: Sequence[Sequence[str]],
    *,
    references: Sequence[Sequence[str]] | None = None,
    judge: str | Judge = "embedded",
) -> Evaluation:
    """Score answers by every metric that applies to them.

    Args:
        answers: with marks [n] or without; None is a refusal, "" an empty answer.
        contexts: the texts that each answer was written from, a list or one text; [1] is the first.
        references: the acceptable answers to each question, a list or one text; none for an
            unanswerable one.
        judge: a name for `load_judge`, or a judge.
    Raises:
        UsageError: the lists are empty or differ in length, or there is no such judge.
    """
    sizes = {len(questions), len(answers), len(contexts), len(references or questions)}
    if len(sizes) > 1 or not questions:
        msg = "evaluate needs as many questions, answers, contexts and references, at least one"
        raise UsageError(msg)
    records = answer_records(
        {"question": question, "answer": answer, "contexts": _listed(texts)}
        | _known(references, at)
        for at, (question, answer, texts) in enumerate(
            zip(questions, answers, contexts, strict=True)
        )
    )
    return _scored(records, _loaded(judge) if isinstance(judge, str) else judge)


def _known(references: Sequence[Sequence[str]] | None, at: int) -> dict[str, object]:
    if references is None:
        return {}
    return {"answers": _listed(references[at]), "unanswerable": not references[at]}


def _listed(texts: Sequence[str]) -> list[str]:
    """Return texts as a list; a text by itself is one, and not its letters."""
    if isinstance(texts, str):
        return [texts] if texts else []
    return list(texts)


@cache
def _loaded(name: str) -> Judge:
    """Load a judge once: tests and notebooks ask it many times."""
    return load_judge(name)


def _scored(records: Sequence[Record], judge: Judge) -> Evaluation:
    memory = JudgeMemory(judge)
    scores, verdicts = score_records(records, set_name="", memory=memory, verifier="")
    return Evaluation(scores, tuple(verdicts))
