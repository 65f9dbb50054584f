from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.index.metadata.bibliographies import read_csl, read_ris
from quoth.index.metadata.bibtex import read_bibtex
from quoth.index.metadata.records import split_files
from quoth.index.metadata.sidecars import Sidecars, read_sidecar
from quoth.index.types import Author

BIB = r"""@string{bn = {Bell Notes}}

@article{moe2017,
  title = {Bells of the {Lower} Valley \& na{\"\i}ve ringers},
  author = {Moe, Ann B. and {Valley Bell Office} and van der Berg, Jo and Hughes, Jr., M. L.},
  journal = bn, volume = 4, number = {2}, pages = {10--19}, month = may, year = 2017,
  doi = {10.5555/Bells\_1},
  file = {Full Text:storage/AB/bells_a%20b.pdf:application/pdf},
  keywords = {bells, valleys}
}

@article{broken,
  title = {Open at the end
"""


def test_bibtex_is_decoded_field_by_field():
    records, problems = read_bibtex(BIB, "sidecar refs.bib")
    facts = records[0].metadata
    assert facts.title is not None
    assert facts.title.value == "Bells of the Lower Valley & naïve ringers"
    assert facts.title.provenance == "sidecar refs.bib"
    assert facts.authors is not None
    assert facts.authors.value == (
        Author("Ann B.", "Moe"),
        Author("", "Valley Bell Office"),
        Author("Jo", "van der Berg"),
        Author("M. L., Jr.", "Hughes"),
    )
    assert facts.venue is not None
    assert facts.venue.value == "Bell Notes"
    assert facts.pages is not None
    assert facts.pages.value == "10-19"
    assert records[0].doi == "10.5555/bells_1"
    assert records[0].files == ("storage/AB/bells_a%20b.pdf",)
    assert len(problems) == 1
    assert problems[0].startswith("line 12: ")


def test_a_field_without_a_comma_after_it_costs_that_field_only():
    records, problems = read_bibtex("@misc{a,\n title={Bells},\n year=2019\n doi={x}}\n", "s")
    assert records[0].metadata.title is not None
    assert records[0].metadata.year is None
    assert problems == [
        "line 1: a: after 'year' a comma or a brace is missing; this field is left out"
    ]


def test_a_key_that_is_there_twice_is_reported_and_both_are_used():
    records, problems = read_bibtex("@misc{a, title={One}}\n@misc{a, title={Two}}\n", "s")
    assert [r.metadata.title.value for r in records if r.metadata.title] == ["One", "Two"]
    assert problems[0].startswith("line 2: ")


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        ("a.pdf", ["a.pdf"]),
        (":papers/a.pdf:PDF", ["papers/a.pdf"]),
        (
            "Full Text:files/1/a.pdf:application/pdf;Snapshot:files/2/b.html:text/html",
            ["files/1/a.pdf", "files/2/b.html"],
        ),
        (r"PDF:C\:\\Users\\me\\a.pdf:application/pdf", [r"C:\Users\me\a.pdf"]),
        ("/home/me/a b.pdf;/home/me/c.html", ["/home/me/a b.pdf", "/home/me/c.html"]),
        (r"/home/me/my\_a.pdf", ["/home/me/my_a.pdf"]),
    ],
)
def test_file_fields_of_zotero_better_bibtex_and_jabref_are_read(field, paths):
    assert split_files(field) == paths


def test_ris_without_an_end_is_two_records_and_reported():
    text = (
        "TY  - JOUR\nA1  - Lee, Ann\nAU  - Cruz, B., Jr.\nTI  - One\nT2  - Bell Notes\n"
        "PY  - 2018/03/04/\nSP  - 1\nEP  - 9\nDO  - 10.5555/ONE\nKW  - bells\n"
        "TY  - JOUR\nTI  - Two\nER  - \n"
    )
    records, problems = read_ris(text, "s")
    assert [r.metadata.title.value for r in records if r.metadata.title] == ["One", "Two"]
    assert records[0].metadata.authors is not None
    assert records[0].metadata.authors.value == (Author("Ann", "Lee"), Author("B., Jr.", "Cruz"))
    assert records[0].metadata.year is not None
    assert records[0].metadata.year.value == 2018
    assert records[0].doi == "10.5555/one"
    assert problems == ["line 1: this entry has no ER line; it ends where the next begins"]


def test_csl_json_is_told_from_other_json():
    item = {
        "id": "moe2017",
        "type": "article-journal",
        "title": "Bells",
        "author": [{"family": "Berg", "given": "Jo", "non-dropping-particle": "van der"}],
        "issued": {"date-parts": [[2017, 5]]},
        "container-title": "Bell Notes",
        "page": "10-19",
        "DOI": "10.5555/Bells",
    }
    found = read_csl(json.dumps([item]), "s")
    assert found is not None
    facts = found[0][0].metadata
    assert facts.authors is not None
    assert facts.authors.value == (Author("Jo", "van der Berg"),)
    assert facts.year is not None
    assert facts.year.value == 2017
    for other in ('{"a": 1}', "[]", "[1]", "not json", '[{"id": 1, "type": "x"}]'):
        assert read_csl(other, "s") is None


def test_text_that_was_decoded_wrongly_is_mended():
    records, _ = read_bibtex("@misc{a, title={Ã„sthetik der Glocken}, author={MÃ¼ller, J.}}", "s")
    assert records[0].metadata.title is not None
    assert records[0].metadata.title.value == "Ästhetik der Glocken"


def sidecars(folder: Path, **files: str) -> Sidecars:
    found = []
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        sidecar = read_sidecar(path)
        assert sidecar is not None
        found.append(sidecar)
    return Sidecars(found)


def key_of(known: Sidecars, path: Path, doi: str | None = None) -> str | None:
    entry = known.match(path, doi)
    return entry.key if entry else None


def test_a_file_is_matched_by_its_file_field_then_its_name_then_its_doi(tmp_path):
    known = sidecars(
        tmp_path,
        refs_bib="@misc{one, file={:x/Paper.pdf:PDF}}\n@misc{two}\n@misc{three, doi={10.5555/X}}\n"
        "@misc{four, file={y/paper.pdf}}\n",
    )
    assert key_of(known, tmp_path / "x" / "paper.pdf") == "one"
    assert key_of(known, tmp_path / "y" / "paper.pdf") == "four"
    assert key_of(known, tmp_path / "two.txt") == "two"
    assert key_of(known, tmp_path / "other.pdf", "10.5555/x") == "three"
    assert key_of(known, tmp_path / "other.pdf") is None


def test_a_bibliography_speaks_for_its_own_folder_and_the_nearest_one_counts(tmp_path):
    known = sidecars(
        tmp_path,
        refs_bib="@misc{far, doi={10.5555/x}}",
        sub__near_bib="@misc{near, doi={10.5555/x}}",
    )
    assert key_of(known, tmp_path / "sub" / "a.pdf", "10.5555/x") == "near"
    assert key_of(known, tmp_path / "a.pdf", "10.5555/x") == "far"
    assert key_of(known, tmp_path.parent / "a.pdf", "10.5555/x") is None


def test_a_single_entry_of_the_files_own_name_needs_no_key(tmp_path):
    known = sidecars(tmp_path, bells_ris="TY  - JOUR\nTI  - Bells\nER  - \n")
    entry = known.match(tmp_path / "bells.pdf", None)
    assert entry is not None
    assert entry.metadata.title is not None
    assert entry.metadata.title.value == "Bells"
