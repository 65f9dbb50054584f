"""Scoring pairs: what every scorer promises, and what the shipped models weigh and load."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from quoth.index.errors import ModelError
from quoth.rag.trained.model_facts import FACTS, GRAPH, WEIGHTS, Task, read_facts
from quoth.rag.trained.pair_model import (
    PairModel,
    PairScorer,
    shipped_folder,
    trained_model,
)
from tests.fakes import FakePairScorer

PAIRS = [
    ("How heavy was H1?", "Sea clocks: It weighed about 34 kilograms."),
    ("How heavy was H1?", "Sea clocks: Tides follow the moon."),
    ("Who?", ""),
    ("", "Nobody " * 400),
    ("什么时候？", "😀 \x00 ﬁ"),
] * 9


class PairScorerContract:
    """What every scorer of pairs does."""

    @pytest.fixture
    def scorer(self) -> PairScorer:
        raise NotImplementedError

    def test_a_row_a_pair_and_a_column_an_output(self, scorer: PairScorer) -> None:
        scores = scorer.scores(PAIRS)
        assert scores.shape == (len(PAIRS), len(scorer.outputs))
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()

    def test_no_pairs_give_no_rows(self, scorer: PairScorer) -> None:
        assert scorer.scores([]).shape == (0, len(scorer.outputs))

    def test_a_pair_scores_the_same_alone_and_among_others(self, scorer: PairScorer) -> None:
        together = scorer.scores(PAIRS)
        alone = np.concatenate([scorer.scores([pair]) for pair in PAIRS[:5]])
        np.testing.assert_allclose(alone, together[:5], atol=1e-3)


class TestFake(PairScorerContract):
    @pytest.fixture
    def scorer(self) -> PairScorer:
        return FakePairScorer("moon.")


class TestShippedJudge(PairScorerContract):
    @pytest.fixture
    def scorer(self) -> PairScorer:
        return trained_model("support")

    def test_a_claim_that_its_evidence_states_scores_higher(self, scorer: PairScorer) -> None:
        claim = "H1 weighed about 34 kilograms."
        there = "The clock, called H1, weighed about 34 kilograms."
        scores = scorer.scores([(claim, there), (claim, "Tides follow the moon.")])
        assert scores[0, 0] > scores[1, 0] + 0.5


class TestShippedReader(PairScorerContract):
    @pytest.fixture
    def scorer(self) -> PairScorer:
        return trained_model("reader")

    def test_the_sentence_that_answers_scores_higher(self, scorer: PairScorer) -> None:
        question = "How many kilograms did the first sea clock weigh?"
        answers = (question, "Sea clocks: The first clock weighed about 34 kilograms.")
        scores = scorer.scores([answers, (question, "Sea clocks: It was tried at Lisbon.")])
        assert scores[0, 0] > scores[1, 0] + 0.5


@pytest.mark.parametrize("task", get_args(Task))
def test_a_shipped_model_weighs_at_most_25_megabytes_and_is_what_it_says(task: Task) -> None:
    folder = shipped_folder(task)
    facts = read_facts(folder, task)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 25e6
    assert set(facts.sha256) == {GRAPH, WEIGHTS}  # the packaged embedder's tokens
    assert (folder / "MODEL_CARD.md").is_file()


def test_the_shipped_judge_learnt_only_from_what_may_be_shipped() -> None:
    from quoth.eval.train.support_split import is_shippable

    names = read_facts(shipped_folder("support"), "support").trained_on
    assert names
    assert all(is_shippable(name) for name in names)


def test_the_shipped_reader_learnt_only_from_what_may_be_shipped() -> None:
    from quoth.eval.train.reader_rows import is_shipped

    names = read_facts(shipped_folder("reader"), "reader").trained_on
    assert names
    assert all(is_shipped(name) for name in names)


def test_a_model_is_loaded_once_and_without_torch() -> None:
    assert trained_model("support") is trained_model("support")
    code = (
        "import sys; from quoth.rag.trained.pair_model import trained_model; "
        "trained_model('support').scores([('a', 'b')]); "
        "print([n for n in ('torch', 'transformers', 'nncf') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", [GRAPH, WEIGHTS])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "support"
    shutil.copytree(shipped_folder("support"), folder)
    raw = bytearray((folder / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / name).write_bytes(raw)
    with pytest.raises(ModelError, match=f"{name}.*SHA-256"):
        PairModel.load(folder, "support")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("no json", "does not describe a trained model"),
        ('{"task": "reader", "outputs": [], "max_tokens": 9, "sha256": {}}', "does not describe"),
        ('{"task": "reader", "outputs": ["a"], "max_tokens": 9, "sha256": {}}', "no SHA-256"),
        ('{"task": "support", "outputs": ["a"], "max_tokens": 9, "sha256": {}}', "support model"),
    ],
)
def test_a_folder_that_says_something_else_is_refused(
    tmp_path: Path, facts: str, message: str
) -> None:
    (tmp_path / FACTS).write_text(facts, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        PairModel.load(tmp_path, "reader")


def test_a_folder_without_a_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no trained model at .*quoth train"):
        PairModel.load(tmp_path / "none", "reader")
