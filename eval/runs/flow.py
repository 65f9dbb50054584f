"""From a set, or from answers of another system, to a scored run: what the commands call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.eval.importers.foreign import ForeignAnswers, read_foreign
from quoth.eval.judges.loading import load_judge
from quoth.eval.metrics.latency import latency
from quoth.eval.runs.documents import fitting_items, set_names
from quoth.eval.runs.folder import Run, RunFolder, Timed, open_run
from quoth.eval.runs.items import EvalSet, Item
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.record_files import read_records, read_written, write_rows
from quoth.eval.runs.records import Record
from quoth.eval.runs.run import Progress, begin, run_items
from quoth.eval.runs.scores import Latency
from quoth.eval.runs.scoring import score_records
from quoth.eval.runs.setup import RunRecord, SetState, describe_run, versions
from quoth.index.add_report import AddStep
from quoth.index.errors import UsageError
from quoth.index.ingest import add
from quoth.index.library import Library
from quoth.rag.assistant import Assistant
from quoth.rag.chat.endpoint import PROVIDERS
from quoth.rag.settings import Settings

if TYPE_CHECKING:
    from quoth.index.embedder import Embedder

__all__ = ["NO_JUDGE", "RunOptions", "build_library", "run_set", "score_answers", "score_run"]

NO_JUDGE = "none"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is made and scored.

    Attributes:
        judge: its name for `load_judge`; "none" scores what needs none.
        leave_out: leave out items that do not stand on the library instead of complaining.
        fresh: begin again where the folder has a run.
        progress: told what is done, how many of them, of how many.
    """

    judge: str = "embedded"
    leave_out: bool = False
    fresh: bool = False
    progress: Progress = lambda _what, _done, _total: None


def build_library(
    library: Library,
    evaluated: EvalSet,
    papers: Sequence[Path],
    folder: Path,
    *,
    progress: Progress,
) -> None:
    """Fill a library with papers, or with the documents that a set brings; skip what is there.

    Args:
        papers: go before what the set brings.
        folder: where a corpus is written to be added.
    Raises:
        UsageError: a path does not exist, or a document cannot be read.
        LibraryLocked, LibraryUnwritable, EmbedderMismatch: nothing, or nothing more, was added.
    """
    paths = list(papers) or list(evaluated.papers)
    if not paths:
        folder.mkdir(parents=True, exist_ok=True)
        corpus = folder / "documents.jsonl"
        rows = ({"id": d.id, "title": d.title, "text": d.text} for d in evaluated.corpus)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        corpus.write_text(lines, encoding="utf-8", newline="")
        paths = [corpus]

    def told(step: AddStep) -> None:
        progress("adding documents", step.done, step.total)

    report = add(library, paths, progress=told)
    if report.all_failed:
        msg = f"no document of {', '.join(map(str, paths))} could be added"
        raise UsageError(msg)


def run_set(
    assistant: Assistant,
    settings: Settings,
    evaluated: EvalSet,
    folder: RunFolder,
    *,
    options: RunOptions,
) -> Run:
    """Ask what has not been asked, score all of it, and return the run.

    Raises:
        UsageError: items do not stand on the library, or the folder holds another run.
        QuothError: the library or the judge cannot work at all.
    """
    library = assistant.library
    if not library.documents():
        msg = f"the library at {library.folder} is empty. Give --papers, or run: quoth add PATH"
        raise UsageError(msg)
    names = set_names(library, evaluated.items)
    items = fitting_items(
        library, names, evaluated.items, set_name=evaluated.name, leave_out=options.leave_out
    )
    kept = replace(evaluated, items=items)
    n_left_out = len(evaluated.items) - len(items)
    setup = describe_run(library, settings, kept, n_left_out=n_left_out)
    with folder.writing():
        if options.fresh:
            folder.clear()
        begin(folder, setup)
        run_items(assistant, items, folder, progress=options.progress)
        return score_run(
            folder, options=options, settings=settings, embedder=lambda: library.embedder
        )


def score_run(
    folder: RunFolder,
    *,
    options: RunOptions,
    settings: Settings | None = None,
    embedder: Callable[[], Embedder] | None = None,
) -> Run:
    """Score the records of a folder, write what comes and return the run; nothing is asked again.

    Raises:
        UsageError: the folder holds no run or no record, or there is no such judge.
        QuothError: the judge cannot work at all.
    """
    setup = folder.read_setup()
    if setup is None:
        msg = f"{folder.path} holds no run. Make one: quoth eval run SET --out {folder.path}"
        raise UsageError(msg)
    records = read_records(folder.records)
    if not records:
        msg = f"the run in {folder.path} has no record to score. Go on: quoth eval run"
        raise UsageError(msg)
    memory = None
    if options.judge != NO_JUDGE:
        judge = load_judge(options.judge, embedder=embedder, settings=settings)
        # what costs time and money is kept; a scorer is quick, and its rules change too
        kept = folder.judgements if judge.name.partition(":")[0] in PROVIDERS else None
        memory = JudgeMemory(judge, kept, partial(options.progress, "judging"))
    scores, verdicts = score_records(
        records, set_name=setup.set.name, memory=memory, verifier=setup.verifier
    )
    folder.write_scores(scores, verdicts, _latency(folder))
    return open_run(folder.path)


def _latency(folder: RunFolder) -> dict[str, Latency]:
    by_stage: dict[str, list[float]] = {}
    timed = read_written(folder.timings, Timed) if folder.timings.exists() else []
    for one in {one.id: one for one in timed}.values():  # of a killed item the last try counts
        for stage, milliseconds in one.timings.items():
            by_stage.setdefault(stage, []).append(milliseconds)
    return latency(by_stage)


def score_answers(
    path: Path,
    folder: RunFolder,
    *,
    gold: EvalSet | None = None,
    options: RunOptions,
    settings: Settings | None = None,
) -> Run:
    """Score a file of answers that another system wrote, write a run of it and return it.

    Args:
        gold: what is right, by id.
    Raises:
        UsageError: the file does not read, or there is no such judge.
        QuothError: the judge cannot work at all.
    """
    by_id: dict[str, Item] = {item.id: item for item in gold.items} if gold else {}
    foreign = read_foreign(path, gold=by_id)
    with folder.writing():
        folder.clear()
        folder.write_setup(_foreign_setup(path, foreign))
        write_rows(folder.records, foreign.records)
        write_rows(folder.timings, (Timed(id_, dict(ms)) for id_, ms in foreign.timings))
        return score_run(folder, options=options, settings=settings)


def _foreign_setup(path: Path, foreign: ForeignAnswers) -> RunRecord:
    state = SetState(path.name, foreign.sha256, len(foreign.records))
    return RunRecord(
        system=path.stem,
        answerer=_models(foreign.records),
        verifier="",
        set=state,
        library=None,
        settings={},
        prompts={},
        versions=versions(),
    ).with_fingerprint()


def _models(records: Sequence[Record]) -> str:
    return ", ".join(sorted({record.model for record in records if record.model}))
