"""The styles in which chat models write marks, and what only looks like one."""

from __future__ import annotations

import pytest

from quoth.rag.chat.citations import read_reply
from quoth.rag.chat.markers import MarkerReader, Piece


def read(text: str, n_passages: int = 5) -> list[Piece]:
    reader = MarkerReader(n_passages)
    return reader.feed(text) + reader.close()


def shown(text: str) -> str:
    return "".join(piece.text for piece in read(text))


def cited(text: str) -> list[int]:
    return [n for piece in read(text) for n in piece.numbers]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", [1]),
        ("[1, 2]", [1, 2]),
        ("[1,2]", [1, 2]),
        ("[1; 2]", [1, 2]),
        ("[1 2]", [1, 2]),
        ("[1 and 2]", [1, 2]),
        ("[1][2]", [1, 2]),
        ("[1-3]", [1, 2, 3]),
        ("[1–3]", [1, 2, 3]),
        ("[1 to 3, 5]", [1, 2, 3, 5]),
        ("[3-1]", [3, 1]),
        ("[2, 2]", [2]),
        ("[ 1 ]", [1]),
        ("[01]", [1]),
        ("【1】", [1]),
        ("【1†source】", [1]),
        ("【2†L12-L1403】", [2]),
        ("［１］", [1]),
        ("[[1]]", [1]),
        ("[^1]", [1]),
        ("[^1, ^2]", [1, 2]),
        ("[Passage 1]", [1]),
        ("[PASSAGE #4]", [4]),
        ("[source: 2]", [2]),
        ("[Passage 1, Passage 2]", [1, 2]),
        ("[passages 1 and 3]", [1, 3]),
        ("[Ref. 3]", [3]),
        ("[来源1]", [1]),
        ("[1、2]", [1, 2]),
        ("[1, p. 1043]", [1]),
        ("[1, pp. 12–14; 2]", [1, 2]),
        ("(1)", [1]),
        ("(1, 2)", [1, 2]),
        ("(1) (2)", [1, 2]),
        ("(Passage 2)", [2]),
        ("（1）", [1]),
    ],
)
def test_a_mark_of_any_style_is_understood_and_written_alike(mark: str, numbers: list[int]) -> None:
    alike = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
    assert cited(f"It rose {mark}. It fell.") == numbers
    assert shown(f"It rose {mark}. It fell.") == f"It rose {alike}. It fell."


@pytest.mark.parametrize(
    "text",
    [
        "It was in (2020).",
        "It was in [2020].",
        "An array [12345].",
        "First (1) wash, then (2) dry.",
        "(1) Wash. (2) Dry.",
        "We did this. (1) We washed.",
        "Steps: (1) Wash.",
        "It follows from Eq. (1).",
        "It is in Table (2).",
        "It is in step (3), as said.",
        "The value of f(1).",
        "J. Clocks 12(3), 45.",
        "There are (7).",
        "He saw (15 patients).",
        "The score lies in [0, 1].",
        "It fell (95% CI [1, 3]).",
        "The range: [2, 4].",
        "It is [sic] so.",
        "It is [1.5, 2.5] long.",
        "See [Section 1].",
        "The [source of 1] error.",
        "An escaped \\[1\\] formula.",
        "It is [1,\n2].",
        "[]",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert cited(text) == []
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "It rose (1).",
        "It rose (1), it fell",
        "It rose (1)",
        "It rose. (1)\nIt fell",
        "It rose (1)\n",
        "“It rose” (1).",
        "上升（1）。",
        "It rose [2](1).",
    ],
)
def test_a_number_in_round_brackets_is_a_mark_where_a_clause_ends(text: str) -> None:
    assert 1 in cited(text)


@pytest.mark.parametrize(
    "code",
    [
        "`x[1]`",
        "``a ` b [1]``",
        "```\nx[1]\n```",
        "```py\nx = y[1] # (1)\n\n```",
        "~~~\n[1]\n~~~",
        "````\n```\n[1]\n````",
        "- ```\n[1]\n```",
        "```\nno end [1]",
        "```x[1]```",
    ],
)
def test_marks_in_code_are_left_alone(code: str) -> None:
    assert shown(code) == code
    assert cited(code) == []


def test_marks_around_code_are_read() -> None:
    assert cited("A [1] `x[2]` [3].\n```\n[4]\n```\n[5]") == [1, 3, 5]


def test_a_backtick_without_its_pair_opens_no_code() -> None:
    assert cited("It is ` here [1].\nAnd ` there [2].") == [1, 2]


def test_a_backtick_waits_for_its_pair_no_longer_than_code_is() -> None:
    reader = MarkerReader(1)
    assert reader.feed("`" + "x" * 300) == []
    assert "".join(piece.text for piece in reader.feed("x" * 200)) == "`" + "x" * 500


def test_what_is_longer_than_code_within_a_line_is_none_even_when_it_comes_at_once() -> None:
    assert cited("`" + "x " * 250 + "[1] `.") == [1]


def test_a_range_is_not_filled_in_without_end() -> None:
    (piece,) = [piece for piece in read("It rose [1-999].") if piece.kind == "marker"]
    assert (piece.numbers, piece.unknown) == ((1,), (999,))


def test_without_passages_every_mark_is_removed() -> None:
    reply = read_reply("It rose [1]. It fell [2].", 0)
    assert reply.text == "It rose. It fell."
    assert len(reply.notes) == 2


def test_many_marks_in_a_row_are_read() -> None:
    """Patterns that go back over what they read would never end here."""
    reply = read_reply(f"It rose <sup>{'[1], ' * 300}" + "(1) " * 300, 1)
    assert reply.sentences[0].cited == (1,)
