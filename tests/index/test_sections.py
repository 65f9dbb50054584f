from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.sections import Section, find_sections
from quoth.index.types import Heading

PROSE = "The rivers of the plain were measured for a year, and every gauge was read at noon."

PAPER = f"""A Study of Rivers

Ann Smith, Bo Jones
University of Nowhere

Abstract: We measured rivers. They flow.

Keywords: rivers; gauges

1. Introduction
{PROSE}
2. Methods
2.1 Gauges
{PROSE}
2.2 Rivers
{PROSE}
3. Results
{PROSE}
Acknowledgements
We thank the rivers.
References
[1] Smith A. Gauges. Water 2010.
[2] Jones B. Rivers. Water 2011.
Appendix A
{PROSE}
"""


def titles(text: str, headings: tuple[Heading, ...] = ()) -> list[str | None]:
    return [section.title for section in find_sections(text, headings)]


def test_a_paper_is_parted_at_its_headings() -> None:
    assert titles(PAPER) == [
        None,
        "Abstract",
        "Keywords",
        "1. Introduction",
        "2.1 Gauges",
        "2.2 Rivers",
        "3. Results",
        "Acknowledgements",
        "References",
        "Appendix A",
    ]


def test_front_matter_abstract_and_references_are_told_from_the_body() -> None:
    kinds = [section.kind for section in find_sections(PAPER, ())]
    assert kinds == ["front", "abstract", "front", *["body"] * 5, "reference", "body"]


def test_an_inline_abstract_begins_at_its_word() -> None:
    abstract = find_sections(PAPER, ())[1]
    assert PAPER[abstract.start :].startswith("Abstract: We measured")


@pytest.mark.parametrize(
    "start",
    [
        "Abstract: We",
        "Abstract—We",
        "ABSTRACT We",
        "**Abstract** We",
        "Abstract. We",
        "Abstract\n\nWe",
        "Abstract We",
        "摘要：本文",
        "【摘要】本文",
    ],
)
def test_an_abstract_is_known_by_its_word_in_any_form(start: str) -> None:
    sections = find_sections(f"A Title\n\n{start} measured rivers.\n\n1 Introduction\n{PROSE}", ())
    assert [section.kind for section in sections] == ["front", "abstract", "body"]


def test_a_sentence_about_abstract_things_is_no_abstract() -> None:
    assert titles("Abstract thinking is rare among rivers.\n") == [None]


def test_a_note_without_headings_is_one_section_of_body() -> None:
    text = f"Some thoughts\n\n{PROSE}\n\n{PROSE}"
    assert find_sections(text, ()) == (Section(0, len(text), None, "body"),)


def test_an_abstract_without_a_heading_after_it_ends_with_its_paragraph() -> None:
    text = f"Title\n\nAbstract: {PROSE}\n\nText: " + f"{PROSE}\n\n" * 60
    assert [section.kind for section in find_sections(text, ())] == ["front", "abstract", "body"]


@pytest.mark.parametrize(
    "lines",
    [
        "1. Wash your hands\n2. Dry them\n3. Eat",
        "1. Wash your hands\n2. Dry them with a towel that is clean and then\nput it away.",
        "2019. A year of rivers",
        "1 May 2020",
        "12 Monkeys",
        "3.5 Million people",
        "| RIVERS | 1 |\n| LAKES | 2 |",
        "RIVERS\n12\nLAKES\n14",
        "A. Smith and B. Jones",
        "1 Department of Rivers, University of Nowhere",
        "1. Introduction ........ 3\n2. Methods ........ 5",
    ],
)
def test_what_only_looks_like_a_heading_is_none(lines: str) -> None:
    assert titles(f"{PROSE}\n\n{lines}\n\n{PROSE}\n") == [None]


def test_numbers_must_count_on() -> None:
    text = f"1. Rivers\n{PROSE}\n7. Lakes\n{PROSE}\n2. Seas\n{PROSE}\n"
    assert titles(text) == ["1. Rivers", "2. Seas"]


def test_a_list_within_a_section_does_not_break_the_count_of_headings() -> None:
    steps = "1. Take a gauge\n2. Read the gauge\n3. Write it down\n"
    text = f"1. Rivers\n{PROSE}\n{steps}{PROSE}\n2. Seas\n{PROSE}\n"
    assert titles(text) == ["1. Rivers", "2. Seas"]


def test_roman_numbers_and_letters_under_them_are_headings() -> None:
    text = "".join(
        f"{title}\n{PROSE}\n"
        for title in ("I. INTRODUCTION", "A. Rivers", "B. Seas", "II. METHODS")
    )
    assert titles(text) == ["I. INTRODUCTION", "A. Rivers", "B. Seas", "II. METHODS"]


def test_a_line_in_capitals_above_prose_is_a_heading() -> None:
    text = f"{PROSE}\n\nRIVERS OF THE NORTH\n{PROSE}\n\nLAKES AND PONDS\n\n{PROSE}\n"
    assert titles(text) == [None, "RIVERS OF THE NORTH", "LAKES AND PONDS"]


def test_a_line_at_the_top_of_each_page_is_no_heading() -> None:
    page = f"JOURNAL OF RIVERS 12\n{PROSE}\n"
    assert titles(page * 4) == [None]
    starts = (0, len(page))
    assert [s.title for s in find_sections(page * 2, (), page_starts=starts)] == [None]


def test_numbered_references_are_no_headings_and_end_at_the_appendix() -> None:
    list_ = "References\n1. Lakes\nin Water\n2. Seas\nin Water\n"
    text = f"1. Rivers\n{PROSE}\n2. Gauges\n{PROSE}\n{list_}A. Proofs\n{PROSE}"
    sections = find_sections(text, ())
    assert [s.title for s in sections] == ["1. Rivers", "2. Gauges", "References", "A. Proofs"]
    assert [s.kind for s in sections] == ["body", "body", "reference", "body"]


def test_chinese_names_and_numbers_are_headings() -> None:
    body = "一、引言\n河流很长,测量了一年。\n二、方法\n用水尺测量。\n"
    text = f"摘要：河流。\n{body}参考文献\n[1] 张三. 河流.\n"
    sections = find_sections(text, ())
    assert [s.title for s in sections] == ["摘要", "一、引言", "二、方法", "参考文献"]
    assert [s.kind for s in sections] == ["abstract", "body", "body", "reference"]


def test_the_formats_headings_are_taken_with_their_marks_but_shown_without() -> None:
    text = f"# **Rivers**\n\n{PROSE}\n\n## Gauges\n\n{PROSE}\n"
    at = text.index("Gauges")
    headings = (Heading(2, 12, 1), Heading(at, at + 6, 2))
    sections = find_sections(text, headings)
    assert [s.title for s in sections] == ["Rivers", "Gauges"]
    assert text[sections[1].start :].startswith("## Gauges")


def test_a_heading_with_nothing_under_it_belongs_to_the_next_section() -> None:
    text = f"1. Rivers\n1.1 Gauges\n{PROSE}\n2. Seas\n{PROSE}\n"
    first = find_sections(text, ())[0]
    assert (first.start, first.title) == (0, "1.1 Gauges")


def test_an_empty_text_has_no_sections() -> None:
    assert find_sections("", ()) == ()


LINES = [
    "1. Rivers",
    "2. Lakes",
    "Abstract",
    "Abstract: we",
    "Keywords: a",
    "References",
    PROSE,
    "[1] A. B.",
    "",
    " ",
    "SEAS AND PONDS",
    "# Mark",
    "Appendix",
    "\u200b",
    "一、引言",
]


@given(
    st.one_of(
        st.lists(st.sampled_from(LINES), max_size=12).map("\n".join),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=100),
    ),
    st.lists(st.tuples(st.integers(-2, 120), st.integers(-2, 120)), max_size=5),
    st.lists(st.integers(0, 120), max_size=4),
)
def test_sections_follow_each_other_from_start_to_end(
    text: str, spans: list[tuple[int, int]], pages: list[int]
) -> None:
    headings = tuple(Heading(start, end, 1) for start, end in spans)
    sections = find_sections(text, headings, page_starts=sorted(pages))
    assert "".join(text[s.start : s.end] for s in sections) == text
    assert all(s.start < s.end and s.title != "" for s in sections)
