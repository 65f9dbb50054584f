"""How long a fresh process takes: `quoth ask` with an answer, and `quoth --help`."""

from __future__ import annotations

from collections.abc import Callable

from quoth.eval.bench.processes import quoth_command, run_measured
from quoth.eval.bench.results import Spread, StartupResult
from quoth.eval.bench.subject import Subject

__all__ = ["measure_startup"]

_ASKS, _HELPS = 5, 10
_ANSWERED_OR_ABSTAINED = (0, 3)


def measure_startup(
    subject: Subject, *, progress: Callable[[str], None] = lambda _: None
) -> StartupResult:
    """Ask five questions, each in a process of its own, after one that warms the disk.

    Raises:
        ProcessFailed: a command failed.
    """
    progress(f"startup: quoth ask, {_ASKS} fresh processes")
    asked = []
    for turn in range(_ASKS + 1):
        question = subject.questions[turn % len(subject.questions)]
        asked.append(
            run_measured(
                quoth_command("ask", "--", question),
                environment=subject.environment,
                codes=_ANSWERED_OR_ABSTAINED,
            )
        )
    progress(f"startup: quoth --help, {_HELPS} fresh processes")
    helped = [run_measured(quoth_command("--help")) for _ in range(_HELPS + 1)]
    return StartupResult(
        over=subject.over,
        n_documents=subject.n_documents,
        n_passages=subject.n_passages,
        ask_s=Spread.of([taken.wall_s for taken in asked[1:]]),
        ask_peak_mb=max(taken.peak_mb for taken in asked[1:]),
        help_s=Spread.of([taken.wall_s for taken in helped[1:]]),
    )
