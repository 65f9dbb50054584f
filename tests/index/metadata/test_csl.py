from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.metadata.bibliographies import read_csl
from quoth.index.metadata.csl import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    TYPES,
    CslItem,
    Date,
    Name,
    parse_date,
)

words = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=12)
years = st.integers(1000, 2999)
dates = st.one_of(
    st.builds(lambda y: Date(((y,),)), years),
    st.builds(lambda y, m: Date(((y, m),)), years, st.integers(1, 12)),
    st.builds(lambda y, m, d: Date(((y, m, d),)), years, st.integers(1, 12), st.integers(1, 31)),
    st.builds(lambda y: Date(((y,), (y + 1,)), circa=True), years),
    st.just(Date(literal="in press")),
)
names = st.one_of(
    st.builds(Name, family=words, given=words),
    st.builds(Name, family=words, given=words, particle=st.just("van der"), suffix=st.just("Jr.")),
    st.builds(Name, literal=words),
)
items = st.builds(
    CslItem,
    key=words,
    type=st.sampled_from(sorted(TYPES)),
    texts=st.dictionaries(st.sampled_from(["title", "DOI", "volume", "note"]), words),
    names=st.dictionaries(
        st.sampled_from(sorted(NAME_VARIABLES)), st.lists(names, min_size=1, max_size=3).map(tuple)
    ),
    dates=st.dictionaries(st.sampled_from(sorted(DATE_VARIABLES)), dates),
)


@given(items)
def test_an_item_comes_back_from_its_json(item: CslItem):
    assert CslItem.from_text(item.to_text()) == item


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2018", ((2018,),)),
        ("2018-09", ((2018, 9),)),
        ("2018/09/12", ((2018, 9, 12),)),
        ("2018-09-12T10:00:00Z", ((2018, 9, 12),)),
        ("2018-09/2018-10", ((2018, 9), (2018, 10))),
        ("2018-13", ((2018,),)),
    ],
)
def test_dates_are_read_as_far_as_they_go(text, parts):
    assert parse_date(text).parts == parts


def test_a_date_that_is_none_is_kept_as_words():
    assert parse_date("in press") == Date(literal="in press")
    assert parse_date("2018~") == Date(((2018,),), circa=True)


def test_what_is_not_of_csls_form_is_left_out():
    item = CslItem.from_json(
        {
            "id": "http://zotero.example.org/users/1/items/AB12",
            "type": "no-such-type",
            "title": "  Bells \n of the valley ",
            "volume": 4,
            "author": [{"family": "Moe", "given": "Ann"}, "Lee", {}],
            "editor": "nobody",
            "issued": {"date-parts": [["2017", "5"], [0, "x"]]},
            "accessed": [],
            "custom": {"a": 1},
            "note": None,
        }
    )
    assert (item.key, item.type, item.year) == ("AB12", "document", 2017)
    assert item.texts == {"title": "Bells of the valley", "volume": "4"}
    assert item.names == {"author": (Name("Moe", "Ann"),)}
    assert item.dates == {"issued": Date(((2017, 5), (0,)))}


def test_a_name_with_a_given_name_alone_is_no_person_without_a_family():
    item = CslItem.from_json({"id": 1, "author": [{"given": "Plato"}]})
    assert item.names["author"] == (Name(literal="Plato"),)


def test_the_citation_key_comes_before_the_id():
    assert CslItem.from_json({"id": "x", "citation-key": "moe2017"}).key == "moe2017"


def test_texts_are_changed_and_taken_out_by_name():
    item = CslItem("k", texts={"title": "Bells", "container-title": "Notes"})
    fresh = item.with_texts(container_title="", volume="4")
    assert fresh.texts == {"title": "Bells", "volume": "4"}
    assert item.texts["container-title"] == "Notes"


def test_an_item_without_a_title_is_one_and_another_programs_rows_are_not():
    rows = [{"id": "a", "type": "letter"}, {"id": "b", "type": "book"}, {"type": "book"}]
    found = read_csl(json.dumps(rows), "s")
    assert found is not None
    assert [record.key for record in found[0]] == ["b"]
    assert len(found[1]) == 2
