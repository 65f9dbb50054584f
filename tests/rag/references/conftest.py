"""The golden items, and a cache of this test's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.index.metadata.csl import CslItem

GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def golden_items() -> dict[str, CslItem]:
    rows = json.loads((GOLDEN / "items.json").read_text("utf-8"))
    return {item.key: item for item in map(CslItem.from_json, rows)}
