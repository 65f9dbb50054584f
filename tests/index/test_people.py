from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.people import is_name, mend, split_name, split_people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee1, 2, Jo B. Roe1 and Mia Moe∗2", "Ann|Lee, Jo B.|Roe, Mia|Moe"),
        (
            "Moe, Ann; le Roux, David M.; Ar Gouilh, Meri",
            "Ann|Moe, David M.|le Roux, Meri|Ar Gouilh",
        ),
        ("Xin Wang a,b, Li Zhang a,*", "Xin|Wang, Li|Zhang"),
        ("ZHANG Yuxian^{[a],*}", "Yuxian|Zhang"),
        ("Yi LIU, LI Wei and JB Smith", "Yi|Liu, Wei|Li, JB|Smith"),
        (
            "Ann Lee, MD, PhD, Jo Roe, MPH and M. L. Hughes, Jr.",
            "Ann|Lee, Jo|Roe, M. L., Jr.|Hughes",
        ),
        ("Zhang, Y. X., Li, B., & de la Cruz, M.", "Y. X.|Zhang, B.|Li, M.|de la Cruz"),
        ("JOHN A. SMITH AND MARY O'BRIEN", "John A.|Smith, Mary|O'Brien"),
        ("Ann Lee · Jan van der Berg2", "Ann|Lee, Jan|van der Berg"),
        ("Lee, Ann", "Ann|Lee"),
        ("Lovelace AK, Moe J", "AK|Lovelace, J|Moe"),
        ("王小明，欧阳修文", "小明|王, 修文|欧阳"),
        ("By Ann Lee", "Ann|Lee"),
        ("Bernard Marius ’t Hart1, Zoe del Rosario1", "Bernard Marius|’t Hart, Zoe|del Rosario"),
        ("Ann Lee (ann@example.org), Jo Roe 0000-0001-2345-678X", "Ann|Lee, Jo|Roe"),
    ],
)
def test_lists_of_names_are_split_as_printed(text, expected):
    people = ", ".join(f"{a.given}|{a.family}" for a in split_people(text))
    assert people == expected


@pytest.mark.parametrize(
    "text",
    [
        "Department of Law",
        "Riverside University",
        "New York, USA",
        "Open Access",
        "a wet road",
        "10 May 2019",
        "Springfield, IL",
        "Deep Learning",
        "ann@example.org",
        "Tokyo",
    ],
)
def test_places_and_labels_are_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["Ann Lee", "J. Roe", "Jean-Pierre O'Neil", "Mia van der Berg", "王小明"]
)
def test_names_are_names(text):
    assert is_name(text)


def test_what_was_decoded_as_latin1_is_mended():
    assert mend("MÃ¼ller") == "Müller"
    assert mend("Ärger") == "Ärger"


@given(st.text(max_size=80))
def test_no_text_breaks_the_splitting(text):
    for author in split_people(text):
        assert author.family
    split_name(text)
    is_name(text)
