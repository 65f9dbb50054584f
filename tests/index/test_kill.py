"""Killed at any point, a library opens, holds whole documents, and a second add does the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.index import Library, add
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("add_slowly.py")
N_FILES, N_ENTRIES = 6, 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files and a corpus, of a few passages each."""
    folder = tmp_path_factory.mktemp("papers")
    drawn = random.Random(8)
    words = [f"word{n}" for n in range(400)]

    def prose() -> str:
        return " ".join(f"The sea has {' '.join(drawn.choices(words, k=12))}." for _ in range(60))

    for number in range(N_FILES):
        (folder / f"{number}.txt").write_text(prose())
    rows = [{"id": f"e{n}", "title": f"Entry {n}", "text": prose()} for n in range(N_ENTRIES)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def start(library: Path, papers: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(library), str(papers)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def expected(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Each document's number of passages after an add that is left alone."""
    folder = tmp_path_factory.mktemp("whole") / "library"
    process = start(folder, papers)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert out.endswith(f"{N_FILES + N_ENTRIES} added\n")
    with Library.open(folder, FakeEmbedder) as library:
        return {d.file: d.n_passages for d in library.documents()}


def processes_of(session: int) -> list[int]:
    """Return the processes of a session that are still running."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "sess=,pid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    return [int(pid) for sess, pid, stat in rows if int(sess) == session and stat[0] != "Z"]


def wait_until_none_is_left(session: int) -> None:
    until = time.monotonic() + 20
    while left := processes_of(session):
        assert time.monotonic() < until, left
        time.sleep(0.05)


def check(folder: Path, expected: dict[str, int]) -> int:
    """Assert that what is stored is whole and found; return the number of documents."""
    with Library.open(folder, FakeEmbedder) as library:
        documents = library.documents()
        assert {d.file: expected[d.file] for d in documents} == {
            d.file: d.n_passages for d in documents
        }
        found, _ = library.candidates("the sea", depth=10_000)
        assert len(found.dense) == len(found.lexical) == library.n_passages
        if documents:
            assert library.store.integrity_problems() == []
            assert library.store.count_passages() == sum(d.n_passages for d in documents)
        return len(documents)


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        for pid in processes_of(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def kill_after(line: str, delay_s: float, process: subprocess.Popen[str]) -> None:
    """Kill a process some time after it has printed a line."""
    assert process.stdout is not None
    for printed in process.stdout:
        if printed == f"{line}\n":
            break
    time.sleep(delay_s)
    process.kill()
    process.communicate()
    wait_until_none_is_left(process.pid)


LAST = str(N_FILES + N_ENTRIES)  # then its words are written


@pytest.mark.parametrize(
    ("line", "delay_s"),
    [
        *(("begun", delay_s) for delay_s in (0.02, 0.3)),
        *((line, 0.0) for line in ("1", "2", "13", "47")),
        *((LAST, delay_s) for delay_s in (0.0, 0.02, 0.04, 0.06, 0.1)),
    ],
)
def test_killed_at_any_point_nothing_is_torn_and_a_second_add_does_the_rest(
    line: str,
    delay_s: float,
    papers: Path,
    expected: dict[str, int],
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
    without_workers: None,
) -> None:
    folder = tmp_path / "library"
    processes.append(start(folder, papers))
    kill_after(line, delay_s, processes[-1])
    n_kept = check(folder, expected)
    assert n_kept >= (0 if line == "begun" else int(line))
    with Library.open(folder, FakeEmbedder) as library:
        report = add(library, [papers])
    assert (report.n_unchanged, report.failures) == (n_kept, [])
    assert check(folder, expected) == len(expected)


def test_killed_again_and_again_it_goes_on_where_it_was(
    papers: Path,
    expected: dict[str, int],
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
) -> None:
    kept = [0]
    for _ in range(3):
        processes.append(start(tmp_path / "library", papers))
        kill_after("9", 0.0, processes[-1])
        kept.append(check(tmp_path / "library", expected))
    assert kept == sorted(kept)


def test_interrupted_it_ends_and_keeps_what_was_stored(
    papers: Path,
    expected: dict[str, int],
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
    without_workers: None,
) -> None:
    folder = tmp_path / "library"
    process = start(folder, papers)
    processes.append(process)
    assert process.stdout is not None
    for line in process.stdout:
        if line == "3\n":
            break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: its workers get it too
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    wait_until_none_is_left(process.pid)
    assert 3 <= check(folder, expected) < len(expected)
    with Library.open(folder, FakeEmbedder) as library:
        add(library, [papers])
    assert check(folder, expected) == len(expected)
