"""`quoth enrich` against a server on loopback that speaks as Crossref does."""

from __future__ import annotations

import pytest

from quoth.rag.references import crossref_cache
from tests.crossref_server import crossref_server, journal_article

DOI = "10.1234/bells"
BIB = """@article{moe2017, title={Bells of the valley}, author={Moe, Ann}, year=2017}
@book{lee1999, title={Lamps}, author={Lee, Jo}, year=1999}
"""
PAPER = "# Bells of the valley\n\nAnn Moe\n\nThe bells of the valley ring at noon.\n"


@pytest.fixture
def server(tmp_path, monkeypatch):
    with crossref_server() as known:
        known.works[DOI] = journal_article(DOI, "Bells of the valley")
        monkeypatch.setenv("QUOTH_CROSSREF_URL", known.url)
        # not QUOTH_CACHE: the embedder's conversion lies there too
        monkeypatch.setattr(crossref_cache, "cache_folder", lambda: tmp_path / "cache")
        monkeypatch.delenv("QUOTH_MAILTO", raising=False)
        yield known


@pytest.fixture
def entries(quoth, tmp_path):
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    assert quoth("add", tmp_path / "refs.bib").code == 0


@pytest.fixture
def paper(quoth, tmp_path):
    (tmp_path / "bells.md").write_text(PAPER, "utf-8")
    assert quoth("add", tmp_path / "bells.md").code == 0


def metadata(quoth, name):
    return quoth("info", name, "--json").json


def test_what_is_missing_is_completed_and_what_is_known_stays(quoth, server, entries):
    server.works[DOI]["issued"] = {"date-parts": [[2018]]}
    ran = quoth("enrich")
    assert ran.code == 0
    assert ran.out == (
        "moe2017: completed: venue, volume, pages, doi\n"
        "lee1999: it has neither a DOI nor a title that tells it apart\n"
        "2 asked for, 1 found at Crossref, 1 completed, 0 retracted\n"
    )
    known = metadata(quoth, "moe2017")
    assert known["metadata"]["venue"] == "Journal of Bells"
    assert known["provenance"]["venue"] == "Crossref"
    assert (known["metadata"]["year"], known["provenance"]["year"]) == (2017, "sidecar refs.bib")


def test_what_the_user_corrected_or_cleared_stays(quoth, server, entries):
    quoth("edit", "moe2017", "--venue", "Bell Notes", "--clear", "volume")
    quoth("enrich")
    known = metadata(quoth, "moe2017")["metadata"]
    assert (known["venue"], known["volume"], known["pages"]) == ("Bell Notes", None, "1-9")
    quoth("edit", "moe2017", "--reset", "venue", "--reset", "volume")
    known = metadata(quoth, "moe2017")["metadata"]
    assert (known["venue"], known["volume"]) == ("Journal of Bells", "4")


def test_a_dry_run_asks_and_changes_nothing(quoth, server, entries):
    before = metadata(quoth, "moe2017")
    ran = quoth("enrich", "moe2017", "--dry-run")
    assert ran.out.startswith("moe2017: would be completed: venue, volume, pages, doi\n")
    assert metadata(quoth, "moe2017") == before


def test_a_retraction_is_shown_wherever_the_document_is(quoth, server, entries):
    update = {"DOI": "10.1/r", "type": "retraction", "updated": {"date-parts": [[2021, 3, 4]]}}
    server.works[DOI]["updated-by"] = [update]
    said = "retraction of 2021-03-04, https://doi.org/10.1/r"
    ran = quoth("enrich", "moe2017")
    assert f"moe2017: RETRACTED: {said}\n" in ran.out
    assert f"retracted  {said} (Crossref)" in quoth("info", "moe2017").out
    rows = {row["file"]: row["status"] for row in quoth("ls", "--json").json["documents"]}
    assert rows == {"moe2017": "retracted", "lee1999": "no text"}
    assert f"quoth: moe2017 is retracted: {said}\n" in quoth("export", "moe2017").err
    del server.works[DOI]["updated-by"]
    quoth("enrich", "moe2017", "--fresh")
    assert metadata(quoth, "moe2017")["metadata"]["retracted"] is None


def test_a_wrong_flag_can_be_cleared(quoth, server, entries):
    server.works[DOI]["updated-by"] = [{"DOI": "10.1/r", "type": "retraction"}]
    quoth("enrich", "moe2017")
    quoth("edit", "moe2017", "--clear", "retracted")
    quoth("enrich", "moe2017", "--fresh")
    assert metadata(quoth, "moe2017")["metadata"]["retracted"] is None


def test_what_was_completed_outlives_another_reading_of_the_file(quoth, server, paper, tmp_path):
    server.works[DOI]["updated-by"] = [{"DOI": "10.1/r", "type": "retraction"}]
    quoth("enrich")
    (tmp_path / "bells.md").write_text(PAPER + "\nThey ring at night too.\n", "utf-8")
    assert "replaced" in quoth("add", tmp_path / "bells.md").out
    known = metadata(quoth, "bells.md")
    assert known["metadata"]["venue"] == "Journal of Bells"
    assert known["metadata"]["retracted"] == "retraction, https://doi.org/10.1/r"
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    quoth("add", tmp_path / "refs.bib")
    known = metadata(quoth, "bells.md")
    assert known["key"] == "moe2017"
    assert known["metadata"]["retracted"] == "retraction, https://doi.org/10.1/r"


def test_the_reference_of_a_file_gets_the_type_and_the_publisher(quoth, server, paper):
    server.works[DOI] |= {"type": "book", "container-title": [], "volume": None, "page": None}
    quoth("enrich")
    assert quoth("export").out.startswith("@book{")
    assert "publisher = {Bell Press}" in quoth("export").out


def test_a_title_that_was_missing_is_searched_by(quoth, server, tmp_path):
    (tmp_path / "x.txt").write_text("they ring at noon and at night.\n", "utf-8")
    quoth("add", tmp_path / "x.txt")
    quoth("edit", "x.txt", "--doi", DOI)
    assert metadata(quoth, "x.txt")["metadata"]["title"] is None
    quoth("enrich")
    assert metadata(quoth, "x.txt")["metadata"]["title"] == "Bells of the valley"
    (hit,) = quoth("search", "valley", "--json").json["hits"]
    assert hit["lexical_score"] is not None


def test_a_doi_of_another_work_gives_nothing(quoth, server, entries):
    quoth("edit", "lee1999", "--doi", DOI, "--title", "Lamps of the harbor")
    ran = quoth("enrich", "lee1999")
    assert "is of another work there: “Bells of the valley”" in ran.out
    assert metadata(quoth, "lee1999")["metadata"]["venue"] is None


def test_another_work_of_the_title_gives_nothing(quoth, server, entries):
    server.works[DOI]["author"] = [{"family": "Other"}]
    assert "Crossref knows no work of its title" in quoth("enrich", "moe2017").out
    server.works[DOI] |= {"author": [{"family": "Moe"}], "issued": {"date-parts": [[1990]]}}
    assert "Crossref knows no work" in quoth("enrich", "moe2017", "--fresh").out


def test_offline_is_said_and_changes_nothing(quoth, server, entries):
    before = metadata(quoth, "moe2017")
    ran = quoth("enrich", "--crossref-url", "http://127.0.0.1:9")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "cannot be reached" in ran.err
    assert ran.err.startswith("quoth: nothing was changed: Crossref at http://127.0.0.1:9 ")
    assert metadata(quoth, "moe2017") == before


def test_a_failure_in_the_middle_changes_nothing_and_keeps_the_answers(quoth, server, entries):
    quoth("edit", "lee1999", "--doi", "10.1234/other")
    server.faults = []
    before = metadata(quoth, "moe2017")
    server.works["10.1234/other"] = {"title": 5}
    ran = quoth("enrich")
    assert ran.code == 1
    assert "nothing was changed: " in ran.err
    assert metadata(quoth, "moe2017") == before


def test_json_says_what_was_done(quoth, server, entries):
    ran = quoth("enrich", "--json")
    assert [(d["file"], d["completed"], d["retracted"]) for d in ran.json["documents"]] == [
        ("moe2017", ["venue", "volume", "pages", "doi"], None),
        ("lee1999", [], None),
    ]
    assert ran.json["documents"][1]["reason"].startswith("it has neither")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nobody",), 1, "no document 'nobody'"),
        (("--crossref-url", "ftp://x"), 2, "begins with http"),
    ],
)
def test_mistakes_cost_one_line(quoth, server, entries, words, code, said):
    ran = quoth("enrich", *words)
    assert ran.code == code
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_library_has_nothing_to_ask_for(quoth, server):
    assert quoth("enrich").code == 3
    assert server.asked == []
