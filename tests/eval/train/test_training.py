"""Training: what it leaves, that it goes on after a kill, and that it learns."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quoth.eval.train.card import OWN_ROWS
from quoth.eval.train.export import export_model
from quoth.eval.train.pairs import Pair
from quoth.eval.train.recipe import Recipe
from quoth.eval.train.training import check_packages, predict, train_pairs
from quoth.index.errors import UsageError
from quoth.rag.trained.model_facts import ModelFacts
from quoth.rag.trained.pair_model import PairModel
from tests.eval.train.conftest import toy_rows

pytestmark = pytest.mark.filterwarnings("default")  # torch, accelerate and nncf warn of their own

PAIRS = [
    Pair(str(row["question"]), str(row["sentence"]), float(str(row["label"]))) for row in toy_rows()
]


@pytest.fixture
def recipe(tiny_base: Path) -> Recipe:
    return Recipe(
        "reader",
        base=str(tiny_base),
        epochs=2,
        learning_rate=1e-3,
        batch_tokens=200,
        max_tokens=48,
        save_steps=5,
        bf16=False,
        dev_steps=5,
    )


def weights(folder: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(folder / "model.safetensors")


def test_a_killed_run_goes_on_and_ends_as_if_it_had_not_been_killed(
    recipe: Recipe, tmp_path: Path
) -> None:
    whole = train_pairs(PAIRS, recipe, tmp_path / "whole")
    killed = tmp_path / "killed"

    def fail(_pairs: object, _logits: object) -> dict[str, float]:
        if (killed / "checkpoints").is_dir() and any((killed / "checkpoints").iterdir()):
            raise KeyboardInterrupt
        return {}

    with pytest.raises(KeyboardInterrupt):
        train_pairs(PAIRS, recipe, killed, dev=PAIRS[:2], figures=fail)
    assert not (killed / "float").exists()
    resumed = train_pairs(PAIRS, recipe, killed)
    assert resumed.steps == whole.steps
    first, second = weights(whole.model), weights(resumed.model)
    assert all(np.allclose(first[name], second[name], atol=1e-5) for name in first)


def test_a_folder_of_another_run_is_not_gone_on_with(recipe: Recipe, tmp_path: Path) -> None:
    train_pairs(PAIRS[:20], recipe, tmp_path)
    with pytest.raises(UsageError, match="another recipe"):
        train_pairs(PAIRS[:20], replace(recipe, seed=2), tmp_path)
    with pytest.raises(UsageError, match="other pairs"):
        train_pairs(PAIRS[:19], recipe, tmp_path)


def test_dev_figures_and_losses_are_logged(recipe: Recipe, tmp_path: Path) -> None:
    trained = train_pairs(
        PAIRS, recipe, tmp_path, dev=PAIRS[:4], figures=lambda _, logits: {"mean": logits.mean()}
    )
    logged = {name for entry in trained.log for name in entry}
    assert {"loss", "dev mean"} <= logged
    assert trained.seconds > 0
    assert trained.tokens >= 2 * len(PAIRS) * 10


def test_several_outputs_learn_classes_and_weights_count(recipe: Recipe, tmp_path: Path) -> None:
    three = replace(recipe, task="support", outputs=("a", "b", "c"), epochs=30, learning_rate=2e-3)
    pairs = [Pair("the moon", word, float(n)) for n, word in enumerate(("tide", "clock", "sea"))]
    ignored = [replace(pair, label=(pair.label + 1) % 3, weight=0.0) for pair in pairs]
    trained = train_pairs([*pairs, *ignored] * 10, three, tmp_path)
    logits = predict(trained.model, [(p.text_a, p.text_b) for p in pairs], max_tokens=48)
    assert logits.argmax(axis=1).tolist() == [0, 1, 2]


def test_a_label_of_minus_one_is_any_but_the_first(recipe: Recipe, tmp_path: Path) -> None:
    three = replace(recipe, task="support", outputs=("a", "b", "c"), epochs=30, learning_rate=2e-3)
    pairs = [Pair("the moon", "tide", 0.0), Pair("the moon", "clock", -1.0)]
    trained = train_pairs(pairs * 40, three, tmp_path)
    first, other = predict(trained.model, [(p.text_a, p.text_b) for p in pairs], max_tokens=48)
    assert first.argmax() == 0
    assert other[0] < other[1:].max()


def test_the_exported_model_scores_like_the_trained_one(recipe: Recipe, tmp_path: Path) -> None:
    trained = train_pairs(PAIRS, recipe, tmp_path / "run")
    facts = export_model(trained.model, tmp_path / "int8", recipe=recipe, pairs=PAIRS)
    export_model(trained.model, tmp_path / "f32", recipe=recipe, pairs=PAIRS, int8=False)
    texts = [(pair.text_a, pair.text_b) for pair in PAIRS[:30]]
    torch_logits = predict(trained.model, texts, max_tokens=48)
    floats = PairModel.load(tmp_path / "f32", "reader").scores(texts)
    small = PairModel.load(tmp_path / "int8", "reader").scores(texts)
    spread = float(np.ptp(torch_logits))
    assert np.abs(floats - torch_logits).max() < 0.05 * spread + 0.02  # torch's are in bf16
    assert np.abs(small - torch_logits).max() < 0.3 * spread + 0.05
    assert facts.task == "reader"
    assert "tokenizer.json" in facts.sha256  # not the packaged embedder's


def test_the_command_leaves_a_model_that_has_learnt_and_its_card(trained_reader: Path) -> None:
    model = PairModel.load(trained_reader, "reader")
    right = [("what was the first moon ?", "the first was a moon of brass .")]
    wrong = [("what was the first moon ?", "the first was a tide of brass .")]
    assert model.scores(right).shape == (1, 1)
    assert model.scores(right) != model.scores(wrong)
    card = (trained_reader / "MODEL_CARD.md").read_text("utf-8")
    for said in ("CC0", "seed: 1", "wall time", "SHA-256", "## Limits", "own", OWN_ROWS):
        assert said in card
    assert "encyclopedia" not in card


def test_trained_on_is_counted_by_dataset(trained_reader: Path) -> None:
    facts = ModelFacts.model_validate_json((trained_reader / "model.json").read_text("utf-8"))
    assert set(facts.trained_on) == {"own"}


def test_what_training_lacks_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"nncf. Run: pip install 'quoth\[train,int8\]'"):
        check_packages()


def test_a_model_whose_file_was_changed_is_refused(trained_reader: Path, tmp_path: Path) -> None:
    from quoth.index.errors import ModelError

    copy = tmp_path / "copy"
    shutil.copytree(trained_reader, copy, ignore=shutil.ignore_patterns("work"))
    raw = bytearray((copy / "model.bin").read_bytes())
    raw[100] ^= 1
    (copy / "model.bin").write_bytes(raw)
    with pytest.raises(ModelError, match="SHA-256"):
        PairModel.load(copy, "reader")
    with pytest.raises(ModelError, match="a reader model, and a support model"):
        PairModel.load(trained_reader, "support")
    with pytest.raises(ModelError, match="no trained model"):
        PairModel.load(tmp_path, "reader")
