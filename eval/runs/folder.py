"""The folder of a run: what is written there, and how it is read again.

run.json          how it was made, a `RunRecord`
records.jsonl     an item a line, a `Record`
timings.jsonl     the milliseconds of an item a line
judgements.jsonl  what the judges said, so that none is asked twice
scores.json       a `Scores`
verdicts.jsonl    the judge's verdicts of an item a line, an `ItemVerdicts`
latency.json      percentiles by stage, a `Latency` each
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from quoth.eval.runs.record_files import read_records, read_written, write_rows
from quoth.eval.runs.records import Record
from quoth.eval.runs.scores import ItemVerdicts, Latency, Scores
from quoth.eval.runs.setup import RunRecord
from quoth.index.errors import UsageError
from quoth.index.whole_files import write_whole

__all__ = ["Run", "RunFolder", "Timed", "open_run"]

_Value = TypeVar("_Value")
_LATENCY = TypeAdapter(dict[str, Latency])


@dataclass(frozen=True, slots=True)
class Timed:
    """The milliseconds of each stage of an item."""

    id: str
    timings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where the parts of a run lie."""

    path: Path

    @property
    def setup(self) -> Path:
        """The run's record."""
        return self.path / "run.json"

    @property
    def records(self) -> Path:
        """What became of each item."""
        return self.path / "records.jsonl"

    @property
    def timings(self) -> Path:
        """How long each item took."""
        return self.path / "timings.jsonl"

    @property
    def judgements(self) -> Path:
        """What judges said of pairs."""
        return self.path / "judgements.jsonl"

    @property
    def scores(self) -> Path:
        """The scores."""
        return self.path / "scores.json"

    @property
    def verdicts(self) -> Path:
        """The judge's verdicts, by item."""
        return self.path / "verdicts.jsonl"

    @property
    def latency(self) -> Path:
        """Percentiles of the times."""
        return self.path / "latency.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other processes from writing here.

        Raises:
            UsageError: one is, or the folder cannot be made.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.path / ".lock")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            msg = f"another quoth is writing to the run in {self.path}. Give another --out"
            raise UsageError(msg) from error
        except OSError as error:
            msg = f"cannot write the run to {self.path}: {error.strerror}"
            raise UsageError(msg) from error
        try:
            yield
        finally:
            lock.release()

    def clear(self) -> None:
        """Remove what a run wrote here; other files, and a library, stay."""
        own = (self.setup, self.records, self.timings, self.judgements)
        for path in (*own, self.scores, self.verdicts, self.latency):
            path.unlink(missing_ok=True)

    def write_setup(self, setup: RunRecord) -> None:
        """Write the run's record.

        Raises:
            UsageError: the folder cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            write_whole(self.setup, TypeAdapter(RunRecord).dump_json(setup, indent=2) + b"\n")
        except OSError as error:
            msg = f"cannot write the run to {self.path}: {error.strerror}"
            raise UsageError(msg) from error

    def read_setup(self) -> RunRecord | None:
        """Return the run's record; None for a folder that holds no run.

        Raises:
            UsageError: it cannot be read.
        """
        return _read(self.setup, TypeAdapter(RunRecord)) if self.setup.exists() else None

    def write_scores(
        self, scores: Scores, verdicts: Sequence[ItemVerdicts], latency: Mapping[str, Latency]
    ) -> None:
        """Write what was scored."""
        write_rows(self.verdicts, verdicts)
        write_whole(self.latency, _LATENCY.dump_json(dict(latency), indent=2) + b"\n")
        write_whole(self.scores, TypeAdapter(Scores).dump_json(scores, indent=2) + b"\n")


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has been scored; records and verdicts stand in the same order."""

    folder: Path
    setup: RunRecord
    records: tuple[Record, ...]
    scores: Scores
    verdicts: tuple[ItemVerdicts, ...]
    latency: dict[str, Latency]


def open_run(path: Path) -> Run:
    """Read a run.

    Raises:
        UsageError: the folder holds no run, or one that has not been scored.
    """
    folder = RunFolder(path)
    setup = folder.read_setup()
    if setup is None:
        msg = f"{path} holds no run. Make one: quoth eval run SET --out {path}"
        raise UsageError(msg)
    if not folder.scores.exists():
        msg = f"the run in {path} has not been scored. Go on: quoth eval score {path}"
        raise UsageError(msg)
    return Run(
        path,
        setup,
        tuple(read_records(folder.records)),
        _read(folder.scores, TypeAdapter(Scores)),
        tuple(read_written(folder.verdicts, ItemVerdicts)),
        _read(folder.latency, _LATENCY),
    )


def _read(path: Path, adapter: TypeAdapter[_Value]) -> _Value:
    try:
        return adapter.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        msg = f"cannot read {path}: {why}. Make the run again"
        raise UsageError(msg) from error
