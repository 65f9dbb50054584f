"""A run: what is written of each item, and that it can be stopped anywhere and gone on with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import SecretStr

from quoth.eval.importers.reading import read_set
from quoth.eval.runs.flow import RunOptions, build_library, run_set, score_answers, score_run
from quoth.eval.runs.folder import Run, RunFolder, open_run
from quoth.index import Library, add
from quoth.index.errors import QuothError, UsageError
from quoth.rag.assistant import Assistant
from quoth.rag.settings import Settings
from tests.conftest import PAPERS

ROOT = Path(__file__).resolve().parents[3]
CLOCK = "The chronometer of Harrison lost five seconds on the way to Jamaica."
NO_JUDGE = RunOptions(judge="none")

Row = dict[str, object]


def span(file: str, quote: str) -> Row:
    start = PAPERS[file].index(quote)
    return {"document": file, "quote": quote, "start": start, "end": start + len(quote)}


ROWS: list[Row] = [
    {
        "id": "clock",
        "question": "How many seconds did the chronometer lose on the way to Jamaica?",
        "answers": ["five", "five seconds"],
        "evidence": [span("chronometer.txt", CLOCK)],
    },
    {
        "id": "tides",
        "question": "What do tides follow?",
        "answers": ["the moon"],
        "evidence": [span("tides.md", "Tides follow the moon.")],
    },
    {"id": "gene", "question": "Which gene causes measles?", "unanswerable": True},
]


@pytest.fixture
def filled(library: Library, papers: Path) -> Library:
    add(library, [papers])
    return library


@pytest.fixture
def write_set(tmp_path: Path) -> Callable[[list[Row]], Path]:
    def write(rows: list[Row]) -> Path:
        path = tmp_path / "sets" / "set.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path

    return write


@pytest.fixture
def run(filled: Library, write_set, tmp_path: Path) -> Callable[..., Run]:
    def made(
        rows: list[Row] = ROWS,
        out: str = "run",
        *,
        assistant: Assistant | None = None,
        options: RunOptions = NO_JUDGE,
        settings: Settings | None = None,
    ) -> Run:
        return run_set(
            assistant or Assistant(filled),
            settings or Settings(),
            read_set(write_set(rows)),
            RunFolder(tmp_path / out),
            options=options,
        )

    return made


def test_a_record_holds_what_scoring_needs(run, filled: Library) -> None:
    clock, _, gene = run().records
    (sentence, *_) = clock.sentences
    assert sentence.text == CLOCK
    assert sentence.citations == sentence.evidence == (1,)
    (quote,) = sentence.quotes
    assert quote.exact
    assert (quote.span.document, quote.text) == ("chronometer.txt", CLOCK)
    assert clock.hits[0].span.document == "chronometer.txt"
    assert CLOCK in clock.pair(sentence).evidence[0]
    assert clock.gold.answers == ("five", "five seconds")
    assert clock.model == "quotes"
    assert gene.abstained == "nothing_relevant"
    assert gene.confidence is not None
    ids = {document.id for document in filled.documents()}
    assert not any(id_ in repr((clock, gene)) for id_ in ids)


def test_a_run_says_how_it_was_made(run) -> None:
    setup = run().setup
    assert (setup.system, setup.answerer, setup.verifier) == ("quoth", "quotes", "embedded")
    assert (setup.set.name, setup.set.n_items) == ("set.jsonl", 3)
    assert setup.library.n_documents == 3
    assert setup.versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert "api_key" not in setup.settings
    assert len(setup.weights["support/support_weights.json"]) == 64


def test_no_key_and_no_password_is_written(run) -> None:
    settings = Settings(
        llm="openai:m", base_url="http://me:secret@127.0.0.1:8/v1", api_key=SecretStr("sk-secret")
    )
    done = run(settings=settings)
    assert done.setup.settings["base_url"] == "http://127.0.0.1:8/v1"
    assert b"secret" not in RunFolder(done.folder).setup.read_bytes()


def test_one_process_at_a_time_writes_a_run(run, tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run").writing(), pytest.raises(UsageError, match="another quoth"):
        run()


def test_a_folder_that_cannot_be_made_is_said(run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    with pytest.raises(UsageError, match=r"cannot write the run to .*taken"):
        run(out="taken")


def test_times_stand_beside_the_scores(run) -> None:
    done = run()
    assert done.latency["total_ms"].n == 3
    for path in (RunFolder(done.folder).scores, RunFolder(done.folder).records):
        assert b"_ms" not in path.read_bytes()


def test_two_runs_score_the_same_bytes(run) -> None:
    options = RunOptions(judge="overlap")
    folders = [RunFolder(run(out=out, options=options).folder) for out in ("one", "two")]
    for name in ("scores", "records", "verdicts", "setup"):
        first, second = (getattr(folder, name).read_bytes() for folder in folders)
        assert first == second


def test_a_run_is_scored_again_without_asking_again(run) -> None:
    done = run()
    again = score_run(RunFolder(done.folder), options=NO_JUDGE)
    assert again.scores == done.scores


class Asked(Assistant):
    """Says which questions it is asked."""

    questions: ClassVar[list[str]] = []

    def stream(self, question, **more) -> Iterator[object]:
        self.questions.append(question)
        return super().stream(question, **more)


def test_what_is_done_is_not_asked_again(run, filled: Library, tmp_path: Path) -> None:
    whole = run().scores
    records = RunFolder(tmp_path / "run").records
    first, second, _third = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(first + second[:40])
    Asked.questions.clear()
    again = run(assistant=Asked(filled))
    assert Asked.questions == [ROWS[1]["question"], ROWS[2]["question"]]
    assert again.scores == whole
    assert again.latency["total_ms"].n == 3


def test_another_set_up_does_not_go_on_in_the_same_folder(run) -> None:
    run()
    with pytest.raises(UsageError, match=r"another set-up \(not the same: set\)"):
        run(ROWS[:2])
    with pytest.raises(UsageError, match="not the same: settings"):
        run(settings=Settings(strict=True))
    assert len(run(ROWS[:2], options=RunOptions(judge="none", fresh=True)).records) == 2


def test_a_changed_library_is_another_set_up(run, filled: Library, papers: Path) -> None:
    run()
    (papers / "tides.md").write_text(PAPERS["tides.md"] + "\nBells ring.\n", "utf-8")
    add(filled, [papers])
    with pytest.raises(UsageError, match="not the same: library"):
        run()


class Failing(Assistant):
    """Fails at one question, as a bug or a server does."""

    def stream(self, question, **more):
        if "tides" in question:
            msg = "out of\nluck"
            raise RuntimeError(msg)
        if "gene" in question:
            msg = "the server is away"
            raise QuothError(msg)
        return super().stream(question, **more)


def test_an_error_costs_its_item_and_not_the_run(run, filled: Library, caplog) -> None:
    done = run(assistant=Failing(filled))
    clock, tides, gene = done.records
    assert clock.outcome == "answered"
    assert tides.error == "RuntimeError: out of luck"
    assert gene.error == "the server is away"
    assert done.scores.outcomes["error"] == 2
    assert "tides" in caplog.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document": "nowhere.txt"}, "line 2: the library has no document 'nowhere.txt'"),
        ({"start": 1}, r"line 2: tides.md\[1:.*\] is not the quote 'Tides"),
        ({"end": 10_000}, "line 2: tides.md"),
        ({"start": -5, "end": 0, "quote": ""}, r"line 2: tides.md\[-5:0\]"),
    ],
)
def test_gold_that_does_not_fit_the_library_is_said_before_anything_is_asked(
    run, tmp_path: Path, change: Row, said: str
) -> None:
    bad = ROWS[1] | {"evidence": [ROWS[1]["evidence"][0] | change]}
    with pytest.raises(UsageError, match=said):
        run([ROWS[0], bad])
    assert not (tmp_path / "run").exists()
    kept = run([ROWS[0], bad], options=RunOptions(judge="none", leave_out=True))
    assert [record.id for record in kept.records] == ["clock"]
    assert kept.setup.set.n_left_out == 1


def test_leaving_out_everything_is_no_run(run) -> None:
    bad = ROWS[1] | {"evidence": [ROWS[1]["evidence"][0] | {"document": "nowhere.txt"}]}
    with pytest.raises(UsageError, match="nowhere"):
        run([bad], options=RunOptions(judge="none", leave_out=True))


def test_a_document_in_a_folder_goes_by_its_last_name(
    library: Library, write_papers, write_set, tmp_path: Path
) -> None:
    add(library, [write_papers({f"sub/{name}": text for name, text in PAPERS.items()})])
    evaluated = read_set(write_set(ROWS))
    folder = RunFolder(tmp_path / "run")
    done = run_set(Assistant(library), Settings(), evaluated, folder, options=NO_JUDGE)
    assert done.records[0].hits[0].span.document == "chronometer.txt"
    assert done.scores.metrics["passage_found@5"].value == 1


def test_an_empty_library_is_said(library: Library, write_set, tmp_path: Path) -> None:
    evaluated = read_set(write_set(ROWS))
    with pytest.raises(UsageError, match="is empty"):
        run_set(
            Assistant(library), Settings(), evaluated, RunFolder(tmp_path / "r"), options=NO_JUDGE
        )


def test_a_library_is_made_of_what_a_set_brings(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "set.csv"
    table.write_text(
        f'question,context,quote\nHow late was it?,"{PAPERS["chronometer.txt"]}",{CLOCK}\n'
    )
    evaluated = read_set(table)
    told: list[tuple[str, int, int]] = []
    folder = tmp_path / "run"
    build_library(library, evaluated, [], folder, progress=lambda *step: told.append(step))
    done = run_set(Assistant(library), Settings(), evaluated, RunFolder(folder), options=NO_JUDGE)
    assert done.scores.metrics["document_recall@1"].value == 1
    assert told[-1][0] == "adding documents"


def test_papers_go_before_what_the_set_brings(library, papers, write_set, tmp_path) -> None:
    build_library(
        library, read_set(write_set(ROWS)), [papers], tmp_path, progress=lambda *_step: None
    )
    assert {document.file for document in library.documents()} == PAPERS.keys()


def test_claims_are_looked_up(run) -> None:
    rows = [
        {"id": "a", "claim": CLOCK, "stance": "supports", "evidence": ROWS[0]["evidence"]},
        {"id": "b", "claim": "Measles come from a gene.", "stance": "none"},
    ]
    done = run(rows)
    clock, gene = done.records
    assert clock.stance == "supports"
    assert clock.sentences[0].quotes[0].exact
    assert (gene.stance, gene.outcome) == ("none", "abstained")
    assert done.scores.metrics["stance_accuracy"].value == 1
    assert done.scores.metrics["evidence_recall"].value == 1


def test_answers_of_another_system_become_a_run(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    row = {
        "question": "?",
        "answer": f"{CLOCK} [1]",
        "contexts": [CLOCK],
        "timings": {"total_ms": 7},
    }
    path.write_text(json.dumps(row), "utf-8")
    done = score_answers(path, RunFolder(tmp_path / "run"), options=RunOptions(judge="overlap"))
    assert (done.setup.system, done.setup.verifier) == ("answers", "")
    assert done.scores.independent
    assert done.scores.metrics["citation_precision"].value == 1
    assert done.latency["total_ms"].p50 == 7


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no run"):
        open_run(tmp_path)
    with pytest.raises(UsageError, match="holds no run"):
        score_run(RunFolder(tmp_path), options=NO_JUDGE)


@pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")
@pytest.mark.parametrize("after", [1, 4])
def test_a_run_that_was_killed_goes_on_where_it_was(
    filled: Library, write_set, tmp_path: Path, after: int
) -> None:
    rows = [ROWS[n % 2] | {"id": f"q{n}"} for n in range(8)]
    path = write_set(rows)
    script = Path(__file__).with_name("run_slowly.py")

    def start(out: str, n_answers: int) -> subprocess.Popen[str]:
        words = (filled.folder, path, tmp_path / out, n_answers)
        return subprocess.Popen(
            [sys.executable, str(script), *map(str, words)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )

    with start("killed", after) as killed:
        for line in killed.stdout:
            if line == f"asking {after}\n":
                break
        killed.kill()
    records = RunFolder(tmp_path / "killed").records.read_bytes()
    assert records.count(b"\n") == after
    for out in ("killed", "whole"):
        with start(out, len(rows)) as process:
            process.communicate()
        assert process.returncode == 0
    left, right = (RunFolder(tmp_path / out) for out in ("killed", "whole"))
    assert left.records.read_bytes().startswith(records)
    assert left.records.read_bytes() == right.records.read_bytes()
    assert left.scores.read_bytes() == right.scores.read_bytes()
