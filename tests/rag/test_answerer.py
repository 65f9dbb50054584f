"""The answerer that quotes: one to four verbatim sentences, cited from [1] without gaps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.types import Document, Hit, Passage
from quoth.rag.answerer import QuotingAnswerer
from quoth.rag.draft import Draft
from quoth.rag.events import drain
from quoth.rag.question.inquiry import Inquiry, InquiryKind, Part
from quoth.rag.reading.reader import Evidence

MakeHit = Callable[..., Hit]


def evidence_for(hit: Hit, words: str, *, score: float = 0.9) -> Evidence:
    at = hit.passage.text.index(words)
    start = hit.passage.start + at
    return Evidence(hit, start, start + len(words), score, 0.8, 0.8, 0)


def answer(*evidence: Evidence) -> Draft:
    return drain(QuotingAnswerer().write(asking("fact", ""), [evidence], ()))


def asking(kind: InquiryKind, *queries: str) -> Inquiry:
    return Inquiry("a question", "a question", kind, tuple(Part(query) for query in queries))


def quotes(draft: Draft) -> list[str]:
    return [quote.text for sentence in draft.sentences for quote in sentence.quotes]


@pytest.fixture
def paper(make_hit: MakeHit) -> Hit:
    return make_hit(
        "The watch was small. It lost five\nseconds at sea. Its maker was John Harrison. "
        "He lived by the Humber. Tides follow the moon. Brass does not rust.",
        start=100,
    )


def test_the_best_sentence_is_quoted_and_cited(paper: Hit) -> None:
    draft = answer(evidence_for(paper, "It lost five\nseconds at sea."))
    (sentence,), (source,) = draft.sentences, draft.sources
    assert sentence.text == "It lost five seconds at sea."
    (quote,), (citation,) = sentence.quotes, sentence.citations
    assert quote.text == "It lost five\nseconds at sea."
    assert (quote.start, quote.end) == (citation.start, citation.end) == (121, 149)
    assert (citation.n, source.n, source.quotes) == (1, 1, (quote,))
    assert source.hit is paper


def test_sentences_of_one_passage_share_its_number(paper: Hit, make_hit: MakeHit) -> None:
    other = make_hit("Clocks were carried aboard ships.", document="e", passage_id=2)
    draft = answer(
        evidence_for(paper, "The watch was small."),
        evidence_for(other, "Clocks were carried aboard ships."),
        evidence_for(paper, "Its maker was John Harrison."),
    )
    assert [s.citations[0].n for s in draft.sentences] == [1, 2, 1]
    assert [source.n for source in draft.sources] == [1, 2]
    assert [len(source.quotes) for source in draft.sources] == [2, 1]


def test_at_most_four_sentences_are_quoted(paper: Hit) -> None:
    parts = [part + "." for part in paper.passage.text.rstrip(".").split(". ")]
    assert len(answer(*(evidence_for(paper, part) for part in parts)).sentences) == 4


def test_what_is_much_worse_than_the_best_is_not_quoted(paper: Hit) -> None:
    draft = answer(
        evidence_for(paper, "The watch was small.", score=0.9),
        evidence_for(paper, "Tides follow the moon.", score=0.4),
    )
    assert quotes(draft) == ["The watch was small."]


def test_the_same_words_are_quoted_once(paper: Hit, make_hit: MakeHit) -> None:
    again = make_hit("The Watch was small.", document="e", passage_id=2)
    draft = answer(
        evidence_for(paper, "The watch was small."),
        evidence_for(again, "The Watch was small."),
        evidence_for(paper, "watch was small. It lost"),
    )
    assert quotes(draft) == ["The watch was small."]


LIST = (
    "Three corrections are made:\n"
    "1. Clocks run fast when\n   they move.\n"
    "2. They run slow when low.\n"
    "3. Signals bend in the air.\n\n"
    "After that the place is known."
)


@pytest.mark.parametrize(
    "words",
    ["Three corrections are made:", "2. They run slow when low.", "3. Signals bend in the air."],
)
def test_a_list_is_quoted_whole_with_the_line_that_introduces_it(
    make_hit: MakeHit, words: str
) -> None:
    (quote,) = quotes(answer(evidence_for(make_hit(LIST), words)))
    assert quote == LIST[: LIST.index("\n\nAfter")]


def test_a_sentence_beside_a_list_is_quoted_alone(make_hit: MakeHit) -> None:
    draft = answer(evidence_for(make_hit(LIST), "After that the place is known."))
    assert quotes(draft) == ["After that the place is known."]


def test_each_part_of_a_question_is_quoted_for_at_most_twice(paper: Hit, make_hit: MakeHit) -> None:
    other = make_hit("Clocks were carried aboard ships.", document="e", passage_id=2)
    sentences = [part + "." for part in paper.passage.text.rstrip(".").split(". ")]
    one = [evidence_for(paper, sentence) for sentence in sentences]
    two = [evidence_for(other, "Clocks were carried aboard ships.", score=0.2)]
    draft = drain(QuotingAnswerer().write(asking("fact", "one", "two"), [one, two], ()))
    assert [s.citations[0].n for s in draft.sentences] == [1, 1, 2]


def test_where_a_list_is_asked_for_lists_as_good_come_first(paper: Hit, make_hit: MakeHit) -> None:
    listed = make_hit(LIST, document="e", passage_id=2)
    evidence = [
        evidence_for(paper, "The watch was small.", score=0.9),
        evidence_for(listed, "2. They run slow when low.", score=0.85),
    ]
    for kind, first in (("list", "Three corrections"), ("fact", "The watch was small.")):
        draft = drain(QuotingAnswerer().write(asking(kind, ""), [evidence], ()))  # type: ignore[arg-type]
        assert quotes(draft)[0].startswith(first)
        assert len(draft.sentences) == 2
    worse = [evidence[0], evidence_for(listed, "2. They run slow when low.", score=0.4)]
    draft = drain(QuotingAnswerer().write(asking("list", ""), [worse], ()))
    assert quotes(draft) == ["The watch was small."]


WORDS = st.lists(
    st.sampled_from(["sea", "clock:", "1. brass", "- wheel", "moon.", "time.", "\n", "\n\n", "a)"]),
    min_size=1,
    max_size=40,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(0, 500)), min_size=1, max_size=4), st.data())
def test_the_promises_hold_for_any_evidence(
    passages: list[tuple[str, int]], data: st.DataObject
) -> None:
    texts: dict[str, str] = {}
    evidence = []
    for number, (words, before) in enumerate(passages):
        name = f"d{number}"
        texts[name] = " " * before + words
        passage = Passage(number, name, before, before + len(words), 1, None, "body", words)
        hit = Hit(passage, Document(name, name, name, "0", "txt"), 0.5, 1, 0.5, 0.5)
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(words) - 1))
            end = data.draw(st.integers(start + 1, len(words)))
            score = data.draw(st.floats(0.5, 1))
            evidence.append(Evidence(hit, before + start, before + end, score, 0.5, 0.5, 0))
    evidence.sort(key=lambda item: -item.score)
    draft = drain(QuotingAnswerer().write(asking("list", ""), [evidence], ()))
    assert 1 <= len(draft.sentences) <= 4
    assert [source.n for source in draft.sources] == list(range(1, len(draft.sources) + 1))
    by_number = {source.n: source for source in draft.sources}
    for sentence in draft.sentences:
        (quote,), (citation,) = sentence.quotes, sentence.citations
        assert texts[quote.document_id][quote.start : quote.end] == quote.text
        assert quote in by_number[citation.n].quotes
        assert citation.document_id == by_number[citation.n].document.id
