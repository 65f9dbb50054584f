"""Two runs held against each other: what differs, whether chance would do it, and which items."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quoth.eval.compare import compare, failed_gates, worse
from quoth.eval.importers.foreign import answer_records
from quoth.eval.runs.folder import Run
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.scoring import score_records
from quoth.eval.runs.setup import LibraryState, RunRecord, SetState
from quoth.index.errors import UsageError
from tests.eval.runs.plain_judge import WordJudge

CLOCK = "The clock lost five seconds."
RIGHT, WRONG = f"{CLOCK} [1]", "Bells ring loudly [1]."


def run(name: str, *answers: str | None, judge: str = "words", verifier: str = "") -> Run:
    rows = [
        {
            "id": f"q{n}",
            "question": f"{n}?",
            "answer": answer,
            "contexts": [CLOCK],
            "answers": ["five seconds"],
            "confidence": 0.9 if answer else 0.2,
        }
        for n, answer in enumerate(answers)
    ]
    records = answer_records(rows)
    scores, verdicts = score_records(
        records, set_name="set", memory=JudgeMemory(WordJudge(judge)), verifier=verifier
    )
    state = SetState("set", "0" * 64, len(rows))
    setup = RunRecord(name, "", verifier, state, None, {}, {}, {})
    return Run(Path(name), setup, tuple(records), scores, tuple(verdicts), {})


def test_differences_have_a_sign_an_interval_and_a_p_value() -> None:
    found = compare(run("a", *[RIGHT] * 8, *[WRONG] * 8), run("b", *[RIGHT] * 16))
    changed = found.metrics["answer_match"]
    assert (changed.a, changed.b, changed.value, changed.n) == (0.5, 1.0, 0.5, 16)
    assert changed.p == 2 / 2**8
    assert 0 < changed.low < changed.high
    assert found.headline[0] == "faithfulness"
    assert found.metrics["ece"].value == 0


def test_a_run_against_itself_differs_in_nothing() -> None:
    same = compare(run("a", RIGHT, WRONG, None), run("b", RIGHT, WRONG, None))
    assert all(one.value == 0 for one in same.metrics.values())
    assert same.changed == ()
    assert worse(same) == ()


def test_the_items_that_changed_most_come_first_side_by_side() -> None:
    half = f"{CLOCK} [1] Bells ring loudly [1]."
    found = compare(run("a", RIGHT, RIGHT, RIGHT), run("b", RIGHT, half, WRONG))
    assert [one.id for one in found.changed] == ["q2", "q1"]
    first = found.changed[0]
    assert (first.a.answer, first.b.answer) == (RIGHT, WRONG)
    assert (first.a.values["faithfulness"], first.b.values["faithfulness"]) == (1, 0)
    assert len(compare(run("a", RIGHT, RIGHT), run("b", WRONG, WRONG), most=1).changed) == 1


def test_a_refusal_in_one_run_alone_is_a_change() -> None:
    found = compare(run("a", RIGHT, RIGHT), run("b", RIGHT, None))
    (changed,) = found.changed
    assert (changed.a.outcome, changed.b.outcome) == ("answered", "abstained")
    assert found.metrics["faithfulness"].n == 1  # where both were judged


def test_only_items_that_both_have_are_compared() -> None:
    found = compare(run("a", RIGHT, RIGHT, WRONG), run("b", RIGHT, RIGHT))
    assert found.n == 2
    assert "of 3 and 2 items, 2 are the same" in found.remarks[0]
    renamed = run("b", RIGHT)
    other = replace(renamed, records=(replace(renamed.records[0], text="another"),))
    with pytest.raises(UsageError, match="no item in common"):
        compare(run("a", RIGHT), other)


def test_figures_of_different_judges_are_not_compared() -> None:
    found = compare(run("a", RIGHT), run("b", RIGHT, judge="others"))
    assert not {"faithfulness", "citation_recall"} & found.metrics.keys()
    assert "answer_match" in found.metrics
    assert "judged by words and others" in found.remarks[0]


def test_another_library_is_said() -> None:
    before, after = run("a", RIGHT), run("b", RIGHT)
    library = LibraryState("0" * 64, 3, 9, "embedder", "passages")
    changed = replace(after, setup=replace(after.setup, library=library))
    assert compare(before, changed).remarks == ("the libraries differ",)


def test_a_judge_that_is_the_verifier_is_named() -> None:
    runs = [run(name, RIGHT, verifier="words") for name in "ab"]
    assert compare(*runs).remarks == ("judge = verifier: not independent",)


def test_worse_beyond_chance_is_worse_and_better_is_not() -> None:
    good, bad = run("a", *[RIGHT] * 12), run("b", *[WRONG] * 12)
    assert "faithfulness" in worse(compare(good, bad))
    assert worse(compare(bad, good)) == ()
    assert worse(compare(run("a", RIGHT, RIGHT), run("b", RIGHT, WRONG))) == ()


def test_many_columns_raise_no_false_alarm() -> None:
    # six of six items fell in each column: p = 2/64, enough for one column and not for the first
    # of five, which needs 0.01; eight: p = 2/256
    assert worse(compare(run("a", *[RIGHT] * 6), run("b", *[WRONG] * 6))) == ()
    assert worse(compare(run("a", *[RIGHT] * 8), run("b", *[WRONG] * 8))) != ()


def test_a_limit_is_kept_or_named_and_a_missing_column_is_not_kept() -> None:
    done = run("a", RIGHT, WRONG)
    assert failed_gates(done, below={"faithfulness": 0.5}, above={"false_refusals": 0.0}) == []
    assert failed_gates(done, below={"faithfulness": 0.6}, above={}) == [
        "faithfulness is 0.500, below 0.6 (n = 2)"
    ]
    assert failed_gates(done, below={}, above={"answer_match": 0.2}) == [
        "answer_match is 0.500, above 0.2 (n = 2)"
    ]
    (missing,) = failed_gates(done, below={"stance_accuracy": 0.1}, above={})
    assert "no value" in missing
    with pytest.raises(UsageError, match="no metric 'shine'"):
        failed_gates(done, below={"shine": 1.0}, above={})
