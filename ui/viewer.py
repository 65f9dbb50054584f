"""Opening a document's file, or its text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from quoth.index.text import render
from quoth.index.types import DocumentText

__all__ = ["document_pages", "open_file"]


def document_pages(document: DocumentText) -> list[str]:
    """Return the text of each page as it is shown; one page where the format has none."""
    edges = [*(document.page_starts or (0,)), len(document.text)]
    return [
        "\n".join(
            line for line in map(render, document.text[start:end].splitlines()) if line.strip()
        )
        for start, end in pairwise(edges)
    ]


def open_file(path: Path, page: int | None) -> bool:
    """Ask the desktop to show a file, a PDF at a page; False where there is no desktop."""
    command = _opener()
    if command is None:
        return False
    target = path.as_uri() + (f"#page={page}" if page else "")
    started = subprocess.run(  # noqa: S603  (the desktop's own opener, no shell)
        [command, target if page and path.suffix.lower() == ".pdf" else str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return started.returncode == 0


def _opener() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_screen else None
