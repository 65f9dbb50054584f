"""Question sets as they are read, and when a span counts as found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.question_set import Question, Span, is_hit, read_questions
from quoth.index.errors import UsageError
from tests.conftest import EXAMPLES


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
    assert both.needed == ((spans[0],), (spans[1],))
    assert either.needed == (tuple(spans),)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_span_hits_itself_and_hitting_is_mutual(a: int, n: int, b: int, m: int):
    one, two = (
        Span(document="d", quote="", start=start, end=start + size)
        for start, size in ((a, n), (b, m))
    )
    assert is_hit("d", one.start, one.end, [one])
    assert not is_hit("e", one.start, one.end, [one])
    assert is_hit("d", one.start, one.end, [two]) == is_hit("d", two.start, two.end, [one])


@pytest.mark.parametrize(("start", "hits"), [(4, True), (5, False), (10, False)])
def test_a_hit_shares_more_than_half_of_the_shorter_span(start: int, hits: bool):
    gold = Span(document="d", quote="", start=0, end=10)
    assert is_hit("d", start, start + 10, [gold]) is hits
