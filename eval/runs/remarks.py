"""Which figures to look at first, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quoth.eval.runs.records import Record

__all__ = ["headline", "is_quoted", "remarks"]

_QUOTED = (
    "evidence_recall",
    "answer_match",
    "token_recall",  # long answers never occur as a whole
    "item_recall",
    "abstention_accuracy",
)
_WRITTEN = (
    "faithfulness",
    "citation_recall",
    "citation_precision",
    "answer_match",
    "abstention_accuracy",
)
_CLAIMS = ("stance_accuracy", "stance_macro_f1", "evidence_recall")
_RETRIEVAL = ("passage_recall@5", "document_ndcg@10")

# A column, and what a set or a system must have for it.
_NEEDS = (
    ("answer_match", "answers", "the set has no gold answers", "question"),
    ("passage_recall@5", "retrieval", "there are no hits or no gold evidence", "any"),
    ("evidence_recall", "evidence", "there is no gold evidence, or answers without places", "any"),
    ("false_answers", "false answers", "the set has no unanswerable questions", "question"),
    (
        "ece",
        "calibration",
        "no confidence is stated, or nothing says what is answerable",
        "question",
    ),
    ("citation_recall", "citations", "no answer cites anything", "any"),
    (
        "quote_exactness",
        "quotes",
        "no answer quotes anything that can be held against a text",
        "any",
    ),
    ("stance_accuracy", "stance", "the stance of no claim is known", "claim"),
)


def is_quoted(records: Sequence[Record]) -> bool:
    """Whether every answer is made of quotes."""
    answered = [record for record in records if record.outcome == "answered"]
    return bool(answered) and all(record.model == "quotes" for record in answered)


def headline(records: Sequence[Record], metrics: Collection[str]) -> tuple[str, ...]:
    """Return the metrics to look at first, of those that there are."""
    wanted: tuple[str, ...] = ()
    if any(record.task == "question" for record in records):
        wanted += _QUOTED if is_quoted(records) else _WRITTEN
    if any(record.task == "claim" for record in records):
        wanted += _CLAIMS
    return tuple(name for name in dict.fromkeys((*wanted, *_RETRIEVAL)) if name in metrics)


def remarks(
    records: Sequence[Record], metrics: Collection[str], *, judge: str, verifier: str
) -> tuple[str, ...]:
    """Return a line for each thing that a reader of the figures must know."""
    lines = []
    if judge and judge == verifier:
        lines.append("judge = verifier: not independent")
    if is_quoted(records):
        lines.append(
            "the answers are quotes, which are supported by construction: look at evidence recall "
            "and answer match"
        )
    if failed := sum(_failed(record) for record in records):
        lines.append(f"the chat model failed at {failed} of {len(records)} items; see their notes")
    tasks = {record.task for record in records}
    absent = [
        f"{columns} ({why})"
        for name, columns, why, task in _NEEDS
        if name not in metrics and (task == "any" or task in tasks)
    ]
    if not judge:
        absent.append("faithfulness and citations (no judge was asked)")
    if absent:
        lines.append(f"absent: {'; '.join(absent)}")
    return tuple(lines)


def _failed(record: Record) -> bool:
    """Whether a chat model failed: the answer went on with quotes, and is no answer of its own."""
    return any(code.startswith("chat_model_") for code, _ in record.notes)
