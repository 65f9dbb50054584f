"""The process that evaluates while the page goes on answering.

    python -m quoth.ui.app.evaluate_process

reads one job from stdin, JSON of `EvaluationJob`, and prints what happens as JSON lines:
{"what", "done", "total"} as it goes, {"error": "one line"} where it cannot. A process that was
ended leaves what it asked; the same job then goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.errors import QuothError
from quoth.index.whole_files import write_whole
from quoth.ui.app.evaluate_records import PAGE, page_line

if TYPE_CHECKING:
    from quoth.eval.runs.items import EvalSet
    from quoth.eval.runs.run import Progress

__all__ = ["EvaluationJob", "drawn", "main"]

_NICENESS = 5  # whoever asks a question goes first


@dataclass(frozen=True, slots=True)
class EvaluationJob:
    """A run to be made.

    Attributes:
        folder: of the run.
        set_path, set_name: where the set lies, and what its user calls it.
        settings: of the server, the key of a chat model among them.
    """

    folder: str
    set_path: str
    set_name: str
    judge: str
    limit: int | None
    leave_out: bool
    settings: Mapping[str, Any]


def main() -> int:
    """Do the job that stdin describes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    said, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no line of ours
    job = EvaluationJob(**json.load(sys.stdin))

    def say(**what: object) -> None:
        print(json.dumps(what), file=said, flush=True)

    def tell(what: str, done: int, total: int) -> None:
        say(what=what, done=done, total=total)

    try:
        _do(job, tell)
    except QuothError as error:
        say(error=_line(error, job))
        return 1
    except BrokenPipeError:  # the page's server is no more; the run can go on another time
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _line(error: QuothError, job: EvaluationJob) -> str:
    names = {
        Path(job.set_path): job.set_name,
        Path(job.folder): "its folder",
        Path(job.settings["library"]): "this server's folder",
    }
    line = page_line(error, names)
    has_begun = (Path(job.folder) / "run.json").exists()
    return f"{line}. Go on later, or delete it and run the set again" if has_begun else line


def drawn(evaluated: EvalSet, limit: int | None) -> EvalSet:
    """Return a set of at most so many items, in their order, the same ones each time.

    They are drawn by the hashes of their ids, so that a set in order of kinds gives all kinds.
    """
    if limit is None or limit >= len(evaluated.items):
        return evaluated
    by_hash = sorted(evaluated.items, key=lambda i: hashlib.sha256(i.id.encode()).digest())
    kept = {item.id for item in by_hash[:limit]}
    return replace(evaluated, items=tuple(item for item in evaluated.items if item.id in kept))


def _do(job: EvaluationJob, tell: Progress) -> None:
    from quoth.eval.importers.reading import read_set
    from quoth.eval.report.writing import write_report
    from quoth.eval.runs.flow import RunOptions, run_set
    from quoth.eval.runs.folder import RunFolder
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings
    from quoth.ui.app.evaluate_run_view import run_html

    settings = Settings(**job.settings)
    evaluated = drawn(replace(read_set(Path(job.set_path)), name=job.set_name), job.limit)
    assistant = build_assistant(settings)
    options = RunOptions(job.judge, leave_out=job.leave_out, progress=tell)
    run = run_set(assistant, settings, evaluated, RunFolder(Path(job.folder)), options=options)
    tell("writing the report", 0, 1)
    write_report(run)
    write_whole(run.folder / PAGE, run_html(run).encode())


if __name__ == "__main__":
    sys.exit(main())
