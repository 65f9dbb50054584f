import sys

import pytest

from quoth.eval.bench.processes import ProcessFailed, run_measured


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_process_is_timed_and_its_peak_of_memory_is_its_own() -> None:
    held = b"x" * 150_000_000  # what the caller holds must not count as the process's
    small = run_measured(python("pass"))
    large = run_measured(python("x = bytearray(b'x') * 100_000_000"))
    assert len(held) > small.peak_mb * 1e6
    assert 90 < large.peak_mb - small.peak_mb < 120
    assert small.wall_s > 0
    assert small.cpu_s >= 0


def test_a_process_that_fails_is_reported_with_its_last_words() -> None:
    with pytest.raises(ProcessFailed, match=r"exit code 1: .*no such luck"):
        run_measured(python("raise SystemExit('no such luck')"))


def test_an_exit_code_can_count_as_success() -> None:
    run_measured(python("raise SystemExit(3)"), codes=(0, 3))
    with pytest.raises(ProcessFailed, match="exit code 3"):
        run_measured(python("raise SystemExit(3)"))


def test_a_process_gets_the_environment_added_to_the_present_one() -> None:
    code = "import os; assert os.environ['QUOTH_LIBRARY'] == 'here'; assert os.environ['PATH']"
    run_measured(python(code), environment={"QUOTH_LIBRARY": "here"})


def test_a_command_that_does_not_exist_is_a_failure() -> None:
    with pytest.raises(ProcessFailed, match="exit code None"):
        run_measured(["no-such-command-of-quoth"])
