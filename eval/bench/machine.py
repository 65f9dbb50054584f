"""The machine that a benchmark ran on, as far as its figures depend on it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from quoth.index.installed import installed_versions
from quoth.index.openvino_import import import_openvino

__all__ = ["Machine", "describe_machine"]

_PACKAGES = (
    "quoth",
    "openvino",
    "faiss-cpu",
    "tantivy",
    "tokenizers",
    "numpy",
    "sentence-transformers",
    "torch",
    "ir-measures",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, memory, system and versions.

    Attributes:
        n_cores: those that this process may use.
        bf16: whether OpenVINO computes in bf16 here; None if it cannot be asked.
        ram_gb: of 10^9 bytes; None where the system does not say.
        load: processes that wanted a core in the last minute, before the benchmark began: well
            above 0 means that others were at work, and that times are too long.
    """

    processor: str
    n_cores: int
    bf16: bool | None
    ram_gb: float | None
    system: str
    python: str
    packages: dict[str, str]
    load: float | None


def describe_machine() -> Machine:
    """Look at the machine; reads only."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    n_cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return Machine(
        processor=_processor(),
        n_cores=n_cores,
        bf16=_has_bf16(),
        ram_gb=_ram_gb(),
        system=platform.platform(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        packages=installed_versions(_PACKAGES),
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    )


def _processor() -> str:
    try:
        if sys.platform == "darwin":
            command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.check_output(command, text=True).strip()  # noqa: S603
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    except (OSError, subprocess.SubprocessError):
        pass  # not a Linux; the general name says less and is always there
    return platform.processor() or platform.machine()


def _has_bf16() -> bool | None:
    try:
        return "BF16" in import_openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    except (ImportError, RuntimeError):
        return None


def _ram_gb() -> float | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    except (AttributeError, ValueError, OSError):
        return None
