"""`quoth eval judge` and `quoth eval report`, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.ui.cli import run
from tests.chat_server import Say, chat_server
from tests.eval.report.a_run import make_run, saved

Ran = tuple[int, str, str]


@pytest.fixture
def quoth(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def command(*words: object) -> Ran:
        capsys.readouterr()
        code = run(["eval", *map(str, words)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def waves(tmp_path: Path) -> Path:
    path = tmp_path / "waves.jsonl"
    claims = {"The machine summed ten waves.": "supported", "Nobody came to lunch.": "not_enough"}
    rows = [
        {"id": str(n), "evidence": "The machine summed ten waves.", "claim": claim, "label": label}
        for n, (claim, label) in enumerate(claims.items())
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_judges_stand_side_by_side(quoth: Callable[..., Ran], waves: Path) -> None:
    code, out, err = quoth("judge", waves, "--judge", "overlap", "--judge", "cosine")
    assert (code, err) == (0, "")
    assert out.startswith("## waves: 2 pairs (1 not_enough, 1 supported)")
    assert out.count("1.000 [1.000, 1.000]") >= 4
    assert "overlap - cosine" in out


def test_json_has_every_measure_and_nothing_else_is_printed(
    quoth: Callable[..., Ran], waves: Path
) -> None:
    code, out, _ = quoth("judge", waves, "--judge", "overlap", "--json")
    assert code == 0
    (found,) = json.loads(out)["sets"]
    assert found["labels"] == {"supported": 1, "not_enough": 1}
    assert found["judges"][0]["measures"]["auroc"]["value"] == 1.0


def test_several_sets_have_their_mean(quoth: Callable[..., Ran], waves: Path) -> None:
    other = waves.with_name("other.jsonl")
    other.write_bytes(waves.read_bytes())
    _, out, _ = quoth("judge", waves, other, "--judge", "overlap")
    assert "## Mean over 2 sets" in out


def test_what_a_chat_model_said_is_kept_and_not_asked_again(
    quoth: Callable[..., Ran], waves: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    options = ("judge", waves, "--judge", "openai:test", "--keep", kept)
    with chat_server(lambda _request: Say('{"verdict": "SUPPORTED"}')) as server:
        first = quoth(*options, "--base-url", server.base_url)
        n_asked = len(server.requests)
        again = quoth(*options, "--base-url", server.base_url)
        assert len(server.requests) == n_asked == 2
    assert first[0] == again[0] == 0
    assert len(kept.read_text("utf-8").splitlines()) == 2
    assert "| openai:test (prompt " in again[1]


def test_what_a_judge_said_before_it_changed_is_not_taken_for_its_word(
    quoth: Callable[..., Ran], waves: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.jsonl"
    n_lines = []
    for rules in ("before", "before", "after"):
        monkeypatch.setattr("quoth.eval.judges.version._installed", lambda rules=rules: rules)
        code, _, _ = quoth("judge", waves, "--judge", "overlap", "--keep", kept)
        assert code == 0
        n_lines.append(len(kept.read_text("utf-8").splitlines()))
    assert n_lines == [2, 2, 4]


def test_a_set_or_judge_that_is_none_costs_one_line(
    quoth: Callable[..., Ran], waves: Path, tmp_path: Path
) -> None:
    for words in (("judge", tmp_path / "none.jsonl"), ("judge", waves, "--judge", "oracle")):
        code, out, err = quoth(*words)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert err.startswith("quoth: ")


def test_a_report_is_made_again(quoth: Callable[..., Ran], tmp_path: Path) -> None:
    folder = saved(make_run(tmp_path / "run"))
    code, out, _ = quoth("report", folder)
    assert code == 0
    assert out.splitlines() == [str(folder / "report.html"), str(folder / "report.md")]
    assert (folder / "report.html").stat().st_size > 10_000


def test_a_folder_without_a_run_costs_one_line(quoth: Callable[..., Ran], tmp_path: Path) -> None:
    code, _, err = quoth("report", tmp_path)
    assert code == 2
    assert "holds no run" in err
