from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.rag.question.lists import show_list, whole_list

BULLETS = """Some clocks are older than others. Three kinds are known:

- sundials, which need the sun;
- water clocks, whose flow
  must be kept even;
- pendulum clocks.

None of them goes to sea."""

NUMBERED = "What to do:\n1. Wind it.\n2. Set it.\n3. Leave it alone.\nThen wait a week."


def span_of(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    "words", ["Three kinds are known:", "- sundials, which need the sun;", "must be kept even;"]
)
def test_any_part_of_a_list_brings_the_whole_list(words):
    start, end = whole_list(BULLETS, span_of(BULLETS, words))
    whole = BULLETS[start:end]
    assert "Three kinds are known:" in whole
    assert whole.endswith("- pendulum clocks.")


def test_a_sentence_beside_a_list_stays_alone():
    for words in ("Some clocks are older than others.", "None of them goes to sea."):
        span = span_of(BULLETS, words)
        if words.startswith("None"):
            assert whole_list(BULLETS, span) == span


def test_numbered_items_end_where_prose_begins():
    start, end = whole_list(NUMBERED, span_of(NUMBERED, "2. Set it."))
    assert NUMBERED[start:end] == "What to do:\n1. Wind it.\n2. Set it.\n3. Leave it alone."


def test_a_numbered_heading_is_no_list():
    text = "3. Four timekeepers\nHarrison was born in 1693\nand learnt to be a joiner. He went on."
    span = span_of(text, "Harrison was born in 1693\nand learnt to be a joiner.")
    assert whole_list(text, span) == span


def test_a_list_too_long_to_quote_is_not_widened():
    text = "All of them:\n" + "\n".join(f"- item number {n} of the list" for n in range(100))
    span = span_of(text, "- item number 7 of the list")
    assert whole_list(text, span) == span


def test_a_shown_list_has_a_line_for_each_item():
    start, end = whole_list(BULLETS, span_of(BULLETS, "- pendulum clocks."))
    lines = show_list(BULLETS[start:end]).splitlines()
    assert lines[-2:] == ["- water clocks, whose flow must be kept even;", "- pendulum clocks."]


@given(st.text(alphabet="ab -*1.:;\n ", max_size=200), st.data())
def test_a_widened_span_contains_the_span_and_lies_in_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wide = whole_list(text, (start, end))
    assert 0 <= wide[0] <= start
    assert end <= wide[1] <= len(text)
    assert show_list(text[slice(*wide)]) is not None
