"""Adds a corpus file and says when it is under way; run by tests that kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from quoth.index import Library, add
from quoth.index.add_report import AddStep
from tests.fakes import FakeEmbedder


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    library, papers = map(Path, sys.argv[1:3])

    def tell(step: AddStep) -> None:
        say(str(step.done))

    say("begun")
    try:
        report = add(Library.open(library, FakeEmbedder), [papers], progress=tell)
    except KeyboardInterrupt:
        sys.exit(130)
    say(f"{len(report.added)} added")


if __name__ == "__main__":
    main()
