"""Which document a citation means, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quoth.index.metadata.csl import CslItem
from quoth.index.metadata.records import record
from quoth.index.types import Author
from quoth.rag.lookup.citing_resolution import CitedDocuments
from quoth.rag.lookup.draft_types import CitedWork, ReferenceEntry
from tests.rag.lookup.drafting import document

TIDES = document("thomson1876tide", title="The tide gauge and its clocks", year=1876)
ZONES = document(
    "howse1980greenwich", title="Greenwich time and longitude", year=1980, doi="10.1234/zones"
)
PAIR = document(
    "liu2024rail",
    title="Railway time in towns",
    year=2024,
    authors=(Author("A.", "Liu"), Author("B.", "van der Berg")),
)
ALSO = document("liu2024bells", title="The bells of stations", year=2024)
ALL = [TIDES, ZONES, PAIR, ALSO]


def key(name):
    return CitedWork(f"@{name}", key=name)


def names(*families, year):
    return CitedWork("(…)", names=families, year=year)


def test_a_key_is_the_documents_without_regard_to_case():
    assert CitedDocuments(ALL).find(key("Howse1980Greenwich")).document is ZONES


def test_an_unknown_key_is_said_with_those_near_it():
    found = CitedDocuments(ALL).find(key("howse1980grenwich"))
    assert found.document is None
    assert found.note == (
        "no document of the library has the key howse1980grenwich; near: howse1980greenwich"
    )


def test_a_file_name_stands_in_for_a_key():
    named = document("liu2024rail")  # its file is liu2024rail.txt
    assert CitedDocuments([replace(named, key="railway")]).find(key("liu2024rail")).document


def test_a_key_of_the_drafts_own_bibliography_leads_to_the_document():
    by_doi = record(CslItem("z80", texts={"DOI": "10.1234/ZONES", "title": "Zones"}), "refs.bib")
    by_title = record(CslItem("t", texts={"title": "The Tide Gauge and its Clocks"}), "refs.bib")
    other = record(CslItem("o", texts={"title": "Something else altogether"}), "refs.bib")
    documents = CitedDocuments(ALL, records=[by_doi, by_title, other])
    assert documents.find(key("z80")).document is ZONES
    assert documents.find(key("t")).document is TIDES
    assert documents.find(key("o")).note == "“Something else altogether” is not in the library"


def test_a_number_is_looked_up_in_the_reference_list():
    entries = [
        ReferenceEntry("[3] Howse, D. (1980). Greenwich Time and Longitude. Oxford.", 3),
        ReferenceEntry("[4] Liu, A. Bells. doi:10.1234/zones.", 4),
        ReferenceEntry("[5] Moe, A. (2017). Lamps. Bergen.", 5),
    ]
    documents = CitedDocuments(ALL, entries)
    assert documents.find(CitedWork("[3]", number=3)).document is ZONES
    assert documents.find(CitedWork("[4]", number=4)).document is ZONES
    assert (
        "Lamps. Bergen.” is not in the library" in documents.find(CitedWork("[5]", number=5)).note
    )
    assert documents.find(CitedWork("[9]", number=9)).note == (
        "the draft's reference list has no entry 9"
    )


def test_entries_without_numbers_count_from_one():
    entries = [
        ReferenceEntry("Moe, A. Lamps."),
        ReferenceEntry("Howse. Greenwich time and longitude."),
    ]
    assert CitedDocuments(ALL, entries).find(CitedWork("[2]", number=2)).document is ZONES


def test_a_number_without_a_reference_list_is_said_plainly():
    assert CitedDocuments(ALL).find(CitedWork("[3]", number=3)).note == (
        "the draft has no reference list that says what it is"
    )


@pytest.mark.parametrize(
    ("work", "found"),
    [
        (names("Howse", year="1980"), ZONES),
        (names("Howse", year="1981"), None),
        (names("Liu", "van der Berg", year="2024"), PAIR),
        (names("Liu", "Berg", year="2024a"), PAIR),
        (names("Berg", year="2024"), None),
    ],
)
def test_names_and_a_year(work, found):
    assert CitedDocuments(ALL).find(work).document is found


def test_several_works_of_a_name_and_year_are_said_and_not_guessed():
    found = CitedDocuments(ALL).find(names("Liu", year="2024"))
    assert found.document is None
    assert found.note == "Liu (2024) may be any of liu2024rail, liu2024bells: give its key"


def test_the_reference_list_tells_works_of_a_name_and_year_apart():
    entries = [
        ReferenceEntry("Liu, A. (2024a). Railway time in towns. Journal."),
        ReferenceEntry("Liu, A. (2024b). The bells of stations. Journal."),
    ]
    documents = CitedDocuments(ALL, entries)
    assert documents.find(names("Liu", year="2024b")).document is ALSO


def test_an_author_without_a_document_is_said_plainly():
    assert CitedDocuments(ALL).find(names("Moe", year="2017")).note == (
        "no document of the library is by Moe (2017)"
    )


def test_a_work_without_a_year_is_found_where_only_it_fits():
    undated = document("moe2000", title="The bells of towers", year=None)
    library = [*ALL, undated]
    assert CitedDocuments(library).find(names("Moe", year="n.d.")).document is undated
    assert CitedDocuments(library).find(names("Thomson", year="in press")).document is TIDES
    dated = CitedDocuments(library).find(names("Thomson", year="n.d."))
    assert dated.note == "no document of the library is by Thomson (n.d.)"
    entry = ReferenceEntry("Thomson, W. (n.d.). Greenwich time and longitude.")
    listed = CitedDocuments(library, [entry]).find(names("Thomson", year="n.d."))
    assert listed.document is ZONES
