from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.ui.app.limits import Limits
from quoth.ui.app.uploads import file_name, take_in


@pytest.fixture
def gradio_folder(tmp_path, monkeypatch):
    folder = tmp_path / "gradio"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def put(gradio_folder):
    """Return a function that uploads a file and returns the path that a handler is given."""

    def upload(name: str, data: bytes) -> str:
        path = gradio_folder / str(len(list(gradio_folder.iterdir()))) / name
        path.parent.mkdir()
        path.write_bytes(data)
        return str(path)

    return upload


def test_an_upload_is_moved_to_a_folder_named_by_its_content(put, tmp_path):
    path = put("tides.md", b"# Tides\n")
    intake = take_in([path], tmp_path / "files", limits=Limits())
    (upload,) = intake.files
    assert upload.path.read_bytes() == b"# Tides\n"
    assert upload.path.parent.name == upload.sha256[:12]
    assert upload.path.parent.stat().st_mode & 0o077 == 0
    assert not Path(path).exists()
    assert (intake.refused, intake.n_other) == ((), 0)


def test_another_file_of_the_same_name_overwrites_nothing(put, tmp_path):
    paths = [put("paper.txt", b"one"), put("paper.txt", b"two")]
    intake = take_in(paths, tmp_path / "files", limits=Limits())
    assert [upload.path.read_bytes() for upload in intake.files] == [b"one", b"two"]


def test_a_path_that_is_no_upload_is_refused_and_left_alone(put, tmp_path, gradio_folder):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    link = gradio_folder / "link.txt"
    link.symlink_to(secret)
    wrong = [str(secret), "/etc/passwd", f"{gradio_folder}/../secret.txt", str(link), "\0", "x"]
    intake = take_in(wrong, tmp_path / "files", limits=Limits())
    assert intake.files == ()
    assert {failure.reason for failure in intake.refused} == {"is not an upload"}
    assert secret.read_text() == "secret"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is no PDF"),
        ("program.txt", b"\x7fELF\0\0\0", "holds no text"),
        ("program.md", b"MZ\x90\0\3", "holds no text"),
        ("archive.zip", b"PK\x03\x04" + b"x" * 50, "ZIP archive"),
        ("old.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office format"),
        ("run.exe", b"MZ", ".exe is not a format"),
        ("refs.bib", b"\0\1\2", "holds no text"),
        ("empty.pdf", b"", "is empty"),
    ],
)
def test_what_is_not_of_a_format_that_is_read_is_refused_and_deleted(
    put, tmp_path, name, data, said
):
    path = put(name, data)
    intake = take_in([path], tmp_path / "files", limits=Limits())
    assert intake.files == ()
    assert said in intake.refused[0].reason
    assert not Path(path).exists()
    assert not list((tmp_path / "files").rglob("*.*"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf16.txt", "Tides".encode("utf-16")),
        ("page.html", b"<html><body>Tides</body></html>"),
        ("a.pdf", b"%PDF-1.7\n"),
        ("latex.tex", b"\\section{Tides}"),
        ("legacy.txt", "Gezeiten für alle".encode("latin-1")),
        ("refs.bib", b"@article{a, title = {Tides}}"),
        ("refs.RIS", b"TY  - JOUR\nER  - \n"),
        ("refs.json", b"[]"),
    ],
)
def test_every_kind_of_text_is_taken(put, tmp_path, name, data):
    assert take_in([put(name, data)], tmp_path / "files", limits=Limits()).files


@pytest.mark.parametrize(
    "name",
    ["../../x.txt", "a\nb.txt", ".hidden.txt", "x" * 200 + ".txt", "\u202etxt.exe.txt", ".."],
)
def test_a_name_cannot_lead_elsewhere(gradio_folder, tmp_path, name):
    shown = file_name(name)
    assert "/" not in shown
    assert shown.isprintable()
    assert not shown.startswith(".")
    assert 0 < len(shown) <= 80


def test_other_formats_in_a_folder_are_counted_and_dropped(put, tmp_path):
    paths = [put("a.md", b"# A"), put("b.png", b"\x89PNG"), put("Thumbs.db", b"x")]
    intake = take_in(paths, tmp_path / "files", limits=Limits())
    assert (len(intake.files), intake.n_other, intake.refused) == (1, 2, ())
    assert not any(Path(path).exists() for path in paths)


def test_too_many_or_too_large_is_refused_as_a_whole_and_deleted(put, tmp_path):
    paths = [put("a.md", b"# A"), put("b.md", b"# B")]
    with pytest.raises(UsageError, match="too many"):
        take_in(paths, tmp_path / "files", limits=Limits(upload_files=1))
    paths = [put("a.md", b"# A" * 99), put("b.md", b"# B" * 99)]
    with pytest.raises(UsageError, match="too large"):
        take_in(paths, tmp_path / "files", limits=Limits(total_bytes=500))
    assert not any(Path(path).exists() for path in paths)


def test_one_file_that_is_too_large_is_named(put, tmp_path):
    limits = Limits(upload_bytes=10)
    paths = [put("a.md", b"# A"), put("big.md", b"# B" * 99)]
    intake = take_in(paths, tmp_path / "files", limits=limits)
    assert [upload.file for upload in intake.files] == ["a.md"]
    assert intake.refused[0].file == "big.md"
    assert "is too large" in intake.refused[0].reason
