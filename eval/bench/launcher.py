"""Run one command and write down what it took.

    python launcher.py OUT.json COMMAND ARGUMENT…

A process of its own, run by path and with the standard library alone, because Linux counts the
peak of the process that starts another as the other's until that one outgrows it (ru_maxrss lives
on across exec). This one stays small, so that the peak that it reports is the command's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

__all__ = ["main"]


def main(out: str, command: list[str]) -> int:
    """Run the command, write {"code", "wall_s", "cpu_s", "peak_mb"} and return 0.

    `cpu_s` is of the command and of the processes that it waited for; `peak_mb` is resident memory
    in MB of 10^6 bytes, of the largest one of them.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command)  # noqa: S603  (the benchmark's own command)
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    taken = {
        "code": os.waitstatus_to_exitcode(status),
        "wall_s": wall_s,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss * unit / 1e6,
    }
    with open(out, "w", encoding="utf-8") as file:  # noqa: PTH123  (pathlib would add to the peak)
        json.dump(taken, file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
