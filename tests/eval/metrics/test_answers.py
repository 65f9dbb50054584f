from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.metrics.answers import (
    answer_match,
    exact_match,
    item_recall,
    normalise_answer,
    rouge_l,
    token_f1,
    token_recall,
)

# What SQuAD 2.0's official script, evaluate-v2.0.py, gives: `max` of compute_exact and compute_f1
# over the answers that have a token, or over [""] where none has.
CASES = [
    ("the Tartar", ["Tartar"], 1, 1.0),
    ("TARTAR!", ["the tartar."], 1, 1.0),
    ("about 34 kilograms", ["34 kilograms"], 0, 0.8),
    ("It weighed 34 kg.", ["34 kg", "thirty-four kilos"], 0, 2 / 3),
    ("in 1735", ["1736"], 0, 0.0),
    ("34 34 34", ["34"], 0, 0.5),
    ("a cat a dog", ["cat dog"], 1, 1.0),
    ("thirty-four", ["thirtyfour"], 1, 1.0),
    ("mid-1735", ["mid 1735"], 0, 0.0),
    ("  two \n clocks ", ["two clocks"], 1, 1.0),
    ("", [], 1, 1.0),
    ("anything", [], 0, 0.0),
    ("", ["Tartar"], 0, 0.0),
    ("the", ["a"], 1, 1.0),  # both are articles alone: as an unanswerable question
    ("", ["the"], 1, 1.0),
    ("U.S.", ["us"], 1, 1.0),
    ("20 °C", ["20 degrees"], 0, 0.5),
    ("no answer", ["no"], 0, 2 / 3),
]

WORDS = st.lists(st.sampled_from("clock ship tide bell moon wheel 34 1735".split()), min_size=1)


@pytest.mark.parametrize(("prediction", "answers", "exact", "f1"), CASES)
def test_exact_match_and_f1_are_the_official_scripts(
    prediction: str, answers: list[str], exact: int, f1: float
) -> None:
    assert exact_match(prediction, answers) == exact
    assert token_f1(prediction, answers) == pytest.approx(f1)


def test_the_answer_that_fits_best_counts() -> None:
    assert exact_match("Jamaica", ["Barbados", "Jamaica"]) == 1
    assert token_f1("Jamaica", ["Barbados", "to Jamaica"]) == pytest.approx(2 / 3)


def test_normalising_drops_case_punctuation_articles_and_spaces() -> None:
    assert normalise_answer("  The clock's, an\tOLD  one. ") == "clocks old one"


@settings(deadline=None)  # the first example loads a package
@given(WORDS, st.lists(WORDS, min_size=1))
def test_f1_lies_between_0_and_1_and_the_answer_itself_is_perfect(
    said: list[str], golds: list[list[str]]
) -> None:
    answers = [" ".join(gold) for gold in golds]
    assert 0 <= token_f1(" ".join(said), answers) <= 1
    for measure in (exact_match, token_f1, answer_match, token_recall):
        assert measure(answers[0], answers) == 1
    assert rouge_l(answers[0], answers) == pytest.approx(1)


@settings(deadline=None)  # the first example loads a package
@given(WORDS, st.lists(WORDS, min_size=1), st.randoms())
def test_the_order_of_the_answers_changes_nothing(said, golds, random) -> None:
    answers = [" ".join(gold) for gold in golds]
    mixed = random.sample(answers, len(answers))
    for measure in (exact_match, token_f1, answer_match, token_recall, rouge_l):
        assert measure(" ".join(said), answers) == measure(" ".join(said), mixed)


def test_an_answer_occurs_in_whole_words_only() -> None:
    assert answer_match("It weighed 310 kg.", ["31"]) == 0
    assert answer_match("It weighed 31 kg.", ["31 kg"]) == 1
    assert answer_match("It weighed 31 kg.", ["30 kg", "the 31 kg"]) == 1


def test_a_chinese_answer_occurs_within_a_run_of_characters() -> None:
    assert answer_match("该中心设在北京大学。", ["北京大学"]) == 1
    assert answer_match("该中心设在北京大学。", ["清华大学"]) == 0


def test_an_answer_without_a_word_never_occurs() -> None:
    assert answer_match("a clock", ["the"]) == 0


def test_each_item_of_a_list_counts_once_in_any_of_its_wordings() -> None:
    items = [["Jamaica"], ["Barbados", "the island of Barbados"], ["Lisbon"], ["Madeira"]]
    said = "It went to Jamaica and to Barbados, the island of Barbados."
    assert item_recall(said, items) == 0.5


def test_a_long_answer_loses_no_token_recall() -> None:
    said = "In 1735 the first clock was finished, after five years of work, in Barrow."
    assert token_recall(said, ["1735"]) == 1
    assert token_recall(said, ["finished in 1735 in Barrow, Lincolnshire"]) == pytest.approx(5 / 6)
    assert token_f1(said, ["1735"]) < 0.2


def test_rouge_l_on_the_example_of_its_paper() -> None:
    # Lin 2004, 3.1: "police killed the gunman" against S2 "police kill the gunman" and S3 "the
    # gunman kill police": LCS 3 of 4 and 2 of 4, F1 0.75 and 0.5, without stemming; the stems of
    # kill and killed are one, so S2 is perfect here.
    assert rouge_l("police kill the gunman", ["police killed the gunman"]) == pytest.approx(1)
    assert rouge_l("the gunman kill police", ["police killed the gunman"]) == pytest.approx(0.5)
    assert rouge_l("police ended the gunman", ["police killed the gunman"]) == pytest.approx(0.75)
