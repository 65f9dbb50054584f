"""Drafts: numbers without gaps, each citation with its source, nothing said twice."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.types import Document, Hit, Passage
from quoth.rag.draft import Quoted, draft_of, hit_at, join_drafts

MakeHit = Callable[..., Hit]
TEXT = "Brass does not rust. Iron does. Tides follow the moon. Bells ring at noon."


def quoted(at: int, *, passage_id: int, document: str) -> Quoted:
    """Quote the sentence at a place from one of the overlapping passages of a document."""
    spans = [(0, 20), (21, 31), (32, 54), (55, 74)]
    start, end = spans[at]
    passage = Passage(passage_id, document, 0, len(TEXT), None, None, "body", TEXT)
    hit = Hit(passage, Document(document, document, document, "0", "txt"), 1.0, 1, None, None)
    return Quoted(hit, start, end, TEXT[start:end])


def test_what_is_said_before_a_quotation_is_no_part_of_the_quote(make_hit: MakeHit) -> None:
    draft = draft_of([Quoted(make_hit("Brass rusts."), 0, 12, "Brass rusts.", "Liu: ")])
    (sentence,) = draft.sentences
    assert sentence.text == "Liu: Brass rusts."
    assert [quote.text for quote in sentence.quotes] == ["Brass rusts."]


def test_no_quotes_make_an_empty_draft() -> None:
    assert draft_of([]) == join_drafts([]) == join_drafts([draft_of([]), draft_of([])])


def test_joined_drafts_share_the_number_of_a_passage() -> None:
    one = draft_of([quoted(0, passage_id=7, document="a")])
    two = draft_of([quoted(1, passage_id=9, document="b"), quoted(2, passage_id=7, document="a")])
    joined = join_drafts([one, two])
    assert [s.citations[0].n for s in joined.sentences] == [1, 2, 1]
    assert [len(source.quotes) for source in joined.sources] == [2, 1]


def test_what_two_drafts_say_comes_once_also_from_overlapping_passages() -> None:
    joined = join_drafts(
        [
            draft_of([quoted(0, passage_id=1, document="a")]),
            draft_of([quoted(0, passage_id=2, document="a")]),
        ]
    )
    assert len(joined.sentences) == len(joined.sources) == 1


QUOTED = st.builds(
    lambda at, passage, document: quoted(
        at, passage_id=passage + 10 * (document == "a"), document=document
    ),
    st.integers(0, 3),
    st.integers(1, 3),
    st.sampled_from(["a", "b"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(QUOTED, max_size=5), max_size=4))
def test_the_numbers_have_no_gaps_and_every_source_is_cited(groups: list[list[Quoted]]) -> None:
    joined = join_drafts(draft_of(group) for group in groups)
    by_number = {source.n: source for source in joined.sources}
    cited = [c.n for sentence in joined.sentences for c in sentence.citations]
    assert list(by_number) == list(range(1, len(by_number) + 1))
    assert list(dict.fromkeys(cited)) == list(by_number)
    said = [sentence.quotes for sentence in joined.sentences]
    assert len(said) == len(set(said))
    for sentence in joined.sentences:
        for citation, quote in zip(sentence.citations, sentence.quotes, strict=True):
            assert quote in by_number[citation.n].quotes
            assert by_number[citation.n].document.id == citation.document_id
            assert TEXT[quote.start : quote.end] == quote.text


def test_a_place_is_in_the_last_passage_that_begins_before_it() -> None:
    document = Document("d", "/d", "d", "0", "txt")
    passages = [Passage(n, "d", n, n + 9, None, None, "body", "x" * 9) for n in (10, 20, 30)]
    assert [hit_at(document, passages, at).passage.id for at in (0, 10, 25, 99)] == [10, 10, 20, 30]
