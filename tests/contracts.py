"""What every implementation of a seam must do; a test class a seam, to be subclassed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quoth.index.embedder import Embedder, EmbedInput

if TYPE_CHECKING:
    from quoth.index import Library
    from tests.rag.scripted import Written  # which loads LangChain

__all__ = ["AnswererContract", "EmbedderContract"]

TEXTS = [
    "The chronometer lost five seconds on the way to Jamaica.",
    "Tides follow the moon. Machines of brass summed their waves.",
    "Railways brought one time to every town.",
    "A caesium atom swings 9,192,631,770 times a second.",
    "",
    "metre",
]
LONG = "the tide rises and falls with the moon and the sun, " * 200


def _input(text: str) -> EmbedInput:
    """Take a text's halves for its sentences, as many as there are."""
    middle = len(text) // 2
    spans = ((0, middle), (middle, len(text))) if middle else ((0, len(text)),)
    return EmbedInput(text, spans if text else ())


class EmbedderContract:
    """Subclass it and give a fixture `embedder`."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError

    def test_vectors_are_float32_rows_of_unit_length(self, embedder: Embedder) -> None:
        made = embedder.embed_passages([_input(text) for text in TEXTS])
        queries = embedder.embed_queries(TEXTS)
        for vectors in (made.passages, queries, *made.sentences):
            assert vectors.dtype == np.float32
            assert vectors.shape[1] == embedder.identity.dimension
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
        assert len(made.passages) == len(queries) == len(TEXTS)

    def test_its_languages_are_two_letter_codes_or_not_known(self, embedder: Embedder) -> None:
        assert embedder.languages is None or all(len(code) == 2 for code in embedder.languages)

    def test_each_passage_gets_a_vector_for_each_of_its_sentences(self, embedder: Embedder) -> None:
        inputs = [_input(text) for text in TEXTS]
        made = embedder.embed_passages(inputs)
        assert [len(v) for v in made.sentences] == [len(i.sentences) for i in inputs]

    def test_tokens_lie_in_order_in_their_text_with_vectors_of_unit_length(
        self, embedder: Embedder
    ) -> None:
        for text, tokens in zip(TEXTS, embedder.embed_tokens(TEXTS), strict=True):
            assert tokens.vectors.dtype == np.float32
            assert tokens.vectors.shape == (len(tokens.spans), embedder.identity.dimension)
            assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
            edges = [edge for span in tokens.spans for edge in span]
            assert edges == sorted(edges)
            assert all(text[start:end].strip() for start, end in tokens.spans)
        assert embedder.embed_tokens([]) == []

    def test_tokens_are_counted_from_the_start_of_the_text(self, embedder: Embedder) -> None:
        (tokens,) = embedder.embed_tokens(["  \n tides, moon"])
        assert tokens.spans[0][0] == 4
        assert tokens.spans[-1][1] == 15

    def test_a_text_has_the_same_tokens_whatever_it_is_read_with(self, embedder: Embedder) -> None:
        beside = embedder.embed_tokens([*TEXTS, LONG, *(text * 3 for text in TEXTS)])
        for text, tokens in zip(TEXTS, beside, strict=False):
            (alone,) = embedder.embed_tokens([text])
            assert alone.spans == tokens.spans
            np.testing.assert_allclose(alone.vectors, tokens.vectors, atol=1e-4)

    def test_tokens_beyond_max_tokens_are_cut(self, embedder: Embedder) -> None:
        (tokens,) = embedder.embed_tokens([LONG])
        assert 0 < tokens.spans[-1][1] < len(LONG)

    def test_nothing_gives_no_vectors(self, embedder: Embedder) -> None:
        shape = (0, embedder.identity.dimension)
        made = embedder.embed_passages([])
        assert made.passages.shape == embedder.embed_queries([]).shape == shape
        assert made.sentences == ()

    def test_the_order_is_kept(self, embedder: Embedder) -> None:
        inputs = [_input(f"{text} {'and more ' * (i % 7)}") for i, text in enumerate(TEXTS * 8)]
        forth = embedder.embed_passages(inputs)
        back = embedder.embed_passages(inputs[::-1])
        np.testing.assert_allclose(forth.passages, back.passages[::-1], atol=1e-4)
        for one, other in zip(forth.sentences, back.sentences[::-1], strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)

    def test_a_text_has_the_same_vector_whatever_it_is_batched_with(
        self, embedder: Embedder
    ) -> None:
        beside = [*TEXTS, LONG, *(text * 3 for text in TEXTS)]
        passages = embedder.embed_passages([_input(text) for text in beside])
        queries = embedder.embed_queries(beside)
        for row, text in enumerate(TEXTS):
            alone = embedder.embed_passages([_input(text)])
            np.testing.assert_allclose(alone.passages[0], passages.passages[row], atol=1e-4)
            np.testing.assert_allclose(alone.sentences[0], passages.sentences[row], atol=1e-4)
            np.testing.assert_allclose(embedder.embed_queries([text])[0], queries[row], atol=1e-4)

    def test_text_beyond_max_tokens_is_cut(self, embedder: Embedder) -> None:
        made = embedder.embed_passages([_input(LONG), _input(LONG + "and of something else")])
        np.testing.assert_allclose(made.passages[0], made.passages[1], atol=1e-4)
        assert np.linalg.norm(made.sentences[0], axis=1) == pytest.approx(1.0, abs=1e-3)

    def test_progress_sums_to_the_number_of_passages(self, embedder: Embedder) -> None:
        steps: list[int] = []
        embedder.embed_passages([_input(text) for text in TEXTS * 7], progress=steps.append)
        assert sum(steps) == 7 * len(TEXTS)

    def test_four_threads_get_what_one_gets(self, embedder: Embedder) -> None:
        expected = embedder.embed_queries(TEXTS)
        with ThreadPoolExecutor(4) as pool:
            for vectors in pool.map(embedder.embed_queries, [TEXTS] * 24):
                np.testing.assert_allclose(vectors, expected, atol=1e-4)

    def test_its_tokenizer_counts_tokens_in_any_process(self, embedder: Embedder) -> None:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(embedder.tokenizer_json)
        assert len(tokenizer.encode(LONG)) > embedder.max_tokens or tokenizer.truncation
        assert embedder.max_tokens >= 16

    def test_its_fingerprint_is_the_same_each_time(self, embedder: Embedder) -> None:
        assert embedder.identity.fingerprint == embedder.identity.fingerprint
        assert len(embedder.identity.fingerprint) == 16


class AnswererContract:
    """Subclass it and give a fixture `written`, from `library`."""

    @pytest.fixture
    def written(self, library: Library) -> Written:
        raise NotImplementedError

    def test_every_sentence_is_cited_or_marked(self, written: Written) -> None:
        assert written.draft.sentences or written.draft.abstained
        for sentence in written.draft.sentences:
            if sentence.support.label in ("supported", "partial"):
                assert sentence.citations
                assert sentence.quotes

    def test_sources_are_numbered_as_they_are_first_cited(self, written: Written) -> None:
        cited = [c.n for s in written.draft.sentences for c in s.citations]
        numbers = [source.n for source in written.draft.sources]
        assert list(dict.fromkeys(cited)) == numbers == list(range(1, len(numbers) + 1))

    def test_quotes_and_citations_are_slices_of_their_documents(
        self, written: Written, library: Library
    ) -> None:
        for sentence in written.draft.sentences:
            for quote in sentence.quotes:
                text = library.text(quote.document_id).text
                assert text[quote.start : quote.end] == quote.text
            for citation in sentence.citations:
                assert 0 <= citation.start < citation.end

    def test_sources_hold_their_quotes_and_no_others(self, written: Written) -> None:
        by_number = {source.n: source for source in written.draft.sources}
        for source in by_number.values():
            passage = source.hit.passage
            for quote in source.quotes:
                assert quote.document_id == passage.document_id
                assert passage.start <= quote.start < quote.end
        quoted = {quote for s in written.draft.sentences for quote in s.quotes}
        assert {quote for source in by_number.values() for quote in source.quotes} == quoted
        for sentence in written.draft.sentences:
            mine = [q for c in sentence.citations for q in by_number[c.n].quotes]
            assert set(sentence.quotes) <= set(mine)
            ids = {by_number[c.n].document.id for c in sentence.citations}
            assert {c.document_id for c in sentence.citations} == ids

    def test_what_was_yielded_is_what_is_in_the_draft(self, written: Written) -> None:
        assert tuple(written.checked) == written.draft.sentences
        assert all(written.deltas)

    def test_marks_stand_beside_the_text_and_not_in_it(self, written: Written) -> None:
        for sentence in written.draft.sentences:
            assert sentence.text.startswith("```") or not re.search(r"\[\d+\]", sentence.text)
