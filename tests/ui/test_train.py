"""The training commands: what is wrong is said in one line, before anything is trained."""

from __future__ import annotations

import importlib.util
import json

import pytest

ROW = {"question": "q", "sentence": "s", "label": 1}


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROW), "utf-8")
    return path


def test_rows_without_a_wrong_sentence_teach_nothing(quoth, rows, tmp_path):
    ran = quoth("train", "reader", rows, "--out", tmp_path / "model")
    assert ran.code == 2
    assert "no right, or no wrong, sentences" in ran.err
    assert str(rows) in ran.err


def test_only_what_may_be_shipped_is_taken_when_asked_for(quoth, rows, tmp_path):
    with rows.open("a", encoding="utf-8") as more:
        more.write("\n" + json.dumps(ROW | {"sentence": "t", "label": 0}))
    ran = quoth("train", "reader", rows, "--out", tmp_path / "model", "--shippable")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("model", ["reader", "support"])
@pytest.mark.parametrize("package", ["datasets", "nncf"])
def test_a_missing_package_is_named_with_its_command_before_the_rows_are_read(
    quoth, rows, tmp_path, monkeypatch, model, package
):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == package else real(name, *a)
    )
    ran = quoth("train", model, rows, "--out", tmp_path / "model")
    assert ran.code == 2
    assert f"training needs {package}. Run: pip install 'quoth[train,int8]'" in ran.err


@pytest.mark.parametrize("model", ["reader", "support"])
def test_rows_that_are_not_there_are_a_usage_error(quoth, tmp_path, model):
    ran = quoth("train", model, tmp_path / "none.jsonl", "--out", tmp_path / "model")
    assert ran.code == 2
    assert "none.jsonl" in ran.err


def test_a_line_that_is_no_row_is_named(quoth, rows, tmp_path):
    rows.write_text('{"question": "q"}', "utf-8")
    ran = quoth("train", "reader", rows, "--out", tmp_path / "model")
    assert ran.code == 2
    assert "line 1: sentence" in ran.err
