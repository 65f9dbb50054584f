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
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from quoth.index.errors import QuothError

__all__ = ["Job", "main"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done to a library, with the settings that matter for it.

    `work`: add files, or make passages and vectors of the whole library again.
    """

    work: Literal["add", "rebuild"]
    library: str
    embedder: str
    precision: Literal["float", "int8"]
    citation_key: str
    paths: tuple[str, ...] = ()


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
    from quoth.index.add_report import AddOptions
    from quoth.index.embedder import load_embedder
    from quoth.index.ingest import add
    from quoth.index.library import Library
    from quoth.index.upkeep import rebuild
    from quoth.ui.jsons import report_json

    load = partial(load_embedder, job.embedder, precision=job.precision)
    with Library.open(Path(job.library), load) as library:
        if job.work == "rebuild":
            return {"passages": rebuild(library, progress=_say_step)}
        report = add(
            library,
            [Path(path) for path in job.paths],
            options=AddOptions(citation_key=job.citation_key),
            progress=lambda step: _say(step=asdict(step)),
        )
        return report_json(report)


def _say_step(file: str, done: int, total: int) -> None:
    _say(step={"file": file, "change": "replaced", "done": done, "total": total})


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    sys.exit(main())
