from __future__ import annotations

import json

import pytest

from quoth.index.folders import cache_folder

BIB = """@article{moe2017, title={Bells of the valley}, author={Moe, Ann}, year=2017,
  journal={Bell Notes}, volume=4, pages={1--9}}
@book{lee1999, title={Lamps of the harbor}, author={Lee, Jo}, year=1999}
"""


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache of this test's own, but for the converted embedder."""
    models = cache_folder() / "models"
    models.mkdir(parents=True, exist_ok=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "models").symlink_to(models)
    monkeypatch.setenv("QUOTH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def entries(quoth, tmp_path, own_cache):
    """A library of two works without files."""
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    assert quoth("add", tmp_path / "refs.bib").code == 0


def test_the_whole_library_is_written_and_what_lacks_is_named(quoth, entries):
    ran = quoth("export")
    assert ran.code == 0
    assert ran.out.startswith("@book{lee1999,\n")
    assert "@article{moe2017,\n" in ran.out
    assert ran.err == "quoth: lee1999 has no publisher\n"


def test_one_document_in_another_format(quoth, entries):
    ran = quoth("export", "moe2017", "--format", "csl-json")
    assert [item["id"] for item in json.loads(ran.out)] == ["moe2017"]
    assert ran.err == ""
    assert quoth("export", "moe2017", "--format", "ris").out.startswith("TY  - JOUR\nID  - moe2017")


def test_a_document_named_twice_is_written_once(quoth, entries):
    ran = quoth("export", "moe2017", "Bells of the valley", "--format", "ris")
    assert ran.out.count("TY  - ") == 1


def test_references_in_a_style(quoth, entries):
    assert quoth("export", "--style", "chicago").out == (
        "Lee, Jo. 1999. Lamps of the Harbor.\n"
        "Moe, Ann. 2017. “Bells of the Valley.” Bell Notes 4: 1–9.\n"
    )


def test_a_file_is_written_whole(quoth, entries, tmp_path):
    out = tmp_path / "out.bib"
    ran = quoth("export", "moe2017", "--output", out)
    assert (ran.code, ran.out) == (0, "")
    assert out.read_text("utf-8") == quoth("export", "moe2017").out
    (tmp_path / "fresh").mkdir()
    again = quoth("add", out, "--library", tmp_path / "fresh")
    assert again.code == 0
    assert quoth("export", "--library", tmp_path / "fresh").out == out.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "endnote"), "there are bibtex, ris, csl-json"),
        (("--style", "chigaco"), "Near: chicago"),
        (("--output", "/no/such/folder/x.bib"), "cannot write /no/such/folder/x.bib"),
    ],
)
def test_mistakes_cost_one_line(quoth, entries, words, said):
    ran = quoth("export", *words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_library_has_nothing_to_write(quoth):
    ran = quoth("export")
    assert ran.code == 3
    assert "is empty" in ran.err


def test_entries_without_a_file_are_marked(quoth, entries):
    assert [d["status"] for d in quoth("ls", "--json").json["documents"]] == ["no text", "no text"]
    assert "status     no text" in quoth("info", "lee1999").out
    assert quoth("info", "lee1999", "--json").json["key"] == "lee1999"
    ran = quoth("open", "lee1999")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_an_answers_sources_have_references_in_the_style_of_the_settings(
    quoth, tmp_path, own_cache
):
    (tmp_path / "a.md").write_text(
        "# Bells of the valley\n\nThe bells of the valley ring at noon.\n", "utf-8"
    )
    quoth("add", tmp_path / "a.md")
    (source,) = quoth("search", "bells", "--json").json["hits"][:1]
    assert source["document"]["reference"] == "Bells of the valley. (n.d.)."
    quoth("config", "set", "style", "ieee")
    answer = quoth("ask", "When do the bells of the valley ring?", "--json").json
    assert answer["sources"][0]["document"]["reference"] == "“Bells of the valley.”"
    ran = quoth("ask", "When do the bells of the valley ring?", "--format", "bibtex")
    assert ran.out.startswith("@misc{bellsvalley,")


def test_a_pandoc_that_fails_costs_the_reference_and_not_the_answer(
    quoth, tmp_path, monkeypatch, own_cache
):
    monkeypatch.setattr("quoth.rag.references.citeproc._program", lambda: "/no/such/pandoc")
    (tmp_path / "a.md").write_text("# Bells\n\nThe bells of the valley ring.\n", "utf-8")
    quoth("add", tmp_path / "a.md")
    ran = quoth("search", "bells", "--json")
    assert ran.json["hits"][0]["document"]["reference"] is None
    assert ran.err.startswith("quoth: pandoc does not run")


def test_the_pattern_of_the_keys_is_a_setting(quoth, tmp_path):
    assert quoth("config", "set", "citation_key", "{nobody}").code == 2
    assert quoth("config", "set", "citation_key", "{word}_{year}").code == 0
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nTI  - Lamps\nPY  - 1999\nER  - \n", "utf-8")
    quoth("add", tmp_path / "refs.ris")
    assert quoth("export").out.startswith("@book{lamps_1999,")
