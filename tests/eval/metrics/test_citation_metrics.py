from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.metrics.citations import (
    CitedSentence,
    SentenceCitations,
    SupportQuery,
    citation_precision,
    citation_recall,
    label_citations,
)


class Facts:
    """A world in which a source states facts, and a sentence needs some of them."""

    def __init__(self, sources: dict[int, set[str]], needs: Sequence[set[str]]) -> None:
        self.sources = sources
        self.needs = needs
        self.asked: list[SupportQuery] = []

    def supports(self, queries: Sequence[SupportQuery]) -> list[bool]:
        self.asked += queries
        return [
            self.needs[at] <= set().union(*(self.sources[n] for n in numbers))
            for at, numbers in queries
        ]

    def label(self, *cited: tuple[int, ...]) -> list[SentenceCitations]:
        sentences = [
            CitedSentence(
                tuple(n for n in numbers if n in self.sources),
                tuple(n for n in numbers if n not in self.sources),
            )
            for numbers in cited
        ]
        return label_citations(sentences, self.supports)


def test_the_worked_example() -> None:
    # ALCE, 4.3 and figure 2: [1][2] support the first sentence only together, so both are precise;
    # of the second's [1][2][3], [2] supports it alone, [1] and [3] neither support nor are needed;
    # the third's [3] does not support it.
    world = Facts(
        {1: {"a"}, 2: {"b", "c"}, 3: {"d"}},
        [{"a", "b"}, {"c"}, {"e"}],
    )
    first, second, third = world.label((1, 2), (1, 2, 3), (3,))
    assert first.labels == ((1, "precise"), (2, "precise"))
    assert second.labels == ((1, "unneeded"), (2, "precise"), (3, "unneeded"))
    assert third.labels == ((3, "unsupporting"),)
    assert citation_recall([first, second, third]) == pytest.approx(2 / 3)
    assert citation_precision([first, second, third]) == pytest.approx(3 / 6)


def test_a_sentence_without_a_mark_is_not_supported_and_costs_no_precision() -> None:
    world = Facts({1: {"a"}}, [{"a"}, {"a"}])
    labelled = world.label((1,), ())
    assert citation_recall(labelled) == 0.5
    assert citation_precision(labelled) == 1


def test_an_answer_that_cites_nothing_has_no_precision() -> None:
    world = Facts({1: {"a"}}, [{"a"}])
    assert citation_precision(world.label(())) == 0


def test_a_mark_without_a_source_is_not_precise_and_leaves_the_others_alone() -> None:
    world = Facts({1: {"a"}}, [{"a"}])
    (labelled,) = world.label((1, 7))
    assert labelled.supported
    assert labelled.labels == ((1, "precise"), (7, "unknown"))


def test_a_judge_is_asked_of_parts_only_where_the_whole_supports() -> None:
    world = Facts({1: {"a"}, 2: set()}, [{"x"}, {"a"}])
    world.label((1, 2), (1, 2))
    assert world.asked == [(0, (1, 2)), (1, (1, 2)), (1, (1,)), (1, (2,)), (1, (1,))]


FACTS = "abcd"
SOURCES = st.dictionaries(st.integers(1, 5), st.sets(st.sampled_from(FACTS)), min_size=1)
SENTENCE = st.tuples(
    st.sets(st.sampled_from(FACTS), min_size=1), st.lists(st.integers(1, 7), unique=True)
)


@given(SOURCES, st.lists(SENTENCE, min_size=1, max_size=4), st.data())
def test_a_wrong_citation_added_never_raises_precision(sources, sentences, data) -> None:
    sources[9] = set()  # it states nothing
    needs = [need for need, _ in sentences]
    cited = [tuple(numbers) for _, numbers in sentences]
    before = citation_precision(Facts(sources, needs).label(*cited))
    at = data.draw(st.integers(0, len(cited) - 1))
    wrong = data.draw(st.sampled_from([9, 99]))  # 99: there is no such source
    worse = [(*numbers, wrong) if place == at else numbers for place, numbers in enumerate(cited)]
    after = citation_precision(Facts(sources, needs).label(*worse))
    assert after <= before + 1e-12


@given(SOURCES, st.lists(SENTENCE, min_size=1, max_size=4), st.randoms())
def test_the_order_of_sentences_and_marks_changes_nothing(sources, sentences, random) -> None:
    def scores(ordered):
        world = Facts(sources, [need for need, _ in ordered])
        labelled = world.label(*(tuple(numbers) for _, numbers in ordered))
        return citation_precision(labelled), citation_recall(labelled)

    mixed = [(need, random.sample(numbers, len(numbers))) for need, numbers in sentences]
    random.shuffle(mixed)
    assert scores(mixed) == pytest.approx(scores(sentences))
    assert all(0 <= value <= 1 for value in scores(sentences))


@given(st.lists(st.sets(st.sampled_from(FACTS), min_size=1), min_size=1, max_size=4))
def test_one_source_for_each_sentence_is_perfect(needs) -> None:
    world = Facts(dict(enumerate(needs, 1)), needs)
    labelled = world.label(*((n,) for n in range(1, len(needs) + 1)))
    assert citation_precision(labelled) == citation_recall(labelled) == 1
