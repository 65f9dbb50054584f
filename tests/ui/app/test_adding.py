"""Jobs: the real process that adds, and how what it says is taken."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace

import pytest

from quoth.index.add_report import Failure
from quoth.ui.app.adding import Adding
from quoth.ui.app.job_progress import FileProgress, JobProgress, after
from quoth.ui.app.uploads import Intake, Upload
from tests.ui.app.conftest import EXAMPLES

JOB = JobProgress(
    "1", "ada", "adding", tuple(FileProgress(n) for n in ("a.md", "b.md", "a.md")), state="running"
)


def states(job):
    return [(file.file, file.state, file.reason) for file in job.files]


def test_each_step_marks_one_file_of_its_name():
    step = {"file": "a.md", "change": "added", "done": 1, "total": 3}
    once = after(JOB, {"step": step})
    assert (once.done, once.total) == (1, 3)
    assert [state for _, state, _ in states(once)] == ["added", "waiting", "waiting"]
    twice = after(once, {"step": step | {"done": 2}})
    assert [state for _, state, _ in states(twice)] == ["added", "waiting", "added"]


def test_the_report_says_why_a_file_failed_and_what_was_there_already():
    step = {"file": "b.md", "change": "failed", "done": 1, "total": 2}
    report = {"failures": [{"file": "b.md", "reason": "has no text"}], "problems": []}
    done = after(after(JOB, {"step": step}), {"report": report})
    assert done.state == "done"
    assert done.is_over
    assert states(done) == [
        ("a.md", "unchanged", ""),
        ("b.md", "failed", "has no text"),
        ("a.md", "unchanged", ""),
    ]


def test_what_could_be_read_in_part_is_said():
    step = {"file": "b.md", "change": "added", "done": 1, "total": 1}
    report = {"failures": [], "problems": [{"file": "b.md", "reason": "page 2 is broken"}]}
    done = after(after(JOB, {"step": step}), {"report": report})
    assert ("b.md", "added", "partly read: page 2 is broken") in states(done)


def test_of_a_bibliography_its_entries_are_counted_and_what_is_wrong_with_it_said():
    report = {
        "entries": ["x", "y"],
        "described": ["a.md"],
        "bibliographies": [{"file": "b.md", "entries": 3, "problems": ["line 2: broken", "z"]}],
    }
    done = after(JOB, {"report": report})
    assert (done.n_entries, done.n_described) == (2, 1)
    said = "3 entries; partly read: line 2: broken (and 1 more)"
    assert ("b.md", "added", said) in states(done)


def test_an_error_of_the_process_is_the_jobs():
    failed = after(JOB, {"error": "another quoth is writing"})
    assert (failed.state, failed.message) == ("failed", "another quoth is writing")


@pytest.fixture
def adding(tmp_path):
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings

    settings = Settings(library=str(tmp_path / "library"))
    library = build_assistant(settings).library
    opened = Adding(library, settings)
    yield opened
    opened.close()
    library.close()


def test_a_bibliography_is_added_with_its_paper_and_reads_no_other_file(adding, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is swordfish.\n")
    bib = adding.files / "bib" / "refs.bib"
    bib.parent.mkdir(parents=True)
    bib.write_text(
        "@article{clocks, title={The Sea Clocks of Harrison}, file={harrison-sea-clocks.pdf}}\n"
        f"@book{{other, title={{A Book About Secrets}}, file={{{secret}}}}}\n"
    )
    intake = intake_of(adding, "harrison-sea-clocks.pdf")
    uploads = (*intake.files, Upload("refs.bib", bib, "0" * 64))
    adding.add("ada", replace(intake, files=uploads))
    job = wait(adding)
    assert ("refs.bib", "added", "2 entries") in states(job)
    assert (job.state, job.n_entries) == ("done", 1)
    by_title = {d.title: d.has_text for d in adding._library.documents()}
    assert by_title == {"The Sea Clocks of Harrison": True, "A Book About Secrets": False}
    assert not list(bib.parent.iterdir())
    bib.write_text("no entries")
    adding.add("ada", Intake((Upload("refs.bib", bib, "1" * 64),), ()))
    assert states(wait(adding))[0][1] == "failed"


def intake_of(adding, *names, refused=()):
    uploads = []
    for name in names:
        target = adding.files / f"{len(uploads)}-{name}" / name
        target.parent.mkdir(parents=True)
        if (EXAMPLES / name).exists():
            shutil.copy(EXAMPLES / name, target)
        else:
            target.write_bytes(b"%PDF-1.7 and nothing that can be read")
        from hashlib import sha256

        uploads.append(Upload(name, target, sha256(target.read_bytes()).hexdigest()))
    return Intake(tuple(uploads), tuple(refused))


def wait(adding):
    for _ in range(600):
        if not adding.is_busy():
            return adding.jobs("ada")[0]
        time.sleep(0.1)
    raise TimeoutError


def test_files_are_added_in_a_process_and_kept_and_failures_named_and_dropped(adding):
    refused = [Failure("x.exe", "is not a format")]
    intake = intake_of(adding, "quartz-to-caesium.md", "broken.pdf", refused=refused)
    adding.add("ada", intake)
    job = wait(adding)
    assert job.state == "done"
    by_name = {file.file: file for file in job.files}
    assert by_name["quartz-to-caesium.md"].state == "added"
    assert by_name["broken.pdf"].state == "failed"
    assert by_name["broken.pdf"].reason
    assert by_name["x.exe"].reason == "is not a format"
    (document,) = adding._library.documents()
    assert document.path == str(intake.files[0].path)
    assert intake.files[0].path.exists()
    assert not intake.files[1].path.exists()
    # the same again: nothing is read, and the copy that the library has stays
    again = replace(intake, files=intake.files[:1], refused=())
    job = adding.add("ada", again)
    assert job.state == "done"
    assert states(job)[0][1:] == ("unchanged", "is in the library as quartz-to-caesium.md")
    assert intake.files[0].path.exists()
    assert adding.jobs("eve") == ()
    adding.rebuild("ada")
    assert wait(adding).state == "done"
    adding.read_again("ada", document)
    assert states(wait(adding)) == [("quartz-to-caesium.md", "unchanged", "")]


def test_a_library_that_another_process_writes_to_is_said(adding):
    from filelock import FileLock

    intake = intake_of(adding, "quartz-to-caesium.md")
    with FileLock(adding._library.folder / ".lock"):
        adding.add("ada", intake)
        job = wait(adding)
    assert job.state == "failed"
    assert "another quoth is writing" in job.message
    assert not intake.files[0].path.exists()


def test_closing_ends_the_job_that_runs_and_those_that_wait(adding):
    for name in ("quartz-to-caesium.md", "harrison-sea-clocks.pdf"):
        adding.add("ada", intake_of(adding, name))
    adding.close()
    assert adding._process is None or adding._process.poll() is not None
    assert len(adding._library.documents()) < 2
