from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quoth.ui.cli import run
from tests.ui.chat_asking import ask, config

__all__ = ["ask", "config"]  # fixtures

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "library"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def example_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "library"
    assert run(["add", str(EXAMPLES), "--library", str(folder)]) == 0
    return folder


@pytest.fixture
def quoth(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Run a command on an empty library of its own, unless QUOTH_LIBRARY says another."""
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("QUOTH_CONFIG", str(tmp_path / "config.toml"))

    def command(*words: object) -> Ran:
        capsys.readouterr()
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def examples(
    quoth: Callable[..., Ran], example_library: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Run a command on the example library."""
    monkeypatch.setenv("QUOTH_LIBRARY", str(example_library))
    return quoth
