from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from quoth.eval.fitting.support_rows import JudgedClaim
from quoth.eval.train import support_recipe
from quoth.eval.train.card import OWN_ROWS
from quoth.eval.train.options import TrainOptions
from quoth.eval.train.support_recipe import train_support
from quoth.index.errors import UsageError
from quoth.rag.support.trained_judge import OUTPUTS, support_judge
from quoth.rag.trained.pair_model import PairModel
from tests.fakes import FakeEmbedder

TOWNS = "Kew Bath York Hull Dover Deal Ely Wells Ripon Truro".split()


def rows(dataset: str = "own") -> list[JudgedClaim]:
    return [
        JudgedClaim.model_validate(
            {
                "evidence": f"The old clock of {town} was first made in {1700 + n} by the town. "
                "The tide follows the moon and the sun.",
                "claim": f"The clock of {town} was made in {1700 + n}.",
                "label": "supported" if n % 2 else "not_supported",
                "dataset": dataset,
            }
        )
        for n, town in enumerate(TOWNS)
    ]


def options(folder: Path, claims: list[JudgedClaim], *, base: str = "") -> TrainOptions:
    path = folder / "rows.jsonl"
    path.write_text("".join(f"{row.model_dump_json()}\n" for row in claims), encoding="utf-8")
    return TrainOptions((path,), folder / "support", base, command="quoth train support rows.jsonl")


@pytest.mark.filterwarnings("ignore")  # those of torch, of its converter
def test_rows_make_a_model_that_the_judge_takes(
    tmp_path: Path, tiny_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("accelerate", "datasets", "nncf"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"needs {name}: pip install 'quoth[train,int8]'")
    monkeypatch.setattr(support_recipe, "load_embedder", FakeEmbedder)
    small = support_recipe.SUPPORT.__class__("support", outputs=OUTPUTS, epochs=1, max_tokens=48)
    monkeypatch.setattr(support_recipe, "SUPPORT", small)
    card = train_support(options(tmp_path, rows(), base=str(tiny_base)))
    assert (tmp_path / "support" / "MODEL_CARD.md").read_text(encoding="utf-8") == card
    assert "| own | not stated | claim |" in card
    assert "AUROC" in card
    assert OWN_ROWS in card
    assert "encyclopedia" not in card
    assert PairModel.load(tmp_path / "support", "support").outputs == OUTPUTS
    judge = support_judge(
        FakeEmbedder(), lambda stems: dict.fromkeys(stems, 1.0), model=tmp_path / "support"
    )
    assert judge.judge("The clock was made.", [[]])[0].support.label == "unsupported"


def test_rows_without_a_supported_claim_are_refused(tmp_path: Path) -> None:
    claims = [row for row in rows() if row.label != "supported"]
    with pytest.raises(UsageError, match="no supported claims to learn from"):
        train_support(options(tmp_path, claims))


def test_only_shippable_rows_are_left_where_that_is_asked(tmp_path: Path) -> None:
    asked = options(tmp_path, rows("sick"))
    shippable = TrainOptions(asked.rows, asked.out, shippable=True)
    with pytest.raises(UsageError, match="no supported claims"):
        train_support(shippable)
