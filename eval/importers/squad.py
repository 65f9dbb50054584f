"""SQuAD 1.1 and 2.0: one JSON file of articles, each with paragraphs and their questions.

    {"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "is_impossible",
                                        "answers": [{"text", "answer_start"}]}]}]}]}

Source: Rajpurkar et al. 2018, Know What You Don't Know: Unanswerable Questions for SQuAD.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import complain, read_text
from quoth.eval.question_set import Question, Span
from quoth.eval.runs.items import CorpusDocument, EvalSet, Item, question_item
from quoth.index.errors import UsageError

__all__ = ["read_squad"]

_BETWEEN = "\n\n"  # paragraphs of an article's text


class _Answer(BaseModel):
    text: str
    answer_start: int


class _Asked(BaseModel):
    id: str
    question: str
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str
    qas: tuple[_Asked, ...] = ()


class _Article(BaseModel):
    title: str
    paragraphs: tuple[_Paragraph, ...]


class _Squad(BaseModel):
    data: tuple[_Article, ...]


def read_squad(path: Path) -> EvalSet:
    """Read a SQuAD file; an article is a document, its paragraphs a blank line apart.

    Raises:
        UsageError: it is no SQuAD file, holds no question, or an answer does not stand where the
            file says.
    """
    text = read_text(path)
    try:
        squad = _Squad.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        msg = f"{path} is no SQuAD file: {place}: {first['msg']}"
        raise UsageError(msg) from error
    documents = [
        CorpusDocument(name, article.title, _BETWEEN.join(p.context for p in article.paragraphs))
        for name, article in zip(_names(squad.data), squad.data, strict=True)
    ]
    items: list[Item] = []
    problems: list[str] = []
    for document, article in zip(documents, squad.data, strict=True):
        for asked, start in _questions(article):
            spans = [_span(document, answer, start) for answer in asked.answers]
            if any(document.text[s.start : s.end] != s.quote for s in spans):
                problems.append(f"question {asked.id}: its answer does not stand at answer_start")
            items.append(_item(asked, spans, line=len(items) + 1))
    complain(problems, f"the set {path} has", "answers that are no slices")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return EvalSet(path.name, sha256, check_items(items, path), corpus=tuple(documents))


def _names(articles: Sequence[_Article]) -> list[str]:
    """Return a name for each article; a title that comes again gets its number."""
    seen: dict[str, int] = {}
    names = []
    for article in articles:
        seen[article.title] = seen.get(article.title, 0) + 1
        n = seen[article.title]
        names.append(article.title if n == 1 else f"{article.title} ({n})")
    return names


def _questions(article: _Article) -> Iterator[tuple[_Asked, int]]:
    """Yield each question with where its paragraph begins in the article's text."""
    start = 0
    for paragraph in article.paragraphs:
        for asked in paragraph.qas:
            yield asked, start
        start += len(paragraph.context) + len(_BETWEEN)


def _span(document: CorpusDocument, answer: _Answer, start: int) -> Span:
    begin = start + answer.answer_start
    return Span(document=document.id, quote=answer.text, start=begin, end=begin + len(answer.text))


def _item(asked: _Asked, spans: Sequence[Span], *, line: int) -> Item:
    question = Question(
        id=asked.id,
        question=asked.question,
        kind="unanswerable" if asked.is_impossible else "lookup",
        answers=tuple(dict.fromkeys(span.quote for span in spans)),
        # annotators marked the same answer where each saw it: any of the spans will do
        evidence=tuple(spans[:1]),
        alt_evidence=tuple(dict.fromkeys(spans[1:])),
        unanswerable=asked.is_impossible,
    )
    return question_item(question, line)
