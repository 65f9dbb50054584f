from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.text import embed_text, first_visible, render, word_text

any_text = st.text(
    st.one_of(
        st.sampled_from("ab AB1-\n\r\ufffe\xad\u200b*_^[](){}|#.\x0c\x00\x1b\u202e中が한"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("slice_", "shown"),
    [
        ("inter-\nnational", "international"),
        ("inter\u2010 \r\n  national", "international"),
        ("inter\ufffe\r\nnational", "international"),
        ("inter\ufffenational", "international"),
        ("inter\ufffe\n\x0cnational", "international"),
        ("inter\xad\nnational soft\xadly", "international softly"),
        ("COVID\ufffe\r\n19 and DNA-\nbinding", "COVID-19 and DNA-binding"),
        ("post-\nSoviet", "post-Soviet"),
        ("state-of-\nthe-art", "state-of-the-art"),
        ("self-\ncontrol", "self-control"),
        ("well-known", "well-known"),
        ("the end\ufffe", "the end"),
        ("- one\n- two", "- one - two"),
    ],
)
def test_a_word_parted_at_a_line_end_is_shown_whole(slice_: str, shown: str) -> None:
    assert render(slice_) == shown


def test_white_space_of_every_kind_is_shown_as_one_space() -> None:
    assert render("\ta \r\n\n b\u2003c\u2028d\x0ce\xa0\n") == "a b c d e"


def test_nothing_that_could_steer_a_terminal_or_hide_words_is_shown() -> None:
    assert render("a\x1b[31mb\x07c\u202ed\u2066e\u200bf\ufeffg\x9bh\x00") == "a[31mbcdefgh"


def test_a_joiner_that_spells_a_persian_word_is_kept() -> None:
    assert render("کتاب\u200cها") == "کتاب\u200cها"


@given(any_text)
def test_rendering_twice_changes_no_more_than_rendering_once(text: str) -> None:
    once = render(text)
    assert render(once) == once
    assert "  " not in once
    assert bool(once) == (first_visible(text) >= 0)


@pytest.mark.parametrize(
    ("slice_", "embedded"),
    [
        ("# **A Title**", "A Title"),
        ("Ann Smith^{1*} & Bo Jones^{2}", "Ann Smith & Bo Jones"),
        ("YUE Lin^{[a],*}\n^[a]Lecturer", "YUE Lin Lecturer"),
        ("shown before.^[1,2]", "shown before."),
        ("in *Science*, **not** _Nature_", "in Science, not Nature"),
        ("[the data](https://example.org/a_b) [3](see below)", "the data [3](see below)"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a b 1 2"),
        ("• first\n* second", "first second"),
        ("ﬁnd Ａ①", "find A1"),
    ],
)
def test_residue_of_markup_is_not_embedded(slice_: str, embedded: str) -> None:
    assert embed_text(slice_) == embedded


@pytest.mark.parametrize(
    "formula",
    [
        "a*b*c",
        "p < 0.05 * and q < 0.01 **",
        "snake_case_name __init__",
        "x^{2} + 10^{-3} cm^{2}",
        "|x| + P(A | B)",
        "f(*args, *rest)",
        "x ** 2",
        "[1](2)",
    ],
)
def test_mathematics_and_names_of_code_are_embedded_as_they_are(formula: str) -> None:
    assert embed_text(formula) == formula


def test_each_cjk_character_is_a_word_of_its_own() -> None:
    assert word_text("深度学习(CNN)の中 한글 abc") == "深 度 学 习 (CNN) の 中 한 글 abc"
    assert embed_text("深度学习(CNN)") == "深度学习(CNN)"


@given(any_text)
def test_any_text_has_all_three_forms(text: str) -> None:
    for form in (render, embed_text, word_text):
        assert form(text) == " ".join(form(text).split())


def test_a_visible_character_is_found_behind_invisible_ones() -> None:
    assert first_visible(" \u200b\ufffe\x00a") == 4
    assert first_visible(" \u200b\ufffe\x00") == -1
    assert first_visible("ab c", 2, 3) == -1
