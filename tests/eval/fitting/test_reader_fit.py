"""The reader's weights: from pairs, judged on documents left out, written as the reader reads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from quoth.eval.fitting.reader_examples import (
    Example,
    asked_of_documents,
    asked_of_rows,
    examples_of,
)
from quoth.eval.fitting.reader_fit import fit_reader, main, report
from quoth.eval.fitting.reader_weighing import calibrate, cross_validate, fit_weights
from quoth.eval.question_set import read_questions
from quoth.index import Library
from quoth.rag.reading.features import FEATURES
from quoth.rag.reading.fitted_reader import N_CLOSE, ReaderWeights
from tests.conftest import EXAMPLES

N = len(FEATURES)


def example(source: str, seed: int, *, telling: int = 2, sign: float = 1.0) -> Example:
    """Five sentences, of which the one that answers is that with the most of one feature."""
    features = np.random.default_rng(seed).random((5, N))
    labels = np.arange(5) == (sign * features[:, telling]).argmax()
    return Example(source, features, labels)


@pytest.fixture
def examples() -> list[Example]:
    return [example(f"paper {n % 10}", n) for n in range(60)]


def first(item: Example, sums: np.ndarray) -> bool:
    return bool(item.labels[sums.argmax()])


def test_the_feature_that_tells_gets_the_weight(examples: list[Example]) -> None:
    weights = fit_weights(examples)
    assert weights.argmax() == 2
    assert all(abs(weight) < weights[2] / 4 for at, weight in enumerate(weights) if at != 2)


def test_questions_with_many_pairs_count_no_more_than_others() -> None:
    many = [Example("a", np.vstack([np.eye(N)[0], np.zeros((40, N))]), np.arange(41) < 1)]
    few = [Example("b", np.vstack([np.eye(N)[1], np.zeros((1, N))]), np.arange(2) < 1)]
    weights = fit_weights([*many, *few])
    assert weights[0] == pytest.approx(weights[1], rel=0.1)


def test_a_question_without_an_answer_among_its_sentences_teaches_nothing(
    examples: list[Example],
) -> None:
    silent = Example("silent", np.full((5, N), 9.0), np.zeros(5, dtype=bool))
    np.testing.assert_allclose(fit_weights([*examples, silent]), fit_weights(examples))


def test_a_document_is_never_weighed_by_what_was_learnt_from_it(examples: list[Example]) -> None:
    odd = [example("odd", seed, sign=-1.0) for seed in range(100, 130)]
    sums = cross_validate([*examples, *odd])[len(examples) :]
    for item, values in zip(odd, sums, strict=True):
        np.testing.assert_allclose(values, item.features @ fit_weights(examples))


def test_the_curve_puts_sentences_that_answer_above_those_that_do_not(
    examples: list[Example],
) -> None:
    sums = cross_validate(examples)
    slope, offset = calibrate(examples, sums)
    given = 1 / (1 + np.exp(-(slope * np.concatenate(sums) + offset)))
    assert slope > 0
    assert given.mean() == pytest.approx(0.2, abs=0.01)  # one sentence of five answers


def test_fitting_twice_gives_the_same_weights(examples: list[Example]) -> None:
    assert fit_reader(examples) == fit_reader(examples)
    assert set(fit_reader(examples).weights) == set(FEATURES)


def test_the_report_has_a_line_for_the_formula_each_feature_and_each_dataset(
    examples: list[Example],
) -> None:
    lines = report(examples, {"other": examples[:7]})
    names = [line[:30].strip() for line in lines]
    assert names[:3] == ["the formula", "any looked at", "fitted"]
    assert names[3:-2] == [f"without {name}" for name in FEATURES]
    assert names[-2:] == ["other: the formula", "other: fitted"]
    assert "1.000" in lines[1]
    without = {line[:30].strip(): float(line[30:36]) for line in lines}
    assert without["without match"] < without["fitted"] - 0.3  # the feature that tells


def test_sentences_are_labelled_by_the_spans_that_answer(example_library: Library) -> None:
    questions = [q for q in read_questions(EXAMPLES / "questions.jsonl") if not q.history][:8]
    examples = examples_of(example_library, list(asked_of_documents(questions)))
    assert all(e.features.shape == (len(e.labels), N) for e in examples)
    assert all(len(e.labels) <= N_CLOSE for e in examples)
    assert sum(bool(e.labels.any()) for e in examples) >= 6


def test_a_row_answers_by_its_words_in_its_own_document(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl.gz")
    ((asked, line),) = asked_of_rows(rows, "nq_oracle", most=1)
    assert asked.question == "who was the first keeper of the clocks"
    assert asked.source == json.loads(line)["id"] == "g0"
    assert json.loads(line)["text"].splitlines()[0] == "The clocks were kept by Ann Moe."


def test_the_command_writes_weights_that_the_reader_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "weights.json"
    rows = write_rows(tmp_path / "rows.jsonl.gz")
    library = EXAMPLES / "library"
    main([str(EXAMPLES / "questions.jsonl"), str(library), str(rows), "--out", str(out)])
    written = ReaderWeights.model_validate_json(out.read_text("utf-8"))
    printed = capsys.readouterr().out
    assert "nq_oracle: fitted" in printed
    assert "pubmedqa" not in printed
    assert json.dumps(written.weights["match"]) in printed


def write_rows(path: Path) -> Path:
    """Write two questions of three sentences each."""
    sentences = [
        "The clocks were kept by Ann Moe.",
        "They were of brass and of oak.",
        "A second room was built in the spring.",
    ]
    rows = [
        {
            "question": "who was the first keeper of the clocks",
            "title": "The clock house",
            "sentence": sentence,
            "label": int(at == 0),
            "dataset": "nq_oracle",
            "group": f"g{group}",
        }
        for group in range(2)
        for at, sentence in enumerate(sentences)
    ]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row) for row in rows))
    return path
