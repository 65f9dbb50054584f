"""Rules that the golden references do not reach."""

from __future__ import annotations

import pytest

from quoth.index.metadata.csl import CslItem, Date, Name
from quoth.rag.references.normalise import normalised, repaired
from quoth.rag.references.titles import MLA_SMALL, headline


def item(kind: str, **texts: str) -> CslItem:
    return CslItem("a", kind).with_texts(**texts)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("the harbor at night", "The Harbor at Night"),
        ("bells: a history of iPhone and DNA", "Bells: A History of iPhone and DNA"),
        ("salt-water fish in the 9th year", "Salt-Water Fish in the 9th Year"),
        ("what it is for", "What It Is For"),
        ("", ""),
    ],
)
def test_headline_capitals(title, expected):
    assert headline(title) == expected


def test_mla_has_every_preposition_small():
    assert headline("salt after the flood", small=MLA_SMALL) == "Salt after the Flood"
    assert headline("salt after the flood") == "Salt After the Flood"


@pytest.mark.parametrize("genre", ["PhD thesis", "Ph.D. thesis", "Doctoral dissertation", "DPhil"])
def test_a_doctoral_thesis_is_called_as_the_style_calls_it(genre):
    assert normalised(item("thesis", genre=genre), "ieee").text("genre") == "Ph.D. dissertation"


def test_a_masters_thesis_is_and_another_keeps_its_name():
    made = normalised(item("thesis", genre="MSc thesis"), "apa")
    assert made.text("genre") == "Master’s thesis"
    assert normalised(item("thesis", genre="Habilitation"), "apa").text("genre") == "Habilitation"


def test_titles_in_another_language_keep_their_letters():
    german = item("book", title="Glocken im Tal", language="de")
    assert normalised(german, "modern-language-association") == german
    assert normalised(german, "ieee").text("title") == "Glocken im Tal"


def test_an_article_number_becomes_pages_where_chicago_needs_them():
    made = normalised(item("article-journal", number="e13"), "chicago-author-date")
    assert (made.text("page"), made.text("number")) == ("e13", "")


def test_a_page_range_is_no_article_number():
    for page in ("12-19", "12", "S1-S9"):
        assert normalised(item("article-journal", page=page), "apa").text("page") == page


def test_a_publisher_that_is_not_the_author_stays():
    report = item("report", publisher="Bell Office", genre="Report")
    assert normalised(report, "apa") == report
    two = CslItem(
        "a",
        "report",
        {"publisher": "Bell Office"},
        {"author": (Name(literal="Bell Office"), Name("Moe", "Ann"))},
    )
    assert normalised(two, "apa").text("publisher") == "Bell Office"
    assert normalised(two, "modern-language-association").names == two.names


def test_a_preprint_elsewhere_keeps_its_doi_in_ieee():
    preprint = CslItem(
        "a",
        "article",
        {"title": "Bells", "publisher": "OSF Preprints", "DOI": "10.31219/osf.io/x"},
        {},
        {"issued": Date(((2020, 5, 3),))},
    )
    made = normalised(preprint, "ieee")
    assert made.text("publisher") == "OSF Preprints"
    assert (made.text("DOI"), made.dates["issued"].parts) == ("10.31219/osf.io/x", ((2020,),))


def test_chinese_names_are_written_together_and_others_are_not():
    names = (Name("王", "小明"), Name("Wang", "Xiaoming"))
    made = normalised(CslItem("a", names={"author": names}), "apa").names["author"]
    assert made == (Name(literal="王小明"), Name("Wang", "Xiaoming"))


def test_an_unknown_style_gets_the_item_as_it_is():
    plain = item("thesis", genre="PhD thesis", archive="Hall")
    assert normalised(plain, "nature") == plain
    assert repaired("In, editorsMoe A. Bells", "nature") == "In, editorsMoe A. Bells"
