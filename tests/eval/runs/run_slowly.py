"""Runs a set, says what is done and stops at an item; run by tests that kill it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from quoth.eval.importers.own import read_own
from quoth.eval.runs.flow import RunOptions, run_set
from quoth.eval.runs.folder import RunFolder
from quoth.index import Library
from quoth.rag.answerer import QuotingAnswerer
from quoth.rag.assistant import Assistant
from quoth.rag.settings import Settings
from tests.fakes import FakeEmbedder


@dataclass(slots=True)
class StoppingAnswerer:
    """Quotes so many times, then waits to be killed."""

    left: int
    quoting: QuotingAnswerer = field(default_factory=QuotingAnswerer)
    name: str = "quotes"

    def write(self, inquiry, evidence, hits):
        self.left -= 1
        if self.left < 0:
            time.sleep(600)
        return self.quoting.write(inquiry, evidence, hits)


def tell(what: str, done: int, _total: int) -> None:
    sys.stdout.write(f"{what} {done}\n")
    sys.stdout.flush()


def main() -> None:
    library, questions, out = map(Path, sys.argv[1:4])
    answerer = StoppingAnswerer(int(sys.argv[4]))
    assistant = Assistant(Library.open(library, FakeEmbedder), answerer=answerer)
    options = RunOptions(judge="none", progress=tell)
    run_set(assistant, Settings(), read_own(questions), RunFolder(out), options=options)


if __name__ == "__main__":
    main()
