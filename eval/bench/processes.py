"""Whole processes: started, timed, and their peak of memory read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth.index.errors import QuothError

__all__ = ["Measured", "ProcessFailed", "quoth_command", "run_measured"]

_LAUNCHER = Path(__file__).with_name("launcher.py")
_SHOWN = 300  # characters of the last lines that a failed process wrote


class ProcessFailed(QuothError):
    """A process that the benchmark measures ended with an error."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process took.

    Attributes:
        wall_s: from its start to its end, the interpreter's start included.
        cpu_s: of it and of its own worker processes.
        peak_mb: resident memory in MB (10^6 bytes) of the largest of them.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


def quoth_command(*arguments: str) -> list[str]:
    """Return the command line of `quoth` in the running interpreter."""
    return [sys.executable, "-m", "quoth.ui.cli", *arguments]


def run_measured(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    codes: Collection[int] = (0,),
) -> Measured:
    """Run a command to its end, in an empty folder, and return what it took.

    Args:
        environment: added to the present one.
        codes: the exit codes that count as success.
    Raises:
        ProcessFailed: another exit code; the message has its last words.
    """
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        taken = Path(folder) / "taken.json"
        cwd = Path(folder) / "cwd"
        cwd.mkdir()
        done = subprocess.run(  # noqa: S603  (the benchmark's own command)
            [sys.executable, "-I", "-S", str(_LAUNCHER), str(taken), *command],
            env={**os.environ, **(environment or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        values: dict[str, Any] = json.loads(taken.read_text("utf-8")) if taken.is_file() else {}
    code = values.get("code")
    if code not in codes:
        said = " ".join((done.stderr or done.stdout).split())[-_SHOWN:]
        shown = " ".join(command[1:4])
        msg = f"'{shown} …' ended with exit code {code}: {said or 'it said nothing'}"
        raise ProcessFailed(msg)
    return Measured(values["wall_s"], values["cpu_s"], values["peak_mb"])
