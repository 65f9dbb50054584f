from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.passages import TokenCounter, sentences_of, split_passages
from quoth.index.sections import Section, find_sections
from quoth.index.text import embed_text, first_visible
from quoth.index.types import Heading, Passage


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + 2 for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def split(
    text: str, *, max_tokens: int = 256, kind: str = "", counter: TokenCounter = count_words
) -> list[Passage]:
    sections: Sequence[Section] = find_sections(text, ())
    if kind == "reference":
        sections = [replace(section, kind="reference") for section in sections]
    return split_passages(text, sections, count_tokens=counter, max_tokens=max_tokens)


def numbered_sentences(n: int, n_words: int) -> list[str]:
    return [f"River {i} " + "flows " * (n_words - 3) + "on." for i in range(n)]


def n_words(passage: Passage) -> int:
    return len(passage.text.split())


def test_passages_are_whole_sentences_of_about_the_length_asked_for() -> None:
    passages = split(" ".join(numbered_sentences(60, 20)))
    assert all(120 <= n_words(passage) <= 225 for passage in passages[:-1])
    assert n_words(passages[-1]) >= 60
    assert all(p.text.startswith("River") and p.text.endswith("on.") for p in passages)


def test_neighbours_share_one_short_sentence() -> None:
    for before, after in pairwise(split(" ".join(numbered_sentences(60, 20)))):
        assert sentences_of(before)[-1] == sentences_of(after)[0]


def test_long_sentences_are_not_shared() -> None:
    passages = split(" ".join(numbered_sentences(10, 80)))
    assert all(a.end <= b.start for a, b in pairwise(passages))


def test_a_small_rest_joins_the_passage_before_it() -> None:
    assert len(split(" ".join(numbered_sentences(10, 20)))) == 1


def test_a_passage_ends_where_a_paragraph_does_once_it_is_long_enough() -> None:
    first = " ".join(numbered_sentences(7, 20))
    passages = split(first + "\n\n" + " ".join(numbered_sentences(9, 20)))
    assert passages[0].text == first


def test_a_list_that_fits_is_kept_together() -> None:
    items = "\n".join("- " + "item " * 14 for _ in range(6))
    text = " ".join(numbered_sentences(5, 20)) + "\n\nThe steps are:\n" + items
    assert any(passage.text.count("- item") == 6 for passage in split(text))


def test_no_passage_is_in_two_sections() -> None:
    text = "1. Rivers\nThey flow to the sea and back.\n2. Lakes\nThey stay where they are put."
    assert [p.section for p in split(text)] == ["1. Rivers", "2. Lakes"]
    assert split(text)[0].text == "1. Rivers\nThey flow to the sea and back."


def test_the_heading_is_a_sentence_of_its_own() -> None:
    text = "Rivers of the north\nThey flow to the sea. They are long."
    sections = find_sections(text, (Heading(0, 19, 1),))
    (passage,) = split_passages(text, sections, count_tokens=count_words, max_tokens=99)
    assert [text[a:b] for a, b in sentences_of(passage)] == [
        "Rivers of the north",
        "They flow to the sea.",
        "They are long.",
    ]


def test_a_sentence_that_is_too_long_is_cut_at_clauses_then_spaces_then_characters() -> None:
    clauses = split("a river flows on, " * 100, max_tokens=50)
    assert all(passage.text.endswith(",") for passage in clauses)
    words = split("river " * 400, max_tokens=50)
    assert {word for passage in words for word in passage.text.split()} == {"river"}
    characters = split("x" * 10_000, max_tokens=100, counter=count_characters)
    assert "".join(passage.text for passage in characters) == "x" * 10_000


def test_a_run_of_characters_that_is_one_token_is_cut_all_the_same() -> None:
    assert max(len(passage.text) for passage in split("x" * 100_000)) < 6_000


def test_cjk_passages_are_as_long_as_their_characters_are_worth() -> None:
    passages = split("河流很长而且很宽还在流。" * 200, max_tokens=10_000)
    assert all(200 <= len(passage.text) <= 380 for passage in passages)


def test_the_page_is_that_of_the_first_visible_character() -> None:
    text = "A river here.\n\n1. Lakes\nThey stay."
    sections = find_sections(text, (Heading(15, 23, 1),))
    pages = [
        p.page
        for p in split_passages(
            text, sections, count_tokens=count_words, max_tokens=99, page_starts=(0, 15)
        )
    ]
    assert pages == [1, 2]
    assert split(text)[0].page is None


@pytest.mark.parametrize(
    "entries",
    [
        [
            "[1] Smith A. Rivers of\nthe north. 2010.",
            "[2] Jones B.\n\nLakes. 2011.",
            "[3] Li C. Seas.",
        ],
        ["1. Smith A. Rivers, pp.\n12. Water 2010.", "2. Jones B. Lakes.", "3. Li C. Seas."],
        ["(1) Smith A. Rivers.", "(2) Jones B. Lakes."],
        ["- Smith, A. (2010). Rivers.", "- Jones, B. (2011). Lakes of\n\n- the north."],
        ["- [1] Smith A. Rivers.", "- [2] Jones B. Lakes.", "[3] Li C. Seas."],
        ["Smith, A. (2010). Rivers of\nthe North.", "van Dam, B. (2011). Lakes.", "Li, C. (2012)."],
        ["[Smi10] Smith A. Rivers.", "[Jon11] Jones B. Lakes."],
    ],
)
def test_each_entry_of_a_reference_list_is_a_passage(entries: list[str]) -> None:
    passages = split("References\n" + "\n".join(entries))
    assert [p.kind for p in passages] == ["reference"] * len(entries)
    assert passages[0].text == "References\n" + entries[0]
    assert [p.text for p in passages[1:]] == entries[1:]
    assert sentences_of(passages[1]) == [(passages[1].start, passages[1].end)]


def test_entries_without_marks_are_parted_by_blank_lines() -> None:
    entries = ["the rivers of 2010\nagain", "\u00abLakes\u00bb, 2011", "\u00abSeas\u00bb, 2012"]
    passages = split("References\n\n" + "\n\n".join(entries), kind="reference")
    assert [p.text for p in passages][-2:] == entries[1:]


def test_what_is_visible_between_or_around_sentences_is_in_a_passage() -> None:
    text = "\u200b A river flows.\n\x00\n\nIt flows on. \u200b"
    (passage,) = split(text)
    assert passage.text == text.strip()


def test_a_text_without_anything_visible_has_no_passages() -> None:
    assert split(" \n\u200b\ufffe\n") == []
    assert split("") == []


PIECES = [
    "River ",
    "flows ",
    ". ",
    "\n",
    "\n\n",
    "\r\n",
    "\ufffe",
    "\u200b",
    "\0",
    "(",
    "[1] ",
    "1. ",
    "- ",
    "中。",
    "x" * 90,
    ", ",
    "References\n",
    "Abstract: ",
    "2. Lakes\n",
    "A. ",
    "*",
    "^[1]",
    "Smith, A. (2010). ",
    "|",
    "e\u0301",
    "word " * 30,
]
any_text = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=80).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)


@st.composite
def arbitrary_sections(draw: st.DrawFn, text: str) -> list[Section]:
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=4))
    bounds = sorted({0, len(text), *cuts})
    kinds = st.sampled_from(["front", "abstract", "body", "reference"])
    titles = st.sampled_from([None, "Lakes", "2. Lakes", "River"])
    return [Section(start, end, draw(titles), draw(kinds)) for start, end in pairwise(bounds)]


@settings(max_examples=300, deadline=None)
@given(any_text, st.data(), st.sampled_from([(count_words, 12), (count_characters, 40)]))
def test_the_promises_hold_for_any_text(
    text: str, data: st.DataObject, counting: tuple[TokenCounter, int]
) -> None:
    count, most = counting
    place = st.integers(0, 300)
    headings = data.draw(st.lists(st.builds(Heading, place, place, st.integers(1, 3)), max_size=4))
    found = find_sections(text, headings)
    sections = data.draw(st.one_of(st.just(list(found)), arbitrary_sections(text)))
    pages = sorted(data.draw(st.sets(st.integers(1, 300), max_size=4)) | {0})
    passages = split_passages(
        text, sections, count_tokens=count, max_tokens=most, page_starts=pages, words=(10, 20)
    )
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    covered = bytearray(len(text))
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        visible = first_visible(text, passage.start, passage.end)
        assert visible >= 0
        assert passage.page == sum(start <= visible for start in pages)
        assert count([embed_text(passage.text)])[0] <= most
        assert any(s.start <= passage.start and passage.end <= s.end for s in sections)
        covered[passage.start : passage.end] = b"\1" * len(passage.text)
        spans = sentences_of(passage)
        assert spans
        assert all(passage.start <= start < end <= passage.end for start, end in spans)
    assert all(covered[i] or first_visible(text, i, i + 1) < 0 for i in range(len(text)))
