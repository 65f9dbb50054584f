from __future__ import annotations

from quoth.index.metadata import FIELDS, find_metadata
from quoth.index.readers import read

TRAPS = """Original Paper

The Slow Spread of "Standard Time" in the Hill

Railways

Ines Okoye^{1*} & Tomás Rivera^{1&2}

¹ Institute of Clocks, Academy of Hill Studies, Altamont 510070, Chile

² Department of Railways, University of Altamont, Chile

* Ines Okoye, E-mail: ines@example.org

Received: April 12, 2021 Accepted: May 8, 2022 Online Published: May 13, 2022

Abstract

Hill railways kept two times for twenty years after the law of 1911 (Brandt, 1998).

Keywords

"Standard Time", hill railways

1. Introduction

Brandt (1998) gave the first account, doi:10.5555/brandt.1998.

References

Okoye, I. (1999). The Slow Spread of "Standard Time" in the Hill Railways. Clock Letters, 4(2),
1-9. https://doi.org/10.5555/another.1999
"""


def values(name: str, text: str) -> dict[str, object]:
    metadata = find_metadata(read(name, text.encode()))
    found = {field: getattr(metadata, field).value for field in FIELDS if getattr(metadata, field)}
    if "authors" in found:
        found["authors"] = ", ".join(f"{a.given}|{a.family}" for a in found["authors"])
    return found


def test_a_title_in_two_paragraphs_and_marks_on_names_are_read():
    assert values("a.txt", TRAPS) == {
        "title": 'The Slow Spread of "Standard Time" in the Hill Railways',
        "authors": "Ines|Okoye, Tomás|Rivera",
        "year": 2022,
        "keywords": ('"Standard Time"', "hill railways"),
    }


def test_a_text_without_front_matter_states_nothing():
    text = (
        "Abstract: Lamps are older than streets.\n\n1. Introduction\n\nIn 1417 (Lee, 2003) lamps.\n"
    )
    assert values("a.txt", text) == {}


def test_running_prose_has_no_title():
    text = "The keeper wrote down the level. He did so in 1890 and in 1891.\n\nThen he left.\n"
    assert values("a.txt", text) == {}


def test_capitals_tell_the_family_and_a_self_citation_the_journal():
    text = (
        "The Lamp Tax and Its Enemies\n\nHUANG Meiling^{[a],*}\n\n"
        "^[a]Lecturer, Department of Law, Riverside University, Jinan, China.\n\n"
        "Received 6 September 2016; accepted 15 November 2017\nPublished online 26 January 2018\n\n"
        "Abstract\n\nTaxes on lamps were few.\n\nKey words: Lamps; Taxes\n\n"
        "Huang, M. L. (2018). The Lamp Tax and Its Enemies. *Northern Law Review*, "
        "14(11), 11-18. "
        "Available from: http://example.org DOI: http://dx.doi.org/10.5555/10693\n\n"
        "INTRODUCTION\n\nIn 1696 windows were taxed.\n"
    )
    assert values("a.txt", text) == {
        "title": "The Lamp Tax and Its Enemies",
        "authors": "Meiling|Huang",
        "year": 2018,
        "venue": "Northern Law Review",
        "volume": "14",
        "issue": "11",
        "pages": "11-18",
        "doi": "10.5555/10693",
        "keywords": ("Lamps", "Taxes"),
    }


def test_labelled_lines_are_read():
    text = (
        "Bells of the lower valley\n\nAuthors: Moe, Ann B.; de la Cruz, José\nDate: 2017-05-25\n"
        "DOI: 10.5555/bells.1\n\nAbstract: Bells.\n\nText: Bells ring in 1999.\n"
    )
    assert values("a.txt", text) == {
        "title": "Bells of the lower valley",
        "authors": "Ann B.|Moe, José|de la Cruz",
        "year": 2017,
        "doi": "10.5555/bells.1",
    }


def test_yaml_front_matter_is_read():
    text = (
        "---\ntitle: Bells of the lower valley\nauthors:\n  - name: Ann B. Moe\n"
        "    affiliation: Valley College\n  - name: José de la Cruz\ndate: 2017-05-25\n"
        "journal: Bell Notes\nvolume: 4\ntags: [bells, valleys]\n---\n\n# Another\n\nText.\n"
    )
    assert values("a.md", text) == {
        "title": "Bells of the lower valley",
        "authors": "Ann B.|Moe, José|de la Cruz",
        "year": 2017,
        "venue": "Bell Notes",
        "volume": "4",
        "keywords": ("bells", "valleys"),
    }


def test_highwire_tags_are_read():
    text = (
        '<html><head><meta name="citation_title" content="Bells of the lower valley">'
        '<meta name="citation_author" content="Moe, Ann B."><meta name="citation_author" '
        'content="José de la Cruz"><meta name="citation_publication_date" content="2017/05">'
        '<meta name="citation_journal_title" content="Bell Notes">'
        '<meta name="citation_volume" content="4"><meta name="citation_issue" content="2">'
        '<meta name="citation_firstpage" content="10"><meta name="citation_lastpage" content="19">'
        '<meta name="citation_doi" content="10.5555/Bells.1">'
        '<meta name="citation_keywords" content="bells; valleys"></head>'
        "<body><h1>Bells of the lower valley</h1><p>Text.</p></body></html>"
    )
    assert values("a.html", text) == {
        "title": "Bells of the lower valley",
        "authors": "Ann B.|Moe, José|de la Cruz",
        "year": 2017,
        "venue": "Bell Notes",
        "volume": "4",
        "issue": "2",
        "pages": "10-19",
        "doi": "10.5555/bells.1",
        "keywords": ("bells", "valleys"),
    }


def test_a_facts_provenance_is_kept():
    metadata = find_metadata(
        read("a.md", b"# Bells\n\nAnn B. Moe and Jo Lee\n\n## Abstract\n\nBells.\n")
    )
    assert metadata.title is not None
    assert metadata.title.provenance == "first heading"
    assert metadata.authors is not None
    assert metadata.authors.provenance == "front page"
