"""Measure when the assistant answers and when it declines.

    python -m quoth.eval.fitting.abstention_check QUESTIONS.jsonl PAPERS… [--plots DIR]

A library is made of the papers, each question is asked of it as `quoth ask` would; a question that
withholds papers, of a copy without them. The single best cosine of a passage is the baseline.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.eval.bootstrap import Estimate
from quoth.eval.calibration import (
    aurc,
    auroc_estimates,
    expected_calibration_error,
    reliability,
    risk_coverage,
)
from quoth.eval.fitting.near_misses import NearMiss, read_near_misses
from quoth.eval.fitting.withheld import libraries_for
from quoth.index import Library, add, load_embedder
from quoth.index.errors import UsageError
from quoth.rag.assistant import Assistant, Turn

__all__ = ["Outcome", "ask_all", "lines", "main", "plot"]

_COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    Attributes:
        reason: why it was declined; None if it was answered.
        cosine: the best passage's.
    """

    question: NearMiss
    confidence: float
    reason: str | None
    cosine: float

    @property
    def answerable(self) -> bool:
        """Whether it should be answered."""
        return not self.question.unanswerable


def ask_all(
    library: Library,
    questions: Sequence[NearMiss],
    *,
    assistant_for: Callable[[Library], Assistant] = Assistant,
) -> list[Outcome]:
    """Ask every question of the library, or of a copy without the papers that it withholds."""
    outcomes = []
    for asked, some in libraries_for(library, questions):
        assistant = assistant_for(asked)
        for question in some:
            history = [Turn(said.role, said.content) for said in question.history]
            answer = assistant.ask(question.question, history=history)
            hits = assistant.search(question.question)
            cosine = max((hit.dense_score or 0.0 for hit in hits), default=0.0)
            reason = answer.abstained.reason if answer.abstained else None
            outcomes.append(Outcome(question, answer.confidence, reason, cosine))
    return outcomes


def lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the report: ranking, decisions, risk and coverage, reliability.

    Raises:
        ValueError: the questions are all answerable, or none is.
    """
    labels = [outcome.answerable for outcome in outcomes]
    sure = [outcome.confidence for outcome in outcomes]
    said = [f"{sum(labels)} answerable, {len(labels) - sum(labels)} unanswerable"]
    said += _ranking(outcomes, "all")
    kinds = sorted({o.question.near_miss for o in outcomes if o.question.near_miss})
    for kind in kinds:
        some = [o for o in outcomes if o.answerable or o.question.near_miss == kind]
        said += _ranking(some, kind)
    said += _decisions(outcomes)
    coverages, risks = risk_coverage(labels, sure)
    said.append(f"AURC {aurc(labels, sure):.3f}; risk of the surest share of the questions:")
    for share in _COVERAGES:
        at = max(0, round(share * len(labels)) - 1)
        said.append(f"  coverage {coverages[at]:.2f}  risk {risks[at]:.3f}")
    said.append(f"ECE {expected_calibration_error(labels, sure):.3f}; confidence and share right:")
    said += [
        f"  {b.low:.1f}-{b.high:.1f}  n {b.n:4}  confidence {b.confidence:.2f}  right {b.right:.2f}"
        for b in reliability(labels, sure)
    ]
    return said


def _ranking(outcomes: Sequence[Outcome], name: str) -> list[str]:
    found = auroc_estimates(
        [outcome.answerable for outcome in outcomes],
        {
            "confidence": [outcome.confidence for outcome in outcomes],
            "best cosine": [outcome.cosine for outcome in outcomes],
        },
        name=name,
    )
    return [f"AUROC, {name}: {key:<24} {_shown(value)}" for key, value in found.items()]


def _shown(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]  n = {estimate.n}"


def _decisions(outcomes: Sequence[Outcome]) -> list[str]:
    inside = [o.reason for o in outcomes if o.answerable]
    outside = [o.reason for o in outcomes if not o.answerable]
    refused, declined = (sum(r is not None for r in some) for some in (inside, outside))
    right = (len(inside) - refused + declined) / len(outcomes)
    reasons = sorted({reason for reason in outside if reason})
    counted = ", ".join(f"{reason} {outside.count(reason)}" for reason in reasons)
    return [
        f"right to answer or decline {right:.3f}",
        f"false refusals {refused} of {len(inside)} answerable",
        f"false answers {len(outside) - declined} of {len(outside)} unanswerable",
        f"declined rightly: {counted or 'none'}",
    ]


def plot(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Draw the reliability and risk-coverage curves into a folder, as PNG.

    Raises:
        UsageError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        msg = "plots need matplotlib. Run: pip install matplotlib"
        raise UsageError(msg) from error

    folder.mkdir(parents=True, exist_ok=True)
    labels = [outcome.answerable for outcome in outcomes]
    sure = [outcome.confidence for outcome in outcomes]
    bins = reliability(labels, sure)
    coverages, risks = risk_coverage(labels, sure)
    curves = {
        "reliability": ([b.confidence for b in bins], [b.right for b in bins], "share right"),
        "risk-coverage": (coverages.tolist(), risks.tolist(), "risk"),
    }
    for name, (x, y, label) in curves.items():
        figure = Figure(figsize=(4, 4), layout="constrained")
        axes = figure.subplots()
        axes.plot(x, y, marker="o" if name == "reliability" else "")
        axes.set(xlim=(0, 1), ylim=(0, 1), ylabel=label)
        axes.set_xlabel("confidence" if name == "reliability" else "coverage")
        figure.savefig(folder / f"{name}.png", dpi=150)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.abstention_check")
    parser.add_argument("questions", type=Path)
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--language", default="en", help="only the questions in this language")
    parser.add_argument("--plots", type=Path, help="a folder for the two curves")
    options = parser.parse_args(arguments)
    read = read_near_misses(options.questions)
    questions = [question for question in read if question.language == options.language]
    embedder = load_embedder()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library", lambda: embedder)
        with library:
            add(library, options.papers)
            outcomes = ask_all(library, questions)
    print("\n".join(lines(outcomes)))
    if options.plots:
        plot(outcomes, options.plots)


if __name__ == "__main__":
    main()
