"""Sets of every format, good and bad, come out as the same items."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.eval.importers.reading import read_set
from quoth.eval.runs.records import Span
from quoth.index.errors import UsageError

TEXT = "Bells ring at noon. The largest bell weighs nine tons. Nobody rings it on Sundays."
BELL = "The largest bell weighs nine tons."

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, *rows: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return written


def question(id_: str = "q1", **more: object) -> dict[str, object]:
    start = TEXT.index(BELL)
    span = {"document": "bells.txt", "quote": BELL, "start": start, "end": start + len(BELL)}
    return {
        "id": id_,
        "question": "How heavy?",
        "answers": ["nine tons"],
        "evidence": [span],
    } | more


def test_a_question_set_keeps_all_that_is_known(write: Write) -> None:
    path = write(
        "set.jsonl",
        question(kind="list", items=[["noon"], ["Sunday", "Sundays"]], language="en"),
        "",
        question("q2", unanswerable=True, kind="unanswerable", items=[["noon"]]),
        question("q3", history=[{"role": "user", "content": "Hello"}]),
    )
    first, second, third = read_set(path).items
    assert first.gold.items == (("noon",), ("Sunday", "Sundays"))
    assert first.gold.answers == ("nine tons",)
    assert first.gold.documents == ("bells.txt",)
    assert first.gold.needs == ((Span("bells.txt", 20, 54),),)
    assert first.quotes == ((Span("bells.txt", 20, 54), BELL),)
    assert (second.gold.answerable, second.gold.needs, second.gold.answers) == (False, (), ())
    assert second.gold.items == ()
    assert (second.line, third.line) == (3, 4)
    assert third.history == (("user", "Hello"),)


def test_a_multi_question_needs_every_document_and_any_span_of_it(write: Write) -> None:
    def span(document: str, start: int) -> dict[str, object]:
        return {"document": document, "quote": "x", "start": start, "end": start + 1}

    row = question(
        kind="multi",
        evidence=[span("a", 0), span("b", 0), span("a", 9)],
        alt_evidence=[span("b", 5), span("c", 0)],
    )
    (item,) = read_set(write("set.jsonl", row)).items
    assert item.gold.needs == (
        (Span("a", 0, 1), Span("a", 9, 10)),
        (Span("b", 0, 1), Span("b", 5, 6)),
    )
    assert len(item.gold.spans) == 3


def test_a_claim_set_is_told_by_its_lines(write: Write) -> None:
    path = write(
        "claims.jsonl",
        {"id": "c1", "claim": "It is heavy.", "stance": "supports", "cited": ["d1", "d2"]},
        {"id": "c2", "claim": "It is light."},
    )
    first, second = read_set(path).items
    assert (first.task, first.kind, first.gold.stance) == ("claim", "supports", "supports")
    assert first.gold.documents == ("d1", "d2")
    assert (second.gold.stance, second.gold.answerable) == (None, None)


@pytest.mark.parametrize("beside", ["documents/bells.txt", "documents.jsonl"])
def test_documents_beside_a_set_are_its_own(write: Write, beside: str) -> None:
    write(beside, TEXT)
    found = read_set(write("set.jsonl", question()))
    assert [path.name for path in found.papers] == [Path(beside).parts[0]]
    assert found.brings_documents


def test_a_set_alone_brings_no_documents(write: Write) -> None:
    assert not read_set(write("set.jsonl", question())).brings_documents


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{"], "line 1: the line: Invalid JSON"),
        ([question(), {"id": "q2"}], "line 2: question: Field required"),
        ([question(), question()], "line 2: the id 'q1' is that of line 1"),
        ([question(evidence=[{"document": "d"}])], "line 1: evidence.0.quote"),
        ([""], "holds no rows"),
        ([{"id": "c", "claim": "x", "stance": "maybe"}], "line 1: stance"),
    ],
)
def test_a_bad_line_is_named_with_its_number(write: Write, lines, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_set(write("set.jsonl", *lines))


def test_many_bad_lines_are_counted_and_the_first_named(write: Write) -> None:
    rows = [f'{{"id": "{n}"}}' for n in range(8)]
    with pytest.raises(UsageError, match=r"lines that do not fit \(8\): line 1: .*; and 3 more"):
        read_set(write("set.jsonl", *rows))


def test_what_is_not_there_or_no_text_is_said(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no set at"):
        read_set(tmp_path / "nowhere.jsonl")
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_set(tmp_path / "set.jsonl")
    with pytest.raises(UsageError, match="no format 'odd'"):
        read_set(tmp_path / "set.jsonl", format_name="odd")


SQUAD = {
    "data": [
        {
            "title": "Bells",
            "paragraphs": [
                {"context": "Bells ring at noon.", "qas": []},
                {
                    "context": TEXT,
                    "qas": [
                        {
                            "id": "s1",
                            "question": "How heavy?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "nine tons", "answer_start": TEXT.index("nine tons")},
                                {"text": "nine", "answer_start": TEXT.index("nine")},
                            ],
                        },
                        {"id": "s2", "question": "Who?", "is_impossible": True, "answers": []},
                    ],
                },
            ],
        },
        {"title": "Bells", "paragraphs": [{"context": "More.", "qas": []}]},
    ]
}


def test_squad_becomes_documents_with_exact_slices(write: Write) -> None:
    found = read_set(write("dev.json", SQUAD))
    assert [document.id for document in found.corpus] == ["Bells", "Bells (2)"]
    first, second = found.items
    assert first.gold.answers == ("nine tons", "nine")
    assert len(first.gold.needs[0]) == 2
    for span, quote in first.quotes:
        assert found.corpus[0].text[span.start : span.end] == quote
    assert second.gold.answerable is False


def test_a_squad_answer_that_does_not_stand_there_is_refused(write: Write) -> None:
    bad = json.loads(json.dumps(SQUAD).replace('"nine tons"', '"two tons"'))
    with pytest.raises(UsageError, match="question s1"):
        read_set(write("dev.json", bad))
    with pytest.raises(UsageError, match="no SQuAD file: data"):
        read_set(write("dev.json", {}))


def test_beir_asks_what_is_judged_and_knows_documents(write: Write, tmp_path: Path) -> None:
    write(
        "set/corpus.jsonl", {"_id": "d1", "title": "Bells", "text": TEXT}, {"_id": 2, "text": "x"}
    )
    write("set/queries.jsonl", {"_id": "q1", "text": "heavy bell"}, {"_id": "q2", "text": "y"})
    write("set/qrels/test.tsv", "query-id\tcorpus-id\tscore", "q1\td1\t2", "q1\t2\t0")
    found = read_set(tmp_path / "set")
    (item,) = found.items
    assert (item.text, item.gold.documents) == ("heavy bell", ("d1",))
    assert (item.gold.answerable, item.gold.needs) == (None, ())
    assert [document.id for document in found.corpus] == ["d1", "2"]
    assert found.name == "set/test"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q9\td1\t1", "line 2: there is no query 'q9'"),
        ("q1\td9\t1", "line 2: there is no document 'd9'"),
        ("q1 d1 1", "line 2: not query-id, corpus-id and score"),
    ],
)
def test_a_judgement_of_what_is_not_there_is_refused(
    write: Write, tmp_path: Path, line: str, said: str
) -> None:
    write("set/corpus.jsonl", {"_id": "d1", "text": TEXT})
    write("set/queries.jsonl", {"_id": "q1", "text": "x"})
    write("set/qrels/test.tsv", "query-id\tcorpus-id\tscore", line)
    with pytest.raises(UsageError, match=said):
        read_set(tmp_path / "set")


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no BEIR set"):
        read_set(tmp_path)


def test_scifact_has_its_rationales_as_slices(write: Write) -> None:
    write("corpus.jsonl", {"doc_id": 7, "title": "Bells", "abstract": TEXT.split(". ")})
    path = write(
        "claims_dev.jsonl",
        {
            "id": 1,
            "claim": "Bells are heavy.",
            "evidence": {"7": [{"sentences": [1], "label": "CONTRADICT"}]},
            "cited_doc_ids": [7],
        },
        {"id": 2, "claim": "Bells sing.", "evidence": {}, "cited_doc_ids": [7]},
    )
    found = read_set(path)
    first, second = found.items
    ((span, quote),) = first.quotes
    assert (
        found.corpus[0].text[span.start : span.end] == quote == "The largest bell weighs nine tons"
    )
    assert (first.gold.stance, second.gold.stance) == ("contradicts", "none")
    assert second.gold.documents == ("7",)


def test_scifact_without_its_corpus_or_sentence_is_refused(write: Write) -> None:
    row = {
        "id": 1,
        "claim": "x",
        "evidence": {"7": [{"sentences": [9], "label": "SUPPORT"}]},
        "cited_doc_ids": [7],
    }
    path = write("claims.jsonl", row)
    with pytest.raises(UsageError, match=r"need corpus\.jsonl"):
        read_set(path)
    write("corpus.jsonl", {"doc_id": 7, "abstract": ["One."]})
    with pytest.raises(UsageError, match="line 1: no such sentence of document '7'"):
        read_set(path)


def test_clapnq_finds_its_sentences_and_knows_what_cannot_be_answered(write: Write) -> None:
    passage = {"title": "Bells", "text": TEXT, "sentences": []}
    path = write(
        "dev.jsonl",
        {
            "id": "1",
            "input": "how heavy",
            "passages": [passage],
            "output": [{"answer": "Nine tons.", "selected_sentences": [BELL, "Not there."]}],
        },
        {"id": "2", "input": "who", "passages": [passage], "output": [{"answer": ""}]},
    )
    found = read_set(path)
    first, second = found.items
    assert len(found.corpus) == 1
    assert first.quotes[0][1] == BELL
    assert len(first.gold.spans) == 1
    assert (first.kind, second.kind, second.gold.answerable) == ("explain", "unanswerable", False)


def test_a_table_needs_questions_alone(write: Write) -> None:
    path = write(
        "set.csv",
        "Question,Answer,context,quote,unanswerable",
        f'How heavy?,nine tons|9 t,"{TEXT}",{BELL}',
        "",
        "Who?,,,,yes",
    )
    found = read_set(path)
    first, second = found.items
    assert first.gold.answers == ("nine tons", "9 t")
    ((span, quote),) = first.quotes
    assert found.corpus[0].text[span.start : span.end] == quote
    assert (second.id, second.gold.answerable, second.kind) == ("4", False, "unanswerable")


def test_a_table_may_name_documents_of_the_library(write: Write) -> None:
    (item,) = read_set(write("set.tsv", "question\tdocument", "How?\tbells.txt")).items
    assert item.gold.documents == ("bells.txt",)
    assert item.gold.needs == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["answer", "x"], "no column 'question'"),
        (["question,answer", ",x"], "line 2: no question"),
        (["question,context,quote", "a,some text,other words"], "the quote does not stand"),
        (["question,id", "a,1", "b,1"], "the id '1' is that of line 2"),
        (["question"], "holds no items"),
        (["question", '"open'], "after line 1: unexpected end"),
    ],
)
def test_a_bad_table_is_refused(write: Write, lines: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_set(write("set.csv", *lines))
