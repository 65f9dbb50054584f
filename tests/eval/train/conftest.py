"""A reader trained on a toy task with a tiny base, once for all tests of the room."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny_pair_model import save_tiny_base

TOWNS = "tide moon sun clock brass seconds sea town time railways".split()


def toy_rows() -> list[dict[str, object]]:
    """Return rows in which the sentence that has the question's last word answers."""
    return [
        {
            "question": f"what was the first {word} ?",
            "title": "",
            "sentence": f"the first was a {other} of brass .",
            "label": int(word == other),
            "group": word,
            "dataset": "own",
            "licence": "CC0",
        }
        for word in TOWNS
        for other in TOWNS
    ]


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def toy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, toy_rows())), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def trained_reader(
    tiny_base: Path, toy_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder that `quoth train reader` leaves, run as a user runs it."""
    for name in ("accelerate", "datasets", "nncf"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"needs {name}: pip install 'quoth[train,int8]'")
    out = tmp_path_factory.mktemp("trained") / "reader"
    command = [sys.executable, "-m", "quoth.ui.cli", "train", "reader", str(toy_file)]
    options = ["--out", str(out), "--base", str(tiny_base), "--epochs", "3"]
    done = subprocess.run(
        [*command, *options],
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out
