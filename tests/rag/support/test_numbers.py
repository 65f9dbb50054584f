from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.rag.support.numbers import Quantity, find_quantities, is_same, is_same_kind


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def same(said: str, there: str) -> bool:
    return is_same(only(said), only(there))


@pytest.mark.parametrize(
    "text",
    [
        "10,000 bells",
        "10000 bells",
        "10 000 bells",
        "10\u202f000 bells",
        "ten thousand bells",
        "10 thousand bells",
        "10k bells",
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert only(text).value == 10_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("eleven bells", 11),
        ("twenty-five bells", 25),
        ("a hundred and five bells", 105),
        ("one thousand two hundred bells", 1200),
        ("half a million bells", 500_000),
        ("2.5 million bells", 2_500_000),
        ("three quarters of them", 0.75),
        ("two-thirds of them", 2 / 3),
        ("a dozen bells", 12),
        ("the 21st bell", 21),
        (".05 of them", 0.05),
    ],
)
def test_words_and_signs_have_a_value(text: str, value: float) -> None:
    assert only(text).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("11 %", "eleven percent"),
        ("11%", "11 per cent"),
        ("5 km", "5,000 metres"),
        ("90 minutes", "1.5 hours"),
        ("18 months", "1.5 years"),
        ("$2.5 million", "2.5 million dollars"),
        ("34 bells", "34 kg"),
        ("about 30 kg", "31.5 kg"),
        ("more than 400 bells", "420 bells"),
        ("less than 100 bells", "90 bells"),
        ("5.7 mm", "5.68 mm"),
        ("in the 1980s", "in 1984"),
        ("the nineteenth century", "in 1884"),
        ("the 19th century", "the nineteenth century"),
        ("in Mar 2", "in March 2"),
    ],
)
def test_quantities_that_say_the_same_are_the_same(said: str, there: str) -> None:
    pairs = zip(find_quantities(said), find_quantities(there), strict=True)
    assert all(is_same(a, b) for a, b in pairs)


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("11 bells", "12 bells"),
        ("5 km", "5 m"),
        ("11 %", "11 ‰"),
        ("$30", "£30"),
        ("about 30 kg", "40 kg"),
        ("more than 400 bells", "300 bells"),
        ("more than 400 bells", "800 bells"),
        ("less than 100 bells", "120 bells"),
        ("in 1884", "in 1885"),
        ("in the 1980s", "in 1991"),
        ("the 19th century", "in 1912"),
        ("in March", "in April"),
        ("2 million bells", "2 billion bells"),
        ("three bells", "in March"),
    ],
)
def test_quantities_that_differ_are_not_the_same(said: str, there: str) -> None:
    assert not same(said, there)


def test_an_iso_date_has_year_month_and_day() -> None:
    found = find_quantities("seen on 2020-03-11 again")
    assert [(q.value, q.dimension) for q in found] == [(2020, "year"), (3, "month"), (11, "")]
    assert is_same(found[1], only("in March"))


def test_both_ends_of_a_range_have_its_unit() -> None:
    assert [(q.value, q.dimension) for q in find_quantities("10–15 km")] == [
        (10_000, "length"),
        (15_000, "length"),
    ]


@pytest.mark.parametrize(
    "text", ["the H4 watch", "COVID-19", "as said [12]", "v2.1b", "no numbers"]
)
def test_a_digit_of_a_name_or_a_mark_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_may_is_a_month_only_where_a_date_may_stand() -> None:
    assert [q.dimension for q in find_quantities("in May it may rain")] == ["month"]


def test_one_is_weak_as_a_word_and_not_as_a_digit() -> None:
    assert only("one of them").weak
    assert not only("1 of them").weak
    assert not is_same_kind(only("five of them"), only("one of them"))


@given(st.text())
def test_the_words_of_a_quantity_lie_in_the_text(text: str) -> None:
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end].strip()


@given(st.integers(0, 10**9))
def test_a_number_with_commas_and_without_is_the_same(number: int) -> None:
    assert same(f"{number:,} bells", f"{number} bells")
