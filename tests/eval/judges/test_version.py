"""What a judge of the package said is kept under its rules, weights and embedder."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.eval.judges.loading import load_judge
from quoth.eval.judges.version import code_and_weights, judge_version
from quoth.index import Embedder
from tests.fakes import FakeEmbedder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "trained").mkdir(parents=True)
    (folder / "rules.py").write_text("AT = 0.5\n", "utf-8")
    (folder / "trained" / "model.json").write_text('{"sha256": "0a"}', "utf-8")
    return folder


@pytest.mark.parametrize("changed", ["rules.py", "trained/model.json", "added.py"])
def test_another_rule_or_weight_makes_another_version(package: Path, changed: str) -> None:
    before = code_and_weights(package)
    (package / changed).write_text("AT = 0.6\n", "utf-8")
    assert code_and_weights(package) != before


def test_what_is_neither_code_nor_weights_leaves_the_version(package: Path) -> None:
    before = code_and_weights(package)
    (package / "MODEL_CARD.md").write_text("# A card\n", "utf-8")
    assert code_and_weights(package) == before


def test_embedders_and_kinds_of_scorers_have_versions_of_their_own() -> None:
    one, other = FakeEmbedder(), FakeEmbedder(name="other")
    assert judge_version(one) == judge_version(FakeEmbedder())
    assert len({judge_version(one), judge_version(other), judge_version(one, "Trained")}) == 3


@pytest.mark.parametrize("name", ["embedded", "signals", "overlap", "cosine"])
def test_every_judge_of_the_package_has_a_version_that_its_embedder_changes(name: str) -> None:
    one = load_judge(name, embedder=FakeEmbedder).version
    assert one == load_judge(name, embedder=FakeEmbedder).version
    assert one != load_judge(name, embedder=lambda: FakeEmbedder(name="other")).version


def test_the_trained_model_makes_another_version_than_a_judge_without_it(
    embedder: Embedder,
) -> None:
    known = [load_judge(name, embedder=lambda: embedder) for name in ("embedded", "signals")]
    assert len({judge.version for judge in known}) == 2
