"""Records: what an item counts as, and what a file of them survives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.runs.record_files import (
    append_row,
    drop_partial_line,
    read_records,
    write_rows,
)
from quoth.eval.runs.records import (
    Gold,
    HitRecord,
    QuoteRecord,
    Record,
    SentenceRecord,
    SourceRecord,
    Span,
    Usage,
)
from quoth.index.errors import UsageError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SPANS = st.builds(Span, TEXT, st.integers(0, 99), st.integers(0, 99))
NUMBERS = st.lists(st.integers(0, 9), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    id=TEXT,
    task=st.sampled_from(["question", "claim"]),
    text=TEXT,
    history=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    gold=st.builds(
        Gold,
        spans=st.lists(SPANS, max_size=2).map(tuple),
        answers=st.lists(TEXT, max_size=2).map(tuple),
        answerable=st.none() | st.booleans(),
    ),
    sentences=st.lists(
        st.builds(
            SentenceRecord,
            TEXT,
            NUMBERS,
            NUMBERS,
            st.lists(
                st.builds(QuoteRecord, st.integers(0, 9), TEXT, SPANS | st.none()), max_size=1
            ).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    sources=st.lists(st.builds(SourceRecord, st.integers(1, 9), TEXT), max_size=2).map(tuple),
    hits=st.none() | st.lists(st.builds(HitRecord, SPANS, st.floats(0, 1)), max_size=2).map(tuple),
    abstained=st.none() | TEXT,
    confidence=st.none() | st.floats(0, 1),
    error=TEXT,
    usage=st.none() | st.builds(Usage, st.integers(0, 9), st.integers(0, 9)),
)


@given(st.lists(RECORDS, max_size=3))
def test_records_come_back_as_they_were(tmp_path_factory, records: list[Record]) -> None:
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    write_rows(path, records)
    assert read_records(path) == records
    assert path.read_bytes().count(b"\n") == len(records)


@given(RECORDS)
def test_an_item_counts_as_one_thing_and_predicts_only_when_answered(record: Record) -> None:
    assert record.outcome in ("answered", "abstained", "empty", "error")
    if record.outcome != "answered":
        assert record.prediction == ""


def test_a_line_that_a_kill_cut_off_is_left_out_and_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    append_row(path, Record("a", "question", "?"))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert [record.id for record in read_records(path)] == ["a"]
    drop_partial_line(path)
    append_row(path, Record("b", "question", "?"))
    assert [record.id for record in read_records(path)] == ["a", "b"]


def test_a_first_line_that_was_cut_off_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"id": "a"')
    assert read_records(path) == []
    drop_partial_line(path)
    assert path.read_bytes() == b""
    drop_partial_line(tmp_path / "absent.jsonl")


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    append_row(path, Record("a", "question", "?"))
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(UsageError, match=r"records\.jsonl, line 2: id: Field required"):
        read_records(path)


def test_an_answer_stands_on_its_quotes_or_else_on_what_it_cites() -> None:
    quoted, cited = Span("a", 0, 9), Span("a", 0, 99)
    sources = (SourceRecord(1, "text", cited),)
    quote = QuoteRecord(1, "x", quoted, exact=True)
    with_quote = SentenceRecord("It is.", (1,), (1,), (quote,))
    without = SentenceRecord("It is.", (1, 7), (1, 7))
    assert Record("a", "question", "?", sentences=(with_quote,), sources=sources).spans == (quoted,)
    assert Record("a", "question", "?", sentences=(without,), sources=sources).spans == (cited,)
    assert Record("a", "claim", "!", sources=sources, stance="contradicts").spans == (cited,)
    assert Record("a", "question", "?", sources=sources).spans == ()
