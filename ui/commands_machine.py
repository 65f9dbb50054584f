"""The commands about this installation: doctor, config, bench."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import LibraryDamaged, UsageError
from quoth.ui.options import (
    ExitCode,
    JsonOption,
    LibraryOption,
    chosen_settings,
    open_assistant,
)

if TYPE_CHECKING:
    from quoth.eval.bench.run import BenchReport
    from quoth.ui.page_bench import PageFigures

__all__ = ["COMMANDS", "config"]

config = typer.Typer(
    help="Show or change the settings.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def doctor(library: LibraryOption = None, json: JsonOption = False) -> None:
    """Say what is installed, whether the library is whole, and which files have no text."""
    from quoth.ui.checkup import check_up
    from quoth.ui.terminal import print_json

    try:
        report = check_up(open_assistant(library).library)
    except LibraryDamaged:
        if not json:
            _print_stored_paths(library)
        raise
    if json:
        print_json(report.to_json())
    else:
        for line in report.lines():
            typer.echo(line)
    if report.problems:
        raise typer.Exit(ExitCode.ERROR)


def _print_stored_paths(library: Path | None) -> None:
    """Print what a damaged library was made of, as far as it can be read."""
    from quoth.index.sqlite_file import stored_paths
    from quoth.index.text import render

    paths = stored_paths(chosen_settings(library).library_folder() / "library.db")
    for path in (*["it was made of:"][: len(paths)], *paths):
        typer.echo(render(path))


@config.command()
def show(json: JsonOption = False) -> None:
    """Print the settings and where they come from."""
    from quoth.rag.settings import config_path, load_settings
    from quoth.ui.terminal import print_json

    settings = load_settings()
    values = settings.model_dump(mode="json") | {"library": str(settings.library_folder())}
    if json:
        print_json({"path": str(config_path()), "settings": values})
        return
    there = "" if config_path().is_file() else " (not there: defaults)"
    typer.echo(f"# {config_path()}{there}")
    for name, value in values.items():
        default = "" if name in settings.model_fields_set else "   # default"
        typer.echo(f"{name} = {value!r}{default}")


@config.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="One of those that `quoth config show` lists.")],
    value: Annotated[
        str | None,
        typer.Argument(
            help="Empty ('') goes back to the default. Leave out a key: it is asked for."
        ),
    ] = None,
) -> None:
    """Change one setting."""
    from quoth.rag.settings import save_setting

    if value is None:
        if name != "api_key":
            msg = f"say what {name} is to be: quoth config set {name} VALUE"
            raise UsageError(msg)
        value = typer.prompt("api_key", hide_input=True, err=True)
    typer.echo(f"saved in {save_setting(name, value)}")


def bench(
    documents: Annotated[
        Path | None, typer.Option(help="A SciFact-like corpus (.jsonl: id, title, text).")
    ] = None,
    claims: Annotated[
        list[Path] | None, typer.Option(help="Its claims (.jsonl: id, claim, cited).")
    ] = None,
    part: Annotated[
        list[str] | None, typer.Option(help="retrieval, ingest, startup or warm; all by default.")
    ] = None,
    peers: Annotated[bool, typer.Option(help="Also run the peers that are installed.")] = True,
    repeats: Annotated[int, typer.Option(min=1, help="Runs of each timed process.")] = 1,
    ui: Annotated[bool, typer.Option("--ui", help="Only the page, in a Chromium.")] = False,
    json: JsonOption = False,
) -> None:
    """Measure retrieval quality, speed and memory on this machine."""
    from quoth.eval.bench.run import PARTS, BenchOptions, run_bench
    from quoth.ui.page_bench import bench_page
    from quoth.ui.terminal import print_json

    def say(line: str) -> None:
        typer.echo(line, err=True)

    report: BenchReport | PageFigures
    if ui:
        report = bench_page(documents, tuple(claims or ()), progress=say)
    else:
        chosen = frozenset(part or PARTS)
        options = BenchOptions(documents, tuple(claims or ()), chosen, peers, repeats)
        report = run_bench(options, say)
    if json:
        print_json(report.to_json())
    else:
        typer.echo(report.to_text())


COMMANDS = (doctor, bench)
