"""Adding to the library from the page: one job after another, each in a process of its own.

A job goes on when its tab is closed, and is shown again when the page is opened.
"""

from __future__ import annotations

import logging
import secrets
import subprocess
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from quoth.index.errors import QuothError
from quoth.ui.app.add_process import Job
from quoth.ui.app.bibliographies import is_bibliography
from quoth.ui.app.job_process import said_of, start_process
from quoth.ui.app.job_progress import FileProgress, JobProgress, after

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.index.types import Document
    from quoth.rag.settings import Settings
    from quoth.ui.app.uploads import Intake

__all__ = ["Adding"]

_log = logging.getLogger(__name__)

_REMEMBERED = 20  # jobs that are done


class Adding:
    """The jobs of all users, in the order in which they came. Safe to use from many threads."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._lock = Lock()
        self._jobs: deque[JobProgress] = deque()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="quoth-adding")
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    @property
    def files(self) -> Path:
        """The folder that the library keeps uploaded files in."""
        return (self._library.folder / "files").absolute()

    def jobs(self, user: str) -> tuple[JobProgress, ...]:
        """Return a user's jobs, the last first."""
        with self._lock:
            return tuple(job for job in reversed(self._jobs) if job.user == user)

    def is_busy(self) -> bool:
        """Whether any user's job waits or runs."""
        with self._lock:
            return any(not job.is_over for job in self._jobs)

    def add(self, user: str, intake: Intake) -> JobProgress:
        """Begin to add uploaded files, bibliographies among them, which lie in `files` already."""
        by_hash = {d.sha256: d for d in self._library.documents()}
        new = [upload for upload in intake.files if upload.sha256 not in by_hash]
        known = [
            FileProgress(u.file, "unchanged", f"is in the library as {by_hash[u.sha256].file}")
            for u in intake.files
            if u.sha256 in by_hash
        ]
        refused = [FileProgress(f.file, "failed", f.reason) for f in intake.refused]
        files = (*(FileProgress(upload.file) for upload in new), *known, *refused)
        self._drop_strays([upload.path for upload in intake.files if upload not in new])
        return self._begin(
            _progress(user, "adding", files, intake.n_other),
            self._job("add", [upload.path for upload in new]),
        )

    def read_again(self, user: str, document: Document) -> JobProgress:
        """Begin to read a document's file anew; one that has not changed stays as it is."""
        progress = _progress(user, "reading again", (FileProgress(document.file),))
        return self._begin(progress, self._job("add", [Path(document.path)]))

    def rebuild(self, user: str) -> JobProgress:
        """Begin to make passages and vectors of the whole library again."""
        progress = _progress(user, "indexing the library again")
        return self._begin(progress, self._job("rebuild", []))

    def close(self) -> None:
        """End the job that runs; what it has stored is kept."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _job(self, work: Literal["add", "rebuild"], paths: Sequence[Path]) -> Job:
        settings = self._settings
        return Job(
            work=work,
            library=str(self._library.folder),
            embedder=settings.embedder,
            precision=settings.precision,
            citation_key=settings.citation_key,
            paths=tuple(str(path) for path in paths if not is_bibliography(path)),
            bibliographies=tuple(str(path) for path in paths if is_bibliography(path)),
        )

    def _begin(self, progress: JobProgress, job: Job) -> JobProgress:
        if job.work == "add" and not (job.paths or job.bibliographies):
            progress = replace(progress, state="done")
        with self._lock:
            self._jobs.append(progress)
            while len(self._jobs) > _REMEMBERED and self._jobs[0].is_over:
                self._jobs.popleft()
        if not progress.is_over:
            self._pool.submit(self._run, progress, job)
        return progress

    def _run(self, progress: JobProgress, job: Job) -> None:
        progress = replace(progress, state="running")
        self._note(progress)
        for said in self._lines(job):
            progress = after(progress, said)
            if not progress.is_over:
                self._note(progress)
        if not progress.is_over:
            message = "the work was ended; what was done before is kept"
            progress = replace(progress, state="failed", message=message)
        self._drop_strays([Path(path) for path in (*job.paths, *job.bibliographies)])
        self._warm_up()
        self._note(progress)  # over: the library is as it will be, and can be searched at once

    def _lines(self, job: Job) -> Iterator[Mapping[str, Any]]:
        """Yield what the process of a job says."""
        with self._lock:
            if self._closed:
                return
            self._process = start_process("quoth.ui.app.add_process")
        yield from said_of(job, self._process)

    def _note(self, progress: JobProgress) -> None:
        with self._lock:
            at = next(i for i, job in enumerate(self._jobs) if job.id == progress.id)
            self._jobs[at] = progress

    def _drop_strays(self, paths: Sequence[Path]) -> None:
        """Delete the uploads that did not become documents."""
        kept = {document.path for document in self._library.documents()}
        for path in paths:
            if str(path) not in kept and self.files in path.parents:
                path.unlink(missing_ok=True)

    def _warm_up(self) -> None:
        """Bring the indexes up to date now, so that the next question need not wait for it."""
        try:
            self._library.snapshot()
        except QuothError as error:  # whoever asks next is told
            _log.warning("the library cannot be searched: %s", error)


def _progress(
    user: str, title: str, files: Sequence[FileProgress] = (), n_other: int = 0
) -> JobProgress:
    return JobProgress(secrets.token_hex(8), user, title, tuple(files), n_other)
