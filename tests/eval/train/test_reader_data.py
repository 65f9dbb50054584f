"""What the reader learns from: rows, counterfactual twins, sentences of other documents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoth.eval.train.pairs import Pair, hold_out, share_of
from quoth.eval.train.reader_neighbours import neighbour_pairs
from quoth.eval.train.reader_recipe import reader_pairs
from quoth.eval.train.reader_rows import (
    Selection,
    is_shipped,
    read_selections,
    row_pairs,
    without,
)
from quoth.eval.train.reader_twins import Swap, find_swap, name_terms, terms_by_kind, twin_pairs
from quoth.index.errors import UsageError

HARRISON = Selection(
    "Who tried the sea clock of Harrison in 1736?",
    "Sea clocks",
    ("In 1736 the clock of Harrison was tried by Captain Proctor.",),
    ("It weighed 34 kilograms.", "The clock of Harrison stands in Greenwich today."),
    "ares-x",
    "Apache-2.0",
    "g1",
)
MUDGE = Selection(
    "Where did Mudge show his timekeeper in 1774?",
    "Marine timekeepers",
    ("In 1774 the timekeeper of Mudge went to Greenwich.",),
    ("The watch that Mudge made for Queen Charlotte was no sea clock.",),
    "ares-x",
    "Apache-2.0",
    "g2",
)


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_rows_of_one_group_are_one_question(tmp_path: Path) -> None:
    rows = write(
        tmp_path / "rows.jsonl",
        {"question": "q", "sentence": "yes", "label": 1, "title": "T", "group": "a"},
        {"question": "q", "sentence": "no", "label": 0, "title": "T", "group": "a"},
        {"question": "q", "sentence": "yes", "label": 0, "title": "T", "group": "a"},
    )
    (found,) = read_selections([rows])
    assert (found.right, found.wrong) == (("yes",), ("no",))  # right somewhere is right
    assert (found.title, found.dataset, found.group) == ("T", "own", "a")


def test_without_a_group_the_question_is_the_group(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl.gz"
    lines = [
        {"question": q, "sentence": s, "label": s == "yes"}
        for q in ("one", "two")
        for s in ("yes", "no")
    ]
    rows.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    assert [found.question for found in read_selections([rows])] == ["one", "two"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('{"question": "q", "sentence": "s"}', "label"),
        ("not json", "line 2"),
        ('["q"]', "line 2"),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str, named: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"question": "q", "sentence": "s", "label": 1}}\n{line}\n', "utf-8")
    with pytest.raises(UsageError, match=named) as caught:
        read_selections([path])
    assert "line 2" in str(caught.value)


def test_rows_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        read_selections([tmp_path / "none.jsonl"])


@pytest.mark.parametrize(
    ("dataset", "may"),
    [
        ("ares-nq", True),
        ("covidqa-train", True),
        ("nq_oracle", True),
        ("pubmedqa-nontest", True),
        ("multispanqa", False),
        ("quoref", False),
        ("wang-trecqa", False),
        ("own", False),
    ],
)
def test_only_the_named_datasets_make_what_is_shipped(dataset: str, may: bool) -> None:
    assert is_shipped(dataset) is may


def test_a_row_becomes_a_pair_with_its_title_and_its_label() -> None:
    pairs = row_pairs([HARRISON])
    assert [pair.label for pair in pairs] == [1.0, 0.0, 0.0]
    assert pairs[0].text_b == f"Sea clocks: {HARRISON.right[0]}"
    assert {pair.question for pair in pairs} == {"ares-x g1"}
    assert {(pair.licence, pair.made) for pair in pairs} == {("Apache-2.0", "")}


def test_a_question_leaves_with_its_whole_document() -> None:
    second = Selection("Another?", "Sea clocks", ("Yes.",), ("No.",), "ares-x", "", "g3")
    kept = without([HARRISON, MUDGE, second], [HARRISON.question])
    assert kept == [MUDGE]
    assert without([HARRISON, MUDGE], ["unknown"]) == [HARRISON, MUDGE]


def test_what_a_text_writes_as_a_name_is_one_in_a_question_too() -> None:
    texts = ["Sea trials", "The clock went to Port Royal on the Orford, says captain Proctor."]
    terms = name_terms("when did the orford reach port royal", texts)
    assert [term.text for term in terms] == ["orford", "port royal"]
    assert name_terms("the when of the sea", ["The sea is When it was. The tide."]) == []


def test_a_swapped_term_is_one_that_the_sentence_has_and_the_other_does_not() -> None:
    pool = terms_by_kind([HARRISON, MUDGE])
    swap = find_swap(HARRISON, HARRISON.right[0], pool, seed=1)
    assert swap is not None
    assert swap.term in HARRISON.question
    assert swap.term.casefold() in HARRISON.right[0].casefold()
    assert swap.other.casefold() not in HARRISON.right[0].casefold()
    assert swap.other in swap.question
    assert find_swap(HARRISON, "It weighed 34 kilograms.", pool, seed=1) is None


def test_a_swap_is_made_in_whole_words_in_any_case() -> None:
    swap = Swap("US", "Peru", "")
    assert swap.on("The us virus of the US.") == "The Peru virus of the Peru."


def test_twins_can_only_be_told_by_whether_question_and_sentence_agree() -> None:
    pairs = twin_pairs([HARRISON, MUDGE], seed=1)
    assert len(pairs) == 6
    for at in (0, 3):
        asked_other, told_other, both = pairs[at : at + 3]
        assert [asked_other.label, told_other.label, both.label] == [0.0, 0.0, 1.0]
        assert asked_other.text_a == both.text_a != told_other.text_a
        assert told_other.text_b == both.text_b != asked_other.text_b
    assert all(pair.made == "twin" and not pair.question for pair in pairs)


def test_the_seed_alone_decides_what_is_swapped() -> None:
    assert twin_pairs([HARRISON, MUDGE], seed=1) == twin_pairs([HARRISON, MUDGE], seed=1)


def test_a_neighbour_is_of_another_document_and_shares_words() -> None:
    apart = Selection("x?", "Bees", ("Bees dance.",), ("They sleep.",), "ares-x", "", "g9")
    pairs = neighbour_pairs([HARRISON, MUDGE, apart], each=1)
    (mine,) = [pair for pair in pairs if pair.text_a == HARRISON.question]
    assert mine.label == 0.0
    assert mine.weight < 1.0
    assert mine.text_b.startswith("Marine timekeepers: ")
    assert mine.group == HARRISON.topic  # it falls where its question falls


def test_neighbours_are_looked_for_within_a_dataset() -> None:
    other = Selection(
        HARRISON.question, "Elsewhere", HARRISON.right, HARRISON.wrong, "nq_oracle", "", "g4"
    )
    assert neighbour_pairs([HARRISON, other], each=1) == []


def test_all_pairs_of_a_document_fall_on_one_side() -> None:
    many = [
        Selection(f"{n}?", f"T{n % 40}", ("Yes.",), ("No.", "Nor."), "ares-x", "", str(n))
        for n in range(120)
    ]
    train, held = hold_out(reader_pairs(many, seed=1), 0.3)
    assert {pair.group for pair in train}.isdisjoint({pair.group for pair in held})
    assert 0.1 < len(held) / len([*train, *held]) < 0.5
    assert hold_out(train, 0.0) == (train, [])


def test_no_more_than_four_wrong_sentences_of_a_question_are_learnt_from() -> None:
    wrong = tuple(f"Wrong {n}." for n in range(9))
    pairs = reader_pairs([Selection("q?", "T", ("Right.",), wrong, "own", "", "g")], seed=1)
    assert [pair.label for pair in pairs] == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_a_share_is_even_over_names_and_the_same_everywhere() -> None:
    shares = [share_of(str(n), salt="x") for n in range(1000)]
    assert 0.45 < sum(shares) / len(shares) < 0.55
    assert share_of("a", salt="x") == share_of("a", salt="x") != share_of("a", salt="y")
    assert Pair("a", "b", 1.0).weight == 1.0
