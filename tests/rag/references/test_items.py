from __future__ import annotations

import pytest

from quoth.index.metadata.csl import CslItem, Date, Name
from quoth.index.metadata.records import metadata_of
from quoth.index.types import Author, Document
from quoth.rag.references import csl_item, csl_items, missing_fields

FACTS = {
    "title": "Bells of the valley",
    "authors": (
        Author("Ann B.", "Moe"),
        Author("Jo", "van der Berg"),
        Author("M. L., Jr.", "Hughes"),
        Author("", "Valley Bell Office"),
    ),
    "year": 2017,
    "venue": "Bell Notes",
    "volume": "4",
    "issue": "2",
    "pages": "10–19",
    "doi": "10.5555/bells",
    "keywords": ("bells", "noon"),
    "key": "moe2017bells",
}


def document(**facts) -> Document:
    return Document("id", "/a.pdf", "a.pdf", "0", "pdf", **facts)


def entered(entry: CslItem, **changed) -> Document:
    """Return the document of an entry, with facts changed since."""
    stated = metadata_of(entry, "s")
    facts = {
        name: fact.value
        for name in ("title", "authors", "year", "venue", "volume", "issue", "pages", "doi")
        if (fact := getattr(stated, name))
    }
    return document(entry=entry.to_text(), key=entry.key, **(facts | changed))


def test_facts_become_the_variables_of_an_article():
    assert csl_item(document(**FACTS)) == CslItem(
        "moe2017bells",
        "article-journal",
        {
            "title": "Bells of the valley",
            "container-title": "Bell Notes",
            "volume": "4",
            "issue": "2",
            "page": "10-19",
            "DOI": "10.5555/bells",
            "keyword": "bells; noon",
        },
        {
            "author": (
                Name("Moe", "Ann B."),
                Name("Berg", "Jo", particle="van der"),
                Name("Hughes", "M. L.", suffix="Jr."),
                Name(literal="Valley Bell Office"),
            )
        },
        {"issued": Date(((2017,),))},
    )


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "document"),
        ({"venue": "Bell Notes"}, "article-journal"),
        ({"venue": "Proc. of the 3rd Workshop on Bells"}, "paper-conference"),
        ({"venue": "Annual Meeting of the Bell Society"}, "paper-conference"),
        ({"venue": "Process Letters"}, "article-journal"),
        ({"doi": "10.48550/arxiv.2301.01234v2", "venue": "arXiv"}, "article"),
        ({"doi": "10.31234/osf.io/abc"}, "article"),
    ],
)
def test_the_type_is_what_the_facts_allow(facts, kind):
    assert csl_item(document(**facts)).type == kind


def test_a_preprint_is_told_by_its_doi():
    item = csl_item(document(doi="10.48550/arxiv.2301.01234v2", venue="arXiv"))
    assert (item.text("number"), item.text("publisher")) == ("arXiv:2301.01234", "arXiv")
    assert item.text("container-title") == ""


def test_an_entry_is_given_back_whole():
    entry = CslItem(
        "moe",
        "chapter",
        {"title": "Bells", "container-title": "Towers", "publisher": "Press", "page": "1-9"},
        {"author": (Name("Berg", "Jo", "van der"),), "editor": (Name("Lee", "Kim"),)},
        {"issued": Date(((2017, 5, 3),)), "accessed": Date(((2020,),))},
    )
    assert csl_item(entered(entry)) == entry


def test_what_was_corrected_or_cleared_takes_the_entrys_place():
    entry = CslItem(
        "moe",
        "book",
        {"title": "Bells", "publisher": "Press", "volume": "4"},
        {"author": (Name("Moe", "Ann"),)},
        {"issued": Date(((2017, 5),))},
    )
    changed = entered(
        entry, title="Chimes", volume=None, year=2018, authors=(Author("Jo", "Lee"),), doi="10.1/x"
    )
    assert csl_item(changed) == CslItem(
        "moe",
        "book",
        {"title": "Chimes", "publisher": "Press", "DOI": "10.1/x"},
        {"author": (Name("Lee", "Jo"),)},
        {"issued": Date(((2018,),))},
    )
    assert csl_item(entered(entry, year=None)).dates == {}


def test_items_of_documents_without_a_key_get_one_that_is_free_in_the_library():
    one = document(title="Bells", authors=(Author("A.", "Moe"),))
    other = Document("other", "/b", "b", "0", "pdf", key="moebells")
    assert [item.key for item in csl_items([one], among=[other, one])] == ["moebellsa"]


@pytest.mark.parametrize(
    ("item", "missing"),
    [
        (csl_item(document(**FACTS)), ()),
        (CslItem("a"), ("author", "title", "issued")),
        (
            CslItem("a", "article-journal", {"title": "Bells", "number": "e1"}),
            ("author", "container-title", "volume", "issued"),
        ),
        (
            CslItem("a", "book", {"title": "Bells"}, {"editor": (Name("Moe"),)}),
            ("publisher", "issued"),
        ),
        (CslItem("a", "webpage", {"title": "Bells"}), ("URL",)),
    ],
)
def test_what_a_reference_lacks_is_listed(item, missing):
    assert missing_fields(item) == missing
