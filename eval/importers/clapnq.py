"""CLAPnq as its authors publish it: a question, its passage by sentence, and a long answer.

    {"id", "input", "passages": [{"title", "text", "sentences": [..]}],
     "output": [{"answer", "selected_sentences": [..]}]}      an empty answer: unanswerable

Source: Rosenthal et al. 2024, CLAPNQ: Cohesive Long-form Answers from Passages in Natural
Questions for RAG systems.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, Field

from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import rows_of
from quoth.eval.question_set import Question, Span
from quoth.eval.runs.items import CorpusDocument, EvalSet, question_item

__all__ = ["read_clapnq"]


class _Passage(BaseModel):
    title: str = ""
    text: str
    sentences: tuple[str, ...] = ()


class _Output(BaseModel):
    answer: str = ""
    selected_sentences: tuple[str, ...] = ()


class _Row(BaseModel):
    id: str = Field(coerce_numbers_to_str=True)
    input: str
    passages: tuple[_Passage, ...] = Field(min_length=1)
    output: tuple[_Output, ...] = ()


def read_clapnq(path: Path) -> EvalSet:
    """Read a file; equal passages are one document.

    Raises:
        UsageError: it cannot be read, or has lines that do not fit or share an id.
    """
    documents: dict[str, CorpusDocument] = {}
    items = []
    for line, row in rows_of(path, _Row, name="question set"):
        for passage in row.passages:
            name = _name(passage)
            documents.setdefault(name, CorpusDocument(name, passage.title, passage.text))
        answered = [output for output in row.output if output.answer.strip()]
        question = Question(
            id=row.id,
            question=row.input,
            kind="explain" if answered else "unanswerable",
            answers=tuple(output.answer for output in answered),
            evidence=tuple(
                span
                for output in answered
                for sentence in output.selected_sentences
                for passage in row.passages
                if (span := _span(passage, sentence)) is not None
            ),
            unanswerable=not answered,
        )
        items.append(question_item(question, line))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return EvalSet(path.name, sha256, check_items(items, path), corpus=tuple(documents.values()))


def _name(passage: _Passage) -> str:
    return hashlib.sha256(passage.text.encode()).hexdigest()[:16]


def _span(passage: _Passage, sentence: str) -> Span | None:
    """Return where a sentence stands; None where it is of another passage of the question."""
    quote = sentence.strip()
    start = passage.text.find(quote) if quote else -1
    if start < 0:
        return None
    return Span(document=_name(passage), quote=quote, start=start, end=start + len(quote))
