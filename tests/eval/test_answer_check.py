from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.answer_check import check_answers
from quoth.eval.question_set import Question, Span, is_hit, read_questions
from quoth.index import Library, add
from quoth.index.errors import UsageError
from quoth.rag.assistant import Assistant
from tests.conftest import EXAMPLES
from tests.fakes import FakeEmbedder

TEXT = "Bells ring at noon. The largest bell weighs nine tons. Nobody rings it on Sundays."


def question(text: str, quote: str | None, **more: object) -> Question:
    spans = ()
    if quote is not None:
        start = TEXT.index(quote)
        spans = (Span(document="bells.txt", quote=quote, start=start, end=start + len(quote)),)
    return Question(id=text, question=text, evidence=spans, **more)  # type: ignore[arg-type]


@pytest.fixture
def assistant(tmp_path: Path, fake: FakeEmbedder) -> Assistant:
    (tmp_path / "bells.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", lambda: fake)
    add(library, [tmp_path / "bells.txt"])
    return Assistant(library)


def test_a_quoted_answer_scores_one_and_a_refusal_of_the_unanswerable_too(assistant: Assistant):
    questions = [
        question("How many tons weighs the largest bell?", "The largest bell weighs nine tons."),
        question("Which vaccine protects against measles?", None, unanswerable=True),
    ]
    values = check_answers(assistant, questions).values
    assert values["first quote"]["lookup"] == [1.0]
    assert values["evidence quoted"]["lookup"] == [1.0]
    assert values["recall@5"]["lookup"] == [1.0]
    assert values["abstained"]["lookup"] == [1.0]


def test_a_quote_beside_the_evidence_scores_zero(assistant: Assistant):
    asked = question("How many tons weighs the largest bell?", "Nobody rings it on Sundays.")
    values = check_answers(assistant, [asked]).values
    assert values["first quote"]["lookup"] == [0.0]
    assert values["answered"]["lookup"] == [1.0]


def test_a_line_says_n_interval_and_kinds(assistant: Assistant):
    asked = question("How many tons weighs the largest bell?", "The largest bell weighs nine tons.")
    (line, *_) = check_answers(assistant, [asked]).lines()
    assert line.split() == "recall@5 1.000 [1.000, 1.000] n = 1 lookup 1.00 (1)".split()


def test_the_example_questions_read():
    assert len(read_questions(EXAMPLES / "questions.jsonl")) == 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "1"}', "line 1: question"),
        ("", "holds no rows"),
        ('{"id": "1", "question": "a"}\n{', "line 2"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, said: str):
    path = tmp_path / "set.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_questions(path)


def test_a_missing_set_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot read the question set"):
        read_questions(tmp_path / "nowhere.jsonl")


def test_multi_needs_every_span_and_others_any():
    spans = [Span(document="d", quote="", start=at, end=at + 10) for at in (0, 50)]
    both = Question(id="1", question="?", kind="multi", evidence=tuple(spans))
    either = Question(id="1", question="?", evidence=tuple(spans[:1]), alt_evidence=(spans[1],))
    assert json.dumps([len(both.needed), len(either.needed)]) == "[2, 1]"


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_span_hits_itself_and_hitting_is_mutual(a: int, n: int, b: int, m: int):
    one, two = (
        Span(document="d", quote="", start=start, end=start + size)
        for start, size in ((a, n), (b, m))
    )
    assert is_hit("d", one.start, one.end, [one])
    assert not is_hit("e", one.start, one.end, [one])
    assert is_hit("d", one.start, one.end, [two]) == is_hit("d", two.start, two.end, [one])
