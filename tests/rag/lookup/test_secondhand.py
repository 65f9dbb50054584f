"""Marks by which a sentence gives its statement to another work, and the entry that they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.types import Passage
from quoth.rag.lookup.secondhand import cited_work, find_mark

NUMBERED = (
    "References\n[1] Airy, G. (1850). On lunar distances. Royal Press.",
    "[2] Bond, W. (1851). The pendulum at sea. Harbour.",
    "[12] Cole, A. (1862). Springs and heat. Harbour.",
)
UNNUMBERED = (
    "- Airy, G., & Bond, W. (1850). On lunar distances. Press.",
    "- Cole, A. (1862). Springs and heat. Harbour.",
    "- Cole, A. (1862). Brass and heat. Harbour.",
    "- Dent, E. (1844a). Balances. Harbour.",
    "- Dent, E. (1844b). Escapements. Harbour.",
)


def references(texts: tuple[str, ...]) -> list[Passage]:
    return [Passage(n, "d", 0, len(t), None, None, "reference", t) for n, t in enumerate(texts, 1)]


def mark_of(sentence: str, behind: str = "") -> str | None:
    return find_mark(sentence + behind, 0, len(sentence))


@pytest.mark.parametrize(
    ("sentence", "mark"),
    [
        ("Springs weaken in the heat [12].", "[12]"),
        ("Springs weaken in the heat ^[1, 2].", "^[1, 2]"),
        ("Springs weaken in the heat.^{12}", "^{12}"),
        ("Springs weaken in the heat (Cole, 1862).", "(Cole, 1862)"),
        (
            "Springs weaken (see Airy & Bond, 1850; Cole 1862).",
            "(see Airy & Bond, 1850; Cole 1862)",
        ),
        ("Airy and Bond (1850) saw springs weaken.", "Airy and Bond (1850)"),
        ("Cole et al. (1862) saw springs weaken.", "Cole et al. (1862)"),
    ],
)
def test_a_mark_is_found_in_its_sentence(sentence: str, mark: str) -> None:
    assert mark_of(sentence) == mark


def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert mark_of("Springs weaken in the heat.", " [12] Brass does not.") == "[12]"


def test_a_mark_of_the_next_sentence_does_not() -> None:
    assert mark_of("Springs weaken in the heat.", " Brass does not [12].") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Springs weaken in the heat.",
        "The trial of 1862 was repeated (twice).",
        "The trial took long (in the winter of 1862 alone).",
        "Unlike Cole (1862), we find that springs keep their strength.",
        "This study shows that springs weaken [12].",
        "Our results agree with the earlier ones (Cole, 1862).",
    ],
)
def test_a_papers_own_statement_has_no_mark(sentence: str) -> None:
    assert mark_of(sentence) is None


@pytest.mark.parametrize(
    ("mark", "entry"),
    [
        ("[12]", "[12] Cole, A. (1862). Springs and heat. Harbour."),
        ("^[2, 12]", "[2] Bond, W. (1851). The pendulum at sea. Harbour."),
        ("[1]", "[1] Airy, G. (1850). On lunar distances. Royal Press."),
        ("[7]", "[7]"),
    ],
)
def test_a_number_means_the_entry_that_prints_it(mark: str, entry: str) -> None:
    assert cited_work(mark, references(NUMBERED)) == entry


def test_a_number_counts_the_entries_of_a_list_without_numbers() -> None:
    assert cited_work("[2]", references(UNNUMBERED)).startswith("Cole, A. (1862). Springs")
    assert cited_work("[9]", references(UNNUMBERED)) == "[9]"


@pytest.mark.parametrize(
    ("mark", "entry"),
    [
        ("(Airy & Bond, 1850)", "Airy, G., & Bond, W. (1850). On lunar distances. Press."),
        ("Airy and Bond (1850)", "Airy, G., & Bond, W. (1850). On lunar distances. Press."),
        ("(Dent, 1844b)", "Dent, E. (1844b). Escapements. Harbour."),
        (
            "(see Airy et al., 1850)",
            "Airy, G., & Bond, W. (1850). On lunar distances. Press.",
        ),
    ],
)
def test_a_name_and_a_year_mean_the_entry_that_has_both(mark: str, entry: str) -> None:
    assert cited_work(mark, references(UNNUMBERED)) == entry


def test_a_mark_that_fits_two_entries_stays_a_mark() -> None:
    assert cited_work("(Cole, 1862)", references(UNNUMBERED)) == "(Cole, 1862)"


def test_a_mark_without_a_reference_list_stays_a_mark() -> None:
    assert cited_work("(Cole, 1862)", []) == "(Cole, 1862)"
    assert cited_work("[3]", []) == "[3]"


def test_a_long_entry_is_shortened() -> None:
    shown = cited_work(
        "[1]", references((f"[1] Airy, G. {'and others ' * 60}(1850).", NUMBERED[1]))
    )
    assert len(shown) <= 300
    assert shown.endswith("…")


@given(st.text(max_size=120), st.text(max_size=20))
def test_any_text_gives_a_mark_or_none(sentence: str, behind: str) -> None:
    found = find_mark(sentence + behind, 0, len(sentence))
    assert found is None or found in sentence + behind
    assert found is None or cited_work(found, [])
