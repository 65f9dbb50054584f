from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.replays.perturb_choice import pick
from quoth.eval.replays.perturb_names import Names, change_entity, exchange, swap_roles
from quoth.eval.replays.perturb_values import change_date, change_number, change_unit, change_year
from quoth.eval.replays.perturb_words import change_direction, change_negation, invent

KEYS = [f"key {n}" for n in range(40)]


def each(change, text: str, **more: object) -> set[str]:
    """Return all that a change makes of a text, over many keys."""
    made = {change(text, key, **more) for key in KEYS}
    return {one for one in made if one is not None}


def test_a_choice_is_the_same_in_every_run() -> None:
    assert [pick("abcdefgh", key) for key in ("one", "two", "three")] == ["a", "c", "c"]
    assert pick([], "one") is None


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("The bell weighs 34 tons.", "The bell weighs {} tons."),
        ("It cost £1,450 to cast.", "It cost £{} to cast."),
        ("It rings 0.25 times.", "It rings {} times."),
        ("It took seventeen years.", "It took {} years."),
        ("Thirty-seven bells ring.", "{} bells ring."),
    ],
)
def test_another_value_takes_the_place_of_a_number(text: str, stem: str) -> None:
    before, after = stem.split("{}")
    made = each(change_number, text)
    assert len(made) > 2
    assert text not in made
    assert all(one.startswith(before) and one.endswith(after) for one in made)


@pytest.mark.parametrize(
    "text",
    [
        "The bell was cast in 1735.",
        "H4 rang on 4 May.",
        "The 13th bell is one of a kind.",
        "Two thirds of the bells ring.",
        "About 1/3 of the bells ring.",
        "Nothing here is counted.",
    ],
)
def test_a_year_a_date_a_name_an_ordinal_and_a_fraction_are_no_numbers(text: str) -> None:
    assert each(change_number, text) == set()


def test_a_number_is_never_only_written_otherwise() -> None:
    made = each(change_number, "Ten bells weigh 10 tons.")
    assert made
    assert not any("Ten bells" in one and "10 tons" in one for one in made)
    assert not any(one.startswith("10 ") for one in made)


def test_another_number_of_the_sentence_is_not_said_twice() -> None:
    made = each(change_number, "They rang 10 or 20 bells.")
    assert made
    assert not made & {"They rang 20 or 20 bells.", "They rang 10 or 10 bells."}


def test_a_rounded_value_is_no_other_value() -> None:
    for one in each(change_number, "It took thirty years."):
        assert one.split()[2] not in {"twenty-nine", "thirty-one", "twenty-eight", "thirty-three"}


def test_what_stays_true_after_at_least_or_at_most_is_not_put_in() -> None:
    for one in each(change_number, "It weighs over 400 pounds."):
        assert int(one.split()[3].replace(",", "")) > 400
    for one in each(change_number, "It weighs less than 400 pounds."):
        assert int(one.split()[4].replace(",", "")) < 400
    assert all(int(one[6:10]) > 1916 for one in each(change_year, "Until 1916 it rang."))
    assert all(int(one[6:10]) < 1916 for one in each(change_year, "Since 1916 it rang."))


def test_a_number_of_the_evidence_may_be_put_in_but_no_mark_of_a_note() -> None:
    text, beside = "The bell weighs 30 tons.", "It weighs 30 tons and has 7777 marks [4]."
    assert "The bell weighs 7777 tons." in each(change_number, text, beside=beside)
    assert "The bell weighs 4 tons." not in each(change_number, text, beside=beside)


def test_a_share_stays_below_a_hundred_per_cent() -> None:
    assert "60 per cent" not in "".join(each(change_number, "It was 60 per cent."))
    assert "120" not in "".join(each(change_number, "It was 60 per cent."))


def test_a_year_becomes_another_and_a_count_does_not() -> None:
    made = each(change_year, "In 1735 the bell was cast.")
    assert len(made) > 3
    assert all(one.startswith("In 1") and one != "In 1735 the bell was cast." for one in made)
    assert each(change_year, "They cast 1735 bells and paid £1735.") == set()


def test_a_month_or_day_becomes_another() -> None:
    made = each(change_date, "It rang on 4 May 1735.")
    assert "It rang on 4 May 1735." not in made
    assert any("4 May" not in one and "May" in one for one in made)
    assert any(one.startswith("It rang on 4 ") for one in made)
    assert each(change_date, "May it ring, or they may not come.") == set()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("It is sixteen metres high.", {"It is sixteen centimetres high."}),
        ("It weighs 34 kg.", {"It weighs 34 g."}),
        ("It weighs 34kg.", {"It weighs 34g."}),
        ("It cost £450.", {"It cost €450."}),
        ("They are off by one degree.", {"They are off by one minute of arc."}),
        ("It rose by 5%.", {"It rose by 5‰."}),
        ("The second is short, and metres are long.", set()),
        ("Model 5m4 is here.", set()),
    ],
)
def test_a_unit_after_a_number_becomes_another(text: str, made: set[str]) -> None:
    assert each(change_unit, text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The bell was cast in brass.", "The bell was not cast in brass."),
        ("The bell was not cast in brass.", "The bell was cast in brass."),
        ("Bells can ring.", "Bells cannot ring."),
        ("Bells cannot ring.", "Bells can ring."),
        ("They no longer ring.", "They ring."),
        ("Never did they ring.", "Did they ring."),
        ("Brass rings; wood does not.", "Brass rings; wood does."),
        ("The bell that was cast here rang.", None),
        ("Not only brass was used.", None),
        ("No bell was cast.", None),
        ("Only then did he see it.", None),
        ("It has a clapper.", None),
        ("The bell rang.", None),
    ],
)
def test_a_negation_goes_in_or_out_of_the_main_clause(text: str, made: str | None) -> None:
    assert change_negation(text, "key") == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Prices increased fast.", "Prices decreased fast."),
        ("More than ten rang.", "Less than ten rang."),
        ("It lies to the east.", "It lies to the west."),
        ("It weighs over 40 tons.", "It weighs under 40 tons."),
        ("It was handed over in silence.", None),
        ("The Great Western was late.", None),
        ("They rang once more.", None),
        ("Between the highest and the lowest bell.", None),
        ("It fell victim to rust.", None),
    ],
)
def test_a_direction_is_turned_round(text: str, made: str | None) -> None:
    assert change_direction(text, "key") == made


def test_an_invention_adds_to_the_sentence_or_leaves_it() -> None:
    made = each(invent, "The bell rang.")
    assert "The bell rang." not in made
    assert any(one.startswith("The bell rang, ") for one in made)
    assert any(not one.startswith("The bell rang") for one in made)


TEXTS = [
    ("bells", "The bell was cast by Maria Holt in Norwich."),
    ("bells", "A second was bought by Ida Crane in Lincoln."),
    ("bells", "Bells were rung in Ely, and Maria Holt heard them."),
    ("ships", "The ship was built by Otto Brand in Danzig."),
]
NAMES = Names(TEXTS)


def test_names_are_found_and_sentence_openers_and_months_are_not() -> None:
    text = "The bell of Maria Holt came to the Bay of Fundy in May. Norwich was proud. Rust began."
    assert [name.words for name in NAMES.find(text)] == ["Maria Holt", "Bay of Fundy", "Norwich"]


def test_a_name_is_replaced_by_one_of_its_kind_from_the_same_document() -> None:
    made = each(
        change_entity,
        "In Norwich she worked.",
        names=NAMES,
        documents=["bells"],
        beside="The bell was cast in Norwich.",
    )
    assert made == {"In Lincoln she worked.", "In Ely she worked."}


def test_a_name_of_the_evidence_is_no_lie() -> None:
    made = each(
        change_entity,
        "In Norwich she worked.",
        names=NAMES,
        documents=["bells"],
        beside="Ely and Norwich and Lincoln.",
    )
    assert made == {"In Danzig she worked."}


def test_another_form_of_a_name_is_no_other_name() -> None:
    names = Names([("bells", "It was cast by Maria Holt. It was sold by Holt.")])
    assert each(change_entity, "It was sold by Holt.", names=names, documents=["bells"]) == set()


def test_two_names_with_something_said_between_them_change_places() -> None:
    text = "Maria Holt sold it to Otto Brand."
    assert swap_roles(text, "key", names=NAMES) == "Otto Brand sold it to Maria Holt."


@pytest.mark.parametrize(
    "text",
    [
        "It was made by Maria Holt and Otto Brand.",
        "They came from Ely, the Bay of Fundy and Norwich.",
        "Maria Holt met Otto Brand.",
        "The work was shared by Maria Holt in turn with Otto Brand.",
        "Maria Holt sold it.",
    ],
)
def test_names_in_a_row_or_in_a_mutual_relation_stay(text: str) -> None:
    assert each(swap_roles, text, names=NAMES) == set()


def test_phrases_change_places_with_the_capital_that_opens_the_sentence() -> None:
    assert exchange("The Moon beats the sun.", "the Moon", "the sun") == "The sun beats the Moon."
    assert exchange("The Moon is bright.", "the Moon", "the sun") is None


@given(st.text(max_size=80), st.text(max_size=5))
def test_any_text_is_changed_or_left_alone(text: str, key: str) -> None:
    for change in (change_number, change_year, change_date, change_unit, change_direction):
        assert change(text, key) != text
    assert change_negation(text, key) != text
