"""Uploaded bibliographies: what they say is kept, and no file of the server is read for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.index import Library, add
from quoth.index.metadata.sidecars import read_sidecar
from quoth.ui.app.bibliographies import Bibliography, is_bibliography, take_over

BIBTEX = r"""@article{quillby2026,
  title = {Sea Clocks}, author = {Quillby, Nora}, year = {2026}, journal = {Clock News},
  doi = {10.1234/clocks}, file = {%s}}
"""
RIS = "TY  - JOUR\nTI  - Sea Clocks\nAU  - Quillby, Nora\nPY  - 2026\nL1  - %s\nER  - \n"
CSL = """[{"id": "a/quillby2026", "type": "book", "title": "Sea Clocks", "file": ["%s"]}]"""
FORMS = {"refs.bib": BIBTEX, "refs.ris": RIS, "refs.json": CSL}


def files_of(taken: Bibliography) -> list[str]:
    return [path for row in json.loads(taken.path.read_text()) for path in row["file"]]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere" / "secret.txt"
    path.parent.mkdir()
    path.write_text("The password of the server is swordfish.\n")
    return path


@pytest.mark.parametrize(("name", "form"), FORMS.items(), ids=FORMS)
def test_a_path_on_the_server_is_dropped_and_its_file_never_read(
    tmp_path: Path, library: Library, secret: Path, name: str, form: str
):
    folder = tmp_path / "upload"
    folder.mkdir()
    for written in (secret, f"file://{secret}", f":{secret}:PDF", "../elsewhere/secret.txt"):
        (folder / name).write_text(form % str(written))
        taken = take_over(folder / name, [])
        assert (taken.n_entries, files_of(taken)) == (1, [])
        add(library, [taken.path])
    (entry,) = library.documents()
    assert (entry.title, entry.has_text) == ("Sea Clocks", False)


def test_the_same_bibliography_on_the_command_line_does_read_the_file(
    tmp_path: Path, library: Library, secret: Path
):
    (tmp_path / "refs.bib").write_text(BIBTEX % secret)
    add(library, [tmp_path / "refs.bib"])
    assert [d.has_text for d in library.documents()] == [True]


def test_an_entry_that_names_an_uploaded_paper_describes_it(tmp_path: Path, library: Library):
    paper = tmp_path / "files" / "0123" / "Quillby 2026.md"
    paper.parent.mkdir(parents=True)
    paper.write_text("The first clock weighed 34 kilograms.\n")
    (tmp_path / "refs.bib").write_text(BIBTEX % r"Zotero/storage/X/quillby 2026.MD")
    taken = take_over(tmp_path / "refs.bib", [paper])
    assert files_of(taken) == [str(paper)]
    report = add(library, [paper, taken.path])
    (document,) = library.documents()
    assert (document.title, document.key, document.has_text) == ("Sea Clocks", "quillby2026", True)
    assert (report.failures, report.problems) == ([], [])


def test_of_two_papers_of_one_name_none_is_meant(tmp_path: Path):
    (tmp_path / "refs.bib").write_text(BIBTEX % "paper.pdf")
    papers = [tmp_path / "a" / "paper.pdf", tmp_path / "b" / "paper.pdf"]
    assert files_of(take_over(tmp_path / "refs.bib", papers)) == []
    assert files_of(take_over(tmp_path / "refs.bib", papers[:1] * 2)) == [str(papers[0])]


@pytest.mark.parametrize(("name", "form"), FORMS.items(), ids=FORMS)
def test_what_the_entries_say_is_kept(tmp_path: Path, name: str, form: str):
    path = tmp_path / name
    path.write_text(form % "x.pdf")
    before, after = read_sidecar(path), read_sidecar(take_over(path, []).path)
    assert [entry.item for entry in after.records] == [entry.item for entry in before.records]
    assert after.problems == ()


def test_an_entry_without_a_title_is_kept(tmp_path: Path):
    (tmp_path / "refs.bib").write_text("@book{orlund1999, author = {Orlund, Maeve}}\n")
    (entry,) = read_sidecar(take_over(tmp_path / "refs.bib", []).path).records
    assert (entry.key, entry.item.text("title")) == ("orlund1999", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [("refs.bib", "no entries here"), ("refs.ris", ""), ("package.json", '{"name": "x"}')],
)
def test_a_file_without_entries_is_named_as_such(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    taken = take_over(tmp_path / name, [])
    assert (taken.path, taken.failure.file) == (None, name)
    assert taken.failure.reason


def test_a_bibliography_is_told_by_its_name():
    assert [is_bibliography(Path(n)) for n in ("A.BIB", "a.ris", "a.json", "a.md")] == [
        *(True,) * 3,
        False,
    ]
