"""Rules that the golden references do not reach."""

from __future__ import annotations

import pytest

from quoth.index.metadata.csl import CslItem, Date, Name
from quoth.rag.references.normalise import normalised
from quoth.rag.references.repairs import repaired
from quoth.rag.references.titles import MLA_SMALL, headline, readable_math


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


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"On $\alpha$-decay", '<span class="nocase">α</span>'),
        (r"H$_2$O", "<sub>2</sub>"),
        (r"at $10^{-3}$ m", "10<sup>-3</sup>"),
        (r"at 20 $^\circ$C", "°"),
        (r"$\mathbb{R}^n$", "ℝ<sup>n</sup>"),
    ],
)
def test_mathematics_in_a_title_can_be_read(title, expected):
    assert expected in readable_math(title)
    assert "$" not in readable_math(title)


def test_the_space_within_a_formula_stays_and_that_at_its_edges_does_not():
    assert readable_math(r"a $x_1 + y$ b") == 'a <span class="nocase">x<sub>1</sub> + y</span> b'
    assert readable_math(r"$\alpha $-decay") == '<span class="nocase">α</span>-decay'
    assert readable_math(r"$ ^{14}$C") == '<span class="nocase"><sup>14</sup></span>C'


@pytest.mark.parametrize(
    "title",
    [
        "from $5 to $10",
        "aid of $1 bn (net_of debt) and $2 bn",
        "from $5_000 to $10_000",
        r"\$5_0 and \$6",
        r"a $x_{a_{b}}$ b",
        r"of $\frac{a_1}{b_2}$",
        r"of $\sqrt{x^2+y^2}$",
        r"of $\binom{n}{k}$",
        r"of $\overline{x}$",
        "plain",
    ],
)
def test_what_is_no_mathematics_or_cannot_be_said_stays(title):
    assert readable_math(title) == title


def test_headline_capitals_leave_mathematics_alone():
    assert headline(r"on $\alpha$-decay") == r"On $\alpha$-Decay"


def test_an_arxiv_preprint_without_an_address_gets_arxivs():
    made = normalised(item("article", number="arXiv:2301.01234"), "harvard-cite-them-right")
    assert made.text("URL") == "https://arxiv.org/abs/2301.01234"
    with_doi = item("article", number="arXiv:2301.01234", DOI="10.48550/arXiv.2301.01234")
    assert normalised(with_doi, "apa").text("URL") == ""
    assert normalised(item("article", number="arXiv:1"), "ieee").text("medium") == ""


@pytest.mark.parametrize(
    ("style", "page"),
    [
        ("modern-language-association", "article e13"),
        ("harvard-cite-them-right", "article number e13"),
        ("china-national-standard-gb-t-7714-2015-numeric", "e13"),
    ],
)
@pytest.mark.parametrize("variable", ["page", "number"])
def test_an_article_number_is_no_page(style, page, variable):
    made = normalised(item("article-journal", **{variable: "e13"}), style)
    assert (made.text("page"), made.text("number")) == (page, "")
    both = item("article-journal", page="12-19", number="4")
    assert normalised(both, style).text("page") == "12-19"


def test_words_that_stand_for_a_year_are_said():
    coming = CslItem("a", "book", {"publisher": "Hall"}, {}, {"issued": Date(literal="in press")})
    assert normalised(coming, "apa").text("status") == "in press"
    assert normalised(coming, "chicago-author-date").text("status") == "in press"
    assert normalised(coming, "ieee").text("publisher") == "Hall, in press"


def test_a_numbered_report_is_called_once_in_vancouver():
    style = "nlm-citation-sequence"
    made = normalised(item("report", genre="Technical report", number="BO-1"), style)
    assert (made.text("genre"), made.text("number")) == ("", "No.: BO-1")
    paper = normalised(item("report", genre="Working paper", number="7"), style)
    assert (paper.text("genre"), paper.text("number")) == ("Working paper", "No.: 7")


@pytest.mark.parametrize(
    ("style", "reference", "expected"),
    [
        ("apa", "Bell (Patent Nos. US 381,968).", "Bell (Patent No. US 381,968)."),
        ("apa", "Bell (Technical Report No. No. 12).", "Bell (Technical Report No. 12)."),
        ("apa", "Bell (Patent Nos. 12, 13).", "Bell (Patent Nos. 12, 13)."),
        ("chicago-author-date", "Bells. V. 1. Released. https://b", "Bells. V. 1. https://b"),
        ("chicago-author-date", "Bells. V. 1. Released.", "Bells. V. 1."),
        (
            "chicago-author-date",
            "<em>The Bells. Released. A Tale</em>. Hall.",
            "<em>The Bells. Released. A Tale</em>. Hall.",
        ),
        ("apa", "Moe, A.-B., Jr. et al. (2017). B.", "Moe, A.-B., Jr., et al. (2017). B."),
        ("apa", "Reply to Moe et al. (2017). B.", "Reply to Moe et al. (2017). B."),
        ("nlm-citation-sequence", "Moe A Jr. et al. Bells.", "Moe A Jr, et al. Bells."),
        (
            "nlm-citation-sequence",
            "Lee B. Bells. In, editorsMoe A et al. Ropes. Hall.",
            "Lee B. Bells. In: Moe A, et al., editors. Ropes. Hall.",
        ),
        (
            "china-national-standard-gb-t-7714-2015-numeric",
            "王小明 等. 钟[M].",
            "王小明, 等. 钟[M].",
        ),
        ("harvard-cite-them-right", "B, 4, p. article number e1.", "B, 4, article number e1."),
        ("ieee", "A. Moe, B, p. 1, May 04, 2020.", "A. Moe, B, p. 1, May 4, 2020."),
        ("ieee", "B, Feb. 09, 2024.", "B, Feb. 9, 2024."),
        ("ieee", "B, Art. no. e1, [Online]. Av", "B, Art. no. e1. [Online]. Av"),
        ("ieee", "A. Moe, “B,” US 381,968, 1888", "A. Moe, “B,” US 381,968, 1888."),
        ("modern-language-association", "<i>B</i>. vol. 4, Hall.", "<i>B</i>. Vol. 4, Hall."),
        ("modern-language-association", "<i>B</i>, vol. 4, 2020.", "<i>B</i>, vol. 4, 2020."),
        (
            "nlm-citation-sequence",
            ", editorsMoe A, Lee B. Bells. 2d.",
            "Moe A, Lee B, editors. Bells. 2d.",
        ),
    ],
)
def test_what_no_style_file_gets_right_is_mended(style, reference, expected):
    assert repaired(reference, style) == expected
