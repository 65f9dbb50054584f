"""References of every kind in every style, against the rules of the styles' guides.

The works are invented, the expected strings written by hand from the guides: APA 7, Chicago 18,
MLA 9, the IEEE Reference Guide, the ICMJE's samples (Vancouver), Cite Them Right (Harvard), GB/T
7714-2015. Stars are italics.
"""

from __future__ import annotations

import json

import pytest

from quoth.rag.references import format_references
from tests.rag.references.conftest import GOLDEN

# What is wrong, and why nothing here mends it. README.md lists the same.
WRONG = {
    "apa": set(),
    "chicago": {"romanised"},  # a name that is not turned round; a translated title
    "ieee": {"web-page"},  # commas where the guide has full stops
    "mla": {"thesis"},  # the archive before the university
    "vancouver": {"web-page"},  # the site stands before its page
    "harvard": set(),
    "gb-t-7714": set(),
}
LEAST = {"apa": 18, "chicago": 18, "ieee": 18}


@pytest.mark.parametrize("style", WRONG)
def test_references_are_as_the_guide_has_them(style, golden_items):
    expected = json.loads((GOLDEN / f"{style}.json").read_text("utf-8"))
    assert len(expected) >= LEAST.get(style, 8)
    found = format_references(list(golden_items.values()), style, markup="markdown")
    made = dict(zip(golden_items, found, strict=True))
    right = {key: text for key, text in expected.items() if key not in WRONG[style]}
    assert {key: made[key] for key in right} == right
    mended = [key for key in WRONG[style] if made[key] == expected[key]]
    assert mended == []
