"""Whole processes that index a folder of texts and then search it: Quoth beside its peers.

What is measured of a system is a process that builds and saves its index, from the interpreter's
start to its end, and another that loads it and answers every claim. All systems run in one
interpreter, with the same weights, on the same files, one after the other; with `repeats` the round
is gone through again, so that what else the machine does meets all of them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from quoth.eval.bench.corpus import Corpus
from quoth.eval.bench.peers import PEERS, PeerInfo, missing, versions
from quoth.eval.bench.peers.protocol import Query, Ranking, read_rankings, write_queries
from quoth.eval.bench.processes import Measured, ProcessFailed, quoth_command, run_measured
from quoth.eval.bench.results import IngestResult, Spread, SystemResult, percentile
from quoth.eval.bench.scifact import Sample, write_folder
from quoth.eval.retrieval import score_rankings
from quoth.index.packaged_model import packaged_model_path

__all__ = ["N_FILES", "measure_files", "measure_ingest"]

N_FILES = 1000
_QUOTH = PeerInfo("Quoth", "quoth.eval.bench.quoth_peer", ("quoth", "openvino", "faiss-cpu"))


@dataclass(slots=True)
class _System:
    """A system, and what its runs have given so far."""

    info: PeerInfo
    index_s: list[float] = field(default_factory=list)
    index_cpu_s: list[float] = field(default_factory=list)
    index_mb: list[float] = field(default_factory=list)
    query_mb: list[float] = field(default_factory=list)
    rankings: list[list[Ranking]] = field(default_factory=list)
    failure: str | None = None

    def count(self, taken: Measured) -> None:
        """Keep what an indexing process took."""
        self.index_s.append(taken.wall_s)
        self.index_cpu_s.append(taken.cpu_s)
        self.index_mb.append(taken.peak_mb)


def measure_ingest(
    corpus: Corpus,
    *,
    peers: bool = True,
    repeats: int = 1,
    n_files: int = N_FILES,
    progress: Callable[[str], None] = lambda _: None,
) -> IngestResult:
    """Index a folder of texts and search it for the claims that cite them.

    A peer that is not installed, or fails, is listed with the reason.

    Raises:
        ProcessFailed: Quoth itself failed.
        UsageError: an id cannot be a file's name, or ir-measures is missing.
    """
    systems = [_System(_QUOTH)]
    for peer in PEERS if peers else ():
        absent = missing(peer)
        systems.append(_System(peer, failure=_not_installed(absent) if absent else None))
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        work = Path(folder)
        sample = write_folder(corpus.documents, corpus.claims, work / "texts", n_files)
        n_written = sum(1 for _ in (work / "texts").iterdir())
        write_queries(work / "queries.jsonl", [Query(*item) for item in sample.queries.items()])
        for turn in range(repeats):
            for system in systems:
                if system.failure is None:
                    progress(f"ingest: {system.info.name}, run {turn + 1} of {repeats}")
                    _run(system, work, str(turn))
    first = corpus.sets[0]
    results = tuple(_summary(s, sample, {c.id for c in first.claims}, n_written) for s in systems)
    return IngestResult(
        over=f"{n_written:,} documents of {corpus.name} as .txt files",
        n_documents=n_written,
        n_claims=len(sample.queries),
        first_claims=first.name,
        systems=results,
        times_faster=_times_faster(results),
        scifact_dev=corpus.is_scifact_dev(first) and n_written == N_FILES,
    )


def measure_files(
    folder: Path, *, repeats: int = 1, progress: Callable[[str], None] = lambda _: None
) -> IngestResult:
    """Time `quoth add` of a folder of any files, with nothing to compare or to search for.

    Raises:
        ProcessFailed: the command failed.
    """
    n_files = sum(1 for path in folder.rglob("*") if path.is_file())
    system = _System(_QUOTH)
    for turn in range(repeats):
        progress(f"ingest: {folder.name}, run {turn + 1} of {repeats}")
        with tempfile.TemporaryDirectory(prefix="quoth-bench-") as work:
            _add(system, folder, Path(work) / "library", Path(work))
    over = f"the {n_files:,} files of {folder.parent.name}/{folder.name}"
    return IngestResult(over, n_files, 0, "", (_speed(system, n_files),), {})


def _not_installed(absent: Sequence[str]) -> str:
    return f"not installed: {', '.join(absent)} (pip install 'quoth[bench]')"


def _run(system: _System, work: Path, turn: str) -> None:
    index = work / f"{system.info.name}-{turn}"
    out = work / f"{system.info.name}-{turn}.jsonl"
    saved = ["--index", str(index), "--model", str(packaged_model_path())]
    run = [sys.executable, "-m", system.info.module]
    queries = ["--queries", str(work / "queries.jsonl"), "--out", str(out), "-k", "10"]
    try:
        if system.info is _QUOTH:
            _add(system, work / "texts", index, work)
        else:
            taken = run_measured([*run, "index", "--folder", str(work / "texts"), *saved])
            system.count(taken)
        system.query_mb.append(run_measured([*run, "query", *saved, *queries]).peak_mb)
    except ProcessFailed as error:
        if system.info is _QUOTH:
            raise
        system.failure = str(error)
        return
    system.rankings.append(read_rankings(out))


def _add(system: _System, folder: Path, library: Path, work: Path) -> None:
    taken = run_measured(
        quoth_command("add", str(folder)),
        environment={"QUOTH_LIBRARY": str(library), "QUOTH_CONFIG": str(work / "no-config.toml")},
    )
    system.count(taken)


def _speed(system: _System, n_files: int) -> SystemResult:
    return SystemResult(
        system.info.name,
        versions(system.info),
        documents_per_s=Spread.of([n_files / s for s in system.index_s]),
        index_cpu_s=statistics.median(system.index_cpu_s),
        index_peak_mb=max(system.index_mb),
    )


def _summary(system: _System, sample: Sample, first: set[str], n_files: int) -> SystemResult:
    if system.failure is not None:
        return SystemResult(system.info.name, versions(system.info), failure=system.failure)
    result = replace(_speed(system, n_files), query_peak_mb=max(system.query_mb))
    times = [ranking.ms for run in system.rankings for ranking in run]
    if not times:  # no claim cites only what is in the folder
        return result
    rankings = {ranking.id: ranking.ranked for ranking in system.rankings[0]}
    scores = score_rankings(rankings, sample.qrels, measures=("nDCG@10",))
    asked_first = [claim for claim in sample.queries if claim in first]
    return replace(
        result,
        ndcg_10=scores.estimate("nDCG@10"),
        ndcg_10_first=scores.estimate("nDCG@10", asked_first) if asked_first else None,
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def _times_faster(results: Sequence[SystemResult]) -> dict[str, float]:
    quoth, *others = results
    if quoth.documents_per_s is None:
        return {}
    return {
        other.name: quoth.documents_per_s.median / other.documents_per_s.median
        for other in others
        if other.documents_per_s
    }
