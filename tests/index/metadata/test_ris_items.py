from __future__ import annotations

import pytest

from quoth.index.metadata.bibliographies import read_ris
from quoth.index.metadata.csl import CslItem, Date, Name


def item(*lines: str) -> CslItem:
    text = "\n".join([*lines, "ER  - ", ""])
    records, problems = read_ris(text, "s")
    assert problems == []
    return records[0].item


def test_a_chapter_has_its_book_its_editors_and_its_isbn():
    found = item(
        "TY  - CHAP", "TI  - Reading", "T2  - Sails", "A2  - Marsh, Joan", "SN  - 12", "SP  - 8-9"
    )
    assert found.type == "chapter"
    assert found.names["editor"] == (Name("Marsh", "Joan"),)
    texts = {"title": "Reading", "container-title": "Sails", "ISBN": "12", "page": "8-9"}
    assert found.texts == texts


def test_the_second_title_of_a_book_is_its_series():
    assert item("TY  - BOOK", "T2  - Towers").texts == {"collection-title": "Towers"}


def test_the_number_of_an_article_is_an_issue_and_of_a_report_its_number():
    assert item("TY  - JOUR", "IS  - 2").texts == {"issue": "2"}
    assert item("TY  - RPRT", "IS  - BO-1").texts == {"number": "BO-1"}


def test_a_comma_at_the_end_makes_an_organisation():
    found = item(
        "TY  - RPRT", "AU  - Valley Bell Office,", "AU  - van der Berg, Jo, Jr.", "AU  - OECD"
    )
    assert found.names["author"] == (
        Name(literal="Valley Bell Office"),
        Name("Berg", "Jo", particle="van der", suffix="Jr."),
        Name(literal="OECD"),
    )


def test_the_fuller_of_year_and_date_counts():
    assert item("TY  - JOUR", "PY  - 2018", "DA  - 2018/09/03/").dates["issued"] == Date(
        ((2018, 9, 3),)
    )
    assert item("TY  - JOUR", "PY  - 2018", "DA  - 2018///").dates["issued"] == Date(((2018,),))


def test_notes_that_name_a_variable_are_read_and_others_kept():
    found = item(
        "TY  - GEN",
        "N1  - type: map",
        "N1  - archive: Valley Hall",
        "N1  - event-date: 2018-09",
        "N1  - illustrator: Moe, Ann",
        "N1  - Seen by me: twice",
    )
    assert found.type == "map"
    assert found.texts == {"archive": "Valley Hall", "note": "Seen by me: twice"}
    assert found.dates == {"event-date": Date(((2018, 9),))}
    assert found.names == {"illustrator": (Name("Moe", "Ann"),)}


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (("UR  - https://doi.org/10.5555/x",), {"DOI": "10.5555/x"}),
        (("UR  - https://b.example.org/1",), {"URL": "https://b.example.org/1"}),
        (
            ("DO  - 10.5555/x", "UR  - https://b.example.org/1"),
            {"DOI": "10.5555/x", "URL": "https://b.example.org/1"},
        ),
    ],
)
def test_a_link_that_is_only_the_dois_is_no_url(lines, texts):
    assert item("TY  - JOUR", *lines).texts == texts


def test_a_short_title_is_told_from_the_journals_own():
    found = item("TY  - JOUR", "T2  - Bell Notes", "JO  - Bell N.")
    assert found.texts == {"container-title": "Bell Notes", "container-title-short": "Bell N."}
    assert item("TY  - JOUR", "JO  - Bell N.").texts == {"container-title": "Bell N."}
