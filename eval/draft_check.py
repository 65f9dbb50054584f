"""How long `quoth cite --file` takes over a library.

python -m quoth.eval.draft_check draft.md --library DIR
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index.embedder import load_embedder
from quoth.index.library import Library
from quoth.rag.lookup.draft_files import read_draft
from quoth.rag.lookup.drafts import cite_draft

__all__ = ["DraftTiming", "measure_draft"]


@dataclass(frozen=True, slots=True)
class DraftTiming:
    """What was looked up, and the median time over the rounds.

    Attributes:
        first_s: of the first round, with what a fresh process loads.
        cpu_s: median processor seconds, of all threads.
    """

    n_words: int
    n_sentences: int
    n_looked_up: int
    n_passages: int
    first_s: float
    wall_s: float
    cpu_s: float


def measure_draft(
    library: Library,
    path: Path,
    *,
    rounds: int = 3,
    clock: Callable[[], float] = time.perf_counter,
    cpu_clock: Callable[[], float] = time.process_time,
) -> DraftTiming:
    """Look up a draft several times and return what it took.

    Raises:
        UsageError, ReadError: the draft cannot be read.
    """
    walls, cpus = [], []
    draft = read_draft(path)
    report = None
    for _ in range(rounds + 1):
        wall, cpu = clock(), cpu_clock()
        report = cite_draft(library, draft)
        walls.append(clock() - wall)
        cpus.append(cpu_clock() - cpu)
    claims = report.claims if report else ()
    return DraftTiming(
        len(draft.text.split()),
        len(claims),
        sum(claim.skipped is None for claim in claims),
        library.n_passages,
        walls[0],
        statistics.median(walls[1:]),
        statistics.median(cpus[1:]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description="Time the look-up of a draft.")
    parser.add_argument("draft", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    with Library.open(chosen.library, load_embedder) as library:
        found = measure_draft(library, chosen.draft, rounds=max(1, chosen.rounds))
    sys.stdout.write(
        f"{found.n_words} words, {found.n_looked_up} of {found.n_sentences} sentences looked up "
        f"over {found.n_passages} passages: {found.wall_s:.1f} s (first {found.first_s:.1f} s, "
        f"processor {found.cpu_s:.1f} s)\n"
    )


if __name__ == "__main__":
    main()
