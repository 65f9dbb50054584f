"""Importing OpenVINO without its telemetry.

Importing `openvino` alone sends an event to Google Analytics, in a process forked for it, and
keeps a client id in ~/intel. Where its telemetry package cannot be imported it uses a stub of its
own that sends nothing.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["import_openvino"]


def import_openvino() -> Any:
    """Import OpenVINO so that it sends nothing; every import of it goes through here.

    Raises:
        ImportError: it is not installed, or does not run here.
    """
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino
