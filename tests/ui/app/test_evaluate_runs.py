"""Runs in their own process, and the handlers of the Evaluate tab over them."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.ui.app.context import PageContext, open_context
from quoth.ui.app.evaluate_handlers import EvaluateHandlers
from quoth.ui.app.evaluate_jobs import RunProgress
from quoth.ui.app.evaluate_records import Plan, StoredRun, UnknownEvaluation
from quoth.ui.app.evaluate_shown import EvaluateView
from quoth.ui.app.wiring import Sent, Visitor

ADA, BOB = Visitor("ada", "1"), Visitor("bob", "2")
QUESTIONS = Path(__file__).resolve().parents[3] / "examples" / "questions.jsonl"
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def context(example_copy: Path) -> Iterator[PageContext]:
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings

    settings = Settings(library=str(example_copy))
    opened = open_context(build_assistant(settings), settings, has_users=True)
    yield opened
    opened.close()


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def handlers(context: PageContext) -> EvaluateHandlers:
    return EvaluateHandlers(context)


def add(handlers: EvaluateHandlers, uploads: Path, text: str, name: str = "set.jsonl") -> str:
    """Upload a set and return its id."""
    path = uploads / name
    path.write_text(text, "utf-8")
    handlers.take(ADA, Sent(), str(path))
    return handlers.context.evaluations.sets("ada")[0].id


def form(set_id: str, **fields: object) -> Sent:
    return Sent({"set": set_id, "judge": "overlap", "limit": 0, "leave_out": 0} | fields)


def wait(context: PageContext, run_id: str, until: Callable[[RunProgress], bool]) -> RunProgress:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        progress = context.evaluating.of("ada", run_id)
        if progress is not None and until(progress):
            return progress
        time.sleep(0.05)
    msg = f"waited {PATIENCE_S:.0f} s for {progress}"
    raise TimeoutError(msg)


def run(handlers: EvaluateHandlers, sent: Sent) -> StoredRun:
    """Begin a run, wait until it is over, and return it."""
    view, *_ = handlers.begin(ADA, sent, EvaluateView())
    wait(handlers.context, view.awaited, lambda progress: progress.is_over)
    return handlers.context.evaluations.run("ada", view.awaited)


def test_a_run_is_made_opened_compared_downloaded_and_deleted_by_its_user_alone(
    handlers: EvaluateHandlers, uploads: Path
) -> None:
    set_id = add(handlers, uploads, QUESTIONS.read_text("utf-8"))
    first, second = (run(handlers, form(set_id, limit=n)) for n in (4, 3))
    shown = handlers.tick(ADA, Sent(), EvaluateView(awaited=second.id))
    assert shown[0] == EvaluateView(open_id=second.id)
    assert shown[1:3] == ("", False)
    assert str(shown[3]).count('data-act="show_run"') == 2
    opened = str(shown[4])
    assert "3 items" in opened
    assert "independent of what made or filtered the answers" in opened
    for part in ("Summary", "95 % interval", "<svg", "Worst items", "All metrics"):
        assert part in opened
    compared = handlers.compare(ADA, Sent({"id": second.id, "other": first.id}))
    assert "Differences over 3 items" in compared
    link = handlers.fetch(ADA, Sent({"id": first.id, "part": "records"}))
    file = handlers.context.downloads.fetch("ada", link["url"].rpartition("/")[2])
    assert file is not None
    assert len(file.data.splitlines()) == 4
    assert handlers.context.downloads.fetch("bob", link["url"].rpartition("/")[2]) is None

    for act in (
        lambda: handlers.show(BOB, Sent({"id": first.id}), EvaluateView()),
        lambda: handlers.resume(BOB, Sent({"id": first.id}), EvaluateView()),
        lambda: handlers.drop_run(BOB, Sent({"id": first.id}), EvaluateView()),
        lambda: handlers.fetch(BOB, Sent({"id": first.id, "part": "report"})),
        lambda: handlers.compare(BOB, Sent({"id": first.id, "other": second.id})),
        lambda: handlers.begin(BOB, form(set_id), EvaluateView()),
        lambda: handlers.drop_set(BOB, Sent({"id": set_id})),
    ):
        with pytest.raises(UnknownEvaluation):
            act()
    assert handlers.runs(BOB, Sent(), EvaluateView())[3] == ""
    with pytest.raises(UsageError, match="no such file"):
        handlers.fetch(ADA, Sent({"id": first.id, "part": "../about"}))
    gone = handlers.drop_run(ADA, Sent({"id": second.id}), EvaluateView(open_id=second.id))
    assert gone[0].open_id == ""
    assert gone[4] == ""
    assert not second.folder.exists()


def test_a_stopped_run_goes_on_where_it_was(handlers: EvaluateHandlers, uploads: Path) -> None:
    context = handlers.context
    set_id = add(handlers, uploads, QUESTIONS.read_text("utf-8"), "whole.jsonl")
    view, *_ = handlers.begin(ADA, form(set_id, limit=30), EvaluateView())
    wait(context, view.awaited, lambda progress: progress.done >= 2)
    with pytest.raises(UsageError, match="is being made"):
        handlers.drop_run(ADA, Sent({"id": view.awaited}), view)
    context.evaluating.stop("bob", view.awaited)
    handlers.halt(ADA, Sent({"id": view.awaited}), view)
    assert wait(context, view.awaited, lambda progress: progress.is_over).state == "stopped"
    stopped = context.evaluations.run("ada", view.awaited)
    assert not stopped.is_done
    asked = (stopped.folder / "records.jsonl").read_text("utf-8").splitlines()
    assert 2 <= len(asked) < 30
    shown = handlers.tick(ADA, Sent(), view)
    assert shown[0].open_id == ""
    assert shown[-1] == "The run was stopped."
    with pytest.raises(UsageError, match="not finished"):
        handlers.show(ADA, Sent({"id": stopped.id}), view)

    handlers.resume(ADA, Sent({"id": stopped.id}), view)
    assert wait(context, stopped.id, lambda progress: progress.is_over).state == "done"
    records = (stopped.folder / "records.jsonl").read_text("utf-8").splitlines()
    assert records[: len(asked) - 1] == asked[: len(asked) - 1]  # a last line may be cut short
    assert len({json.loads(line)["id"] for line in records}) == len(records) == 30


def test_a_run_that_waits_is_stopped_before_it_begins(
    handlers: EvaluateHandlers, uploads: Path
) -> None:
    context = handlers.context
    set_id = add(handlers, uploads, QUESTIONS.read_text("utf-8"))
    first, *_ = handlers.begin(ADA, form(set_id), EvaluateView())
    second, *_ = handlers.begin(ADA, form(set_id, limit=2), EvaluateView())
    handlers.halt(ADA, Sent({"id": second.awaited}), second)
    handlers.halt(ADA, Sent({"id": first.awaited}), first)
    wait(context, first.awaited, lambda progress: progress.is_over)
    assert wait(context, second.awaited, lambda p: p.is_over).state == "stopped"
    assert not (context.evaluations.run("ada", second.awaited).folder / "run.json").exists()


def test_what_the_harness_refuses_is_said_with_the_run(
    handlers: EvaluateHandlers, uploads: Path
) -> None:
    context = handlers.context
    set_id = add(handlers, uploads, '{"id": "1", "question": "How high?"}\n')
    made = context.evaluations.new_run(
        "ada", context.evaluations.set("ada", set_id), Plan("set.jsonl", "nobody", None, False)
    )
    context.evaluating.begin("ada", made)
    failed = wait(context, made.id, lambda progress: progress.is_over)
    assert failed.state == "failed"
    assert "there is no judge 'nobody'" in failed.message
    assert "there is no judge" in str(handlers.runs(ADA, Sent(), EvaluateView())[3])


def test_a_run_of_another_set_up_does_not_go_on(handlers: EvaluateHandlers, uploads: Path) -> None:
    context = handlers.context
    set_id = add(handlers, uploads, '{"id": "1", "question": "How high?"}\n')
    done = run(handlers, form(set_id))
    other = add(handlers, uploads, '{"id": "2", "question": "How low?"}\n')
    chosen = context.evaluations.set("ada", other)
    made = context.evaluations.new_run("ada", chosen, done.plan)
    shutil.copy(done.folder / "run.json", made.folder)
    context.evaluating.begin("ada", made)
    failed = wait(context, made.id, lambda progress: progress.is_over)
    assert failed.message == (
        "its folder holds a run of another set-up (not the same: set). Go on later, or delete it "
        "and run the set again"
    )


def test_a_set_must_stand_on_the_library(handlers: EvaluateHandlers, uploads: Path) -> None:
    strange = json.dumps(
        {
            "id": "1",
            "question": "How high?",
            "evidence": [{"document": "nowhere.pdf", "quote": "x", "start": 0, "end": 1}],
        }
    )
    known = json.dumps({"id": "2", "question": "How high are the tides?"})
    set_id = add(handlers, uploads, strange)
    for leave_out in (0, 1):
        with pytest.raises(UsageError, match="1 of 1 items do not stand on this library: line 1"):
            handlers.begin(ADA, form(set_id, leave_out=leave_out), EvaluateView())
    set_id = add(handlers, uploads, f"{strange}\n{known}")
    with pytest.raises(UsageError, match=r"no document 'nowhere.pdf'\. Add it, or leave out"):
        handlers.begin(ADA, form(set_id), EvaluateView())
    assert run(handlers, form(set_id, leave_out=1)).is_done


@pytest.mark.parametrize(
    "fields", [{"judge": "nobody"}, {"judge": ""}, {"limit": -1}, {"limit": "3"}, {"limit": 10**9}]
)
def test_a_form_that_does_not_read_is_refused(
    handlers: EvaluateHandlers, uploads: Path, fields: dict[str, object]
) -> None:
    set_id = add(handlers, uploads, '{"id": "1", "question": "How high?"}\n')
    n_before = len(handlers.context.evaluations.runs("ada"))
    with pytest.raises(UsageError):
        handlers.begin(ADA, form(set_id, **fields), EvaluateView())
    assert len(handlers.context.evaluations.runs("ada")) == n_before
