"""How far a job that changes the library is, and what of it is known when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

__all__ = ["FileProgress", "FileState", "JobProgress", "after"]

FileState = Literal["waiting", "added", "replaced", "unchanged", "failed"]
JobState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class FileProgress:
    """One file of a job; `reason` says why it failed, or what it is the same as."""

    file: str
    state: FileState = "waiting"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is.

    Attributes:
        title: what it does, in words.
        n_other: files of formats that are not read.
        n_entries: of bibliographies that are kept without a file.
        n_described: documents of which a bibliography said something new.
        message: what went wrong with the whole of it.
    """

    id: str
    user: str
    title: str
    files: tuple[FileProgress, ...] = ()
    n_other: int = 0
    n_entries: int = 0
    n_described: int = 0
    done: int = 0
    total: int = 0
    state: JobState = "waiting"
    message: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")


def after(progress: JobProgress, said: Mapping[str, Any]) -> JobProgress:
    """Return how far a job is after its process has said something."""
    if "step" in said:
        step = said["step"]
        files = _marked(progress.files, step["file"], step["change"])
        return replace(progress, files=files, done=step["done"], total=step["total"])
    if "error" in said:
        return replace(progress, state="failed", message=said["error"])
    return _at_the_end(progress, said["report"])


def _at_the_end(progress: JobProgress, report: Mapping[str, Any]) -> JobProgress:
    files = progress.files
    for failure in report.get("failures", ()):
        files = _marked(files, failure["file"], "failed", failure["reason"])
    for problem in report.get("problems", ()):
        files = _marked(files, problem["file"], "added", f"partly read: {problem['reason']}")
    for one in report.get("bibliographies", ()):
        files = _marked(files, one["file"], "added", _entries(one["entries"], one["problems"]))
    left = (replace(f, state="unchanged") if f.state == "waiting" else f for f in files)
    return replace(
        progress,
        files=tuple(left),
        n_entries=len(report.get("entries", ())),
        n_described=len(report.get("described", ())),
        state="done",
    )


def _entries(n: int, problems: Sequence[str]) -> str:
    """Return what to say of a bibliography."""
    said = "1 entry" if n == 1 else f"{n} entries"
    if not problems:
        return said
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{said}; partly read: {problems[0]}{more}"


def _marked(
    files: Sequence[FileProgress], name: str, state: FileState, reason: str = ""
) -> tuple[FileProgress, ...]:
    """Set the state of the first file of a name that has no better one."""
    open_states = ("waiting",) if not reason else ("waiting", state)
    for at, file in enumerate(files):
        if file.file == name and file.state in open_states and not file.reason:
            marked = replace(file, state=state, reason=reason)
            return (*files[:at], marked, *files[at + 1 :])
    return tuple(files)
