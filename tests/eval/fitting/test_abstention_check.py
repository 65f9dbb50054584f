"""The report on answering and declining, and asking without some of the papers."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.eval.fitting.abstention_check import Outcome, ask_all, lines, plot
from quoth.eval.fitting.near_misses import NearMiss
from quoth.eval.fitting.withheld import libraries_for
from quoth.index import Library, add
from quoth.index.errors import UsageError
from tests.conftest import PAPERS


def asked(name: str, **more: object) -> NearMiss:
    return NearMiss(id=name, question=name, **more)  # type: ignore[arg-type]


@pytest.fixture
def three(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> Library:
    add(library, [write_papers(PAPERS)])
    return library


def outcome(confidence: float, *, answerable: bool, reason: str | None = None) -> Outcome:
    question = asked("q", unanswerable=not answerable, near_miss=None if answerable else "year")
    return Outcome(question, confidence, reason, cosine=0.5)


OUTCOMES = [
    outcome(0.9, answerable=True),
    outcome(0.3, answerable=True, reason="not_stated"),
    outcome(0.6, answerable=False),
    outcome(0.1, answerable=False, reason="nothing_relevant"),
]


def test_a_withheld_paper_is_missing_and_the_library_itself_keeps_it(three: Library) -> None:
    questions = [asked("a"), asked("b", withheld=("tides.md",)), asked("c")]
    seen = {
        tuple(q.id for q in some): {d.file for d in library.documents()}
        for library, some in libraries_for(three, questions)
    }
    everything = {d.file for d in three.documents()}
    assert seen == {("a", "c"): everything, ("b",): everything - {"tides.md"}}


def test_every_question_is_asked_of_the_library_that_it_is_meant_for(three: Library) -> None:
    text = "Which machines of brass wheels summed the waves of tides?"
    questions = [
        NearMiss(id="there", question=text),
        NearMiss(id="gone", question=text, unanswerable=True, withheld=("tides.md",)),
    ]
    there, gone = ask_all(three, questions)
    assert there.answerable
    assert not gone.answerable
    assert there.cosine > gone.cosine
    assert there.confidence > gone.confidence


def test_the_report_counts_both_errors() -> None:
    said = lines(OUTCOMES)
    assert "2 answerable, 2 unanswerable" in said
    assert "right to answer or decline 0.500" in said
    assert "false refusals 1 of 2 answerable" in said
    assert "false answers 1 of 2 unanswerable" in said
    assert "declined rightly: nothing_relevant 1" in said


def test_the_report_ranks_all_and_each_kind_against_the_best_cosine() -> None:
    said = "\n".join(lines(OUTCOMES))
    assert "AUROC, all: confidence" in said
    assert "AUROC, year: confidence - best cosine" in said
    assert "0.750 [" in said  # three of the four pairs are in order
    assert "0.500 [0.500, 0.500]" in said  # the cosines are all alike


def test_the_report_states_risk_by_coverage_and_reliability() -> None:
    said = lines(OUTCOMES)
    assert "  coverage 1.00  risk 0.500" in said
    assert "  0.9-1.0  n    1  confidence 0.90  right 1.00" in said


def test_plots_without_matplotlib_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(UsageError, match="pip install matplotlib"):
        plot(OUTCOMES, tmp_path)


@pytest.mark.skipif(
    not importlib.util.find_spec("matplotlib"), reason="matplotlib is not installed"
)
def test_plots_are_written(tmp_path: Path) -> None:
    plot(OUTCOMES, tmp_path / "plots")
    drawn = sorted(path.name for path in (tmp_path / "plots").iterdir())
    assert drawn == ["reliability.png", "risk-coverage.png"]
