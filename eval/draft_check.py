"""How long `quoth cite --file` takes over a library, and a single sentence.

    python -m quoth.eval.draft_check draft.md --library DIR
    python -m quoth.eval.draft_check draft.md --documents documents.jsonl --passages 5000

The second makes a library of the first documents of a corpus, as many as have so many passages: in
a temporary folder, or in DIR to be used again.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index import add
from quoth.index.embedder import load_embedder
from quoth.index.library import Library
from quoth.rag.lookup.claims import look_up
from quoth.rag.lookup.draft_files import read_draft
from quoth.rag.lookup.drafts import cite_draft
from quoth.rag.support.trained_judge import support_judge

__all__ = ["DraftTiming", "fill_library", "measure_draft"]

_FIRST_DOCUMENTS = 256  # by whose passages it is reckoned how many documents are needed


@dataclass(frozen=True, slots=True)
class DraftTiming:
    """What was looked up, and the median time over the rounds.

    Attributes:
        first_s: of the first round, with what a fresh process loads.
        cpu_s: median processor seconds, of all threads.
        single_s: median of one sentence looked up by itself; 0 where none was.
    """

    n_words: int
    n_sentences: int
    n_looked_up: int
    n_passages: int
    first_s: float
    wall_s: float
    cpu_s: float
    single_s: float


def measure_draft(
    library: Library,
    path: Path,
    *,
    rounds: int = 3,
    clock: Callable[[], float] = time.perf_counter,
    cpu_clock: Callable[[], float] = time.process_time,
) -> DraftTiming:
    """Look up a draft several times, then each sentence by itself, and return what it took.

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
    asked = [claim.text for claim in claims if claim.skipped is None]
    return DraftTiming(
        len(draft.text.split()),
        len(claims),
        len(asked),
        library.n_passages,
        walls[0],
        statistics.median(walls[1:]),
        statistics.median(cpus[1:]),
        _single(library, asked, clock),
    )


def _single(library: Library, claims: Sequence[str], clock: Callable[[], float]) -> float:
    times = []
    for claim in claims:
        began = clock()
        look_up(library, claim, judge=support_judge(library.embedder, library.rarity))
        times.append(clock() - began)
    return statistics.median(times) if times else 0.0


def fill_library(
    library: Library, documents: Path, n_passages: int, *, first: int = _FIRST_DOCUMENTS
) -> None:
    """Add the first documents of a corpus until the library has so many passages, or all.

    Args:
        library: an empty one.
        documents: a corpus, one object a line.
        n_passages: a few more come in, since documents come whole.
        first: documents by whose passages the others are reckoned.

    Raises:
        UsageError: the corpus cannot be read.
    """
    rows = documents.read_text(encoding="utf-8").splitlines(keepends=True)
    n = min(first, len(rows))
    with tempfile.TemporaryDirectory() as folder:
        cut = Path(folder) / documents.name
        while True:
            cut.write_text("".join(rows[:n]), encoding="utf-8")
            add(library, [cut])
            found = library.n_passages
            if found >= n_passages or n == len(rows):
                return
            n = min(len(rows), max(n + 1, n * n_passages // max(1, found)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description="Time the look-up of a draft.")
    parser.add_argument("draft", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--documents", type=Path, help="a corpus to make the library of")
    parser.add_argument("--passages", type=int, default=5000, help="of the library that is made")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    if not chosen.library and not chosen.documents:
        parser.error("give --library DIR or --documents CORPUS.jsonl")
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(chosen.library or Path(folder), load_embedder) as library,
    ):
        if chosen.documents and not library.n_passages:
            fill_library(library, chosen.documents, chosen.passages)
        found = measure_draft(library, chosen.draft, rounds=max(1, chosen.rounds))
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    sys.stdout.write(
        f"{found.n_words} words, {found.n_looked_up} of {found.n_sentences} sentences looked up "
        f"over {found.n_passages} passages: {found.wall_s:.1f} s (first {found.first_s:.1f} s, "
        f"processor {found.cpu_s:.1f} s); one sentence {1000 * found.single_s:.0f} ms; "
        f"at most {peak_mb:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
