"""A reply read while it streams: what is shown, what is finished, what is held back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quoth.rag.chat.citations import (
    NOT_IN_PASSAGES,
    Event,
    FinishedReply,
    FinishedSentence,
    MarkerStream,
    TextDelta,
    insert_markers,
    read_reply,
)

N_PASSAGES = 3

# What replies are made of: words, stops, marks of every style, lists, headings, code.
PARTS = st.sampled_from(
    [
        *["Clocks", " were", " at", " sea", " e.g.", " Fig. 2", " 3.5 %", " et al.", "It"],
        *[". ", ".", "! ", "? ", ", ", ": ", "; ", "…", "\n", "\n\n", " ", "  ", "\t", "\r\n"],
        *["[1]", "[2]", "[9]", "[1, 2]", "[1,2]", "[1-3]", "[2–9]", "[^1]", "[[2]]", "[0, 1]", "["],
        *["【1】", "【2†source】", "(1)", "(2)", "(9)", "(2020)", "[Passage 1]", "(Source 2)", "]"],
        *["[1, p. 4]", "[source", "(", ")", "【", "[1", " [3", " (1", "[Passage", "[1†", "†"],
        *["`", "``", "```", "```\n", "~~~\n", "\\", "\\[", "**", "*", "_", "<sup>", "</sup>"],
        *["- ", "1. ", "2) ", "# ", "## Wheels\n", "> ", "| a | b |", "---\n", "• ", "(1) "],
        *["文本", "。", "（1）", "［２］", "第一、", "É", "\0", "\u2028", "NOT_IN_PASSAGES"],
    ]
)
REPLIES = st.lists(PARTS, max_size=30).map("".join)


def stream(deltas: list[str], n_passages: int = N_PASSAGES) -> list[Event]:
    reader = MarkerStream(n_passages)
    return [event for delta in deltas for event in reader.feed(delta)] + reader.close()


def shown(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def finished(events: list[Event]) -> list[FinishedSentence]:
    return [event for event in events if isinstance(event, FinishedSentence)]


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places})
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


@settings(max_examples=600, deadline=None)
@given(REPLIES, st.lists(st.integers(0, 10_000), max_size=12))
@example("A [1", [3])
@example("```\nx [1]\n``` \n[1]", [3, 4, 12, 13])
@example("A (1) (2). B [[1]] [2]]", list(range(30)))
def test_how_a_reply_is_cut_into_deltas_changes_nothing(text: str, places: list[int]) -> None:
    whole, pieces, letters = stream([text]), stream(cut(text, places)), stream(list(text))
    assert whole[-1] == pieces[-1] == letters[-1]
    assert shown(whole) == shown(pieces) == shown(letters)
    assert finished(whole) == finished(pieces) == finished(letters)


@settings(max_examples=300, deadline=None)
@given(REPLIES)
def test_the_reply_is_what_was_shown_and_what_was_finished(text: str) -> None:
    events = stream(list(text))
    reply = events[-1]
    assert isinstance(reply, FinishedReply)
    assert reply.text == shown(events)
    assert list(reply.sentences) == finished(events)


@settings(max_examples=300, deadline=None)
@given(REPLIES)
def test_sentences_and_their_leads_lie_in_the_reply_one_after_the_other(text: str) -> None:
    reply = read_reply(text, N_PASSAGES)
    at = 0
    for sentence in reply.sentences:
        assert at + len(sentence.lead) == sentence.start < sentence.end
        assert reply.text[at : sentence.start] == sentence.lead
        at = sentence.end
    assert at <= len(reply.text)


@settings(max_examples=300, deadline=None)
@given(REPLIES)
def test_every_letter_shown_is_in_a_sentence(text: str) -> None:
    reply = read_reply(text, N_PASSAGES)
    left = list(reply.text)
    for sentence in reply.sentences:
        left[sentence.start : sentence.end] = [" "] * (sentence.end - sentence.start)
    assert not re.search(r"[^\W\d_]", "".join(left))


@settings(max_examples=300, deadline=None)
@given(REPLIES)
def test_only_numbers_that_have_a_passage_are_cited(text: str) -> None:
    for sentence in read_reply(text, N_PASSAGES).sentences:
        assert set(sentence.cited) <= {1, 2, 3}
        assert len(set(sentence.cited)) == len(sentence.cited)
        for n in sentence.cited:
            assert sentence.kind == "claim"
            assert f"[{n}]" in read_reply(text, N_PASSAGES).text[sentence.start : sentence.end]


@settings(deadline=None)
@given(st.text(st.characters(blacklist_characters="[【［(（`~")))
def test_text_without_marks_is_shown_as_it_came(text: str) -> None:
    reply = read_reply(text, N_PASSAGES)
    if not reply.declined:
        assert reply.text == text
        assert all(not sentence.cited for sentence in reply.sentences)
        assert not reply.notes


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(
            ["The watch lost five seconds", "Harrison et al. built it", "It cost 8.5 pounds there"]
        ),
        st.lists(st.integers(1, 3), max_size=3, unique=True),
        st.sampled_from([" ", "\n\n", "\n- ", "\n1. "]),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(CLAIMS, st.booleans())
def test_inserted_marks_are_read_again(
    claims: list[tuple[str, list[int], str]], after_the_stop: bool
) -> None:
    text = ""
    for words, numbers, lead in claims:
        marks = "".join(f"[{n}]" for n in numbers)
        text += f"{lead if text else ''}{words}"
        text += f". {marks}".rstrip() if after_the_stop else f" {marks}".rstrip() + "."
    sentences = read_reply(text, N_PASSAGES).sentences
    assert [(s.text, list(s.cited)) for s in sentences] == [(f"{w}.", n) for w, n, _ in claims]
    again = read_reply(insert_markers(sentences), N_PASSAGES).sentences
    assert [(s.text, s.cited, s.lead) for s in again] == [
        (s.text, s.cited, s.lead) for s in sentences
    ]


def test_marks_are_inserted_after_the_stop_and_the_layout_is_kept() -> None:
    reply = read_reply("Two kinds [1][2]:\n- sundials [1]\n- water clocks.", N_PASSAGES)
    assert insert_markers(reply.sentences) == ("Two kinds: [1][2]\n- sundials [1]\n- water clocks.")


@pytest.mark.parametrize(
    ("so_far", "visible"),
    [
        ("It rose [1", "It rose"),
        ("It rose [Pass", "It rose"),
        ("It rose 【1†so", "It rose"),
        ("It rose (1", "It rose"),
        ("It rose (1)", "It rose"),
        ("It rose `x[1", "It rose "),
        ("It rose.\n``", "It rose.\n"),
        ("It rose [see", "It rose [see"),
        ("It rose (19", "It rose"),
        ("It rose (1998", "It rose (1998"),
        ("It rose [1]", "It rose [1]"),
    ],
)
def test_what_may_be_a_mark_or_code_is_held_back(so_far: str, visible: str) -> None:
    events = MarkerStream(N_PASSAGES).feed(so_far)
    assert shown(events) == visible


def test_a_sentence_is_finished_before_the_reply_is() -> None:
    reader = MarkerStream(N_PASSAGES)
    assert not finished(reader.feed("The watch lost five seconds [1]."))
    (sentence,) = finished(reader.feed(" It was small and"))
    assert (sentence.text, sentence.cited) == ("The watch lost five seconds.", (1,))


def test_the_text_of_a_sentence_is_shown_before_the_sentence_is_given() -> None:
    events = MarkerStream(N_PASSAGES).feed("It was lost [1]. It was found again. And then so")
    assert [type(event) for event in events] == [TextDelta, FinishedSentence, FinishedSentence]


def test_a_stream_that_breaks_off_keeps_what_came() -> None:
    reader = MarkerStream(N_PASSAGES)
    reader.feed("It was lost [1]. It was fou")
    *_, last, reply = reader.close()
    assert isinstance(last, FinishedSentence)
    assert isinstance(reply, FinishedReply)
    assert reply.text == "It was lost [1]. It was fou"
    assert [s.text for s in reply.sentences] == ["It was lost.", "It was fou"]


@pytest.mark.parametrize(
    "text",
    [
        "NOT_IN_PASSAGES",
        "not_in_passages.",
        "`NOT_IN_PASSAGES`",
        "**NOT IN PASSAGES**\n",
        "Not-in-passages!",
        '"NOT\\_IN\\_PASSAGES"',
        "NOT_IN_PASSAGES. They only speak of clocks [1].",
    ],
)
def test_the_token_of_declining_is_recognised_and_never_shown(text: str) -> None:
    for deltas in ([text], list(text)):
        assert stream(deltas) == [FinishedReply("", (), (), declined=True)]


@pytest.mark.parametrize(
    "text",
    [
        "Not in passages of that age, but later, they speak of it [1].",
        "NOT_IN_PASSAGES_EITHER is a name.",
        "Nothing is known.",
        "NOT_IN",
        "",
    ],
)
def test_what_only_begins_like_the_token_is_an_answer(text: str) -> None:
    reply = stream(list(text))[-1]
    assert isinstance(reply, FinishedReply)
    assert (reply.declined, reply.text) == (False, text)


def test_nothing_is_shown_while_it_could_still_be_the_token() -> None:
    reader = MarkerStream(N_PASSAGES)
    assert [reader.feed(part) for part in ("**", NOT_IN_PASSAGES[:3], "_in")] == [[], [], []]
    assert shown(reader.feed("ner parts")) == "**NOT_inner parts"


def test_a_mark_without_a_passage_is_removed_and_reported() -> None:
    reply = read_reply("It rose [7]. It fell [1, 8] and [4-99].", N_PASSAGES)
    assert reply.text == "It rose. It fell [1] and."
    assert [note.code for note in reply.notes] == ["marker_without_passage"] * 3
    assert "[7]" in reply.notes[0].message
    assert "3 passages" in reply.notes[0].message
    assert "[8]" in reply.notes[1].message
    assert "[4, …, 99]" in reply.notes[2].message


def test_words_stay_apart_where_a_mark_between_them_is_removed() -> None:
    assert read_reply("one [9]two [9] three [9][1].", N_PASSAGES).text == "one two three [1]."
