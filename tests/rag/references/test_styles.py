from __future__ import annotations

import pytest

from quoth.index.errors import UsageError
from quoth.rag.references.styles import STYLES, find_style, style_names


@pytest.mark.parametrize("name", STYLES)
def test_every_short_name_has_its_file(name):
    style = find_style(name)
    assert (style.name, style.path.stem) == (STYLES[name], STYLES[name])


def test_a_style_is_found_by_its_own_name_and_a_mere_name_leads_to_its_parent():
    assert find_style("Chicago-Author-Date.csl").name == "chicago-author-date"
    dependent = find_style("vancouver-ama")
    assert (dependent.name, dependent.path.stem) == (
        "vancouver-ama",
        "american-medical-association",
    )


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("chigaco", "chicago"),
        ("apa-7", "apa"),
        ("natur", "nature"),
        ("", "apa, chicago, mla"),
        ("../apa", "apa"),
        ("qqqqqqqqqq", "vancouver"),
    ],
)
def test_an_unknown_style_gets_the_nearest_names(wanted, near):
    with pytest.raises(UsageError, match=near):
        find_style(wanted)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no style file .*own\.csl"):
        find_style(str(tmp_path / "own.csl"))


def test_every_name_that_is_offered_is_a_style():
    names = style_names()
    assert len(names) > 1000
    assert all(find_style(name).path.is_file() for name in names[:40])
