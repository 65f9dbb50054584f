"""The process that changes the library while the page goes on answering.

    python -m quoth.ui.app.add_process

reads one job from stdin, JSON of `Job`, and prints what happens as JSON lines: {"step": …} for
each document, then {"report": …} or {"error": "one line"}. Reading, embedding and indexing keep a
processor busy for long; here they do not hold up the threads that serve the page.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quoth.index.errors import QuothError

if TYPE_CHECKING:
    from quoth.index.add_report import AddReport
    from quoth.index.library import Library
    from quoth.ui.app.bibliographies import Bibliography

__all__ = ["Job", "main"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done to a library, with the settings that matter for it.

    Attributes:
        work: add files, or make passages and vectors of the whole library again.
        bibliographies: uploaded ones, which `add` may not read as they are.
    """

    work: Literal["add", "rebuild"]
    library: str
    embedder: str
    precision: Literal["float", "int8"]
    citation_key: str
    paths: tuple[str, ...] = ()
    bibliographies: tuple[str, ...] = ()


def main() -> int:
    """Do the job that stdin describes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # workers end with this process
    job = Job(**json.load(sys.stdin))
    try:
        _say(report=_do(job))
    except QuothError as error:
        _say(error=" ".join(str(error).split()))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _do(job: Job) -> Mapping[str, Any]:
    from quoth.index.embedder import load_embedder
    from quoth.index.library import Library
    from quoth.index.upkeep import rebuild

    load = partial(load_embedder, job.embedder, precision=job.precision)
    with Library.open(Path(job.library), load) as library:
        if job.work == "rebuild":
            return {"passages": rebuild(library, progress=_say_step)}
        return _add(library, job)


def _add(library: Library, job: Job) -> Mapping[str, Any]:
    """Add a job's files; return the report, with what became of each bibliography."""
    from quoth.index.add_report import AddOptions
    from quoth.index.ingest import add
    from quoth.ui.app.bibliographies import take_over

    paths = [Path(path) for path in job.paths]
    kept = library.folder.absolute() / "files"
    uploaded = [Path(d.path) for d in library.documents() if kept in Path(d.path).parents]
    taken = [take_over(Path(path), [*paths, *uploaded]) for path in job.bibliographies]
    written = [one.path for one in taken if one.path is not None]
    try:
        report = add(
            library,
            [*paths, *written],
            options=AddOptions(citation_key=job.citation_key),
            progress=lambda step: _say(step=asdict(step)),
        )
    finally:
        for path in written:
            path.unlink(missing_ok=True)
    return _told(report, taken)


def _told(report: AddReport, taken: Sequence[Bibliography]) -> Mapping[str, Any]:
    """Return a report in which bibliographies have the names that they were uploaded with."""
    from quoth.ui.jsons import report_json

    said = report_json(report)
    names = {one.path.name: one for one in taken if one.path is not None}
    of_papers = [p for p in said["problems"] if p["file"] not in names]
    failures = [asdict(one.failure) for one in taken if one.failure is not None]
    bibliographies = [
        {
            "file": one.file,
            "entries": one.n_entries,
            "problems": [
                *one.problems,
                *(p["reason"] for p in said["problems"] if p["file"] == name),
            ],
        }
        for name, one in names.items()
    ]
    return said | {
        "failures": [*said["failures"], *failures],
        "problems": of_papers,
        "bibliographies": bibliographies,
    }


def _say_step(file: str, done: int, total: int) -> None:
    _say(step={"file": file, "change": "replaced", "done": done, "total": total})


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    sys.exit(main())
