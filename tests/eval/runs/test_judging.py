"""What a judge said is remembered, on disk too, and no pair is judged twice."""

from __future__ import annotations

from pathlib import Path

from quoth.eval.judges.protocol import Pair
from quoth.eval.runs.judging import JudgeMemory
from tests.eval.runs.plain_judge import WordJudge

CLOCK = Pair("The clock lost time.", ("The old clock lost much time.",))
TIDE = Pair("Tides follow bells.", ("Tides follow the moon.",))
MUMBLE = Pair("It will mumble.", ("It will.",))


def test_equal_pairs_are_judged_once_and_answered_in_order() -> None:
    judge = WordJudge()
    said = JudgeMemory(judge).of([CLOCK, TIDE, CLOCK])
    assert [one.label for one in said] == ["supported", "partial", "supported"]
    assert judge.asked == [CLOCK, TIDE]


def test_a_pair_without_evidence_is_unsupported_and_nobody_is_asked() -> None:
    judge = WordJudge()
    (none, blank) = JudgeMemory(judge).of([Pair("It is.", ()), Pair("It is.", (" ",))])
    assert none.label == blank.label == "unsupported"
    assert judge.asked == []


def test_another_process_remembers_but_for_what_could_not_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    first = JudgeMemory(WordJudge(), path).of([CLOCK, TIDE, MUMBLE])
    again = WordJudge()
    assert JudgeMemory(again, path).of([CLOCK, TIDE, MUMBLE]) == first
    assert again.asked == [MUMBLE]


def test_another_judge_is_asked_itself(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    JudgeMemory(WordJudge(), path).of([CLOCK])
    other = WordJudge("others")
    JudgeMemory(other, path).of([CLOCK])
    assert other.asked == [CLOCK]


def test_a_judge_that_changed_is_asked_anew(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    JudgeMemory(WordJudge(version="1"), path).of([CLOCK])
    changed, back = WordJudge(version="2"), WordJudge(version="1")
    JudgeMemory(changed, path).of([CLOCK])
    JudgeMemory(back, path).of([CLOCK])
    assert (changed.asked, back.asked) == ([CLOCK], [])


def test_a_line_that_a_kill_cut_off_is_judged_again(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    JudgeMemory(WordJudge(), path).of([CLOCK, TIDE])
    path.write_bytes(path.read_bytes()[:-5])
    again = WordJudge()
    JudgeMemory(again, path).of([CLOCK, TIDE])
    assert again.asked == [TIDE]


def test_progress_counts_what_is_new() -> None:
    told: list[tuple[int, int]] = []
    pairs = [Pair(f"Bell {n}.", ("x",)) for n in range(40)]
    memory = JudgeMemory(WordJudge(), progress=lambda done, total: told.append((done, total)))
    memory.of(pairs)
    memory.of(pairs)
    assert told == [(32, 40), (40, 40)]
