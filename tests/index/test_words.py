"""Words: found whatever their form, never query syntax, and never from an index out of step."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.errors import LibraryUnwritable
from quoth.index.words import WordIndex, WordState, terms

PASSAGES = [
    (1, "Sea clocks", "The chronometer lost five seconds on the way to Jamaica."),
    (2, "", "Tides follow the moon; machines summed their waves."),
    (3, "", "铯原子钟定义了秒的长度。"),
    (5, "Railways", "Trains ran on one standard time."),
    (8, "", "東京タワーの高さは三百三十三メートルです。"),
]


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex.in_memory(PASSAGES)


def test_words_are_found_in_any_form_and_case(index: WordIndex) -> None:
    assert list(index.search("CHRONOMETERS losing", 5)) == [1]
    assert list(index.search("wave", 5)) == [2]


def test_a_titles_words_count_as_its_passages(index: WordIndex) -> None:
    assert list(index.search("clock", 5)) == [1]


@pytest.mark.parametrize(("query", "found"), [("原子钟", 3), ("秒的", 3), ("東京タワー", 8)])
def test_words_without_spaces_between_them_are_found(
    index: WordIndex, query: str, found: int
) -> None:
    assert next(iter(index.search(query, 5))) == found


@pytest.mark.parametrize(
    "query",
    [
        'AND "tides" (',
        "tides OR NOT +moon",
        'words:tides^9 [a TO b] "',
        "tides~2 \\ / * ?",
        "-tides",
    ],
)
def test_query_syntax_is_only_words(index: WordIndex, query: str) -> None:
    assert next(iter(index.search(query, 5))) == 2


@pytest.mark.parametrize("query", ["", "  ", '"(*)"', "xyzzy", "\0", "a" * 500])
def test_a_query_without_known_words_finds_nothing(index: WordIndex, query: str) -> None:
    assert index.search(query, 5) == {}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_query(index: WordIndex, query: str) -> None:
    assert all(score > 0 for score in index.search(query, 3).values())


def test_only_allowed_passages_come_back_with_unchanged_scores(index: WordIndex) -> None:
    everywhere = index.search("the time of tides", 5)
    some = index.search("the time of tides", 5, among=np.array([2, 3]))
    assert set(everywhere) == {1, 2, 5}
    assert some == pytest.approx({2: everywhere[2]})
    assert index.search("tides", 5, among=np.zeros(0, dtype=np.int64)) == {}


def test_the_best_come_first_and_no_more_than_asked(index: WordIndex) -> None:
    scores = list(index.search("the standard time of trains and tides", 5).values())
    assert scores == sorted(scores, reverse=True)
    assert len(index.search("the standard time of trains and tides", 1)) == 1


def test_rarity_is_the_inverse_document_frequency(index: WordIndex) -> None:
    # five passages; "tide" is in one, "the" in two
    found = index.rarity(["tide", "the", "xyzzy"])
    assert found == pytest.approx(
        {"tide": math.log(1 + 4.5 / 1.5), "the": math.log(1 + 3.5 / 2.5), "xyzzy": math.log(12)}
    )


def test_terms_are_what_is_indexed() -> None:
    assert terms("Running clocks, 原子 in the U.S.") == [
        "run",
        "clock",
        "原",
        "子",
        "in",
        "the",
        "u",
        "s",
    ]


def make(folder: Path, passages: list[tuple[int, str, str]] = PASSAGES) -> WordState:
    index = WordIndex.new(folder)
    index.add(passages)
    return index.state(4)


def test_an_index_is_opened_as_it_was_left(tmp_path: Path) -> None:
    state = make(tmp_path)
    opened = WordIndex.open(tmp_path, WordState.from_json(state.to_json()) or state)
    assert opened is not None
    assert len(opened) == len(PASSAGES)
    assert list(opened.search("tides", 5)) == [2]


def test_an_index_grown_in_steps_scores_as_one_made_at_once(tmp_path: Path) -> None:
    grown = WordIndex.new(tmp_path)
    for passage in PASSAGES:
        grown.add([passage])
    once = WordIndex.in_memory(PASSAGES)
    for query in ("the time of tides", "clocks and trains", "秒"):
        assert grown.search(query, 5) == pytest.approx(once.search(query, 5), abs=1e-5)


def test_an_index_at_another_stamp_is_not_trusted(tmp_path: Path) -> None:
    state = make(tmp_path)
    opened = WordIndex.open(tmp_path, state)
    assert opened is not None
    opened.add([(9, "", "more")])
    assert WordIndex.open(tmp_path, state) is None


def test_a_missing_index_is_not_trusted(tmp_path: Path) -> None:
    assert WordIndex.open(tmp_path, WordState("nowhere", 1, 1)) is None
    assert WordIndex.open(tmp_path / "no", WordState("nowhere", 1, 1)) is None


@pytest.mark.parametrize("damage", ["missing", "empty", "short"])
def test_an_index_with_a_damaged_file_is_not_trusted(tmp_path: Path, damage: str) -> None:
    names = [p.name for p in (tmp_path / "0" / make(tmp_path / "0").folder).iterdir()]
    kinds = sorted({Path(name).suffix for name in names if not name.startswith(".")})
    assert ".json" in kinds
    for number, suffix in enumerate(kinds, 1):
        words = tmp_path / str(number)
        state = make(words)
        folder = words / state.folder
        chosen = [p for p in folder.iterdir() if p.suffix == suffix and p.name != ".managed.json"]
        for path in chosen:
            data = path.read_bytes()
            path.unlink()
            if damage != "missing":
                path.write_bytes(b"" if damage == "empty" else data[:20])
        assert WordIndex.open(words, state) is None, suffix


def test_other_folders_are_discarded(tmp_path: Path) -> None:
    make(tmp_path)
    kept = WordIndex.new(tmp_path)
    kept.discard_others()
    assert len(list(tmp_path.iterdir())) == 1
    kept.add(PASSAGES)
    assert len(kept) == 5


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("")
    with pytest.raises(LibraryUnwritable, match="cannot write the word index at"):
        WordIndex.new(tmp_path / "library" / "words")
