from __future__ import annotations

import pytest

from quoth.rag.support.conflicts import Missing, find_conflicts, lacks_denial, missing_parts
from quoth.rag.support.reading import read_words

VOYAGE = "The watch of Harrison lost five seconds on the way to Jamaica in 1761."


def kinds(claim: str, *evidence: str) -> list[str]:
    return [c.kind for c in find_conflicts(read_words(claim), [read_words(e) for e in evidence])]


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Harrison's watch lost 9 seconds on the way to Jamaica.", "number"),
        ("Harrison's watch lost five minutes on the way to Jamaica.", "number"),
        ("Harrison's watch lost five metres on the way to Jamaica.", "unit"),
        ("Harrison's watch went to Jamaica in 1763.", "year"),
        ("Harrison's watch had not lost five seconds on the way to Jamaica.", "negation"),
        ("Harrison's watch gained five seconds on the way to Jamaica.", "opposite"),
    ],
)
def test_one_thing_said_otherwise_is_a_conflict(claim: str, kind: str) -> None:
    assert kinds(claim, VOYAGE) == [kind]


@pytest.mark.parametrize(
    "claim",
    [
        "In 1761, on its way to Jamaica, the watch lost 5 s.",
        "The watch was taken to Jamaica.",
        "It was off by about five seconds.",
    ],
)
def test_the_same_in_other_words_is_none(claim: str) -> None:
    assert kinds(claim, VOYAGE) == []


def test_a_month_of_another_date_is_a_conflict() -> None:
    assert kinds("It sailed in May 1761.", "It sailed in March 1761.") == ["date"]


def test_a_value_that_the_second_sentence_has_is_none() -> None:
    assert kinds("It lost 9 seconds.", "It lost five seconds.", "Later it lost 9 seconds.") == []


def test_a_missing_negation_is_a_conflict_too() -> None:
    assert kinds("The clock worked at sea.", "The clock did not work at sea.") == ["negation"]


def test_a_negation_of_an_opposite_says_the_same() -> None:
    assert kinds("Prices did not rise.", "Prices fell.") == []
    assert kinds("Prices did not fall.", "Prices fell.") == ["negation"]


@pytest.mark.parametrize(
    "evidence", ["Entry was refused to women.", "The council failed to admit women."]
)
def test_a_denial_without_a_negation_agrees_with_one(evidence: str) -> None:
    assert "negation" not in kinds("The council did not admit women.", evidence)


def test_a_sentence_that_has_both_opposites_contradicts_neither() -> None:
    evidence = "Deaths fell while the number of doses rose."
    assert kinds("The number of doses rose.", evidence) == []
    assert kinds("Deaths fell.", evidence) == []


def test_two_names_that_change_places_are_a_conflict() -> None:
    evidence = "In the end, Harrison beat Kendall."
    assert kinds("It is said that Kendall beat Harrison.", evidence) == ["roles"]
    assert kinds("It is said that Harrison beat Kendall.", evidence) == []
    assert kinds("It is said that Kendall was beaten by Harrison.", evidence) == []


def missing(claim: str, quoted: str, *others: str) -> Missing:
    readings = [read_words(text) for text in (quoted, *others)]
    return missing_parts(read_words(claim), readings[:1], readings)


def test_numbers_and_names_are_missing_apart_or_there() -> None:
    claim = "In 1761 the watch of Harrison lost 5 seconds."
    assert missing(claim, VOYAGE) == Missing(0.0, 0.0, 0.0, 0.0)
    assert missing(claim, "It lost 5 seconds.", VOYAGE) == Missing(0.0, 0.5, 0.0, 1.0)
    assert missing(claim, "It lost 5 seconds.") == Missing(0.5, 0.0, 1.0, 0.0)


def test_a_claim_without_numbers_or_names_misses_none() -> None:
    assert missing("The watch lost one of them.", "The sea.") == Missing(0.0, 0.0, 0.0, 0.0)


def test_a_denial_of_what_the_evidence_says_in_other_words_is_noticed() -> None:
    evidence = [read_words("Every town adopted it.")]
    assert lacks_denial(read_words("Railways did not matter to towns."), evidence)
    assert not lacks_denial(read_words("Railways mattered to towns."), evidence)
    assert not lacks_denial(
        read_words("Railways did not matter to towns."),
        [read_words("No town cared, and none mattered to railways.")],
    )


def test_a_denial_that_both_have_does_not_stand_for_a_negation() -> None:
    evidence = "The council prohibited gatherings."
    assert kinds("The council has not prohibited gatherings.", evidence) == ["negation"]
