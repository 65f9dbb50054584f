from __future__ import annotations

import pytest

from quoth.index.metadata.bibtex import read_bibtex
from quoth.index.metadata.csl import CslItem, Date, Name


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
    assert found.names["editor"] == (Name("Lee", "Kim"),)


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
