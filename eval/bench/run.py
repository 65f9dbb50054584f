"""Run the parts of a benchmark, and hold what they found.

    report = run_bench(BenchOptions(documents, (dev, train)), progress)

Parts: `retrieval` (quality over the whole corpus), `ingest` (whole processes beside the peers),
`startup` (fresh processes) and `warm` (a process that goes on). Without a corpus, `ingest` adds the
example papers of a source checkout, and `startup` and `warm` take the user's own library.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quoth.eval.bench.corpus import Corpus, read_corpus_files
from quoth.eval.bench.ingest_part import measure_files, measure_ingest
from quoth.eval.bench.machine import Machine, describe_machine
from quoth.eval.bench.report import Goal, goals, machine_lines, system_table, table
from quoth.eval.bench.results import IngestResult, RetrievalResult, StartupResult, WarmResult
from quoth.eval.bench.retrieval_part import measure_retrieval
from quoth.eval.bench.startup_part import measure_startup
from quoth.eval.bench.subject import Subject, corpus_subject, example_files, own_subject
from quoth.eval.bench.warm_part import measure_warm
from quoth.index.errors import UsageError

__all__ = ["PARTS", "BenchOptions", "BenchReport", "run_bench"]

PARTS = ("retrieval", "ingest", "startup", "warm")

_MEASURE_ROW = ("measure", "over", "here", "reference", "goal", "met")
_MET = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What to measure.

    Attributes:
        documents: a corpus of {"id", "title", "text"}, one a line; None without one.
        claims: files of {"id", "claim", "cited"}; the first is the set to be judged by, and its
            claims are what is asked; the others add to retrieval and ingest.
        peers: also run the peers that are installed.
        repeats: rounds of the ingest part; the median speed counts.
    """

    documents: Path | None = None
    claims: tuple[Path, ...] = ()
    parts: frozenset[str] = frozenset(PARTS)
    peers: bool = True
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class BenchReport:
    """The machine and what each part found; a part that did not run is None or empty.

    `notes` say what was not measured, and why.
    """

    machine: Machine
    retrieval: tuple[RetrievalResult, ...] = ()
    ingest: IngestResult | None = None
    startup: StartupResult | None = None
    warm: WarmResult | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the whole tree, and the table of figures beside their goals as `figures`."""
        figures = [asdict(goal) for goal in self._goals()]
        return asdict(self) | {"figures": figures}

    def to_text(self) -> str:
        """Return the machine, the table of figures, the table of peers and the notes."""
        rows = [
            [goal.measure, goal.over, goal.here, goal.reference, goal.goal, _MET[goal.met]]
            for goal in self._goals()
        ]
        blocks = [machine_lines(self.machine)]
        if rows:
            blocks.append(table(_MEASURE_ROW, rows))
        if self.ingest and len(self.ingest.systems) > 1:
            blocks.append([f"Whole processes over {self.ingest.over}, in one run:"])
            blocks.append(system_table(self.ingest))
        legend = "[ ]: 95 % bootstrap interval over questions; ( to ): smallest and largest run."
        blocks.append([legend, *self.notes])
        return "\n\n".join("\n".join(block) for block in blocks)

    def _goals(self) -> list[Goal]:
        return goals(self.retrieval, self.ingest, self.startup, self.warm)


def run_bench(
    options: BenchOptions, progress: Callable[[str], None] = lambda _: None
) -> BenchReport:
    """Measure the chosen parts, one after the other.

    Args:
        progress: called with one line for each step.
    Raises:
        UsageError: an unknown part, a file that cannot be read, claims without a corpus, or
            nothing to measure on.
        ProcessFailed: a process of Quoth's failed.
    """
    _check(options)
    machine = describe_machine()
    corpus = read_corpus_files(options.documents, options.claims) if options.documents else None
    notes: list[str] = []
    ingest = _ingest(options, corpus, notes, progress) if "ingest" in options.parts else None
    startup, warm = None, None
    if options.parts & {"startup", "warm"}:
        with _subject(corpus, progress) as subject:
            if "startup" in options.parts:
                startup = measure_startup(subject, progress=progress)
            if "warm" in options.parts:
                warm = measure_warm(subject, progress=progress)
    retrieval: tuple[RetrievalResult, ...] = ()
    if "retrieval" in options.parts:
        if corpus:
            retrieval = measure_retrieval(corpus, progress=progress)
        else:
            notes.append("retrieval: needs --documents FILE.jsonl and --claims FILE.jsonl")
    return BenchReport(machine, retrieval, ingest, startup, warm, tuple(notes))


def _check(options: BenchOptions) -> None:
    unknown = sorted(options.parts - set(PARTS))
    if unknown:
        msg = f"no part {unknown[0]!r} of the benchmark; there are {', '.join(PARTS)}"
        raise UsageError(msg)
    if options.claims and options.documents is None:
        msg = "claims need the documents that they cite; give --documents FILE.jsonl too"
        raise UsageError(msg)


def _ingest(
    options: BenchOptions,
    corpus: Corpus | None,
    notes: list[str],
    progress: Callable[[str], None],
) -> IngestResult | None:
    _convert_model(progress)
    if corpus:
        return measure_ingest(
            corpus, peers=options.peers, repeats=options.repeats, progress=progress
        )
    if options.peers:
        notes.append("peers: compared on --documents FILE.jsonl with --claims FILE.jsonl only")
    files = example_files()
    if files is None:
        notes.append("ingest: no example papers here; give --documents and --claims")
        return None
    return measure_files(files, repeats=options.repeats, progress=progress)


def _convert_model(progress: Callable[[str], None]) -> None:
    """Convert the embedder where that was never done: it is done once a machine, not once a run."""
    from quoth.index import load_embedder

    progress("loading the embedder")
    load_embedder()


def _subject(
    corpus: Corpus | None, progress: Callable[[str], None]
) -> AbstractContextManager[Subject]:
    if corpus:
        return corpus_subject(corpus, progress=progress)
    return own_subject(progress=progress)
