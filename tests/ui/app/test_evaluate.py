"""Evaluating on the page, without a browser: sets, runs and what is shown of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.eval.importers.reading import read_set
from quoth.index.errors import QuothError, UsageError
from quoth.ui.app.evaluate_form_view import Setup, form_html
from quoth.ui.app.evaluate_jobs import Pace, RunProgress
from quoth.ui.app.evaluate_process import drawn
from quoth.ui.app.evaluate_records import Plan, SetAbout, StoredSet, UnknownEvaluation, page_line
from quoth.ui.app.evaluate_store import EvaluationStore
from quoth.ui.app.evaluate_view import ListedRun, opened_html, progress_html, runs_html
from quoth.ui.app.limits import Limits
from tests.ui.app.answers import HOSTILE

PLAN = Plan("tides.csv", "overlap", None, leave_out=False, begun=1_700_000_000.0)
TABLE = "question,answer\nHow high are the tides?,sixteen metres\n"
SETUP = Setup("this library (1 document)", "quotes", (("overlap", "overlap of words"),))


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> EvaluationStore:
    return EvaluationStore(tmp_path / "evaluations")


def uploaded(uploads: Path, name: str, text: str | bytes) -> str:
    path = uploads / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def kept(store: EvaluationStore, uploads: Path, user: str = "ada") -> StoredSet:
    return store.keep_set(user, uploaded(uploads, "tides.csv", TABLE), limits=Limits())


def test_an_uploaded_set_is_moved_out_of_what_gradio_serves(
    store: EvaluationStore, uploads: Path
) -> None:
    made = kept(store, uploads)
    assert (made.about.name, made.about.n_items) == ("tides.csv", 1)
    assert list(uploads.iterdir()) == []
    assert read_set(made.path).items[0].text == "How high are the tides?"
    again = kept(store, uploads)
    assert [one.id for one in store.sets("ada")] == [made.id] == [again.id]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", "", "the question set a.jsonl holds no rows"),
        ("a.jsonl", '{"id": "1", "question": "x"}\nno', "a.jsonl has lines that do not fit (1): l"),
        ("a.jsonl", '{"id": "1", "question": "x"}\n' * 2, "line 2: the id '1' is that of line 1"),
        ("a.csv", "a,b\n1,2\n", "a.csv has no column 'question'"),
        ("a.json", "[" * 100_000, "a.json is no SQuAD file"),
        ("a.jsonl", b"\xff\xfe", "cannot read a.jsonl: it is not UTF-8"),
        ("a.pdf", "%PDF-", "a.pdf is no question set: give .jsonl, .json, .csv, .tsv"),
    ],
)
def test_a_malformed_set_is_refused_in_one_line_without_paths(
    store: EvaluationStore, uploads: Path, name: str, text: str | bytes, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        store.keep_set("ada", uploaded(uploads, name, text), limits=Limits())
    assert said in str(caught.value)
    assert str(uploads.parent) not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(uploads.iterdir()) == []
    assert store.sets("ada") == []


def test_a_set_that_is_too_large_or_no_upload_is_refused(
    store: EvaluationStore, uploads: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="too large: 0 MB at most"):
        store.keep_set(
            "ada", uploaded(uploads, "a.csv", TABLE), limits=replace(Limits(), upload_bytes=9)
        )
    elsewhere = tmp_path / "secret.csv"
    elsewhere.write_text(TABLE)
    with pytest.raises(UsageError, match="did not arrive"):
        store.keep_set("ada", str(elsewhere), limits=Limits())
    assert elsewhere.exists()


def test_sets_and_runs_are_their_users_alone(store: EvaluationStore, uploads: Path) -> None:
    made = kept(store, uploads)
    run = store.new_run("ada", made, PLAN)
    assert store.run("ada", run.id).plan == PLAN
    assert (store.sets("bob"), store.runs("bob")) == ([], [])
    for reach in (store.set, store.drop_set):
        with pytest.raises(UnknownEvaluation):
            reach("bob", made.id)
    for reach in (store.run, store.drop_run):
        with pytest.raises(UnknownEvaluation):
            reach("bob", run.id)
    assert [one.id for one in store.runs("ada")] == [run.id]


@pytest.mark.parametrize("id_", ["", "..", "../sets", "0" * 31, "G" * 32, "0" * 32, None, 7])
def test_an_id_is_never_a_path(store: EvaluationStore, uploads: Path, id_: object) -> None:
    store.new_run("ada", kept(store, uploads), PLAN)
    with pytest.raises(UnknownEvaluation):
        store.run("ada", id_)
    with pytest.raises(UnknownEvaluation):
        store.drop_set("ada", id_)


def test_a_run_keeps_its_set_when_the_set_is_deleted(store: EvaluationStore, uploads: Path) -> None:
    made = kept(store, uploads)
    run = store.new_run("ada", made, PLAN)
    store.drop_set("ada", made.id)
    assert store.sets("ada") == []
    assert len(read_set(store.run("ada", run.id).set_path).items) == 1
    store.drop_run("ada", run.id)
    assert store.runs("ada") == []


def test_a_run_whose_files_are_damaged_is_left_out_of_the_list(
    store: EvaluationStore, uploads: Path
) -> None:
    made = kept(store, uploads)
    broken, whole = (store.new_run("ada", made, PLAN) for _ in range(2))
    (broken.folder / "about.json").write_text("{")
    assert [one.id for one in store.runs("ada")] == [whole.id]


def test_a_message_of_the_harness_loses_paths_and_options_of_the_commands() -> None:
    error = QuothError(
        "the run in /data/r/1 is locked: a.pdf is there. Give another --out, or --fresh to begin"
    )
    assert page_line(error, {Path("/data/r/1"): "its folder", Path("/data"): "here"}) == (
        "the run in its folder is locked: a.pdf is there"
    )
    assert page_line(QuothError("line 3: use --x here. Try again"), {}) == (
        "line 3: use --x here. Try again"
    )


def test_some_items_are_drawn_by_their_ids_and_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rows = [{"id": f"q{n}", "question": f"{n}?"} for n in range(20)]
    path.write_text("\n".join(map(json.dumps, rows)))
    whole = read_set(path)
    some = [item.id for item in drawn(whole, 5).items]
    assert len(some) == 5
    assert some == sorted(some, key=lambda id_: int(id_[1:]))
    assert some != [f"q{n}" for n in range(5)]
    turned = replace(whole, items=whole.items[::-1])
    assert [item.id for item in drawn(turned, 5).items] == some[::-1]
    assert drawn(whole, None) == drawn(whole, 20) == whole


def test_the_time_left_follows_the_last_steps_of_what_is_done() -> None:
    ticks = iter((0.0, 0.0, 10.0, 20.0, 30.0, 31.0))
    pace = Pace(lambda: next(ticks))
    assert pace.left_s("asking", 50, 100) is None  # what was asked before comes at once
    assert pace.left_s("asking", 50, 100) is None
    assert pace.left_s("asking", 60, 100) == pytest.approx(40.0)
    assert pace.left_s("asking", 70, 100) == pytest.approx(30.0)
    assert pace.left_s("asking", 100, 100) is None
    assert pace.left_s("judging", 96, 128) is None


def test_progress_says_what_is_done_of_how_many_and_the_time_left() -> None:
    run = RunProgress("1", "ada", "tides.csv", "running", "asking", 12, 50, 20.4)
    assert "Asking: 12 of 50, about 20 s left" in progress_html([run])
    assert "about 3 min left" in progress_html([replace(run, left_s=170.0)])
    assert "waiting for another run" in progress_html([replace(run, state="waiting")])
    assert 'data-act="halt"' in progress_html([run])
    assert 'data-act="halt"' not in progress_html([replace(run, state="stopping")])


def test_a_run_that_is_not_done_says_why_and_can_go_on(
    store: EvaluationStore, uploads: Path
) -> None:
    run = store.new_run("ada", kept(store, uploads), PLAN)
    failed = RunProgress(run.id, "ada", "tides.csv", "failed", message="the disk is full")
    shown = runs_html([ListedRun(run, progress=failed)])
    assert "the disk is full" in shown
    assert 'data-act="resume"' in shown
    assert 'data-act="show_run"' not in shown
    assert 'data-act="drop_run"' in shown
    runs = runs_html([ListedRun(run, progress=replace(failed, state="running"))])
    assert "being made" in runs
    assert "data-act" not in runs


def test_hostile_names_and_messages_are_text(store: EvaluationStore, uploads: Path) -> None:
    made = kept(store, uploads)
    named = replace(made, about=SetAbout(HOSTILE, 1, 0.0))
    run = store.new_run("ada", made, replace(PLAN, set_name=HOSTILE, judge=HOSTILE))
    progress = RunProgress(run.id, "ada", HOSTILE, "failed", HOSTILE, 1, 2, message=HOSTILE)
    shown = (
        form_html([named], Setup(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),)), chosen=named.id)
        + progress_html([progress])
        + runs_html([ListedRun(run, progress=progress)])
        + opened_html(run, "", [run], focus=False)
    )
    assert "<img" not in shown
    assert "<script" not in shown


def test_the_set_that_was_just_added_is_chosen(store: EvaluationStore, uploads: Path) -> None:
    made = kept(store, uploads)
    other = store.keep_set(
        "ada", uploaded(uploads, "two.csv", TABLE + "And now?,\n"), limits=Limits()
    )
    shown = form_html([other, made], SETUP, chosen=made.id)
    assert f'<option value="{made.id}" selected data-new>tides.csv (1 item)' in shown
    assert f'<option value="{other.id}">two.csv (2 items)' in shown
    assert "Add a question set to begin" in form_html([], SETUP)
