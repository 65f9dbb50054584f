from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.train.support_paraphrases import (
    activate,
    drop_aside,
    drop_opening,
    first_clause,
    paraphrased,
    respell_numbers,
    turn_round,
    use_other_words,
)
from quoth.eval.train.support_swap_names import name_spans, swap_name, swap_roles
from quoth.eval.train.support_swap_values import swap_month, swap_number, swap_unit, swap_year
from quoth.eval.train.support_swap_words import swap_direction, swap_negation, swap_word
from quoth.eval.train.support_swaps import SWAPS, swapped, swaps_of
from quoth.rag.support.numbers import find_quantities

BELL = "The bell of Kew was cast in 1756 and weighs 12 tonnes."
OTHER = "Nobody in Truro had painted the wooden bridges before the harbour froze."
KEYS = [f"key {n}" for n in range(12)]


@pytest.mark.parametrize("key", KEYS)
def test_a_number_becomes_another_number(key: str) -> None:
    made = swap_number(BELL, beside="It hangs 30 metres up, beside one of 9 tonnes.", key=key)
    assert made is not None
    assert made.startswith("The bell of Kew was cast in 1756 and weighs ")
    values = {q.value for q in find_quantities(made)}
    assert 12000.0 not in values
    assert len(values) == 2


def test_a_number_of_the_evidence_is_a_likely_slip() -> None:
    made = {swap_number(BELL, beside="Beside it hangs one of 9 tonnes.", key=key) for key in KEYS}
    assert "The bell of Kew was cast in 1756 and weighs 9 tonnes." in made


def test_a_number_in_words_becomes_another_in_words() -> None:
    made = swap_number("She kept five clocks.", beside="", key="x")
    assert made is not None
    assert made != "She kept five clocks."
    assert not any(letter.isdigit() for letter in made)


def test_thousands_keep_their_commas() -> None:
    made = swap_number("It cost 20,000 crowns.", beside="", key="y")
    assert made is not None
    assert "," in made


@pytest.mark.parametrize("key", KEYS)
def test_a_year_moves_by_no_more_than_fifty(key: str) -> None:
    made = swap_year(BELL, key=key)
    assert made is not None
    (year,) = (q.value for q in find_quantities(made) if q.dimension == "year")
    assert 0 < abs(year - 1756) <= 50
    assert made.endswith("and weighs 12 tonnes.")


@pytest.mark.parametrize(
    ("text", "gone"),
    [("It weighs 12 kg.", "kg"), ("The trip took three hours.", "hours"), ("5 km away", "km")],
)
def test_a_unit_becomes_another_of_its_kind(text: str, gone: str) -> None:
    made = swap_unit(text, key="x")
    assert made is not None
    assert gone not in made.split()
    assert len(made.split()) == len(text.split())


def test_a_month_becomes_another_month() -> None:
    made = swap_month("He died on 3 April 1776.", key="x")
    assert made is not None
    assert made.startswith("He died on 3 ")
    assert made.endswith(" 1776.")
    assert "April" not in made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Pressure increased.", "Pressure reduced."),
        ("It fell before noon.", "It fell after noon."),
        ("Highest of them.", "Lowest of them."),
        ("She took at least two.", "She took at most two."),
    ],
)
def test_a_direction_is_turned_round(text: str, made: str) -> None:
    assert swap_direction(text, key="x") == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("It did not ring.", "It did ring."),
        ("It doesn't ring.", "It does ring."),
        ("It cannot ring.", "It can ring."),
    ],
)
def test_a_negation_is_taken_out(text: str, made: str) -> None:
    assert swap_negation(text, key="x") == made


def test_a_negation_is_put_in() -> None:
    assert swap_negation("The bell was cast.", key="x") in (
        "The bell was not cast.",
        "The bell was never cast.",
    )


def test_a_word_becomes_one_of_another_sentence() -> None:
    made = swap_word("The wooden clocks lost seconds.", other=OTHER, key="x")
    assert made is not None
    (new,) = set(made.split()) - set("The wooden clocks lost seconds.".split())
    assert new.rstrip(".") in OTHER


def test_words_of_one_name_are_one_span() -> None:
    text = "They say the ship Royal Oak met Anna near Deal."
    assert [text[a:b] for a, b in name_spans(text)] == ["Royal Oak", "Anna", "Deal"]


def test_a_name_becomes_one_of_the_evidence_or_of_another_sentence() -> None:
    made = {
        swap_name("The bell hung in Kew.", beside="In Bath nobody knew.", other=OTHER, key=key)
        for key in KEYS
    }
    assert made == {"The bell hung in Bath.", "The bell hung in Truro."}


def test_two_names_change_places() -> None:
    assert swap_roles("The king praised Anna before Ruth.", key="x") == (
        "The king praised Ruth before Anna."
    )


def test_names_of_a_list_do_not_change_places() -> None:
    assert swap_roles("It was shown to Anna, Ruth and Joan.", key="x") is None


def test_the_sides_of_a_comparison_change_places() -> None:
    assert swap_roles("it eats more hay than oats", key="x") == "it eats more oats than hay"
    assert swap_roles("it went from copper to iron", key="x") == "it went from iron to copper"


@pytest.mark.parametrize("key", KEYS)
def test_every_way_changes_the_claim(key: str) -> None:
    made = swaps_of(BELL, beside="It hangs in Bath.", other=OTHER, key=key)
    assert {"number", "year", "unit", "negation", "name", "word", "added"} <= set(made)
    assert set(made) <= set(SWAPS)
    assert BELL not in made.values()
    assert len(set(made.values())) == len(made)


def test_of_a_question_only_the_answer_is_changed() -> None:
    made = swapped("When was the bell of 12 tonnes cast? 1756", beside="", other="", key="x")
    assert made is not None
    kind, text = made
    assert kind in ("year", "number")
    assert text.startswith("When was the bell of 12 tonnes cast? ")
    assert not text.endswith("1756")


def test_where_nothing_can_be_changed_nothing_is_made() -> None:
    assert swapped("Yes.", beside="", other="", key="x") is None


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=8))
def test_the_same_key_makes_the_same_and_never_what_was_there(
    text: str, other: str, key: str
) -> None:
    made = swaps_of(text, beside=other, other=other, key=key)
    assert made == swaps_of(text, beside=other, other=other, key=key)
    assert text not in made.values()
    assert isinstance(paraphrased(text, key=key), str)


def test_an_aside_is_left_out() -> None:
    text = "The bell (a gift of the king) hangs in the old tower."
    assert drop_aside(text) == "The bell hangs in the old tower."
    text = "The bell, which the king gave, hangs in the old tower."
    assert drop_aside(text) == "The bell hangs in the old tower."


def test_an_opening_is_left_out() -> None:
    assert drop_opening("However, the bell rang.") == "The bell rang."


def test_the_first_clause_is_kept_unless_it_hangs_on_the_rest() -> None:
    text = "The bell of the old tower rang at noon, but nobody in the town came."
    assert first_clause(text) == "The bell of the old tower rang at noon."
    text = "If the bell of the old tower rang, nobody came, and nobody left."
    assert first_clause(text) == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("In 1756, the bell was cast in Kew.", "The bell was cast in Kew in 1756."),
        ("The old bell was cast in Kew in 1756.", "In 1756, the old bell was cast in Kew."),
        ("Old bells are heavy.", "Old bells are heavy."),
    ],
)
def test_a_time_is_moved(text: str, made: str) -> None:
    assert turn_round(text) == made


def test_a_passive_is_made_active() -> None:
    assert activate("The bell was repaired by a smith in 1756.") == (
        "A smith repaired the bell in 1756."
    )
    assert activate("The bell was seen by a smith.") == "The bell was seen by a smith."


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("It has five bells.", "It has 5 bells."),
        ("It has 5 bells.", "It has five bells."),
        ("It has 20,000 bells.", "It has 20 thousand bells."),
        ("It has 20,500 bells.", "It has 20500 bells."),
        ("It has 3,000,000 bells.", "It has 3 million bells."),
    ],
)
def test_numbers_are_written_otherwise(text: str, made: str) -> None:
    assert respell_numbers(text) == made
    before, after = (next(iter(find_quantities(one))).value for one in (text, made))
    assert before == after


def test_words_are_replaced_by_others_for_the_same() -> None:
    assert use_other_words("They use many bells because of it.") == (
        "They employ numerous bells owing to it."
    )
