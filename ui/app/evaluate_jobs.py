"""Runs that are being made: one after another, each in a process of its own.

A run goes on when its tab is closed, and is shown again when the page is opened.
"""

from __future__ import annotations

import logging
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from quoth.ui.app.evaluate_process import EvaluationJob
from quoth.ui.app.job_process import said_of, start_process

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.rag.settings import Settings
    from quoth.ui.app.evaluate_records import StoredRun

__all__ = ["Evaluating", "Pace", "RunProgress", "RunState"]

RunState = Literal["waiting", "running", "stopping", "done", "stopped", "failed"]

_log = logging.getLogger(__name__)

_REMEMBERED = 50  # runs that are over, of all users: why one failed is told until then
_LOOKED_BACK = 20  # steps that the pace is taken from


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is.

    Attributes:
        what: that is done to so many of so many, such as "asking".
        left_s: seconds until that is done; None while nothing is known.
        message: why it failed.
    """

    id: str
    user: str
    name: str
    state: RunState = "waiting"
    what: str = ""
    done: int = 0
    total: int = 0
    left_s: float | None = None
    message: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "stopped", "failed")


class Pace:
    """Tells the time left from the last steps; items that were done before count for nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._what = ""
        self._steps: deque[tuple[float, int]] = deque(maxlen=_LOOKED_BACK)

    def left_s(self, what: str, done: int, total: int) -> float | None:
        """Note a step and return the seconds that are left; None after the first and the last."""
        if what != self._what:
            self._what = what
            self._steps.clear()
        self._steps.append((self._clock(), done))
        (began, before), (now, _) = self._steps[0], self._steps[-1]
        if done >= total or done <= before:
            return None
        return (total - done) * (now - began) / (done - before)


class Evaluating:
    """The runs of all users, in the order in which they came. Safe to use from many threads."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._lock = Lock()
        self._runs: dict[str, RunProgress] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="quoth-evaluating")
        self._process: tuple[str, subprocess.Popen[str]] | None = None
        self._closed = False

    def of(self, user: str, run_id: str) -> RunProgress | None:
        """Return how far a user's run is; None for one that this server has not begun."""
        with self._lock:
            found = self._runs.get(run_id)
        return found if found and found.user == user else None

    def running(self, user: str) -> list[RunProgress]:
        """Return a user's runs that wait or run, in their order."""
        with self._lock:
            return [run for run in self._runs.values() if run.user == user and not run.is_over]

    def begin(self, user: str, run: StoredRun) -> None:
        """Begin a run, or go on with one; one that waits or runs is left alone."""
        with self._lock:
            there = self._runs.pop(run.id, None)
            if there is not None and not there.is_over:
                self._runs[run.id] = there
                return
            self._runs[run.id] = RunProgress(run.id, user, run.plan.set_name)
            over = [id_ for id_, one in self._runs.items() if one.is_over]
            for id_ in over[:-_REMEMBERED]:
                del self._runs[id_]
        self._pool.submit(self._run, run.id, self._job(run))

    def stop(self, user: str, run_id: str) -> None:
        """End a user's run with the item that it is at; what was asked is kept."""
        with self._lock:
            found = self._runs.get(run_id)
            if found is None or found.user != user or found.is_over:
                return
            waits = found.state == "waiting"
            self._runs[run_id] = replace(found, state="stopped" if waits else "stopping")
            if self._process is not None and self._process[0] == run_id:
                self._process[1].terminate()

    def close(self) -> None:
        """End the run that is being made; it can go on another time."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process[1].terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _job(self, run: StoredRun) -> EvaluationJob:
        settings = self._settings.model_dump(mode="json") | {
            "api_key": self._settings.api_key.get_secret_value(),
            "library": str(self._library.folder.absolute()),
        }
        plan = run.plan
        return EvaluationJob(
            folder=str(run.folder),
            set_path=str(run.set_path),
            set_name=plan.set_name,
            judge=plan.judge,
            limit=plan.limit,
            leave_out=plan.leave_out,
            settings=settings,
        )

    def _run(self, run_id: str, job: EvaluationJob) -> None:
        pace, error = Pace(), ""
        try:
            for said in self._lines(run_id, job):
                error = said.get("error", error)
                if "what" in said:
                    what, done, total = said["what"], said["done"], said["total"]
                    left_s = pace.left_s(what, done, total)
                    self._note(run_id, what=what, done=done, total=total, left_s=left_s)
        except BrokenPipeError:  # it was stopped before it read its job
            _log.debug("the process of run %s did not take its job", run_id)
        finally:
            self._end(run_id, error)

    def _lines(self, run_id: str, job: EvaluationJob) -> Iterator[Mapping[str, Any]]:
        """Yield what the process of a run says."""
        with self._lock:
            if self._closed or self._runs[run_id].state != "waiting":
                return
            self._runs[run_id] = replace(self._runs[run_id], state="running")
            process = start_process("quoth.ui.app.evaluate_process")
            self._process = (run_id, process)
        yield from said_of(job, process)

    def _note(self, run_id: str, **fields: Any) -> None:
        with self._lock:
            self._runs[run_id] = replace(self._runs[run_id], **fields)

    def _end(self, run_id: str, error: str) -> None:
        """Note how a run ended; a process that says nothing and was not stopped broke down."""
        with self._lock:
            ended, process = self._runs[run_id], self._process
            code = process[1].returncode if process and process[0] == run_id else None
            self._process = None
            if code == 0:
                state: RunState = "done"
            elif error:
                state = "failed"
            elif ended.state in ("stopping", "stopped") or self._closed:
                state = "stopped"
            else:
                state, error = "failed", "its process was ended. What was asked is kept"
            self._runs[run_id] = replace(ended, state=state, message=error)
