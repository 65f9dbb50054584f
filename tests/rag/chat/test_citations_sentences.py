"""Sentences of a reply, with their marks, where models write in lists and lines."""

from __future__ import annotations

import pytest

from quoth.rag.chat.citations import FinishedSentence, MarkerStream, read_reply


def sentences(text: str) -> tuple[FinishedSentence, ...]:
    return read_reply(text, 5).sentences


def parts(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.cited) for sentence in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The watch was small [1]. It ran well [2].",
        "The watch was small. [1] It ran well. [2]",
        "The watch was small.[1] It ran well.[2]",
        "The watch was small.\n[1]\nIt ran well.\n\n[2]\n",
        "The watch was small (1). It ran well (2).",
        "The watch **[1]** was small. It [2] ran well.",
        "The watch was small ([1]). It ran well (see [2]).",
        "[1] The watch was small.\n[2] It ran well.",
    ],
)
def test_a_mark_belongs_to_its_sentence_before_or_after_the_stop(text: str) -> None:
    assert parts(text) == [("The watch was small.", (1,)), ("It ran well.", (2,))]


def test_a_mark_that_is_the_subject_belongs_to_what_it_says() -> None:
    assert parts("It rose [1]. [2] shows that it fell. Smith et al. [3] doubt it.") == [
        ("It rose.", (1,)),
        ("shows that it fell.", (2,)),
        ("Smith et al. doubt it.", (3,)),
    ]


def test_the_marks_of_a_sentence_come_once_each_in_order() -> None:
    assert parts("It rose [3] and, later [1, 3], [2], it fell [1].") == [
        ("It rose and, later, it fell.", (3, 1, 2))
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Harrison et al. Rivals saw it.",
        "Many clocks, e.g. Sundials, need the sun.",
        "It is shown in Fig. 2 and on p. 3 of vol. 4.",
        "It rose by 3.5 % and then by 1,000.25 kg.",
        "See doi:10.1000/Abc.Def and https://example.org/A.B?c=D.E for it.",
        "It fell (see below. Then more) and so on.",
        "It is `a. B` in **bold** now.",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert [text for text, _ in parts(f"They swim. {sentence} The end.")] == [
        "They swim.",
        sentence,
        "The end.",
    ]


def test_each_item_of_a_list_is_a_sentence_without_its_bullet() -> None:
    text = (
        "Three kinds:\n- sundials [1]\n* **water** clocks;\n  kept even [2]\n\n1. One.\n2) Two. [3]"
    )
    assert [(s.lead, s.text, s.cited) for s in sentences(text)] == [
        ("", "Three kinds:", ()),
        ("\n- ", "sundials", (1,)),
        ("\n* ", "**water** clocks; kept even", (2,)),
        ("\n\n1. ", "One.", ()),
        ("\n2) ", "Two.", (3,)),
    ]


def test_chinese_sentences_and_items_are_parted() -> None:
    assert parts("钟表很小[1]。它很准。[2]后来呢？\n（1）日晷[3]\n（2）水钟") == [
        ("钟表很小。", (1,)),
        ("它很准。", (2,)),
        ("后来呢？", ()),
        ("日晷", (3,)),
        ("水钟", ()),
    ]


def test_a_wrapped_line_runs_on_and_an_ended_one_does_not() -> None:
    text = (
        "The clock that was built by the carpenter John\nHarrison ran\nwell [1]\n\nTwo days\nThree"
    )
    assert parts(text) == [
        ("The clock that was built by the carpenter John Harrison ran well", (1,)),
        ("Two days", ()),
        ("Three", ()),
    ]


@pytest.mark.parametrize("heading", ["## Sea clocks", "**Sea clocks**", "# 2. Sea clocks"])
def test_a_heading_is_told_from_a_claim(heading: str) -> None:
    first, second = sentences(f"{heading}\nThey ran well [1].")
    assert (first.kind, first.text.strip("*")) == ("heading", "Sea clocks")
    assert (second.kind, second.text) == ("claim", "They ran well.")


@pytest.mark.parametrize(
    "claim",
    ["**The clocks of Harrison ran well.**", "## Harrison built 5 clocks", "## It ran well [1]"],
)
def test_what_says_something_is_a_claim_even_as_a_heading(claim: str) -> None:
    assert sentences(f"{claim}\n\nIt did.")[0].kind == "claim"


def test_a_block_of_code_is_one_piece() -> None:
    text = "It is so [1].\n```py\nx = a[1]. B\n\ny\n```\nIt ran [2]."
    assert [(s.kind, s.text, s.cited) for s in sentences(text)] == [
        ("claim", "It is so.", (1,)),
        ("code", "```py\nx = a[1]. B\n\ny\n```", ()),
        ("claim", "It ran.", (2,)),
    ]


def test_a_row_of_a_table_is_one_sentence_and_a_rule_is_none() -> None:
    text = "| Clock | Year |\n|---|---|\n| H1. It | 1735 [1] |\n\n---\nIt ran."
    assert parts(text) == [("| Clock | Year |", ()), ("| H1. It | 1735 |", (1,)), ("It ran.", ())]


def test_spans_are_of_the_reply_as_shown() -> None:
    reply = read_reply("It  rose 【1】.\n- It fell. [2, 9]", 2)
    assert [reply.text[s.start : s.end] for s in reply.sentences] == [
        "It  rose [1].",
        "It fell. [2]",
    ]


def test_sentences_are_given_out_while_brackets_stay_open() -> None:
    reader = MarkerStream(1)
    events = reader.feed("It fell (see below. " + "Then it rose again and again. " * 20)
    assert len(events) > 2


@pytest.mark.parametrize("text", ["e.g. " * 2_000, "A. B. " * 1_500, "x " * 5_000])
def test_a_reply_without_an_end_of_sentence_is_let_go_in_parts(text: str) -> None:
    reader = MarkerStream(1)
    events = [event for i in range(0, len(text), 5) for event in reader.feed(text[i : i + 5])]
    given = [event for event in events if isinstance(event, FinishedSentence)]
    whole = read_reply(text, 1).sentences
    assert "".join(s.text for s in whole).replace(" ", "") == text.replace(" ", "")
    assert len(given) > 1 or "." not in text
