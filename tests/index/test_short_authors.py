"""Authors in a few words."""

from __future__ import annotations

import pytest

from quoth.index.short_authors import short_authors
from quoth.index.types import Author


@pytest.mark.parametrize(
    ("families", "shown"),
    [
        ((), ""),
        (("Parker",), "Parker"),
        (("Liu", "Zhang"), "Liu & Zhang"),
        (("Liu", "Zhang", "Moe"), "Liu et al."),
        (("van der\nBerg", ""), "van der Berg"),
    ],
)
def test_one_or_two_are_named_and_of_more_the_first(families: tuple[str, ...], shown: str) -> None:
    assert short_authors([Author("", family) for family in families]) == shown


def test_who_has_one_name_alone_goes_by_that() -> None:
    assert short_authors([Author("Plato", ""), Author("A.", "Moe")]) == "Plato & Moe"
