from __future__ import annotations

import pytest

from quoth.index.metadata.bibtex import read_bibtex
from quoth.index.metadata.csl import OTHERS, CslItem, Date, Name


def item(text: str) -> CslItem:
    records, problems = read_bibtex(text, "s")
    assert problems == []
    return records[0].item


@pytest.mark.parametrize(
    ("entry", "kind", "texts"),
    [
        ("@article{a, number=2, eid={e13}}", "article-journal", {"issue": "2", "number": "e13"}),
        (
            "@inproceedings{a, booktitle={Proc. Bells}, venue={Oslo}, organization={Bell Office}}",
            "paper-conference",
            {
                "container-title": "Proc. Bells",
                "event-place": "Oslo",
                "publisher": "Bell Office",
            },
        ),
        (
            "@phdthesis{a, school={Valley University}, address={Lyon}}",
            "thesis",
            {"genre": "PhD thesis", "publisher": "Valley University", "publisher-place": "Lyon"},
        ),
        ("@mastersthesis{a, type={Diploma}}", "thesis", {"genre": "Diploma"}),
        (
            "@techreport{a, institution={Bell Office}, number={BO-1}}",
            "report",
            {"publisher": "Bell Office", "number": "BO-1"},
        ),
        (
            r"@misc{a, howpublished={\url{https://bells.example.org/a_b%20c}}}",
            "webpage",
            {"URL": "https://bells.example.org/a_b%20c"},
        ),
        ("@misc{a, howpublished={Leaflet}}", "document", {"publisher": "Leaflet"}),
        (
            "@misc{a, eprint={2301.01234v2}, archiveprefix={arXiv}}",
            "article",
            {"number": "arXiv:2301.01234v2", "publisher": "arXiv"},
        ),
        (
            "@article{a, journal={arXiv preprint arXiv:2301.01234}}",
            "article",
            {"number": "arXiv:2301.01234", "publisher": "arXiv"},
        ),
        (
            "@book{a, title={Bells}, subtitle={A history}, series={Towers}, number=7}",
            "book",
            {"title": "Bells: A history", "collection-title": "Towers", "collection-number": "7"},
        ),
        ("@article{a, entrysubtype={newspaper}}", "article-newspaper", {}),
        ("@article{a, langid={ngerman}}", "article-journal", {"language": "de"}),
        ("@article{a, url={https://doi.org/10.5555/x}}", "article-journal", {"DOI": "10.5555/x"}),
        (
            r"@article{a, doi={10.5555/x}, url={https://x.example.org/a\_b}}",
            "article-journal",
            {"DOI": "10.5555/x", "URL": "https://x.example.org/a_b"},
        ),
    ],
)
def test_fields_become_the_variables_of_their_type(entry, kind, texts):
    found = item(entry)
    assert (found.type, dict(found.texts)) == (kind, texts)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year=2018, month=sep", Date(((2018, 9),))),
        ("year=2018, month={9}, day={3}", Date(((2018, 9, 3),))),
        ("year=2018, month={September}", Date(((2018, 9),))),
        ("year=2018, date={2018-09-03}", Date(((2018, 9, 3),))),
        ("year={in press}", Date(literal="in press")),
        ("year=2018, month={spring}", Date(((2018,),))),
    ],
)
def test_the_date_is_put_together(fields, date):
    assert item(f"@article{{a, {fields}}}").dates["issued"] == date


def test_names_keep_particles_suffixes_and_organisations_apart():
    found = item(
        "@book{a, author={van der Berg, Jo and Hughes, Jr., M. L. and {Bell and Rope Office}"
        " and {de Witt}, Ann}, editor={Lee, Kim and others}}"
    )
    assert found.names["author"] == (
        Name("Berg", "Jo", particle="van der"),
        Name("Hughes", "M. L.", suffix="Jr."),
        Name(literal="Bell and Rope Office"),
        Name("Witt", "Ann", particle="de"),
    )
    assert found.names["editor"] == (Name("Lee", "Kim"), OTHERS)


def test_the_long_form_of_names_is_read():
    found = item(
        "@book{a, author={family=Berg, given=Jo, prefix=van der, useprefix=true and"
        " family=Hughes, given=M. L., suffix=Jr.}}"
    )
    assert found.names["author"] == (
        Name("Berg", "Jo", particle="van der"),
        Name("Hughes", "M. L.", suffix="Jr."),
    )


def test_the_line_of_an_entry_is_counted_from_one():
    records, _ = read_bibtex("\n\n@misc{a}\n@misc{b}\n", "s")
    assert [(r.key, r.line) for r in records] == [("a", 3), ("b", 4)]


def test_a_title_of_a_thousand_braces_costs_its_braces_and_nothing_else() -> None:
    records, problems = read_bibtex(f"@misc{{a, title={{{'{' * 3000}Bells{'}' * 3000}}}}}", "s")
    assert problems == []
    assert records[0].item.texts["title"] == "Bells"


def test_a_crossref_lends_what_its_entry_has_not():
    text = (
        "@inproceedings{a, title={Bells in fog}, pages={1--2}, crossref={Hall}}\n"
        "@proceedings{hall, title={Proceedings of the Hall}, editor={Moe, Ann}, year=2013,"
        " doi={10.5555/hall}, pages={1--99}}\n"
        "@book{b, title={Alone}, crossref={}}\n@book{c, title={Lost}, crossref={nowhere}}"
    )
    records, problems = read_bibtex(text, "s")
    child, _, alone, lost = (record.item for record in records)
    assert child.text("title") == "Bells in fog"
    assert child.text("container-title") == "Proceedings of the Hall"
    assert (child.text("page"), child.text("DOI"), child.year) == ("1-2", "", 2013)
    assert child.names["editor"] == (Name("Moe", "Ann"),)
    assert (alone.texts, lost.texts) == ({"title": "Alone"}, {"title": "Lost"})
    assert problems == []


@pytest.mark.parametrize(
    ("own", "lent", "kept"),
    [
        ("year={2001}", "date={2000-05}", Date(((2001,),))),
        ("year={2001}", "year={2000}, month=may, day={3}", Date(((2001,),))),
        ("date={2001-02}", "year={2000}, month=may", Date(((2001, 2),))),
        ("title={T}", "date={2000-05}", Date(((2000, 5),))),
    ],
)
def test_a_works_own_date_is_not_mixed_with_its_volumes(own, lent, kept):
    text = f"@incollection{{a, {own}, crossref={{v}}}}\n@book{{v, {lent}}}"
    assert item(text).dates["issued"] == kept


@pytest.mark.parametrize(
    ("own", "lent", "variable", "kept"),
    [
        ("journaltitle={New}", "journal={Old}", "container-title", "New"),
        ("journaltitle={New}", "journalsubtitle={Notes}", "container-title", "New"),
        ("booktitle={New}", "booksubtitle={Notes}", "container-title", "New"),
        ("location={Lyon}", "address={Oslo}", "publisher-place", "Lyon"),
        ("language={french}", "langid={german}", "language", "fr"),
    ],
)
def test_a_field_of_the_other_dialect_is_not_lent(own, lent, variable, kept):
    found = item(f"@incollection{{a, {own}, crossref={{v}}}}\n@book{{v, {lent}}}")
    assert found.text(variable) == kept


def test_parts_that_a_number_sign_joins_are_one_value():
    found = item('@string{town = "Lyon"}\n@book{a, title={Bells } # "of " # town # { and rope}}')
    assert found.text("title") == "Bells of Lyon and rope"
    assert item("@book{a, title={Bells } # {in C # minor}}").text("title") == "Bells in C # minor"


@pytest.mark.parametrize("value", ["{Moe, Ann} title={Bells}", "{Moe, {Ann}}\n  title = 12"])
def test_a_missing_comma_loses_its_field_alone_and_is_said(value):
    records, problems = read_bibtex(f"@book{{a, author={value}, year=2004}}", "s")
    assert (records[0].item.names, records[0].item.year) == ({}, 2004)
    assert problems == [
        "line 1: a: after 'author' a comma or a brace is missing; this field is left out"
    ]


def test_an_equation_in_a_title_is_no_missing_comma():
    assert item("@book{a, title={{Bells} where n = {m} holds}}").text("title") == (
        "Bells where n = m holds"
    )


def test_what_is_there_twice_is_said_as_it_is_used():
    text = "@book{a, title={One}, title={Two}}\n@book{b, title={Three}}\n@book{b, title={Four}}"
    records, problems = read_bibtex(text, "s")
    titles = sorted(record.item.text("title") for record in records)
    assert titles == ["Four", "Three", "Two"]
    assert problems == [
        "line 1: a: 'title' is there twice; the last one is used",
        "line 3: the key 'b' is there twice; both entries are used",
    ]


def test_the_place_of_a_conference_is_told_from_its_publishers():
    acm = item("@inproceedings{a, booktitle={Proc.}, address={New York}, location={Lyon}}")
    assert (acm.text("publisher-place"), acm.text("event-place")) == ("New York", "Lyon")
    other = item("@inproceedings{a, booktitle={Proc.}, location={Lyon}}")
    assert (other.text("publisher-place"), other.text("event-place")) == ("Lyon", "")


def test_the_name_of_a_site_is_read_of_a_web_page():
    page = item("@online{a, title={Bells}, titleaddon={Bell Desk}, url={https://b.example}}")
    assert page.text("container-title") == "Bell Desk"
    assert item("@book{a, titleaddon={Bell Desk}}").text("container-title") == ""


@pytest.mark.parametrize(
    "note",
    [
        "Accessed: 2024-02-09",
        "[Online; accessed 9-February-2024]",
        "Last accessed on Feb. 9, 2024.",
        "Accessed 9 Feb 2024",
    ],
)
def test_a_note_of_the_day_of_access_is_that_day(note):
    page = item(f"@misc{{a, title={{Bells}}, note={{{note}}}, url={{https://b.example}}}}")
    assert page.dates["accessed"] == Date(((2024, 2, 9),))
    assert page.text("note") == ""


@pytest.mark.parametrize(
    "note",
    ["Accessed: 2024-02-09. Print", "accessed 9 Fog 2024", "accessed 39 Feb 2024", "In press"],
)
def test_another_note_stays(note):
    page = item(f"@misc{{a, note={{{note}}}}}")
    assert (page.text("note"), "accessed" in page.dates) == (note, False)
