"""Worker processes: whatever a task does to its process costs that task only."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index.errors import ReadError
from quoth.index.workers import Outcome, run_in_workers
from tests.fakes import run_here

Task = tuple[str, Callable[..., object], tuple[object, ...]]


def double(number: int) -> int:
    return 2 * number


def leave(code: int) -> None:
    os._exit(code)


def read_address_zero() -> None:
    ctypes.string_at(0)


def hang() -> None:
    time.sleep(600)


def refuse(name: str) -> None:
    message = f"{name} has no text: nothing to read"
    raise ReadError(message)


def fail(message: str) -> None:
    raise KeyError(message)


def nest(depth: int) -> int:
    return nest(depth + 1) + 1


def exhaust() -> None:
    raise MemoryError


def process_id() -> int:
    return os.getpid()


def outcomes(*tasks: Task, timeout_s: float = 30.0) -> list[Outcome[str, object]]:
    return list(run_in_workers(tasks, timeout_s=timeout_s, n_workers=2))


def test_results_come_in_the_order_of_their_tasks() -> None:
    tasks: list[Task] = [(str(n), double, (n,)) for n in range(100)]
    assert [(o.key, o.result) for o in outcomes(*tasks)] == [(str(n), 2 * n) for n in range(100)]


def test_a_task_that_fails_in_any_way_costs_itself() -> None:
    good: Task = ("good", double, (1,))
    done = outcomes(
        good,
        ("crash", leave, (7,)),
        good,
        ("segfault", read_address_zero, ()),
        good,
        ("hang", hang, ()),
        ("refuse", refuse, ("a.pdf",)),
        ("fail", fail, ("two\nlines",)),
        ("nest", nest, (0,)),
        ("exhaust", exhaust, ()),
        good,
        timeout_s=3.0,
    )
    assert [o.result for o in done if o.key == "good"] == [2, 2, 2, 2]
    reasons = {o.key: o.reason for o in done if o.key != "good"}
    assert reasons == {
        "crash": "crashed its reader (exit code 7)",
        "segfault": "crashed its reader (exit code -11)",
        "hang": "took longer than 3 s to read and was given up",
        "refuse": "a.pdf has no text: nothing to read",
        "fail": "cannot be read (KeyError: 'two\\nlines')",
        "nest": "is nested too deeply to be read",
        "exhaust": "is too large for this machine's memory",
    }


def test_a_script_without_a_guard_around_its_main_part_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import operator\n"
        "from quoth.index.workers import run_in_workers\n"
        "print([o.result for o in run_in_workers([(1, operator.neg, (1,))])])\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("[-1]\n", "")


def test_no_tasks_give_no_outcomes() -> None:
    assert outcomes() == []


def test_closing_the_generator_ends_the_workers() -> None:
    tasks: list[Task] = [("id", process_id, ()), *(("hang", hang, ()) for _ in range(40))]
    running = run_in_workers(tasks, n_workers=2)
    pid = next(running).result
    assert isinstance(pid, int)
    running.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_stands_in_for_the_workers_gives_what_they_give() -> None:
    tasks: list[Task] = [
        ("one", double, (1,)),
        ("refuse", refuse, ("a.pdf",)),
        ("two", double, (2,)),
    ]
    assert list(run_here(tasks)) == outcomes(*tasks)
