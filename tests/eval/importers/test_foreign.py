"""Answers that another system wrote, as it writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.eval.importers.foreign import answer_records, read_foreign
from quoth.eval.importers.own import read_own
from quoth.eval.runs.records import Record, Span
from quoth.index.errors import UsageError

CONTEXTS = ["The clock lost five seconds.", "Tides follow the moon."]


def record(**row: object) -> Record:
    (found,) = answer_records([{"question": "?", "contexts": CONTEXTS} | row])
    return found


def test_marks_become_citations_of_their_sentences() -> None:
    found = record(answer="It lost five seconds [1]. Tides follow the moon [2, 1]. So there.")
    assert [(one.text, one.citations) for one in found.sentences] == [
        ("It lost five seconds.", (1,)),
        ("Tides follow the moon.", (2, 1)),
        ("So there.", ()),
    ]
    assert found.pair(found.sentences[1]).evidence == (CONTEXTS[1], CONTEXTS[0])
    assert found.pair(found.sentences[2]).evidence == ()


def test_a_mark_without_a_context_is_kept_and_has_no_evidence() -> None:
    (sentence,) = record(answer="It lost five seconds [7].").sentences
    assert sentence.citations == (7,)
    assert record(answer="It did [7].").pair(sentence).evidence == ()


def test_an_answer_that_cites_nothing_stands_on_all_contexts() -> None:
    found = record(answer="It lost five seconds. Tides follow the moon.")
    assert all(found.pair(one).evidence == tuple(CONTEXTS) for one in found.sentences)


def test_brackets_may_be_text() -> None:
    (sentence,) = record(answer="See item [1] of it.", citations="none").sentences
    assert (sentence.text, sentence.citations) == ("See item [1] of it.", ())


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({"answer": None}, "abstained"),
        ({"answer": "I cannot say.", "abstained": True}, "abstained"),
        ({"answer": "", "abstained": "not_stated"}, "abstained"),
        ({"answer": ""}, "empty"),
        ({"answer": "  \n"}, "empty"),
        ({"answer": None, "error": "time out"}, "error"),
        ({"answer": "It lost five seconds.", "abstained": False}, "answered"),
    ],
)
def test_refusals_empty_answers_and_errors_are_told_apart(row, outcome: str) -> None:
    found = record(**row)
    assert found.outcome == outcome
    assert bool(found.prediction) is (outcome == "answered")


def test_quotes_are_held_against_their_contexts() -> None:
    contexts = [{"text": CONTEXTS[0], "document": "clock.txt", "start": 100}, CONTEXTS[1]]
    found = record(
        answer="“five seconds” [1] is what it lost. The tides “obey”.",
        contexts=contexts,
        quotes=[{"n": 1, "text": "five seconds"}, {"text": "obey"}, {"n": 2, "text": "lost"}],
    )
    exact, loose, elsewhere = (quote for one in found.sentences for quote in one.quotes)
    assert (exact.exact, exact.span) == (True, Span("clock.txt", 115, 127))
    assert (loose.text, loose.exact) == ("lost", False)
    assert (elsewhere.text, elsewhere.exact) == ("obey", False)
    assert found.spans == (Span("clock.txt", 115, 127),)


def test_contexts_with_places_are_what_was_retrieved() -> None:
    context = {"text": CONTEXTS[0], "document": "clock.txt", "start": 100}
    found = record(answer="It lost five [2].", contexts=[CONTEXTS[1], context])
    assert found.hits is not None
    assert [hit.span for hit in found.hits] == [Span("clock.txt", 100, 128)]
    assert found.spans == (Span("clock.txt", 100, 128),)
    assert record(answer="It lost five [2].").hits is None


def test_nothing_is_taken_for_known_that_is_not_said() -> None:
    assert record(answer="Yes.").gold.answerable is None
    assert record(answer="Yes.", unanswerable=True).gold.answerable is False
    assert record(answer="Yes.", answers=["yes"]).gold.answerable is True


def test_what_is_right_may_stand_in_a_set_of_its_own(tmp_path: Path) -> None:
    gold = tmp_path / "set.jsonl"
    gold.write_text('{"id": "a", "question": "?", "answers": ["five"], "kind": "list"}', "utf-8")
    path = tmp_path / "answers.jsonl"
    rows = [{"id": "a", "question": "?", "answer": "five"}, {"question": "!", "answer": "six"}]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    known = {item.id: item for item in read_own(gold).items}
    first, second = read_foreign(path, gold=known).records
    assert (first.gold.answers, first.kind) == (("five",), "list")
    assert (second.id, second.gold.answers) == ("2", ())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['{"answer": "x"}'], "line 1: question"),
        (['{"question": "?", "answer": "x", "confidence": 2}'], "line 1: confidence"),
        (['{"question": "?", "answer": 7}'], "line 1: answer"),
        (['{"id": 1, "question": "?"}', '{"id": 1, "question": "?"}'], "line 2: the id '1'"),
        ([""], "holds no rows"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(UsageError, match=said):
        read_foreign(path)


def test_a_bad_answer_of_a_list_is_named() -> None:
    with pytest.raises(UsageError, match="answer 2: contexts"):
        answer_records([{"question": "?"}, {"question": "?", "contexts": 7}])
