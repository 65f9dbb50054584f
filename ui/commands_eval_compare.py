"""The command `quoth eval compare`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from quoth.ui.eval_options import AboveOption, AllOption, BelowOption, hold_to, limits
from quoth.ui.options import ExitCode, JsonOption

__all__ = ["COMMANDS"]


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="The folder of the run before.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The folder of the run after.")],
    most: Annotated[int, typer.Option("-n", min=0, help="How many changed items to show.")] = 5,
    fail_below: BelowOption = None,
    fail_above: AboveOption = None,
    fail_if_worse: Annotated[
        bool, typer.Option("--fail-if-worse", help="Exit 4 if B is worse beyond chance.")
    ] = False,
    every: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Show how run B differs from run A, with intervals, p-values and the items that changed."""
    from quoth.eval.compare import compare as compare_runs
    from quoth.eval.compare import worse
    from quoth.eval.runs.folder import open_run
    from quoth.ui.eval_tables import print_comparison
    from quoth.ui.terminal import print_json

    below, above = limits(fail_below), limits(fail_above)
    before, after = open_run(a), open_run(b)
    found = compare_runs(before, after, most=most)
    if json:
        print_json(asdict(found))
    else:
        print_comparison(found, every=every)
    fallen = worse(found) if fail_if_worse else ()
    for name in fallen:
        difference = found.metrics[name]
        typer.echo(
            f"quoth: {name} is worse by {abs(difference.value):.3f} (p = {difference.p:.4f})",
            err=True,
        )
    hold_to(after, below, above)
    if fallen:
        raise typer.Exit(ExitCode.GATE_FAILED)


COMMANDS = (compare,)
