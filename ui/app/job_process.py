"""A job in a process of its own: it is told once, and says what happens in lines of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["said_of", "start_process"]


def start_process(module: str) -> subprocess.Popen[str]:
    """Start a module of ours that reads a job from stdin; see `said_of`."""
    return subprocess.Popen(  # noqa: S603  (our own module, no shell)
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def said_of(job: DataclassInstance, process: subprocess.Popen[str]) -> Iterator[Mapping[str, Any]]:
    """Give a process its job, yield what it says of it, and wait for its end.

    Raises:
        BrokenPipeError: it ended before it read its job.
    """
    with process:
        if process.stdin is None or process.stdout is None:  # they are pipes, see above
            return
        json.dump(asdict(job), process.stdin)
        process.stdin.close()
        for line in process.stdout:
            yield json.loads(line)
