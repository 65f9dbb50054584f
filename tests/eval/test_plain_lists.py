"""The metrics on plain lists, and the assertions for tests of others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from quoth.eval import citation_scores, evaluate, faithfulness
from quoth.eval.testing import assert_at_least, assert_cited, assert_faithful
from quoth.index.errors import UsageError
from tests.eval.runs.plain_judge import WordJudge

CLOCK = "The clock lost five seconds."
MOON = "Tides follow the moon."
JUDGE = WordJudge()


def test_one_text_for_a_question_is_one_reference_and_one_context() -> None:
    bare = evaluate(
        ["How?", "Who?"], ["slow", None], [CLOCK, CLOCK], references=["slow", ""], judge=JUDGE
    )
    listed = evaluate(
        ["How?", "Who?"], ["slow", None], [[CLOCK], [CLOCK]], references=[["slow"], []], judge=JUDGE
    )
    assert bare == listed


def test_each_answer_has_its_faithfulness_and_refusals_have_none() -> None:
    found = faithfulness(
        [f"{CLOCK} Bells ring loudly.", MOON, None, ""], [[CLOCK], [MOON], [CLOCK], []], judge=JUDGE
    )
    assert found.values == (0.5, 1.0, None, None)
    assert found.mean is not None
    assert (found.mean.value, found.mean.n) == (0.75, 2)
    assert [one.label for one in found.verdicts[0].sentences] == ["supported", "unsupported"]


def test_nothing_to_judge_has_no_mean() -> None:
    assert faithfulness([None], [[CLOCK]], judge=JUDGE).mean is None


def test_citations_are_scored_by_their_marks() -> None:
    found = citation_scores([f"{CLOCK} [1][2]"], [[CLOCK, MOON]], judge=JUDGE)
    assert found.precision is not None
    assert found.recall is not None
    assert (found.precision.value, found.recall.value) == (0.5, 1.0)
    assert citation_scores([CLOCK], [[CLOCK]], judge=JUDGE).precision is None


def test_all_metrics_at_once_print_as_a_table() -> None:
    found = evaluate(
        ["How late?", "Which gene?"],
        [f"{CLOCK} [1]", None],
        [[CLOCK], []],
        references=[["five seconds"], []],
        judge=JUDGE,
    )
    assert found.scores.metrics["answer_match"].value == 1
    assert found.scores.metrics["abstention_accuracy"].value == 1
    lines = str(found).splitlines()
    assert "faithfulness            1.000 [1.000, 1.000]  n = 1" in lines
    assert "2 items: 1 answered, 1 abstained, 0 empty, 0 error" in lines


@pytest.mark.parametrize("lists", [([], [], []), (["?"], ["a", "b"], [[]]), (["?"], ["a"], [])])
def test_lists_of_different_lengths_are_refused(lists) -> None:
    with pytest.raises(UsageError, match="as many"):
        evaluate(*lists, judge=JUDGE)


def test_the_embedded_judge_is_asked_by_default() -> None:
    (good, bad) = faithfulness([CLOCK, "The clock lost nine seconds."], [[CLOCK], [CLOCK]]).values
    assert (good, bad) == (1.0, 0.0)


def test_importing_the_names_loads_nothing_heavy() -> None:
    code = (
        "import sys, quoth.eval.testing; print({'numpy', 'torch', 'openvino'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_faithful_answer_passes_and_another_is_named() -> None:
    assert_faithful(CLOCK, [CLOCK], judge=JUDGE)
    assert_faithful(f"{CLOCK} Bells ring loudly.", [CLOCK], at_least=0.5, judge=JUDGE)
    with pytest.raises(AssertionError, match=r"0\.50, below 0\.8:\n  Bells ring loudly\. \(unsup"):
        assert_faithful(f"{CLOCK} Bells ring loudly.", [CLOCK], at_least=0.8, judge=JUDGE)


@pytest.mark.parametrize("answer", ["", "They mumble."])
def test_an_answer_that_cannot_be_judged_does_not_pass(answer: str) -> None:
    with pytest.raises(AssertionError, match="no sentence that can be judged"):
        assert_faithful(answer, [CLOCK], judge=JUDGE)


def test_marks_that_carry_pass_and_others_are_named() -> None:
    assert_cited(f"{CLOCK} [1]", [CLOCK, MOON], judge=JUDGE)
    with pytest.raises(AssertionError, match=r"(?s)citation precision is 0\.50.*\[2\] unneeded"):
        assert_cited(f"{CLOCK} [1][2]", [CLOCK, MOON], judge=JUDGE)
    with pytest.raises(AssertionError, match="citation recall"):
        assert_cited(f"{CLOCK} [2]", [CLOCK, MOON], precision=0, judge=JUDGE)
    with pytest.raises(AssertionError, match="it cites nothing"):
        assert_cited(CLOCK, [CLOCK], judge=JUDGE)


def test_scores_are_held_to_limits_in_their_direction() -> None:
    scores = evaluate(
        ["?", "!"], [f"{CLOCK} [1]", None], [[CLOCK], []], references=[["x"], ["y"]], judge=JUDGE
    ).scores
    assert_at_least(scores, faithfulness=1.0, false_refusals=0.5)
    with pytest.raises(AssertionError, match=r"false_refusals is 0\.500, the limit is 0\.4"):
        assert_at_least(scores, false_refusals=0.4)
    with pytest.raises(AssertionError, match="stance_accuracy has no value"):
        assert_at_least(scores, stance_accuracy=0.1)
    with pytest.raises(UsageError, match="no metric"):
        assert_at_least(scores, shine=1.0)
