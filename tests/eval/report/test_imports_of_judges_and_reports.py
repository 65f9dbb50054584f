"""Importing judges and reports costs little: what is heavy is imported where it is used."""

from __future__ import annotations

import subprocess
import sys

HEAVY = "torch transformers sentence_transformers langchain_core openvino matplotlib jinja2 scipy"
MODULES = (
    "quoth.eval.agreement",
    "quoth.eval.judges.chat",
    "quoth.eval.judges.cross_encoder",
    "quoth.eval.judges.embedded",
    "quoth.eval.judges.loading",
    "quoth.eval.judges.table",
    "quoth.eval.report.browsing",
    "quoth.eval.report.writing",
)


def test_nothing_heavy_is_loaded() -> None:
    loaded = f"[name for name in {HEAVY.split()} if name in sys.modules]"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {', '.join(MODULES)}; print({loaded})"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
