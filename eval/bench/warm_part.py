"""`Assistant.ask` in a process that goes on, and what memory that process takes.

    python -m quoth.eval.bench.warm_part QUESTIONS.jsonl OUT.jsonl

asks the library of the settings every question and writes the timings of each answer.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from quoth.eval.bench.peers.protocol import (
    WARM_UP_QUERIES,
    Query,
    read_queries,
    stay_offline,
    write_queries,
)
from quoth.eval.bench.peers.rows import read_rows, write_rows
from quoth.eval.bench.processes import run_measured
from quoth.eval.bench.results import WarmResult, percentile
from quoth.eval.bench.subject import Subject

__all__ = ["main", "measure_warm"]

_STAGES = ("retrieve_ms", "read_ms", "answer_ms", "verify_ms")


def measure_warm(
    subject: Subject, *, progress: Callable[[str], None] = lambda _: None
) -> WarmResult:
    """Ask all questions in one process, after a few that are not counted.

    Raises:
        ProcessFailed: the process failed.
    """
    progress(f"warm: {len(subject.questions):,} questions in one process")
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        questions, out = Path(folder) / "questions.jsonl", Path(folder) / "out.jsonl"
        write_queries(questions, [Query(str(n), q) for n, q in enumerate(subject.questions)])
        taken = run_measured(
            [sys.executable, "-m", "quoth.eval.bench.warm_part", str(questions), str(out)],
            environment=subject.environment,
        )
        rows = read_rows(out, "ms", "abstained", *_STAGES)
    times = [float(row["ms"]) for row in rows]
    return WarmResult(
        over=subject.over,
        n_documents=subject.n_documents,
        n_passages=subject.n_passages,
        n_questions=len(times),
        n_abstained=sum(bool(row["abstained"]) for row in rows),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        peak_mb=taken.peak_mb,
        stages_ms={
            stage: statistics.median(float(row[stage]) for row in rows) for stage in _STAGES
        },
    )


def main(arguments: Sequence[str]) -> int:
    """Be the process that is measured."""
    from quoth.rag.assembly import build_assistant

    stay_offline()
    questions = [query.text for query in read_queries(Path(arguments[0]))]
    assistant = build_assistant()
    for question in questions[:WARM_UP_QUERIES]:
        assistant.ask(question)
    rows = []
    for question in questions:
        began = time.perf_counter()
        answer = assistant.ask(question)
        ms = (time.perf_counter() - began) * 1000
        abstained = answer.abstained is not None
        rows.append({**asdict(answer.timings), "ms": ms, "abstained": abstained})
    write_rows(Path(arguments[1]), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
