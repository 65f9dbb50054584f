from __future__ import annotations

import pytest

from quoth.index.metadata import FIELDS, find_metadata
from quoth.index.readers import read
from tests.index.metadata import layouts, more_layouts
from tests.index.metadata.layouts import draw, plain_page

EXPECTED = {
    "side_column": {
        "title": "Gauges without keepers: how tide houses learned to write their own curves",
        "authors": "Wilma|Osterkamp, Jian|Zhou, Pieter|van der Velde",
        "year": 2019,
        "venue": "Harbour Records",
        "volume": "41",
        "pages": "118–131",
        "doi": "10.5555/harbour.2018.11.042",
        "keywords": ("Tide gauges", "Self-registering instruments", "Harbour offices"),
    },
    "dotted_names": {
        "title": "Semaphore towers and the cost of clear weather",
        "authors": "Lucía|Ferrández, Tom|Abbot, Ngozi|Eze",
        "year": 2021,
        "venue": "Annals of Signal History",
        "volume": "33",
        "pages": "201–219",
        "doi": "10.5555/s11192-020-03456-7",
        "keywords": ("Semaphore", "Optical telegraph", "Weather records"),
    },
    "citation_box": {
        "title": "Counting Ice Floes from the Shore: A Long Series Begun by Schoolchildren",
        "authors": "Aino|Kettunen, Rafael|de Souza, Mei-Ling|Tsai",
        "year": 2020,
        "venue": "Shores",
        "volume": "9",
        "pages": "77",
        "doi": "10.5555/shores9020077",
        "keywords": ("ice floes", "citizen science", "long series"),
    },
    "transactions": {
        "title": "Flicker Reduction in Carbon Arc Street Lamps",
        "authors": "Edgar M.|Thorne, Ingrid|Solberg, Ravi K.|Menon",
        "year": 2017,
        "venue": "Journal of Lamplight Engineering",
        "volume": "12",
        "issue": "3",
        "doi": "10.5555/jle.2016.2637888",
        "keywords": ("Arc lamps", "carbon rods", "flicker"),
    },
    "conference_blocks": {
        "title": "Routing Parcels Through Flooded Streets",
        "authors": "Hannah|Weiss, Omar|Haddad, Sven-Erik|Lund",
        "year": 2022,
    },
    "stamped_preprint": {
        "title": "Small Vocabularies Suffice for Weather Telegrams",
        "authors": "Dana|Okafor, Luis M.|Perea, Yuki|Tanabe",
        "year": 2022,
    },
    "proceedings": {
        "title": "Parsing Ships' Logs with Very Few Labels",
        "authors": "Amara|Nwosu, Petra|Holm, Ji-hoon|Park",
        "year": 2023,
        "venue": "Proceedings of the 9th Workshop on Maritime Language Technology",
        "pages": "71–80",
    },
    "manuscript": {
        "title": "Lantern Festivals and the Price of Paper in River Towns",
        "authors": "Wenbo|Zhang, Maria|O'Leary",
        "keywords": ("paper", "festivals", "prices"),
    },
    "vancouver": {
        "title": "Sleep of lighthouse keepers before and after automation: a register study",
        "authors": "Ruth|Adeyemi, Carlos|Núñez, Sophie|Le Goff",
        "year": 2016,
        "venue": "Night Medicine",
        "volume": "11",
        "issue": "4",
        "pages": "e0154321",
        "doi": "10.5555/nm.0154321",
    },
    "without_front_matter": {},
}

MORE_FIELDS = ("title", "authors", "year", "venue", "volume", "issue", "pages", "doi")
MORE = {
    "footer_with_bars": (
        "Meltwater drives the seasonal voice of glaciers · "
        "Ann|Lee, Jo B.|Roe, Søren|Ødegård, Max|Moe · "
        "2020 · Northern Communications · 11 · - · 1234 · 10.5555/s41467-020-1234-5"
    ),
    "left_column_of_editors": (
        "Humming While Waiting: Two Field Studies in Stations · "
        "Ann|Lee, Jo|Roe, Pía|del Río · "
        "2019 · Front. Hum. · 10 · - · 1234 · 10.5555/fpsyg.2019.01234"
    ),
    "names_between_bars": (
        "Do owls listen to trains? A playback experiment · "
        "Ann|Lee, Jo|Roe, Max|van Moe · "
        "2020 · J Appl Owl · 34 · - · 123–145 · 10.5555/abc.1234"
    ),
    "corner_citation": (
        "Fast alignment of parish registers with seed chains · "
        "Ann|Lee, Jo|Roe, Max|Moe · "
        "2019 · Bioarchives · 35 · 14 · 2421–2432 · 10.5555/bioarchives/bty1014"
    ),
    "letters_as_marks": (
        "A slow clock in the roots of beech trees · "
        "Ann|Lee, Jo|Roe, Max|Moe · "
        "2018 · PNAX · 115 · 14 · 3456–3461 · 10.5555/pnas.1712345115"
    ),
    "cover_sheet": (
        "The sound of closed libraries · "
        "Ann|Lee, Jo|Roe · "
        "2019 · Journal of Quiet Studies · 12 · 3 · 45-67 · 10.5555/01234567.2019.1234567"
    ),
    "reference_format": (
        "Sorting Buttons at the Speed of Rain · "
        "Ann|Lee, Jo|Roe, Max|Moe · "
        "2020 · Proceedings of the 26th Conference on Buttons · - · - · - · "
        "10.5555/3394486.3403001"
    ),
    "side_by_side": (
        "On the Number of Ways to Fold a Map · Ann|Lee, Jo B.|Roe · 2021 · - · - · - · - · -"
    ),
}


def found_in(data: bytes) -> dict[str, object]:
    """Return the stated values, authors as "Given|Family, …"."""
    metadata = find_metadata(read("a.pdf", data))
    values = {name: getattr(metadata, name).value for name in FIELDS if getattr(metadata, name)}
    if "authors" in values:
        values["authors"] = ", ".join(f"{a.given}|{a.family}" for a in values["authors"])
    return values


@pytest.mark.parametrize("layout", EXPECTED)
def test_a_publishers_first_page_is_read_and_nothing_is_invented(layout):
    data = draw(getattr(layouts, layout), plain_page())
    assert found_in(data) == EXPECTED[layout]


@pytest.mark.parametrize("layout", MORE)
def test_other_publishers_pages_are_read_too(layout):
    found = found_in(draw(getattr(more_layouts, layout), plain_page()))
    said = " · ".join(str(found.get(name, "-")) for name in MORE_FIELDS)
    assert said == MORE[layout]


def test_sane_properties_are_believed_where_the_page_bears_them_out():
    name = "Edgar M. Thorne, Ingrid Solberg and Ravi K. Menon"
    title = "Flicker Reduction in Carbon Arc Street Lamps"
    metadata = find_metadata(read("a.pdf", draw(layouts.transactions, title=title, author=name)))
    assert metadata.title is not None
    assert metadata.title.provenance == "pdf info"
    assert metadata.authors is not None
    assert metadata.authors.provenance == "pdf info"


@pytest.mark.parametrize("title", ["Microsoft Word - draft7.docx", "Report Template for Harbours"])
def test_properties_that_the_page_does_not_bear_out_are_not_believed(title):
    found = found_in(draw(layouts.proceedings, title=title, author="admin"))
    assert found["title"] == EXPECTED["proceedings"]["title"]
    assert found["authors"] == EXPECTED["proceedings"]["authors"]


def test_an_xmp_packet_states_journal_volume_and_doi():
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        b' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/" prism:volume="7">'
        b"<prism:publicationName>Lamp Notes</prism:publicationName>"
        b"<prism:doi>10.5555/Lamp.7</prism:doi><prism:startingPage>4</prism:startingPage>"
        b"<prism:endingPage>9</prism:endingPage></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    data = draw(layouts.conference_blocks) + b"\n%" + packet.replace(b"\n", b"") + b"\n"
    found = found_in(data)
    assert found["venue"] == "Lamp Notes"
    assert (found["volume"], found["pages"]) == ("7", "4-9")
    assert found["doi"] == "10.5555/lamp.7"


def test_the_doi_of_a_deposit_is_not_the_papers():
    def page(p):
        p.centred("A Catalogue of Foghorns", 770, 18, "Times-Bold")
        p.centred("Ada Brill^{1} and Jon Moss^{2}", 740, 12)
        p.put("Archive: https://doi.org/10.5281/zenodo.999", 60, 715, 8)
        p.put("DOI: 10.5555/foghorns.3", 60, 704, 8)
        p.put("Abstract", 60, 680, 12)
        p.prose(60, 660, 400, 470)

    assert found_in(draw(page))["doi"] == "10.5555/foghorns.3"


def test_a_cited_works_doi_and_year_on_the_first_page_are_not_taken():
    def page(p):
        p.centred("A Catalogue of Foghorns", 770, 18, "Times-Bold")
        p.centred("Ada Brill^{1} and Jon Moss^{2}", 740, 12)
        p.put("Abstract", 60, 700, 12)
        p.prose(60, 680, 500, 470)
        p.put(
            "as in the list of Moss (1998), https://doi.org/10.5555/moss.1998, and others", 60, 480
        )
        p.prose(60, 460, 120, 470)
        p.put(
            "[1] J. Moss, Foghorns, Coast Journal 4 (1998) 12–19, doi:10.5555/moss.1998", 60, 60, 8
        )
        p.put(
            "[2] A. Brill, Horns and Fogs of the Northern Coast, Coast Journal 5 (1999),", 60, 51, 8
        )
        p.put("doi:10.5555/brill.1999", 60, 42, 8)

    found = found_in(draw(page))
    assert set(found) == {"title", "authors"}
