"""Judges held against people: what is counted, what is left out, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from quoth.eval.judges.judged_sets import JudgedSet, ResponseSet, read_judged_set
from quoth.eval.judges.measuring import measure_judges, measure_pairs
from quoth.eval.judges.protocol import Judgement
from quoth.eval.judges.responses import response_pairs
from quoth.eval.judges.table import lines_of_mean, lines_of_set
from quoth.index.errors import UsageError
from tests.eval.judges.judges import KnowingJudge

YES, NO = Judgement("supported", 0.9), Judgement("unsupported", 0.1)
UNSCORABLE = Judgement("unscorable", None, "no verdict")
Row = dict[str, object]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_rows(*rows: Row | str) -> Path:
        path = tmp_path / "waves.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path

    return write_rows


def row(claim: str, label: str, **more: object) -> Row:
    return {"id": claim, "evidence": "The machine summed ten waves.", "claim": claim} | {
        "label": label,
        **more,
    }


def pairs_of(path: Path) -> JudgedSet:
    found = read_judged_set(path)
    assert isinstance(found, JudgedSet)
    return found


def test_a_line_that_is_no_pair_is_named_with_what_is_wrong(write: Write) -> None:
    good = row("a", "supported")
    with pytest.raises(
        UsageError,
        match=r"waves\.jsonl has lines that do not fit \(1\): line 2: label: Input should be",
    ):
        read_judged_set(write(good, row("b", "maybe")))
    with pytest.raises(UsageError, match=r"line 2: the line: Invalid JSON"):
        read_judged_set(write(good, "{"))
    with pytest.raises(UsageError, match=r"line 1: the line: Value error, votes_supported 4 of 3"):
        read_judged_set(write(row("a", "supported", annotators=3, votes_supported=4)))
    with pytest.raises(UsageError, match=r"line 1: claim: String should have at least 1"):
        read_judged_set(write(row("", "supported")))


def test_two_rows_of_one_id_are_refused(write: Write) -> None:
    with pytest.raises(UsageError, match=r"1 ids occur more than once, 'a' first"):
        read_judged_set(write(row("a", "supported"), row("a", "contradicted")))


def test_a_set_that_is_empty_or_not_there_costs_one_line(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no rows"):
        read_judged_set(write())
    with pytest.raises(UsageError, match="cannot read the judged set"):
        read_judged_set(tmp_path / "none.jsonl")


def test_a_limit_draws_the_same_rows_in_their_order(write: Write) -> None:
    path = write(*(row(str(n), "supported") for n in range(30)))
    drawn = [one.id for one in read_judged_set(path, limit=7).rows]
    assert drawn == [one.id for one in read_judged_set(path, limit=7).rows]
    assert len(drawn) == 7
    assert drawn == sorted(drawn, key=int)
    assert drawn != [str(n) for n in range(7)]


def test_a_judge_that_is_always_right_reaches_everything(write: Write) -> None:
    judged = pairs_of(
        write(row("a", "supported"), row("b", "contradicted"), row("c", "not_enough"))
    )
    judge = KnowingJudge({"a": YES, "b": Judgement("contradicted", 0.0)})
    (found,) = measure_judges(judged, [judge]).judges
    values = {name: one.value for name, one in found.measures.items()}
    assert values == dict.fromkeys(
        ("auroc", "balanced_accuracy", "balanced_accuracy_partial", "f1", "kappa", "kappa_three"),
        1.0,
    )
    assert (found.n, found.n_unscorable) == (3, 0)


def test_partial_counts_as_supported_only_where_it_says_so(write: Write) -> None:
    judged = pairs_of(write(row("a", "supported"), row("b", "not_supported")))
    said = [Judgement("partial", 0.5), NO]
    found = measure_pairs(judged, said, name="x")
    assert found["balanced_accuracy"].value == 0.5
    assert found["balanced_accuracy_partial"].value == 1.0


def test_unscorable_pairs_are_counted_and_in_no_measure(write: Write) -> None:
    judged = pairs_of(
        write(row("a", "supported"), row("b", "not_supported"), row("c", "not_supported"))
    )
    judge = KnowingJudge({"a": YES, "c": UNSCORABLE})
    (found,) = measure_judges(judged, [judge]).judges
    assert (found.n, found.n_unscorable) == (3, 1)
    assert found.measures["balanced_accuracy"].n == 2
    assert found.measures["balanced_accuracy"].value == 1.0


def test_a_judge_without_any_verdict_has_no_measure(write: Write) -> None:
    judged = pairs_of(write(row("a", "supported"), row("b", "not_supported")))
    found = measure_judges(judged, [KnowingJudge({"a": UNSCORABLE, "b": UNSCORABLE})])
    assert found.judges[0].measures == {}
    assert "2 of 2" in "\n".join(lines_of_set(found))


def test_labels_that_are_all_alike_leave_their_columns_out(write: Write) -> None:
    judged = pairs_of(write(row("a", "supported"), row("b", "supported")))
    measures = measure_pairs(judged, [YES, NO], name="x")
    assert set(measures) == {"f1", "kappa"}


def test_votes_give_the_agreement_of_people_and_the_degrees(write: Write) -> None:
    judged = pairs_of(
        write(
            row("a", "supported", annotators=3, votes_supported=3),
            row("b", "supported", annotators=3, votes_supported=2),
            row("c", "not_supported", annotators=3, votes_supported=0),
            row("d", "not_supported", annotators=3, votes_supported=1),
        )
    )
    scores = {"a": 1.0, "b": 0.7, "c": 0.0, "d": 0.3}
    said = {
        claim: Judgement("supported" if score > 0.5 else "unsupported", score)
        for claim, score in scores.items()
    }
    found = measure_judges(judged, [KnowingJudge(said)])
    (judge,) = found.judges
    assert judge.measures["spearman"].value == pytest.approx(1)
    assert judge.measures["pearson"].value > 0.99
    # people: two pairs of four are agreed on, one third of the pairs of people on the others
    assert found.people["kappa_person"].value == pytest.approx((2 / 3 - 0.5) / 0.5)
    assert judge.measures["kappa_person"].value == pytest.approx((5 / 6 - 0.5) / 0.5)
    assert "one person with another" in "\n".join(lines_of_set(found))


def test_one_persons_word_is_no_vote(write: Write) -> None:
    judged = pairs_of(write(row("a", "supported", annotators=1, votes_supported=1)))
    assert judged.n_raters is None


def test_the_first_judge_is_held_against_each_other_over_the_same_pairs(write: Write) -> None:
    labels = {"a": "supported", "b": "not_supported", "c": "supported", "d": "not_supported"}
    judged = pairs_of(write(*(row(claim, label) for claim, label in labels.items())))
    right = KnowingJudge({"a": YES, "c": YES, "b": NO, "d": NO}, "right")
    wrong = KnowingJudge({"a": NO, "b": YES, "c": UNSCORABLE, "d": YES}, "wrong")
    found = measure_judges(judged, [right, wrong])
    lead = found.leads["right - wrong"]
    assert (lead.value, lead.n) == (1.0, 3)
    assert found.judges[0].measures["auroc"].n == 4


def test_the_share_called_supported_is_told_by_kind_of_claim(write: Write) -> None:
    judged = pairs_of(
        write(
            row("a", "contradicted", kind="number"),
            row("b", "contradicted", kind="number"),
            row("c", "supported", kind="paraphrase"),
        )
    )
    (found,) = measure_judges(judged, [KnowingJudge({"a": YES, "c": YES})]).judges
    shares = {kind: (one.value, one.n) for kind, one in found.said_supported.items()}
    assert shares == {"contradicted: number": (0.5, 2), "supported: paraphrase": (1.0, 1)}


def test_progress_tells_what_is_done_of_how_many(write: Write) -> None:
    judged = pairs_of(write(*(row(str(n), "supported") for n in range(70))))
    seen: list[tuple[str, int, int]] = []
    measure_judges(judged, [KnowingJudge({})], progress=lambda *told: seen.append(told))
    assert seen[-1] == ("knowing", 70, 70)
    assert len(seen) > 1


def answers(identifier: str, first: str, second: str, *overall: float) -> Row:
    return {
        "id": identifier,
        "question": "How many waves?",
        "reference": "It summed ten waves. It was of brass.",
        "responses": [{"system": "x", "text": first}, {"system": "y", "text": second}],
        "human": [dict.fromkeys(("correctness", "completeness", "overall"), v) for v in overall],
    }


def responses_of(path: Path) -> ResponseSet:
    found = read_judged_set(path)
    assert isinstance(found, ResponseSet)
    return found


def test_answers_are_asked_about_both_ways(write: Write) -> None:
    judged = responses_of(write(answers("r1", "Ten waves. 1.", "Many.", 0, 0)))
    asked = [(pair.claim, pair.evidence[0]) for pair in response_pairs(judged)]
    reference = "It summed ten waves. It was of brass."
    assert asked == [
        ("Ten waves.", reference),
        ("It summed ten waves.", "Ten waves. 1."),
        ("It was of brass.", "Ten waves. 1."),
        ("Many.", reference),
        ("It summed ten waves.", "Many."),
        ("It was of brass.", "Many."),
    ]


def test_a_judge_of_peoples_taste_correlates_wholly_and_people_with_each_other(
    write: Write,
) -> None:
    judged = responses_of(
        write(
            answers("r1", "Bad.", "Good.", 2, 2),
            answers("r2", "Good.", "Bad.", -2, -1),
            answers("r3", "Good.", "Good.", 0, 0),
        )
    )
    found = measure_judges(judged, [KnowingJudge({"Good.": YES, "Bad.": NO})])
    (judge,) = found.judges
    differences, preferred = [1, 1, -1, -1, 0, 0], [2, 2, -2, -1, 0, 0]
    expected = float(np.corrcoef(differences, preferred)[0, 1])
    assert judge.measures["correctness"].value == pytest.approx(expected)
    assert judge.measures["correctness"].n == 6  # every person's word counts
    expected = float(np.corrcoef([2, -2, 0], [2, -1, 0])[0, 1])
    assert found.people["correctness"].value == pytest.approx(expected)
    assert "completeness" not in judge.measures  # it says the same of every reference
    assert "3 pairs of answers" in lines_of_set(found)[0]


def test_the_mean_over_sets_says_of_how_many_it_is(write: Write) -> None:
    judged = pairs_of(write(row("a", "supported"), row("b", "not_supported")))
    alike = pairs_of(write(row("a", "supported"), row("b", "supported")))
    judge = KnowingJudge({"a": YES})
    lines = "\n".join(lines_of_mean([measure_judges(of, [judge]) for of in (judged, alike)]))
    assert "Mean over 2 sets" in lines
    assert "1.000 (of 1)" in lines  # AUROC, of the set that has both labels
