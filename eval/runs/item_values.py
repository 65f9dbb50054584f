"""The values of one item: each metric that applies to it."""

from __future__ import annotations

from quoth.eval.metrics.abstention import abstention_accuracy, false_answer, false_refusal
from quoth.eval.metrics.answers import (
    answer_match,
    exact_match,
    item_recall,
    normalise_answer,
    rouge_l,
    token_f1,
    token_recall,
)
from quoth.eval.metrics.citations import citation_precision, citation_recall
from quoth.eval.metrics.faithfulness import SCORABLE, faithfulness, fully_supported, share
from quoth.eval.metrics.quotes import evidence_recall, quote_exactness
from quoth.eval.metrics.stance import stance_accuracy
from quoth.eval.runs.records import Record
from quoth.eval.runs.scores import ItemVerdicts
from quoth.eval.runs.verdicts import sentence_citations

__all__ = ["item_values"]

Values = dict[str, float]


def item_values(record: Record, verdicts: ItemVerdicts | None, *, citing: bool) -> Values:
    """Return the values of the metrics that apply to an item, by name.

    Args:
        verdicts: None where no judge was asked.
        citing: whether the system cites at all.
    """
    values = _answer_values(record)
    values |= _evidence_values(record)
    values |= _abstention_values(record)
    values |= _usage_values(record)
    if verdicts is not None and record.outcome == "answered" and record.sentences:
        values |= _judged_values(verdicts, citing=citing)
    if record.stance is not None and record.gold.stance is not None:
        values["stance_accuracy"] = stance_accuracy(record.stance, record.gold.stance)
    return values


def _answer_values(record: Record) -> Values:
    gold, said = record.gold, record.prediction
    values: Values = {}
    if answers := [answer for answer in gold.answers if normalise_answer(answer)]:
        values["exact_match"] = exact_match(said, answers)
        values["f1"] = token_f1(said, answers)
        values["answer_match"] = answer_match(said, answers)
        values["token_recall"] = token_recall(said, answers)
        values["rouge_l"] = rouge_l(said, answers)
    if gold.items:
        values["item_recall"] = item_recall(said, gold.items)
    return values


def _evidence_values(record: Record) -> Values:
    values: Values = {}
    needs = record.gold.needs
    if needs and _has_places(record):
        spans = record.spans if record.outcome == "answered" else ()
        any_evidence = [[span for group in needs for span in group]]
        values["evidence_recall"] = evidence_recall(spans, needs)
        values["first_quote"] = evidence_recall(spans[:1], any_evidence)
    quotes = [quote for one in record.sentences for quote in one.quotes]
    if exact := [quote.exact for quote in quotes if quote.exact is not None]:
        values["quote_exactness"] = quote_exactness(exact)
    return values


def _has_places(record: Record) -> bool:
    """Whether the system says where its words stand; one that answered without cannot be held."""
    return bool(record.spans) or record.outcome != "answered"


def _abstention_values(record: Record) -> Values:
    answerable = record.gold.answerable
    if answerable is None:
        return {}
    outcome = record.outcome
    values = {"abstention_accuracy": abstention_accuracy(outcome, answerable=answerable)}
    if answerable:
        values["false_refusals"] = false_refusal(outcome)
    else:
        values["false_answers"] = false_answer(outcome)
    return values


def _usage_values(record: Record) -> Values:
    if record.usage is None:
        return {}
    values = {
        "input_tokens": float(record.usage.input_tokens),
        "output_tokens": float(record.usage.output_tokens),
    }
    if record.usage.cost is not None:
        values["cost"] = record.usage.cost
    return values


def _judged_values(verdicts: ItemVerdicts, *, citing: bool) -> Values:
    labels = [verdict.label for verdict in verdicts.sentences]
    values = {f"{label}_share": share(labels, label) for label in (*SCORABLE, "unscorable")}
    values["fully_supported"] = fully_supported(labels)
    if any(label != "unscorable" for label in labels):
        values["faithfulness"] = faithfulness(labels)
    if citing:
        cited = [sentence_citations(verdict) for verdict in verdicts.sentences]
        values["citation_recall"] = citation_recall(cited)
        values["citation_precision"] = citation_precision(cited)
    return values
