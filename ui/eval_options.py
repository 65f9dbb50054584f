"""Options that the commands of `quoth eval` share, and the limits that a run is held to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import ExitCode

if TYPE_CHECKING:
    from quoth.eval.runs.folder import Run

__all__ = [
    "AboveOption",
    "AllOption",
    "BelowOption",
    "FormatOption",
    "JudgeOption",
    "OutOption",
    "hold_to",
    "limits",
]

OutOption = Annotated[Path | None, typer.Option(help="The run's folder; else one in quoth-eval/.")]
JudgeOption = Annotated[
    str,
    typer.Option(
        help="embedded, overlap, cosine, PROVIDER:MODEL, cross-encoder:PATH, or none.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", help="quoth, squad, beir, scifact, clapnq or csv; else told by it."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Print every column.")]
BelowOption = Annotated[
    list[str] | None,
    typer.Option("--fail-below", help="METRIC=VALUE: exit 4 if it is less; may be repeated."),
]
AboveOption = Annotated[
    list[str] | None,
    typer.Option("--fail-above", help="METRIC=VALUE: exit 4 if it is more; may be repeated."),
]


def limits(given: list[str] | None) -> dict[str, float]:
    """Read METRIC=VALUE.

    Raises:
        UsageError: there is no such metric, or no number.
    """
    from quoth.eval.metrics.table import metric

    found = {}
    for text in given or ():
        name, _, value = text.partition("=")
        metric(name.strip())
        try:
            found[name.strip()] = float(value)
        except ValueError as error:
            msg = f"{text!r} is not METRIC=VALUE, for example faithfulness=0.8"
            raise UsageError(msg) from error
    return found


def hold_to(done: Run, below: dict[str, float], above: dict[str, float]) -> None:
    """Leave with exit code 4 where a run does not keep its limits."""
    from quoth.eval.compare import failed_gates

    failed = failed_gates(done, below=below, above=above)
    for line in failed:
        typer.echo(f"quoth: {line}", err=True)
    if failed:
        raise typer.Exit(ExitCode.GATE_FAILED)
