"""`quoth eval`: run, score, compare, make, as a stranger types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CLOCK = "The clock lost five seconds."

Run = Callable[..., Any]


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Six of the example questions."""
    lines = (EXAMPLES / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)
    path = tmp_path / "few.jsonl"
    path.write_text("".join(lines[:6]), "utf-8")
    return path


def answers(path: Path, *said: str | None) -> Path:
    rows = [
        {"question": f"{n}?", "answer": answer, "contexts": [CLOCK], "answers": ["five seconds"]}
        for n, answer in enumerate(said)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_run_prints_its_headline_and_leaves_a_folder(
    examples: Run, few: Path, tmp_path: Path, example_library: Path
) -> None:
    out = tmp_path / "run"
    done = examples("eval", "run", few, "--library", example_library, "--out", out)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].split("\t") == ["metric", "value", "95%-interval", "n"]
    assert any(line.startswith("evidence_recall\t") for line in lines)
    assert "judge = verifier: not independent" in lines
    for name in ("run.json", "records.jsonl", "scores.json", "report.html", "report.md"):
        assert (out / name).exists()
    again = examples("eval", "run", few, "--library", example_library, "--out", out, "--all")
    assert any(line.startswith("passage_recall@10\t") for line in again.out.splitlines())
    scored = examples("eval", "score", out, "--judge", "none", "--json")
    assert scored.json["scores"]["judge"] == ""


def test_a_run_makes_its_library_of_papers(quoth: Run, tmp_path: Path) -> None:
    paper = tmp_path / "papers" / "clock.txt"
    paper.parent.mkdir()
    paper.write_text(f"Clocks at sea. {CLOCK} It was tried again.\n")
    table = tmp_path / "set.csv"
    table.write_text("question,answer\nHow many seconds did the clock lose?,five\n")
    out = tmp_path / "run"
    done = quoth("eval", "run", table, "--papers", paper.parent, "--out", out, "--json")
    assert done.code == 0
    assert done.json["run"]["library"]["n_documents"] == 1
    assert done.json["scores"]["metrics"]["answer_match"]["value"] == 1
    assert (out / "library" / "library.db").exists()


def test_settings_of_a_run_may_stand_in_a_file(quoth: Run, tmp_path: Path) -> None:
    table = tmp_path / "set.csv"
    table.write_text(f"question,context\nHow late?,{CLOCK} It was tried again.\n")
    config = tmp_path / "other.toml"
    config.write_text("strict = true\n")
    done = quoth("eval", "run", table, "--config", config, "--out", tmp_path / "run", "--json")
    assert done.json["run"]["settings"]["strict"] == "True"
    missing = quoth("eval", "run", table, "--config", tmp_path / "no.toml")
    assert (missing.code, missing.err) == (
        2,
        f"quoth: there are no settings at {tmp_path}/no.toml\n",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["eval", "run", "nowhere.jsonl"], "there is no set at nowhere.jsonl"),
        (["eval", "run", "x.csv", "--judge", "nobody"], "there is no judge 'nobody'"),
        (["eval", "run", "x.csv", "--fail-below", "shine=1"], "there is no metric 'shine'"),
        (["eval", "run", "x.csv", "--fail-below", "f1"], "is not METRIC=VALUE"),
        (["eval", "run", "x.csv", "--library", "l", "--papers", "p"], "give one of them"),
        (["eval", "compare", "a", "b"], "a holds no run"),
        (["eval", "score", "nowhere.jsonl"], "cannot read the file of answers nowhere.jsonl"),
        (["eval", "make"], "is empty"),
    ],
)
def test_a_mistake_costs_one_line(
    quoth: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text(f"question,context\nHow late?,{CLOCK}\n")
    done = quoth(*words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_answers_of_another_system_are_scored_and_held_to_a_limit(
    quoth: Run, tmp_path: Path
) -> None:
    path = answers(tmp_path / "theirs.jsonl", f"{CLOCK} [1]", None)
    words = ["eval", "score", path, "--out", tmp_path / "run"]
    done = quoth(*words, "--fail-below", "faithfulness=0.9")
    assert done.code == 0
    assert "2 items: 1 answered, 1 abstained, 0 empty, 0 error" in done.out
    gated = quoth(*words, "--fail-below", "answer_match=0.9", "--fail-above", "false_refusals=0.2")
    assert gated.code == 4
    assert "quoth: answer_match is 0.500, below 0.9 (n = 2)" in gated.err
    assert "quoth: false_refusals is 0.500, above 0.2 (n = 2)" in gated.err


def test_two_runs_are_compared_and_a_worse_one_fails(quoth: Run, tmp_path: Path) -> None:
    for name, said in (("good", f"{CLOCK} [1]"), ("bad", "Bells ring loudly [1].")):
        path = answers(tmp_path / f"{name}.jsonl", *[said] * 9)
        assert quoth("eval", "score", path, "--out", tmp_path / name).code == 0
    good, bad = tmp_path / "good", tmp_path / "bad"
    shown = quoth("eval", "compare", good, bad, "-n", "1")
    assert shown.code == 0
    assert any(
        line.startswith("answer_match\t1.000\t0.000\t-1.000") for line in shown.out.split("\n")
    )
    assert f"answer\t{CLOCK} [1]\tBells ring loudly [1]." in shown.out
    failed = quoth("eval", "compare", good, bad, "--fail-if-worse", "--json")
    assert failed.code == 4
    assert "quoth: answer_match is worse by 1.000 (p = 0.0039)" in failed.err
    assert failed.json["metrics"]["answer_match"]["value"] == -1
    assert quoth("eval", "compare", bad, good, "--fail-if-worse").code == 0
    assert quoth("eval", "compare", good, bad, "--fail-below", "f1=0.1").code == 4


def test_drafts_are_written_and_read_back(examples: Run, tmp_path: Path, example_library) -> None:
    path = tmp_path / "drafts.jsonl"
    made = examples("eval", "make", "--out", path, "-n", "5")
    assert made.code == 0
    assert made.out.startswith(f"5 drafts in {path}: ")
    run = examples(
        "eval",
        "run",
        path,
        "--library",
        example_library,
        "--out",
        tmp_path / "run",
        "--judge",
        "none",
    )
    assert run.code == 0
    assert examples("eval", "make", "--out", path).code == 2
