"""Fitting: sources and answers count alike, and what is held out is held out by group."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoth.eval.fitting.abstention_fit import confidences_held_out, fit_curve, to_json
from quoth.eval.fitting.abstention_rows import Row, selection_rows, state_of
from quoth.eval.train.pairs import is_held_out
from quoth.eval.train.reader_recipe import HELD_OUT
from quoth.rag.reading.abstention import Curve
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.stated import Signals
from tests.fakes import FakeEmbedder

READER = FittedReader(neural=False)


def row(value: float, *, source: str = "a", group: str = "g", answerable: bool) -> Row:
    return Row(source, group, answerable, Signals(value, 0.0, 0.0))


def rows(source: str = "a", n: int = 20) -> list[Row]:
    return [
        row(at / n + 0.4 * answerable, source=source, group=str(at), answerable=answerable)
        for at in range(n)
        for answerable in (True, False)
    ]


def test_a_curve_rises_with_what_the_answerable_have_more_of() -> None:
    curve = fit_curve(rows(), [r.answerable for r in rows()])
    assert curve.slopes[0] > 1
    assert not any(curve.slopes[1:])


def test_a_source_counts_the_same_however_large_it_is() -> None:
    low = [row(r.signals.answer - 1, source="b", group=r.group, answerable=r.answerable)
           for r in rows()]  # fmt: skip
    once, often = rows() + low, rows() * 5 + low
    first, second = (fit_curve(some, [r.answerable for r in some]) for some in (once, often))
    assert first.slopes[0] == pytest.approx(second.slopes[0], abs=0.3)
    assert first.offset == pytest.approx(second.offset, abs=0.3)


def test_a_label_counts_the_same_however_rare_it_is() -> None:
    some = rows() + [r for r in rows() if not r.answerable] * 5
    curve = fit_curve(some, [r.answerable for r in some])
    edge = -curve.offset / curve.slopes[0]
    even = fit_curve(rows(), [r.answerable for r in rows()])
    assert edge == pytest.approx(-even.offset / even.slopes[0], abs=0.05)


def test_a_group_is_never_judged_by_a_curve_that_saw_it() -> None:
    # One group says the opposite of all others: seen, it would pull its own confidences apart.
    odd = [row(2.0, group="odd", answerable=False)] * 60
    sure = confidences_held_out([*rows(), *odd])
    assert min(sure[-60:]) > 0.9


def test_a_curve_is_written_by_the_names_of_the_signals() -> None:
    names = list(Signals.__dataclass_fields__)
    slopes = tuple(float(at) for at in range(len(names)))
    stored = json.loads(to_json(Curve(slopes, -6.0)))
    assert stored == dict(zip(names, slopes, strict=True)) | {"offset": -6}


def test_a_group_is_in_the_library_whole_without_its_answer_or_not_at_all(
    tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, without_workers: None
) -> None:
    monkeypatch.setattr("quoth.eval.fitting.abstention_rows.load_embedder", lambda: fake)
    names = [f"g{n}" for n in range(40)]
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for name in names:
            for sentence, label in (
                (f"The tower of {name} was built of grey stone.", 0),
                (f"The keeper of {name} counted nine white owls.", 1),
            ):
                asked = f"How many owls did the keeper of {name} count?"
                line = {"question": asked, "title": name, "sentence": sentence, "label": label}
                line |= {"dataset": "set-x", "group": name}
                out.write(json.dumps(line) + "\n")
    found = {r.group: r for r in selection_rows(path, "set-", most=99, reader=READER)}
    assert set(found) == set(names)
    assert {state_of(name) for name in names} == {"held", "gutted", "withheld"}
    for name, made in found.items():
        assert made.answerable == (state_of(name) == "held")
    mean = {
        state: sum(v) / len(v)
        for state in ("held", "gutted", "withheld")
        if (v := [r.signals.answer for n, r in found.items() if state_of(n) == state])
    }
    assert mean["held"] > mean["gutted"]
    assert selection_rows(path, "other", most=99, reader=READER) == []
    assert len(selection_rows(path, "set-", most=7, reader=READER)) == 7


def test_a_question_whose_answer_another_document_states_is_left_out(
    tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, without_workers: None
) -> None:
    monkeypatch.setattr("quoth.eval.fitting.abstention_rows.load_embedder", lambda: fake)
    names = [f"g{n}" for n in range(40)]
    held, gutted = (
        next(name for name in names if state_of(name) == state) for state in ("held", "gutted")
    )
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for name in (held, gutted):
            for sentence, label in (("The tower is of grey stone.", 0), ("It holds nine owls.", 1)):
                line = {"question": "How many owls does the tower hold?", "title": name}
                line |= {"sentence": sentence, "label": label, "dataset": "x", "group": name}
                out.write(json.dumps(line) + "\n")
    assert [row.group for row in selection_rows(path, "x", most=99, reader=READER)] == [held]


def test_of_held_out_documents_a_question_with_another_name_is_asked_too(
    tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, without_workers: None
) -> None:
    monkeypatch.setattr("quoth.eval.fitting.abstention_rows.load_embedder", lambda: fake)
    names = [f"Port Number{n}x" for n in range(400)]
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for name in names:
            for sentence, label in ((f"Owls of {name} are nine.", 1), ("The tower is grey.", 0)):
                line = {"question": f"How many owls has {name}?", "title": name}
                line |= {"sentence": sentence, "label": label, "dataset": "x", "group": name}
                out.write(json.dumps(line) + "\n")
    rows = selection_rows(path, "x", most=999, reader=READER, held_out=True)
    groups = {row.group for row in rows}
    assert groups == {name for name in names if is_held_out(f"x {name}", HELD_OUT)}
    held = {row.group for row in rows if row.answerable}
    assert held
    for name in held:  # the question itself, and the one with another name
        assert [row.answerable for row in rows if row.group == name] == [True, False]
