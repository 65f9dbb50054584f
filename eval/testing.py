"""Assertions for the tests of anyone's RAG.

from quoth.eval.testing import assert_faithful

def test_the_answer_stands_on_what_was_retrieved():
    answer, contexts = my_rag("When was the clock finished?")
    assert_faithful(answer, contexts, at_least=0.8)
"""

from __future__ import annotations

from collections.abc import Sequence

from quoth.eval.judges.protocol import Judge
from quoth.eval.metrics.table import metric
from quoth.eval.plain import citation_scores, faithfulness
from quoth.eval.runs.scores import ItemVerdicts, Scores

__all__ = ["assert_at_least", "assert_cited", "assert_faithful"]


def assert_faithful(
    answer: str,
    contexts: Sequence[str],
    *,
    at_least: float = 1.0,
    judge: str | Judge = "embedded",
) -> None:
    """Fail unless an answer's sentences are carried by what they cite, or else by the contexts.

    Args:
        at_least: (supported + partial / 2) / sentences.
        judge: a name for `quoth.eval.judges.loading.load_judge`, or a judge.
    Raises:
        AssertionError: less is, or there is no sentence to judge; it names the sentences.
    """
    found = faithfulness([answer], [contexts], judge=judge)
    (value,) = found.values
    if value is None:
        msg = f"the answer has no sentence that can be judged: {answer!r}"
        raise AssertionError(msg)
    if value < at_least:
        msg = f"faithfulness is {value:.2f}, below {at_least}:{_doubtful(found.verdicts[0])}"
        raise AssertionError(msg)


def assert_cited(
    answer: str,
    contexts: Sequence[str],
    *,
    precision: float = 1.0,
    recall: float = 1.0,
    judge: str | Judge = "embedded",
) -> None:
    """Fail unless an answer's marks [n] carry its sentences and are needed.

    Args:
        precision, recall: the least that each may be.
    Raises:
        AssertionError: one is less, or nothing is cited; it names the sentences.
    """
    found = citation_scores([answer], [contexts], judge=judge)
    for name, least, one in (
        ("precision", precision, found.precision),
        ("recall", recall, found.recall),
    ):
        value = one.value if one else 0.0
        if value < least:
            why = _doubtful(found.verdicts[0]) if one else " it cites nothing"
            msg = f"citation {name} is {value:.2f}, below {least}:{why}"
            raise AssertionError(msg)


def assert_at_least(scores: Scores, **least: float) -> None:
    """Fail where a metric is worse than it may be: less, or more where lower is better.

    Args:
        least: the limit of each metric, such as faithfulness=0.8; names with @ as in
            `**{"passage_recall@5": 0.9}`.
    Raises:
        AssertionError: a limit is not kept, or the metric has no value.
        UsageError: there is no such metric.
    """
    failed = []
    for name, limit in least.items():
        sign = -1 if metric(name).higher_is_better is False else 1
        found = scores.metrics.get(name)
        if found is None:
            failed.append(f"{name} has no value")
        elif sign * found.value < sign * limit:
            failed.append(f"{name} is {found.value:.3f}, the limit is {limit}")
    if failed:
        raise AssertionError("; ".join(failed))


def _doubtful(verdicts: ItemVerdicts) -> str:
    lines = []
    for one in verdicts.sentences:
        marks = ", ".join(f"[{c.n}] {c.label}" for c in one.citations if c.label != "precise")
        if one.label != "supported" or marks:
            why = "; ".join(part for part in (one.label, one.reason, marks) if part)
            lines.append(f"\n  {one.text} ({why})")
    return "".join(lines)
