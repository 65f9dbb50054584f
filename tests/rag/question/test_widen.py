"""How much is quoted: lists whole, what leans with what it leans on, reasons where asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.types import Document, Hit, Passage
from quoth.rag.question.kinds import InquiryKind
from quoth.rag.question.widen import is_list, widen
from quoth.rag.reading.reader import Evidence

BEGINS = 100


def evidence(text: str, at: int) -> Evidence:
    spans = tuple(match.span() for match in re.finditer(r"\S[^.]*\.?", text))
    passage = Passage(1, "d", BEGINS, BEGINS + len(text), None, None, "body", text)
    hit = Hit(passage, Document("d", "/d", "d", "0", "txt"), 1.0, 1, None, None)
    start, end = spans[at]
    return Evidence(hit, BEGINS + start, BEGINS + end, 0.9, 0.8, 0.8, at, spans)


def widened(text: str, at: int, kind: InquiryKind = "fact") -> str:
    start, end = widen(evidence(text, at), kind)
    return text[start - BEGINS : end - BEGINS]


COUNTED = (
    "It has faults. First, it ages. That is slow. Second, it drifts. Third, it breaks. So be it."
)
STORY = "Rain fell. First the river rose. Then the bridge broke. Finally the sun came."
LEANING = "The watch was small. It lost five seconds. Brass is dear."
REASONS = "The prize was refused. This is because nobody had tried it. Brass is dear."


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["fact", "list", "explain"])
def test_first_brings_second_and_third(at: int, kind: InquiryKind) -> None:
    assert widened(COUNTED, at, kind) == (
        "First, it ages. That is slow. Second, it drifts. Third, it breaks."
    )


def test_steps_in_brackets_are_counted() -> None:
    text = "Do this. (1) Wind it. (2) Set it. (3) Wait. Well done."
    assert widened(text, 2) == "(1) Wind it. (2) Set it. (3) Wait."


def test_a_story_is_told_whole_only_where_a_list_or_a_way_is_asked() -> None:
    whole = "First the river rose. Then the bridge broke. Finally the sun came."
    assert widened(STORY, 1, "list") == widened(STORY, 2, "explain") == whole
    assert widened(STORY, 1, "fact") == "First the river rose."


def test_a_sentence_beside_the_steps_stays_alone() -> None:
    assert widened(COUNTED, 0, "list") == "It has faults."
    assert widened("First things cost. Second, time flies.", 0) != "Second, time flies."


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    assert widened(LEANING, 1) == "The watch was small. It lost five seconds."
    assert widened(LEANING, 0) == "The watch was small."
    assert widened("It rained. Brass is dear.", 0) == "It rained."


def test_a_reason_comes_along_where_it_is_asked_for() -> None:
    both = "The prize was refused. This is because nobody had tried it."
    assert widened(REASONS, 0, "explain") == both
    assert widened(REASONS, 0, "fact") == "The prize was refused."


def test_what_is_widened_is_not_too_long_to_read() -> None:
    text = f"First, {'a ' * 400}b. Second, {'c ' * 400}d."
    assert widened(text, 0) == text[: text.index(" Second")]
    assert widened(text, 1) == text[text.index("Second") :]


def test_a_list_is_quoted_whole_and_known_as_one() -> None:
    text = "Two kinds are known:\n- sundials;\n- clocks.\n\nNone goes to sea."
    item = evidence(text, 0)
    span = widen(item, "list")
    assert text[span[0] - BEGINS : span[1] - BEGINS].endswith("- clocks.")
    assert is_list(item, span)
    alone = evidence(LEANING, 1)
    assert not is_list(alone, widen(alone, "list"))


SENTENCES = st.lists(
    st.sampled_from(
        ["First, a.", "Second, b.", "It c.", "So d.", "Then e.", "- f.\n", "g:\n", "(2) h.", "\n"]
    ),
    min_size=1,
    max_size=20,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(SENTENCES.filter(str.strip), st.data())
def test_a_widened_span_holds_the_sentence_and_stays_in_the_passage(
    text: str, data: st.DataObject
) -> None:
    n_sentences = len(re.findall(r"\S[^.]*\.?", text))
    item = evidence(text, data.draw(st.integers(0, n_sentences - 1)))
    kind: InquiryKind = data.draw(st.sampled_from(["fact", "list", "explain"]))
    start, end = widen(item, kind)
    assert BEGINS <= start <= item.start
    assert item.end <= end <= BEGINS + len(text)


def test_evidence_without_its_neighbours_is_quoted_alone(make_hit: Callable[..., Hit]) -> None:
    item = Evidence(make_hit("It rained."), 0, 10, 0.9, 0.8, 0.8, 0)
    assert widen(item, "explain") == (0, 10)
