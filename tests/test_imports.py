"""Importing costs little: what is heavy is imported where its feature runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "torch",
    "gradio",
    "langchain",
    "langchain_core",
    "sentence_transformers",
    "transformers",
    "openvino",
    "faiss",
)

REPORT = f"""
import sys
loaded = [name for name in {HEAVY} if name in sys.modules]
print(loaded, file=sys.stderr)
"""


HELP = """
import runpy
sys.argv = ["quoth", "--help"]
try:
    runpy.run_module("quoth.ui.cli", run_name="__main__")
except SystemExit as end:
    assert not end.code, end
"""


@pytest.mark.parametrize(
    "statements",
    [
        "import quoth.index",
        "import quoth.rag",
        "from quoth.rag import Assistant, Settings, build_assistant, load_settings",
        HELP,
    ],
    ids=["index", "rag", "names", "help"],
)
def test_nothing_heavy_is_loaded(statements: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statements}\n{REPORT}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == "[]\n"
    assert done.returncode == 0
