from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from quoth.index.errors import UsageError
from quoth.index.metadata.csl import OTHERS, CslItem, Date, Name
from quoth.index.types import Author, Document
from quoth.rag.references import (
    Cited,
    StyleError,
    format_citation,
    format_documents,
    format_references,
    in_order,
)
from quoth.rag.references.cache import ReferenceCache
from quoth.rag.references.citeproc import render_references

MOE = CslItem(
    "a&b; c",
    "article-journal",
    {"title": "Bells <i>in vivo</i> & *stars* of E_2", "container-title": "Bell Notes"},
    {"author": (Name("Moe", "Ann"),)},
    {"issued": Date(((2017,),))},
)


@pytest.fixture
def counted(monkeypatch) -> list[int]:
    """Return how many items each run of pandoc was given."""
    runs: list[int] = []

    def render(items, style, *, locale):
        runs.append(len(items))
        return render_references(items, style, locale=locale)

    monkeypatch.setattr("quoth.rag.references.formatting.render_references", render)
    return runs


def test_references_come_in_the_items_order_and_whatever_their_keys(golden_items):
    items = [golden_items["thesis"], MOE, golden_items["book"]]
    found = format_references(items, "apa")
    assert [text.split(",")[0] for text in found] == ["Brandt", "Moe", "Lindqvist"]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("text", "Bells in vivo & *stars* of E_2. Bell Notes."),
        ("markdown", r"Bells *in vivo* & \*stars\* of E\_2. *Bell Notes*."),
        ("html", "Bells <em>in vivo</em> &amp; *stars* of E_2. <em>Bell Notes</em>."),
    ],
)
def test_italics_are_marked_as_asked(markup, title):
    assert format_references([MOE], "apa", markup=markup) == [f"Moe, A. (2017). {title}"]


def test_a_document_that_states_nothing_has_no_reference():
    moe = Document(
        "a", "/a", "a", "0", "pdf", title="Bells", authors=(Author("Ann", "Moe"),), year=2017
    )
    found = format_documents([moe, Document("b", "/b", "b", "0", "pdf"), moe])
    assert found == {"a": "Moe, A. (2017). Bells.", "b": ""}


def test_nothing_gives_nothing():
    assert format_references([], "apa") == []


def test_the_same_reference_is_formatted_once(counted):
    assert format_references([MOE], "apa") == format_references([MOE], "apa", markup="text")
    assert counted == [1]
    format_references([MOE], "ieee")
    format_references([MOE.with_texts(volume="4")], "apa")
    assert counted == [1, 1, 1]


def test_a_twin_changes_a_reference_and_another_work_does_not(counted, golden_items):
    twin = replace(MOE, key="t").with_texts(title="Chimes")
    (alone,) = format_references([MOE], "apa")
    assert "(2017)" in alone
    both = format_references([MOE, twin], "apa")
    assert ["(2017a)" in both[0], "(2017b)" in both[1]] == [True, True]
    assert format_references([MOE], "apa") == [alone]
    assert format_references([MOE, golden_items["book"]], "apa")[0] == alone
    assert counted == [1, 2, 2]
    format_references([golden_items["book"], MOE], "apa")
    assert counted == [1, 2, 2]


def test_a_cache_that_cannot_be_used_costs_time_only(tmp_path, counted):
    broken = tmp_path / "references.db"
    broken.write_bytes(b"no database at all " * 100)
    cache = ReferenceCache(broken)
    assert format_references([MOE], "apa", cache=cache)[0].startswith("Moe")
    in_a_file = ReferenceCache(broken / "below" / "references.db")
    assert format_references([MOE], "apa", cache=in_a_file)[0].startswith("Moe")
    assert counted == [1, 1]


def test_a_full_cache_is_begun_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("quoth.rag.references.cache._MOST", 1)
    path = tmp_path / "references.db"
    cache = ReferenceCache(path)
    cache.write({"a": "A", "b": "B"})
    cache.write({"c": "C"})
    assert cache.read(["a", "b", "c"]) == {"c": "C"}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM formatted").fetchone() == (1,)


@pytest.mark.parametrize(
    ("style", "cited", "expected"),
    [
        ("apa", [("one-author", "p. 120")], "(Hartog, 2018, p. 120)"),
        (
            "apa",
            [("two-authors", ""), ("three-authors", "")],
            "(Costa & Webb, 2015; Ito et al., 2012)",
        ),
        ("apa", [("same-year-1", ""), ("same-year-2", "")], "(Okafor, 2019a, 2019b)"),
        ("chicago", [("one-author", "p. 120")], "(Hartog 2018, 120)"),
        ("chicago", [("two-authors", "")], "(Costa and Webb 2015)"),
        ("ieee", [("one-author", "p. 120")], "[1, p. 120]"),
        ("ieee", [("three-authors", "")], "[3]"),
    ],
)
def test_citations_in_a_text(style, cited, expected, golden_items):
    works = [Cited(golden_items[key], locator) for key, locator in cited]
    among = list(golden_items.values())
    assert format_citation(works, style, among=among) == expected


def test_a_citation_needs_no_list():
    assert format_citation([Cited(MOE)], "apa") == "(Moe, 2017)"


def test_a_conference_is_abbreviated_for_ieee_where_no_short_name_is_stated():
    item = CslItem(
        "a",
        "paper-conference",
        {
            "title": "Bells",
            "container-title": "Proceedings of the Third International Conference on Harbor Bells",
        },
        {"author": (Name("Moe", "Ann"),)},
        {"issued": Date(((2017,),))},
    )
    assert format_references([item], "ieee") == [
        "A. Moe, “Bells,” in Proc. 3rd Int. Conf. Harbor Bells, 2017."
    ]


def test_a_style_of_footnotes_has_no_citation_in_the_text():
    with pytest.raises(StyleError, match="footnotes"):
        format_citation([Cited(MOE)], "chicago-notes-bibliography")


def test_signs_in_a_title_are_no_markup():
    item = CslItem("a", "book", {"title": "Where p<0.05 & n>3, a < b", "publisher": "P & Q"})
    assert format_references([item], "apa") == ["Where p<0.05 & n>3, a < b. (n.d.). P & Q."]


def test_a_style_of_the_users_own_is_used_and_a_broken_one_named(tmp_path):
    own = tmp_path / "own.csl"
    own.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        "<info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><layout><text variable="container-title"/></layout></bibliography></style>',
        "utf-8",
    )
    assert format_references([MOE], str(own)) == ["Bell Notes"]
    own.write_text("<style>", "utf-8")
    with pytest.raises(StyleError, match=r"own\.csl"):
        format_references([MOE], str(own))


def test_a_pandoc_that_is_not_there_is_one_line(monkeypatch):
    monkeypatch.setattr("quoth.rag.references.citeproc._program", lambda: "/no/such/pandoc")
    with pytest.raises(StyleError, match="pip install"):
        format_references([MOE], "apa")


def test_an_unknown_style_is_refused_before_pandoc_runs(counted):
    with pytest.raises(UsageError, match="Near: apa"):
        format_references([MOE], "apaa")
    assert counted == []


def test_a_list_is_in_the_order_of_letters_whatever_case_accents_or_quotes():
    names = ["Zoe", "van der Kolk", "Éric", "“Tide.”", "Adler", "Emma", "*Vance*"]
    assert in_order(names) == ["Adler", "Emma", "Éric", "“Tide.”", "van der Kolk", "*Vance*", "Zoe"]


def test_raised_and_lowered_letters_are_so_in_plain_text():
    item = replace(MOE, texts={"title": r"H$_2$O at 10$^{-3}$"})
    plain, marked = (format_references([item], "apa", markup=m)[0] for m in ("text", "markdown"))
    assert "H₂O at 10⁻³" in plain
    assert "H~2~O" in marked


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        (r"Trees $2^k$ in $\mathbb{R}^d$", "Trees 2^k in ℝ^d."),
        (r"Of $2^{k+m}$, $x^{(i)}$, $a_i^k$ and $X^*$", "Of 2^(k+m), x^(i), ai^k and X^*."),
        ("In the 21<sup>st</sup> and XIX<sup>e</sup>", "In the 21st and XIXe."),
        ("With <sup>99m</sup>Tc", "With 99mTc."),
    ],
)
def test_a_power_that_cannot_be_raised_keeps_its_sign_in_plain_text(title, plain):
    assert format_references([replace(MOE, texts={"title": title})], "apa") == [
        f"Moe, A. (2017). {plain}"
    ]


def test_an_editors_book_and_others_come_out_whole():
    editors = CslItem(
        "a",
        "book",
        {"title": "Bells", "publisher": "Hall"},
        {"editor": (Name("Moe", "Ann"), Name("Lee", "Bo"))},
        {"issued": Date(((2010,),))},
    )
    assert format_references([editors], "vancouver") == [
        "Moe A, Lee B, editors. Bells. Hall; 2010."
    ]
    several = replace(MOE, names={"author": (*MOE.names["author"], OTHERS)})
    assert format_references([several], "apa")[0].startswith("Moe, A., et al. (2017).")
    assert format_references([several], "vancouver")[0].startswith("Moe A, et al. Bells")
    assert format_references([several], "gb-t-7714")[0].startswith("MOE A, et al. Bells")
    edited = replace(editors, names={"editor": (Name("Moe", "Ann"), OTHERS)})
    assert format_references([edited], "vancouver") == [
        "Moe A, et al., editors. Bells. Hall; 2010."
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, "A. Moe, “Bells,” Bell Notes, in press."),
        ({"volume": "4"}, "A. Moe, “Bells,” Bell Notes, vol. 4, in press."),
        ({"page": "7-19"}, "A. Moe, “Bells,” Bell Notes, pp. 7–19, in press."),
        ({"page": "e13"}, "A. Moe, “Bells,” Bell Notes, Art. no. e13, in press."),
        ({"number": "e13"}, "A. Moe, “Bells,” Bell Notes, Art. no. e13, in press."),
        ({"DOI": "10.5555/x"}, "A. Moe, “Bells,” Bell Notes, in press, doi: 10.5555/x."),
    ],
)
def test_ieee_says_that_an_article_is_in_press(texts, expected):
    known = {"title": "Bells", "container-title": "Bell Notes", **texts}
    coming = replace(MOE, texts=known, dates={"issued": Date(literal="in press")})
    assert format_references([coming], "ieee") == [expected]


def test_an_article_of_no_date_at_an_address_says_so_in_ieee():
    known = {"title": "Bells", "container-title": "Bell Notes", "URL": "https://b.example"}
    assert format_references([replace(MOE, texts=known, dates={})], "ieee") == [
        "A. Moe, “Bells,” Bell Notes, n.d. [Online]. Available: https://b.example"
    ]


def test_an_entry_of_an_encyclopedia_has_its_editor_and_pages():
    entry = CslItem(
        "a",
        "entry-encyclopedia",
        {"title": "Bell", "container-title": "book of towers", "publisher": "Hall", "page": "3-5"},
        {"author": (Name("Moe", "Ann"),), "editor": (Name("Lee", "Bo"),)},
        {"issued": Date(((2015,),))},
    )
    assert format_references([entry], "ieee") == [
        "A. Moe, “Bell,” in Book of Towers, B. Lee, Ed., Hall, 2015, pp. 3–5."
    ]
    assert format_references([entry], "harvard") == [
        "Moe, A. (2015) ‘Bell’, in B. Lee (ed.) book of towers. Hall, pp. 3–5."
    ]
