"""The commands `quoth eval judge`, which judges the judges, and `quoth eval report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.ui.options import BaseUrlOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.eval.judges.measuring import SetMeasures
    from quoth.eval.judges.protocol import Judge

__all__ = ["COMMANDS"]

_DEFAULT = ("embedded", "overlap", "cosine")


def judge(
    sets: Annotated[list[Path], typer.Argument(help="Sets that people judged (.jsonl).")],
    judges: Annotated[
        list[str] | None,
        typer.Option(
            "--judge",
            help="embedded, signals, overlap, cosine, PROVIDER:MODEL, cross-encoder:PATH; several.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Judge so many rows of each set, drawn by their ids.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(help="A file that keeps what judges say: nobody is asked twice."),
    ] = None,
    base_url: BaseUrlOption = None,
    json: JsonOption = False,
) -> None:
    """Hold judges against people who judged the same pairs, side by side.

    A line of a set: {"id", "evidence", "claim", "label"}, label being supported, contradicted,
    not_enough or not_supported; votes are taken from "votes_supported" and "annotators". A set of
    compared answers: {"id", "question", "reference", "responses", "human"}.
    """
    from quoth.eval.judges.judged_sets import read_judged_set
    from quoth.eval.judges.measuring import measure_judges
    from quoth.eval.judges.table import lines_of_mean, lines_of_set
    from quoth.ui.progress import DocumentProgress

    read = [read_judged_set(path, limit=limit) for path in sets]
    loaded = _load(judges or _DEFAULT, base_url)
    found = []
    for judged in read:
        with DocumentProgress(f"judging {judged.name}") as progress:
            found.append(measure_judges(judged, loaded, kept=keep, progress=progress.update))
        if not json:
            typer.echo("\n".join([*lines_of_set(found[-1]), ""]))
    if json:
        _print_json(found)
    elif len(found) > 1:
        typer.echo("\n".join(lines_of_mean(found)))


def report(
    folder: Annotated[Path, typer.Argument(help="The folder of a run (`quoth eval run --out`).")],
) -> None:
    """Write a run's report.html and report.md again, from what the folder holds."""
    from quoth.eval.report.writing import write_report
    from quoth.eval.runs.folder import open_run

    for path in write_report(open_run(folder)):
        typer.echo(path)


def _load(names: Sequence[str], base_url: str | None) -> list[Judge]:
    from functools import cache

    from quoth.eval.judges.loading import load_judge
    from quoth.index.embedder import load_embedder
    from quoth.rag.settings import load_settings

    embedder = cache(load_embedder)  # one for all judges that need it
    return [
        load_judge(
            name,
            embedder=embedder,
            settings=load_settings(llm=name, base_url=base_url) if base_url else None,
        )
        for name in dict.fromkeys(names)
    ]


def _print_json(found: list[SetMeasures]) -> None:
    from dataclasses import asdict

    from quoth.ui.terminal import print_json

    print_json({"sets": [asdict(one) for one in found]})


COMMANDS = (judge, report)
