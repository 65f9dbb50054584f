"""The commands `quoth eval …`; run and score stand here, the others are gathered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui import commands_eval_compare, commands_eval_judge, commands_eval_make
from quoth.ui.eval_options import (
    AboveOption,
    AllOption,
    BelowOption,
    FormatOption,
    JudgeOption,
    OutOption,
    hold_to,
    limits,
)
from quoth.ui.options import (
    BaseUrlOption,
    JsonOption,
    LibraryOption,
    LlmOption,
    StrictOption,
    chosen_settings,
    names_a_library,
)

if TYPE_CHECKING:
    from quoth.eval.runs.folder import Run
    from quoth.eval.runs.items import EvalSet
    from quoth.eval.runs.run import Progress
    from quoth.rag.assistant import Assistant
    from quoth.rag.settings import Settings

__all__ = ["evaluation"]

evaluation = typer.Typer(
    help="Score answers, retrieval and citations on a question set, and compare runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_DEFAULT_OUT = Path("quoth-eval")


@evaluation.command()
def run(
    set_path: Annotated[Path, typer.Argument(metavar="SET", help="Questions or claims.")],
    library: LibraryOption = None,
    papers: Annotated[
        list[Path] | None,
        typer.Option(help="Files or folders to make a library of, in the run's folder."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Settings (.toml) to use instead of yours.")
    ] = None,
    out: OutOption = None,
    llm: LlmOption = None,
    base_url: BaseUrlOption = None,
    strict: StrictOption = None,
    judge: JudgeOption = "embedded",
    format_name: FormatOption = None,
    leave_out: Annotated[
        bool,
        typer.Option("--leave-out", help="Leave out items that do not stand on the library."),
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin again where the folder has a run.")
    ] = False,
    fail_below: BelowOption = None,
    fail_above: AboveOption = None,
    every: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Ask a whole set and score the answers; a run that was stopped goes on where it was."""
    from quoth.eval.importers.reading import read_set
    from quoth.eval.runs.flow import RunOptions, run_set
    from quoth.eval.runs.folder import RunFolder

    below, above = limits(fail_below), limits(fail_above)
    evaluated = read_set(set_path, format_name=format_name)
    settings = chosen_settings(library, llm=llm, base_url=base_url, strict=strict, config=config)
    answerer = settings.llm or "quotes"
    folder = RunFolder(out or _default_out(evaluated.name, answerer, evaluated.sha256[:6]))
    with _progress() as progress:
        settings, assistant = _assistant(
            settings, evaluated, folder.path, papers or [], progress, named=names_a_library(library)
        )
        options = RunOptions(judge, leave_out, fresh, progress)
        done = run_set(assistant, settings, evaluated, folder, options=options)
    _finish(done, every=every, json=json)
    hold_to(done, below, above)


def _assistant(
    settings: Settings,
    evaluated: EvalSet,
    folder: Path,
    papers: list[Path],
    progress: Progress,
    *,
    named: bool,
) -> tuple[Settings, Assistant]:
    """Open the library that is named, or make one of the papers or of what the set brings."""
    from quoth.eval.runs.flow import build_library
    from quoth.rag.assembly import build_assistant

    if named and papers:
        msg = "--library and --papers: give one of them. To add papers to it: quoth add"
        raise UsageError(msg)
    if named or not (papers or evaluated.brings_documents):
        return settings, build_assistant(settings)
    settings = settings.model_copy(update={"library": str(folder / "library")})
    assistant = build_assistant(settings)
    typer.echo(f"library: {assistant.library.folder}, of the set's documents", err=True)
    build_library(assistant.library, evaluated, papers, folder, progress=progress)
    return settings, assistant


@evaluation.command()
def score(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="Answers (.jsonl), or the folder of a run.")
    ],
    gold: Annotated[
        Path | None, typer.Option(help="A question set with what is right, by id.")
    ] = None,
    out: OutOption = None,
    judge: JudgeOption = "embedded",
    fail_below: BelowOption = None,
    fail_above: AboveOption = None,
    every: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Score answers that another system wrote, or score a run again; nothing is asked again.

    A line of FILE: {"question", "answer" with [n], "contexts": ["the text of [1]", …]}, and what
    is right, in the line ("answers", "evidence", "unanswerable") or in --gold.
    """
    from quoth.eval.importers.reading import read_set
    from quoth.eval.runs.flow import RunOptions, score_answers, score_run
    from quoth.eval.runs.folder import RunFolder

    below, above = limits(fail_below), limits(fail_above)
    settings = chosen_settings(None, llm=None)
    with _progress() as progress:
        options = RunOptions(judge, progress=progress)
        if path.is_dir():
            done = score_run(RunFolder(path), options=options, settings=settings)
        else:
            known = read_set(gold) if gold else None
            folder = RunFolder(out or _default_out(path.name, "scored"))
            done = score_answers(path, folder, gold=known, options=options, settings=settings)
    _finish(done, every=every, json=json)
    hold_to(done, below, above)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show on a terminal what is done, of how many, and the time left."""
    from quoth.ui.progress import DocumentProgress

    with DocumentProgress("evaluating") as shown:
        yield shown.update


def _default_out(name: str, *more: str) -> Path:
    return _DEFAULT_OUT / re.sub(r"[^\w.-]+", "-", "-".join((Path(name).stem, *more)))


def _finish(done: Run, *, every: bool, json: bool) -> None:
    from quoth.eval.report.writing import write_report
    from quoth.ui.eval_tables import print_run
    from quoth.ui.terminal import print_json

    write_report(done)
    if json:
        scores = asdict(done.scores)
        print_json({"folder": str(done.folder), "run": asdict(done.setup), "scores": scores})
    else:
        print_run(done, every=every)
    typer.echo(f"{done.folder}: report.html, report.md, scores.json, records.jsonl", err=True)


for command in (
    *commands_eval_compare.COMMANDS,
    *commands_eval_make.COMMANDS,
    *commands_eval_judge.COMMANDS,
):
    evaluation.command()(command)
