from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.sentences import is_list_item, split_sentences
from quoth.index.text import first_visible


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Smith et al. Rivers are cited by Jones et al. [3,4].",
        "See Fig. 3 and Figs. A and B of vol. 3, No. 5, and Eq. (2).",
        "Many birds, e.g. Ducks and i.e. Geese, swim.",
        "Dr. J. R. Smith and Prof. Jones came.",
        "The U.S. Army and the E.U. Commission agree.",
        "It weighs approx. 5 kg, cf. Smith.",
        "The mean was 0.05 on 3. October.",
        "It was found (see below. Then more).",
        "Visit www.Example.com or mail a.B@c.org now.",
        "It is shown by A. De Vries in 3.5 ml.",
        "Iraq; Iran; Oman are near.",
        "By Thm. 3 it holds.",
    ],
)
def test_a_stop_that_ends_no_sentence_does_not_split_it(sentence: str) -> None:
    text = f"They swim. {sentence} The end."
    assert sentence in sentences(text) or sentences(sentence) == [sentence]
    assert sentences(text)[-1] == "The end."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It holds for rivers.", "35 lakes were seen."),
        ("We had vitamin C.", "Mice ate it."),
        ("It is so in the U.S.", "The others differ."),
        ("Is it so?", "Yes."),
        ("We used cells.", "mRNA was measured."),
        ("It was shown by Smith et al.", "The others agree."),
        ("It was 5 (1, 2) .", "To date it is 6."),
        ("The value was 0.05.", "Another was not."),
        ("He said “Stop.”", "Then he left."),
        ("It is in Table 3.", "We go on."),
        ("It swims...", "The rest flies."),
    ],
)
def test_a_stop_that_ends_a_sentence_does(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "first",
    [
        "It holds.[3,4]",
        "It holds. [3,4]",
        "It holds.^[1]",
        "It holds.^{2}",
        "It holds [3].",
        "It holds (Smith, 2020).",
        "It holds. (Smith, 2020)",
        "It holds in mice.12",
        "It holds.”[2]",
    ],
)
def test_a_citation_stays_with_the_sentence_that_it_ends(first: str) -> None:
    assert sentences(f"{first} The next one.") == [first, "The next one."]


def test_a_missing_space_after_a_stop_is_seen_before_a_common_opening() -> None:
    assert sentences("It was shown here.The rest is open.") == [
        "It was shown here.",
        "The rest is open.",
    ]


def test_cjk_sentences_end_at_their_stops_and_closing_quotes() -> None:
    assert sentences("深度学习。“你好！”他说。（见图。）好吗？好") == [
        "深度学习。",
        "“你好！”",
        "他说。",
        "（见图。）",
        "好吗？",
        "好",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0c", "\n\x0c", "\ufffe\r\n", " \n ", "\u2028"])
def test_a_sentence_runs_over_the_end_of_a_line_or_page(end: str) -> None:
    text = f"A river that runs over{end}the line. It goes on."
    assert sentences(text) == [f"A river that runs over{end}the line.", "It goes on."]


def test_a_sentence_runs_over_a_blank_line_if_it_goes_on_in_small_letters() -> None:
    text = "The soft power of rivers in the north has\n\nbecome important. It grows."
    assert sentences(text) == [text[: text.index(" It")], "It grows."]


def test_blank_lines_items_and_headings_end_a_sentence() -> None:
    text = (
        "The steps are:\n- Wash your\nhands\n- Dry them\n\n2.1 Results\nIt works\n\nWell\n• a\n• b"
    )
    assert sentences(text) == [
        "The steps are:",
        "- Wash your\nhands",
        "- Dry them",
        "2.1 Results",
        "It works",
        "Well",
        "• a",
        "• b",
    ]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    assert sentences("It is seen in Table\n3. The rest is not.") == [
        "It is seen in Table\n3.",
        "The rest is not.",
    ]


def test_only_the_range_asked_for_is_split() -> None:
    text = "One here. Two here. Three here."
    assert split_sentences(text, 10, 19) == [(10, 19)]


def test_items_and_rows_are_known_by_their_first_characters() -> None:
    assert all(map(is_list_item, ["- a", "• a", "1. a", "(2) a", "a) b", "[3] a", "| a | b |"]))
    assert not any(map(is_list_item, ["a. b", "-a", "1.5 a", "2010. a", "", "A. B"]))


PIECES = [
    "Ab",
    "cd",
    " ",
    ". ",
    ".",
    "\n",
    "\n\n",
    "\r\n",
    "\x0c",
    "\ufffe",
    "\u200b",
    "(",
    ")",
    "[1]",
    "1. ",
    "- ",
    "et al. ",
    "Fig. ",
    "J. ",
    "。",
    "”",
    "“",
    "中",
    "...",
    "!",
    "? ",
    "\0",
    "# ",
    "|",
    "RESULTS",
    "(2010)",
    ":",
    "^[1]",
    "12",
]
any_text = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)


@given(any_text)
def test_sentences_cover_what_is_visible_in_order_and_without_overlap(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        assert first_visible(text, start, end) >= 0
        assert first_visible(text, at, start) < 0
        at = end
    assert first_visible(text, at) < 0


@given(any_text, st.integers(0, 60), st.integers(0, 60))
def test_a_range_is_split_as_if_there_were_nothing_else(text: str, start: int, end: int) -> None:
    shifted = [(a + start, b + start) for a, b in split_sentences(text[start:end])]
    assert split_sentences(text, start, max(start, end)) == shifted


@pytest.mark.parametrize(
    "piece", ["x", "a.", ". ", "A. ", "(", "\n", "。", ". [1]", "... A", "- a\n"]
)
def test_a_long_run_of_one_thing_is_split_in_one_go(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    spans = split_sentences(text)
    assert bool(spans) == (first_visible(text) >= 0)
