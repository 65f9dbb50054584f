"""Support models beside each other on the pairs that training holds out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.eval.fitting.held_out_check import main
from quoth.rag.trained.pair_model import shipped_folder


def test_every_folder_gets_its_figures_on_the_same_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    texts = [
        f"The bell of town number {n} was cast in 17{n:02d} and weighs tons." for n in range(60)
    ]
    lines = [
        {"evidence": t, "claim": c, "label": label, "dataset": "ares-bells"}
        for n, t in enumerate(texts)
        for c, label in ((t, "supported"), (f"Whale {n} sings in winter.", "not_supported"))
    ]
    rows.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shipped = str(shipped_folder("support"))
    main([str(rows), shipped, shipped])
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) % 2 == 0
    assert printed[: len(printed) // 2] == printed[len(printed) // 2 :]
    assert any("AUROC, claims" in line and "n = " in line for line in printed)
