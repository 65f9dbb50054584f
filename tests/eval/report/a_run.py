"""A scored run that no assistant has made, small enough to know every figure of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quoth.eval.bootstrap import Estimate
from quoth.eval.calibration import Bin
from quoth.eval.runs.folder import Run, RunFolder
from quoth.eval.runs.record_files import write_rows
from quoth.eval.runs.records import (
    Gold,
    QuoteRecord,
    Record,
    SentenceRecord,
    SourceRecord,
    Span,
)
from quoth.eval.runs.scores import (
    CitationVerdict,
    ItemScores,
    ItemVerdicts,
    Latency,
    Scores,
    SentenceVerdict,
)
from quoth.eval.runs.setup import LibraryState, RunRecord, SetState

__all__ = ["make_run", "saved"]

_SETUP = RunRecord(
    system="quoth",
    answerer="quotes",
    verifier="embedded",
    set=SetState("tides.jsonl", "ab" * 32, 3),
    library=LibraryState("cd" * 32, 2, 14, "all-MiniLM-L6-v2", "120 to 180 words"),
    settings={"k": "5"},
    prompts={"answer": "ef" * 32},
    versions={"quoth": "0.1.0"},
    seed="name of the metric",
    fingerprint="0123",
)
_SPAN = Span("tides.md", 10, 42)
_SOURCE = SourceRecord(1, "The machine summed ten waves, and drew the curve.", _SPAN, "Tides")


def make_run(
    folder: Path, *, said: str = "The machine summed ten waves.", judge: str = "overlap"
) -> Run:
    """Return a run of a good item, one that stands on nothing, and a false refusal.

    Args:
        said: the words of everything that comes from elsewhere: question, answer, evidence …
    """
    good = Record(
        id="t1",
        task="question",
        text="How many waves did it sum?",
        gold=Gold(spans=(_SPAN,), answers=("ten",), answerable=True),
        answer="The machine summed ten waves. [1]",
        sentences=(
            SentenceRecord(
                "The machine summed ten waves.",
                (1,),
                (1,),
                (QuoteRecord(1, "summed ten waves", _SPAN, exact=True),),
                "supported",
                0.97,
            ),
        ),
        sources=(_SOURCE,),
        confidence=0.8,
        model="quotes",
    )
    bad = Record(
        id="t2",
        task="question",
        text=said,
        kind="explain",
        history=(("user", said),),
        gold=Gold(answers=(said,), answerable=True),
        answer=said,
        sentences=(SentenceRecord(said, (1, 7), (1,), (QuoteRecord(1, said),)),),
        sources=(replace(_SOURCE, text=said, title=said),),
        confidence=0.6,
        notes=(("code", said),),
        model="quotes",
    )
    refused = Record(
        id="t3",
        task="question",
        text="Who built it?",
        gold=Gold(answers=("Légé",), answerable=True),
        answer="Nothing relevant was found.",
        abstained="nothing_relevant",
        confidence=0.1,
        model="quotes",
    )
    verdicts = (
        _verdict("t1", "supported", 0.97, ()),
        _verdict("t2", "contradicted", 0.04, (CitationVerdict(7, "unknown"),), reason=said),
        ItemVerdicts("t3"),
    )
    return Run(
        folder,
        _SETUP,
        (good, bad, refused),
        _scores(judge),
        verdicts,
        {"total_ms": Latency(3, 20.0, 15.0, 30.0, 40.0, 41.0)},
    )


def saved(run: Run) -> Path:
    """Write the run's folder, as `quoth eval run` leaves it, and return it."""
    folder = RunFolder(run.folder)
    folder.write_setup(run.setup)
    write_rows(folder.records, run.records)
    folder.write_scores(run.scores, run.verdicts, run.latency)
    return run.folder


def _verdict(
    item: str,
    label: str,
    score: float,
    citations: Sequence[CitationVerdict],
    *,
    reason: str = "",
) -> ItemVerdicts:
    sentence = SentenceVerdict("…", label, score, reason, tuple(citations))  # type: ignore[arg-type]
    return ItemVerdicts(item, (sentence,))


def _scores(judge: str) -> Scores:
    kinds = {"lookup": Estimate(0.5, 0.0, 1.0, 2), "explain": Estimate(0.0, 0.0, 0.0, 1)}
    values = [("t1", "lookup", 1.0), ("t2", "explain", 0.0), ("t3", "lookup", 0.0)]
    return Scores(
        set_name="tides.jsonl",
        n_items=3,
        judge=judge,
        independent=judge != "embedded",
        headline=("answer_match", "passage_recall@5"),
        outcomes={"answered": 2, "abstained": 1, "empty": 0, "error": 0},
        labels={"supported": 1, "contradicted": 1},
        metrics={
            "answer_match": Estimate(1 / 3, 0.0, 1.0, 3),
            "false_refusals": Estimate(1 / 3, 0.0, 1.0, 3),
            "passage_recall@5": Estimate(0.5, 0.25, 0.75, 2),
        },
        by_kind={kind: {"answer_match": one} for kind, one in kinds.items()},
        recall_curve={"document": ((1, 0.5), (5, 1.0)), "passage": ((1, 0.25), (5, 0.5))},
        risk_coverage=((1 / 3, 0.0), (2 / 3, 0.0), (1.0, 1 / 3)),
        reliability=(Bin(0.1, 0.2, 1, 0.1, 0.0), Bin(0.6, 0.7, 1, 0.6, 1.0)),
        remarks=("absent: stance (no claims)",),
        items=tuple(
            ItemScores(
                item,
                kind,
                "abstained" if item == "t3" else "answered",
                {"answer_match": v, "passage_recall@1": v},
            )
            for item, kind, v in values
        ),
    )
