"""Bibliographies that are added themselves: entries with files, without, and those that meet."""

from __future__ import annotations

import json
import shutil

import pytest

from quoth.index import Library, add
from quoth.index.add_report import AddOptions
from quoth.index.edit import edit
from quoth.index.errors import EmbedderMismatch, UsageError
from quoth.index.metadata.csl import CslItem
from quoth.index.types import Author
from quoth.index.upkeep import rebuild
from tests.conftest import EXAMPLES
from tests.fakes import FakeEmbedder

BELLS = "# Bells of the valley\n\nAnn B. Moe\n\nBells ring at noon. They are cast of bronze.\n"
ENTRY = (
    "@article{moe2017, title={Bells of the valley}, author={Moe, Ann B.}, year=2017,\n"
    "  journal={Bell Notes}, publisher={Tower Press}, doi={10.5555/bells}%s}\n"
)
LONE = "@book{lee1999, title={Lamps of the harbor}, author={Lee, Jo}, year=1999}\n"


def of(library: Library, file: str):
    return next(d for d in library.documents() if d.file == file)


def files(library: Library) -> list[str]:
    return [document.file for document in library.documents()]


def test_an_entry_brings_its_file_and_describes_it(library, write_papers):
    bib = ENTRY % ", file={Full Text:papers/a.md:text/markdown}"
    folder = write_papers({"refs.bib": bib, "papers/a.md": BELLS, "papers/b.md": "# Other\n\nNo."})
    report = add(library, [folder / "refs.bib"])
    document = of(library, "papers/a.md")
    assert (report.added, report.entries) == (["papers/a.md"], [])
    assert (document.key, document.venue, document.year) == ("moe2017", "Bell Notes", 2017)
    assert CslItem.from_text(document.entry).text("publisher") == "Tower Press"
    assert document.has_text


@pytest.mark.parametrize(
    "written",
    [
        "/Users/me/Zotero/storage/AB12CD34/a.md",
        r"C\:\\Users\\me\\Zotero\\storage\\AB12CD34\\a.md",
        "storage/AB12CD34/a.md",
    ],
)
def test_zoteros_storage_is_found_beside_the_bibliography(library, write_papers, written):
    bib = ENTRY % f", file={{Snapshot:gone.html:text/html;Full Text:{written}:text/markdown}}"
    folder = write_papers({"refs.bib": bib, "storage/AB12CD34/a.md": BELLS})
    add(library, [folder / "refs.bib"])
    assert files(library) == ["storage/AB12CD34/a.md"]
    assert of(library, "storage/AB12CD34/a.md").key == "moe2017"


def test_an_entry_without_a_file_is_kept_and_never_found(library, write_papers):
    folder = write_papers({"refs.bib": LONE, "a.md": BELLS})
    report = add(library, [folder / "refs.bib", folder / "a.md"])
    lone = of(library, "lee1999")
    assert (report.entries, report.failures) == (["lee1999"], [])
    assert (lone.title, lone.authors, lone.key) == (
        "Lamps of the harbor",
        (Author("Jo", "Lee"),),
        "lee1999",
    )
    assert not lone.has_text
    found, _ = library.candidates("Lamps of the harbor", depth=10)
    passages = library.passages(list(found.dense))
    assert {p.document_id for p in passages.values()} == {of(library, "a.md").id}
    assert library.text(lone.id).text == ""
    assert library.store.integrity_problems() == []


def test_a_folders_own_bibliography_adds_no_entries(library, write_papers):
    folder = write_papers({"refs.bib": LONE, "a.md": BELLS})
    add(library, [folder])
    assert files(library) == ["a.md"]


def test_adding_again_changes_nothing_and_a_changed_entry_is_replaced(library, write_papers):
    folder = write_papers({"refs.bib": LONE, "a.md": BELLS})
    add(library, [folder / "a.md"])
    add(library, [folder / "refs.bib"])
    before = of(library, "lee1999")
    generation = library.store.generation
    report = add(library, [folder / "refs.bib"], options=AddOptions(sync=True))
    assert (report.n_unchanged, report.entries, report.replaced) == (1, [], [])
    assert library.store.generation == generation
    edit(library, before.id, {"volume": "4"})
    (folder / "refs.bib").write_text(LONE.replace("1999}", "2001}"), "utf-8")
    report = add(library, [folder / "refs.bib"])
    after = of(library, "lee1999")
    assert (report.replaced, after.id, after.year, after.volume) == (
        ["lee1999"],
        before.id,
        2001,
        "4",
    )


@pytest.mark.parametrize(
    "entry",
    [
        (ENTRY % "").replace("of the valley", "under a new name"),
        "@misc{moe2017, title={BELLS of the valley.}, author={Moe, Ann}, year=2017}",
    ],
    ids=["doi", "title"],
)
@pytest.mark.parametrize("file_first", [True, False])
def test_an_entry_and_its_file_become_one_whichever_comes_first(
    library, write_papers, entry, file_first
):
    text = BELLS + "\nhttps://doi.org/10.5555/bells\n"
    folder = write_papers({"bib/refs.bib": entry, "papers/a.md": text})
    paths = [folder / "papers", folder / "bib" / "refs.bib"]
    for path in paths if file_first else reversed(paths):
        report = add(library, [path])
    (document,) = library.documents()
    assert (document.file, document.key, document.year) == ("a.md", "moe2017", 2017)
    assert report.described == ["a.md"]
    assert document.has_text
    assert add(library, [paths[1]]).described == []


def test_another_doi_is_another_work_whatever_its_title(library, write_papers):
    folder = write_papers(
        {"one.bib": ENTRY % "", "two.bib": (ENTRY % "").replace("5555/bells", "5555/other")}
    )
    add(library, [folder / "one.bib"])
    add(library, [folder / "two.bib"])
    assert sorted(document.key for document in library.documents()) == ["moe2017", "moe2017a"]


def test_another_year_is_another_work_and_a_short_title_tells_nothing(library, write_papers):
    bib = (
        "@book{a, title={Lamps of the harbor}, year=1999}\n"
        "@book{b, title={Lamps of the harbor}, year=2001}\n"
        "@book{c, title={Lamps}}\n@book{d, title={Lamps}}\n"
    )
    report = add(library, [write_papers({"refs.bib": bib}) / "refs.bib"])
    assert (report.entries, report.problems) == (["a", "b", "c", "d"], [])


def test_corrections_of_an_entry_go_over_to_its_file(library, write_papers):
    folder = write_papers({"bib/refs.bib": ENTRY % "", "papers/a.md": BELLS})
    add(library, [folder / "bib" / "refs.bib"])
    edit(library, of(library, "moe2017").id, {"volume": "4"})
    add(library, [folder / "papers"])
    assert (of(library, "a.md").volume, files(library)) == ("4", ["a.md"])


def test_what_only_an_entry_knows_is_taken_over_when_it_changes(library, write_papers):
    folder = write_papers({"refs.bib": ENTRY % ", file={a.md}", "a.md": BELLS})
    add(library, [folder / "refs.bib"])
    (folder / "refs.bib").write_text(ENTRY.replace("Tower", "Hill") % ", file={a.md}", "utf-8")
    assert add(library, [folder / "refs.bib"]).described == ["a.md"]
    assert CslItem.from_text(of(library, "a.md").entry).text("publisher") == "Hill Press"


def test_a_key_that_was_made_for_an_entry_without_one_stays(library, write_papers):
    ris = "TY  - BOOK\nTI  - Lamps of the harbor\nAU  - Lee, Jo\nER  - \n"
    folder = write_papers({"refs.ris": ris})
    add(library, [folder / "refs.ris"])
    (folder / "refs.ris").write_text(ris.replace("Lamps", "Lights"), "utf-8")
    assert add(library, [folder / "refs.ris"]).replaced == ["line 1"]
    assert [(d.title, d.key) for d in library.documents()] == [("Lights of the harbor", "leelamps")]


def test_of_an_entrys_files_the_pdf_is_taken(library, write_papers):
    folder = write_papers({"refs.bib": ENTRY % ", file={a.md;a.pdf}", "a.md": BELLS})
    shutil.copy(EXAMPLES / "library" / "harrison-sea-clocks.pdf", folder / "a.pdf")
    add(library, [folder / "refs.bib"])
    assert files(library) == ["a.pdf"]


def test_a_file_elsewhere_is_described_though_nothing_in_it_says_whose_it_is(
    library, write_papers, tmp_path
):
    folder = write_papers({"papers/scan.txt": "Some words that name nobody and no work at all."})
    bib = tmp_path / "bib" / "refs.bib"
    bib.parent.mkdir()
    bib.write_text(ENTRY % f", file={{{folder / 'papers' / 'scan.txt'}}}", "utf-8")
    add(library, [bib])
    assert [(d.file, d.key, d.year) for d in library.documents()] == [("scan.txt", "moe2017", 2017)]


def test_an_entry_that_is_there_twice_is_named_and_kept_once(library, write_papers):
    folder = write_papers({"refs.bib": (ENTRY % "") + (ENTRY % "").replace("moe2017", "moe17")})
    report = add(library, [folder / "refs.bib"])
    assert report.entries == ["moe2017"]
    assert [(p.file, p.reason) for p in report.problems] == [
        ("refs.bib", "line 3: moe17 is the same work as moe2017: left out")
    ]


def test_two_works_of_one_key_stay_when_added_again_one_with_its_file(library, write_papers):
    bib = ENTRY % ", file={a.md}" + LONE.replace("lee1999", "moe2017")
    folder = write_papers({"refs.bib": bib, "a.md": BELLS})
    for _ in range(3):
        report = add(library, [folder / "refs.bib"])
        assert sorted((d.title, d.has_text) for d in library.documents()) == [
            ("Bells of the valley", True),
            ("Lamps of the harbor", False),
        ]
    assert (report.n_unchanged, report.described, report.entries) == (2, [], [])
    assert not any("left out" in problem.reason for problem in report.problems)


def test_good_entries_are_kept_and_bad_ones_listed(library, write_papers):
    bib = LONE + "@book{lee1999, title={Other lamps and harbors}}\n@article{open, title={Never\n"
    folder = write_papers({"refs.bib": bib})
    report = add(library, [folder / "refs.bib"])
    assert sorted(d.key for d in library.documents()) == ["lee1999", "lee1999a"]
    assert [p.reason[:8] for p in report.problems] == ["line 2: ", "line 3: "]
    assert "lee1999" in report.problems[0].reason


def test_a_file_that_an_entry_names_and_that_is_not_there_is_reported(library, write_papers):
    folder = write_papers({"refs.bib": ENTRY % ", file={a.pdf}"})
    report = add(library, [folder / "refs.bib"])
    assert [p.reason for p in report.problems] == ["line 1: moe2017: its file is not there: a.pdf"]
    assert report.entries == ["moe2017"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("refs.json", "{}"), ("refs.bib", "% nothing\n"), ("refs.ris", "nothing")],
)
def test_a_named_file_without_entries_is_a_failure(library, write_papers, name, text):
    report = add(library, [write_papers({name: text}) / name])
    assert [failure.file for failure in report.failures] == [name]
    assert report.all_failed


def test_ris_and_csl_json_are_brought_in_too(library, write_papers):
    ris = "TY  - BOOK\nID  - lee1999\nTI  - Lamps of the harbor\nPY  - 1999\nER  - \n"
    csl = [{"id": "moe2017", "type": "book", "title": "Bells of the valley"}]
    folder = write_papers({"a.ris": ris, "b.json": json.dumps(csl)})
    add(library, [folder / "a.ris", folder / "b.json"])
    assert files(library) == ["lee1999", "moe2017"]


def test_sync_drops_what_left_the_bibliography_and_what_lost_it(library, write_papers):
    folder = write_papers({"refs.bib": LONE + (ENTRY % "")})
    add(library, [folder / "refs.bib"])
    (folder / "refs.bib").write_text(LONE, "utf-8")
    report = add(library, [folder / "refs.bib"], options=AddOptions(sync=True))
    assert (report.removed, files(library)) == (["moe2017"], ["lee1999"])
    assert add(library, [folder], options=AddOptions(sync=True)).removed == []
    (folder / "refs.bib").unlink()
    assert add(library, [folder], options=AddOptions(sync=True)).removed == ["lee1999"]


def test_what_a_bibliography_said_outlives_a_changed_file(library, write_papers):
    folder = write_papers({"bib/refs.bib": ENTRY % "", "papers/a.md": BELLS})
    add(library, [folder / "papers"])
    add(library, [folder / "bib" / "refs.bib"])
    (folder / "papers" / "a.md").write_text(BELLS.replace("valley", "hill"), "utf-8")
    add(library, [folder / "papers"])
    document = of(library, "a.md")
    assert (document.title, document.key) == ("Bells of the valley", "moe2017")
    assert dict(document.provenance)["title"] == "sidecar refs.bib"
    assert document.entry


def test_rebuild_keeps_entries_without_text(library, write_papers):
    folder = write_papers({"refs.bib": LONE})
    add(library, [folder / "refs.bib"])
    assert rebuild(library) == 0
    assert of(library, "lee1999").key == "lee1999"


def test_an_entry_without_text_can_be_corrected(library, write_papers):
    folder = write_papers({"refs.bib": LONE})
    add(library, [folder / "refs.bib"])
    _, after = edit(library, of(library, "lee1999").id, {"title": "Lamps"})
    assert (after.title, after.key) == ("Lamps", "lee1999")


def test_every_document_has_a_key_that_stays(library, write_papers):
    folder = write_papers({"a.md": BELLS})
    add(library, [folder], options=AddOptions(citation_key="{family}_{word}"))
    assert of(library, "a.md").key == "moe_bells"
    edit(library, of(library, "a.md").id, {"title": "Chimes", "year": 2001})
    (folder / "b.md").write_text(BELLS.replace("noon", "dawn"), "utf-8")
    add(library, [folder], options=AddOptions(citation_key="{family}_{word}"))
    assert {d.file: d.key for d in library.documents()} == {
        "a.md": "moe_bells",
        "b.md": "moe_bellsa",
    }


def test_a_pattern_that_is_none_is_refused_before_anything_is_added(library, write_papers):
    folder = write_papers({"a.md": BELLS})
    with pytest.raises(UsageError, match="citation_key"):
        add(library, [folder], options=AddOptions(citation_key="{nobody}"))
    assert library.documents() == []


def test_an_entry_of_another_embedders_library_is_refused_like_a_file(library, write_papers):
    folder = write_papers({"refs.bib": LONE, "a.md": BELLS})
    add(library, [folder / "a.md"])
    with (
        Library.open(library.folder, lambda: FakeEmbedder(name="other")) as other,
        pytest.raises(EmbedderMismatch),
    ):
        add(other, [folder / "refs.bib"])


def test_a_dry_run_says_what_would_come_and_brings_nothing(library, write_papers):
    bib = LONE + ENTRY % ", file={a.md}"
    folder = write_papers({"refs.bib": bib, "a.md": BELLS})
    report = add(library, [folder / "refs.bib"], options=AddOptions(dry_run=True))
    assert (report.added, report.entries, library.documents()) == (["a.md"], ["lee1999"], [])
    add(library, [folder / "refs.bib"])
    again = add(library, [folder / "refs.bib"], options=AddOptions(dry_run=True))
    assert (again.added, again.entries, again.n_unchanged) == ([], [], 1)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("refs.json", '[{"id": "a",\n "title": }]', "line 2 is no valid JSON: Expecting value"),
        ("refs.json", '{"name": "settings"}', "no entries are in it"),
        ("refs.json", "[" * 100_000, "it cannot be read: maximum recursion depth exceeded"),
        ("refs.json", "9" * 5_000, "it cannot be read: Exceeds the limit"),
        ("refs.bib", "", "no entries are in it"),
    ],
    ids=["not JSON", "other JSON", "deep", "long number", "empty"],
)
def test_a_file_that_is_named_and_no_bibliography_is_said_with_its_fault(
    library, write_papers, name, text, why
):
    report = add(library, [write_papers({name: text}) / name])
    (failure,) = report.failures
    assert failure.reason.startswith(f"cannot be used as a bibliography: {why}")
