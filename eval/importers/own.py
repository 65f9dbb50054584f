"""Question sets and claim sets in Quoth's own format, one JSON object a line.

    {"id", "question", "kind", "answers": [..], "evidence": [{"document", "quote", "start", "end"}],
     "unanswerable", "history"?, "items"?, "alt_evidence"?, "language"?}
    {"id", "claim", "stance"?, "evidence"?, "alt_evidence"?, "cited"?: [document]}

The documents are those beside the file: a folder `documents/` or a corpus `documents.jsonl`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from quoth.eval.claim_set import Claim
from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import read_text, rows_of
from quoth.eval.question_set import Question
from quoth.eval.runs.items import EvalSet, claim_item, question_item

__all__ = ["is_claim_set", "read_own"]

_BESIDE = ("documents", "documents.jsonl")


class _Either(BaseModel):
    """A line of which only the kind is looked at."""

    model_config = ConfigDict(extra="allow")

    claim: str | None = None
    question: str | None = None


def read_own(path: Path) -> EvalSet:
    """Read a question set or a claim set, told apart by the first line.

    Raises:
        UsageError: the file cannot be read, is empty, or has lines that do not fit or share an id.
    """
    if is_claim_set(path):
        claims = rows_of(path, Claim, name="claim set")
        items = [claim_item(claim, line) for line, claim in claims]
    else:
        questions = rows_of(path, Question, name="question set")
        items = [question_item(question, line) for line, question in questions]
    beside = next((p for name in _BESIDE if (p := path.parent / name).exists()), None)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    papers = (beside,) if beside else ()
    return EvalSet(path.name, sha256, check_items(items, path), papers=papers)


def is_claim_set(path: Path) -> bool:
    """Whether the first line that is not empty is a claim.

    Raises:
        UsageError: the file cannot be read.
    """
    line = next((line for line in read_text(path).split("\n") if line.strip()), "{}")
    try:
        first = _Either.model_validate_json(line)
    except ValueError:  # whoever reads the lines says what is wrong with it
        return False
    return first.claim is not None and first.question is None
