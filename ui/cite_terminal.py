"""The report of `quoth cite` as a terminal shows it.

Stances and verdicts are words with a sign before them; colour only repeats what they say.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from quoth.index.text import render
from quoth.ui.cite_summary import (
    SIGNS,
    check_words,
    numbered,
    place_of,
    shown_matches,
    shown_text,
    summary,
)
from quoth.ui.terminal import console

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.rag.lookup.drafts import DraftReport
    from quoth.rag.lookup.types import CitedClaim, Match

__all__ = ["print_report"]

_STYLES = {
    "supports": "green",
    "contradicts": "red",
    "related": "dim",
    "not_stated": "yellow",
    "unknown_key": "yellow",
}


def print_report(report: DraftReport, references: Mapping[str, str]) -> None:
    """Print what was found for each sentence, then a summary and the references.

    Args:
        references: formatted ones, by document id, of the documents that are shown.
    """
    from rich.text import Text

    from quoth.rag.references import in_order

    out = console()
    alone = len(report.claims) == 1
    for number, claim in numbered(report):
        line = Text().append("" if alone else f"{number}: ", style="dim")
        line.append(shown_text(claim), style="dim" if claim.skipped else "bold")
        if claim.skipped:
            line.append(f"  (skipped: {claim.skipped})", style="dim")
        out.print(line)
        _print_checks(out, claim)
        if not claim.skipped:
            _print_matches(out, claim, every=alone)
            out.print()
    for note in report.notes:
        out.print(Text(render(note.message), style="yellow"))
    if not alone:
        out.print(Text(summary(report), style="bold"))
    lines = in_order(line for line in references.values() if line)
    if lines:
        out.print(Text("\nReferences", style="bold"))
    for reference in lines:
        out.print(Text(f"  {render(reference)}"))


def _print_checks(out: Console, claim: CitedClaim) -> None:
    from rich.text import Text

    for check in claim.checks:
        line = Text().append(f"  {SIGNS[check.verdict]} ", style=_STYLES[check.verdict])
        out.print(line.append(f"cited {check_words(check)}"))


def _print_matches(out: Console, claim: CitedClaim, *, every: bool) -> None:
    from rich.text import Text

    shown = shown_matches(claim, every=every)
    for match in shown:
        _print_match(out, match)
    if not shown and not claim.checks:
        out.print(Text("  nothing found", style="yellow"))


def _print_match(out: Console, match: Match) -> None:
    from rich.padding import Padding
    from rich.text import Text

    line = Text().append(f"  {SIGNS[match.stance]} {match.stance} ", style=_STYLES[match.stance])
    out.print(line.append(f"{match.score:.2f}  {place_of(match)}"))
    said = [Text(f"“{render(match.quote.text)}”", style="italic")]
    if match.reasons and match.stance == "contradicts":
        said.append(Text(f"because: {'; '.join(map(render, match.reasons))}"))
    if match.secondhand:
        said.append(Text(f"cited there from: {render(match.secondhand)}"))
    if match.opinion:
        said.append(Text(f"second opinion: {render(match.opinion)}"))
    for text in said:
        wide = sys.stdout.isatty()
        out.print(Padding(text, (0, 0, 0, 6)) if wide else Text("      ") + text)
