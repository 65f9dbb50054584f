from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.citation_keys import check_pattern, citation_keys, make_key, usable_key
from quoth.index.errors import UsageError
from quoth.index.metadata.csl import CslItem
from quoth.index.types import Author, Document


def document(number: int = 0, **facts) -> Document:
    return Document(
        f"id{number}", f"/{number}", facts.pop("file", f"{number}.pdf"), "0", "pdf", **facts
    )


@pytest.mark.parametrize(
    ("title", "family", "year", "key"),
    [
        ("Cultural maps of the city", "Liu", 2024, "liu2024cultural"),
        ("On the Origin of Bells", "Ångström", 1999, "angstrom1999origin"),
        ("The bells", "van der Kolk", 1994, "vanderkolk1994bells"),
        ("Clean water", "World Water Office", 2020, "worldwateroffice2020clean"),
        ("L’été à Lyon", "O'Neill-Strauß", 2001, "oneillstrauss2001lete"),
        ("Undated charts", "Ivers", None, "iversundated"),
        ("Bells of the valley", "", 2017, "bells2017valley"),
        ("", "", None, "scannote"),
        ("城市公园研究", "王", 2020, "scannote2020"),
    ],
)
def test_a_key_is_family_year_and_the_first_word_that_says_something(title, family, year, key):
    authors = (Author("A.", family),) if family else ()
    made = document(title=title or None, authors=authors, year=year, file="scan_note.pdf")
    assert make_key(made) == key


def test_a_stored_key_stays_and_new_ones_are_free_whatever_their_case():
    moe = (Author("A.", "Moe"),)
    known = [
        document(1, title="Bells", authors=moe, year=2017),
        document(2, title="Bells", authors=moe, year=2017, key="MOE2017bells"),
        document(3, title="Bells", authors=moe, year=2017),
    ]
    assert citation_keys(known) == {
        "id1": "moe2017bellsa",
        "id2": "MOE2017bells",
        "id3": "moe2017bellsb",
    }


def test_the_key_of_an_entry_is_kept():
    entry = CslItem("Moe:2017").to_text()
    assert citation_keys([document(1, title="Bells", entry=entry)]) == {"id1": "Moe:2017"}


@given(st.lists(st.sampled_from(["moe2017", "lee1999", "MOE2017", ""]), max_size=60))
def test_keys_are_unique(stored: list[str]):
    entries = [document(n, entry=CslItem(key).to_text()) for n, key in enumerate(stored)]
    keys = citation_keys(entries)
    assert len({key.casefold() for key in keys.values()}) == len(entries)


def test_an_imported_key_is_kept_without_what_no_key_can_hold():
    assert usable_key("Moe:2017_b+c.d-e", ()) == "Moe:2017_b+c.d-e"
    assert usable_key("moe 2017,{x}", ()) == "moe2017x"
    assert usable_key("12345", ()) == ""
    assert usable_key("moe", {"moe", "moea"}) == "moeb"


def test_a_pattern_is_followed_and_a_wrong_one_refused():
    made = document(title="Bells ring", authors=(Author("A.", "Moe"),), year=2017)
    assert make_key(made, pattern=check_pattern("{family}_{year}")) == "moe_2017"
    lamps = document(title="Lamps at sea", year=1999)
    assert make_key(lamps, pattern="{word}-{year}") == "lamps-1999"
    assert make_key(document(title="Lamps"), pattern="{year}:{word}") == "lamps"
    assert make_key(document(), pattern="{year}") == "document"
    for pattern in ("{author}", "plain", "{family", "{family} {year}", "{0}", "{family}{}"):
        with pytest.raises(UsageError, match="citation_key"):
            check_pattern(pattern)
