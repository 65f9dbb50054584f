"""Thoughts before a reply are taken out, however the reply is cut into pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.rag.chat.thoughts import ThoughtFilter

REPLIES = {
    "<think>They ask for H1.</think>\n\nIt weighed 34 kg [1].": "It weighed 34 kg [1].",
    "\n<think></think>H1": "H1",
    "It weighed <think>34</think> kg.": "It weighed <think>34</think> kg.",
    "<thing> is a tag": "<thing> is a tag",
    "<think>and nothing else": "",
    "<think>all there was</think>  ": "",
    "<thi": "<thi",
    "  plain": "  plain",
    "": "",
}


def read(pieces: list[str]) -> str:
    thoughts = ThoughtFilter()
    return "".join([*map(thoughts.feed, pieces), thoughts.close()])


@pytest.mark.parametrize(("reply", "text"), REPLIES.items())
def test_leading_thoughts_are_no_text(reply: str, text: str) -> None:
    assert read([reply]) == text


@given(st.sampled_from(sorted(REPLIES)), st.lists(st.integers(0, 60), max_size=6))
def test_how_a_reply_is_cut_makes_no_difference(reply: str, cuts: list[int]) -> None:
    edges = sorted({0, len(reply), *(min(cut, len(reply)) for cut in cuts)})
    pieces = [reply[a:b] for a, b in itertools.pairwise(edges)]
    assert read(pieces) == REPLIES[reply]


def test_text_comes_as_soon_as_it_is_decided() -> None:
    thoughts = ThoughtFilter()
    assert [thoughts.feed(p) for p in ("<th", "ink>x</think>", " It", " is")] == [
        "",
        "",
        "It",
        " is",
    ]
