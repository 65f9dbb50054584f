from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from quoth.index.readers import CorpusEntry, read_corpus


def test_each_line_is_a_document():
    data = b'{"id": "a", "title": "T", "text": "one"}\n\n{"_id": 7, "text": "two"}\r\n'
    corpus = read_corpus(data, "c.jsonl")
    assert corpus.entries == (CorpusEntry("a", "T", "one"), CorpusEntry("7", None, "two"))
    assert corpus.problems == ()


def test_a_bad_line_is_reported_by_number_and_the_rest_kept():
    rows = [
        '{"id": "a", "text": "one"}',
        "{broken",
        "[1]",
        '{"text": "x"}',
        '{"id": "b"}',
        '{"id": "c", "text": 5}',
        '{"id": "d", "text": "x", "title": []}',
        '{"id": true, "text": "x"}',
        "[" * 100_000,
        '{"id": "z", "text": "last"}',
    ]
    corpus = read_corpus("\n".join(rows).encode() + b"\n\xff\xff", "c.jsonl")
    assert [entry.id for entry in corpus.entries] == ["a", "z"]
    numbers = [problem.split(":")[0] for problem in corpus.problems]
    assert numbers == [f"c.jsonl, line {n}" for n in (*range(2, 10), 11)]


def test_of_two_documents_with_one_id_the_first_is_kept():
    corpus = read_corpus(b'{"id": 1, "text": "one"}\n{"id": "1", "text": "two"}', "c.jsonl")
    assert [entry.text for entry in corpus.entries] == ["one"]
    assert corpus.problems == (
        'c.jsonl, line 2: the id "1" has been used before: the first one is kept',
    )


def test_half_characters_in_escapes_do_not_survive():
    corpus = read_corpus(b'{"id": "a", "text": "x\\ud800y\\u0000z"}', "c.jsonl")
    assert corpus.entries[0].text == "x\ufffdy\ufffdz"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_text_comes_back_as_it_was(text):
    data = json.dumps({"id": "a", "text": "x" + text}, ensure_ascii=False).encode()
    assert read_corpus(data, "c.jsonl").entries[0].text == "x" + text
