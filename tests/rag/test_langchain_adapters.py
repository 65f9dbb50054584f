"""Quoth inside LangChain: the standard tests of LangChain's own suites, and what is ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from quoth.index.types import Filters
from quoth.rag.assistant import Assistant
from quoth.rag.events import Answered, Retrieved
from quoth.rag.langchain_adapters import AssistantRunnable, PassageRetriever, QuothEmbeddings

if TYPE_CHECKING:
    from quoth.index import Embedder

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many seconds did Harrison's chronometer lose?"

# Adapting files: what LangChain gives and takes is known here and nowhere else.
ADAPT = {
    "eval/bench/peers/langchain_peer.py",
    "eval/judges/chat.py",
    "eval/make_model.py",
    "eval/runs/usage.py",
    "rag/chat/chain.py",
    "rag/chat/model.py",
    "rag/chat/reply.py",
    "rag/chat/prompting.py",
    "rag/chat/repairing.py",
    "rag/chat/rewriting.py",
    "rag/langchain_adapters.py",
    "rag/lookup/second_opinion.py",
    "rag/chat/transformers_model.py",
}


class TestStandardRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _example(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def retriever_constructor(self) -> type[PassageRetriever]:
        return PassageRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self.assistant}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


class _PackagedEmbedder:
    @pytest.fixture(autouse=True)
    def _loaded(self, embedder: Embedder) -> None:
        self.embedder = embedder

    @property
    def embeddings_class(self) -> type[QuothEmbeddings]:
        return QuothEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": self.embedder}


class TestStandardEmbeddingsUnit(_PackagedEmbedder, EmbeddingsUnitTests):
    pass


class TestStandardEmbeddingsIntegration(_PackagedEmbedder, EmbeddingsIntegrationTests):
    pass


def test_a_retrieved_document_says_where_its_words_stand(assistant: Assistant) -> None:
    found = PassageRetriever(assistant=assistant, k=3).invoke(QUESTION)
    hits = assistant.search(QUESTION, k=3)
    assert [document.metadata["score"] for document in found] == [hit.score for hit in hits]
    for document, hit in zip(found, hits, strict=True):
        facts = document.metadata
        text = assistant.library.text(facts["document_id"]).text
        assert text[facts["start"] : facts["end"]] == document.page_content == hit.passage.text
        assert (facts["file"], facts["title"]) == (hit.document.file, hit.document.title)
        assert (facts["page"], facts["section"]) == (hit.passage.page, hit.passage.section)
        assert facts["kind"] == hit.passage.kind
    assert len({document.id for document in found}) == 3


def test_a_retriever_keeps_to_its_filters(assistant: Assistant) -> None:
    wanted = assistant.library.documents()[-1].id
    retriever = PassageRetriever(assistant=assistant, filters=Filters(document=wanted))
    assert {d.metadata["document_id"] for d in retriever.invoke(QUESTION)} == {wanted}


def test_a_retriever_refuses_k_below_1(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        PassageRetriever(assistant=assistant, k=0)


def test_embeddings_are_the_embedders_own(embedder: Embedder) -> None:
    vectors = QuothEmbeddings(embedder=embedder)
    texts = ["Tides follow the moon.", ""]
    queries = embedder.embed_queries(texts)
    np.testing.assert_allclose(vectors.embed_query(texts[0]), queries[0], atol=1e-4)
    assert np.linalg.norm(vectors.embed_documents(texts), axis=1) == pytest.approx(1.0, abs=1e-3)
    assert vectors.embed_documents([]) == []


def test_the_embedder_of_a_name_is_loaded_when_it_is_needed() -> None:
    from quoth.index.errors import ModelError

    vectors = QuothEmbeddings("nobody/nothing")
    with pytest.raises(ModelError, match="nobody/nothing"):
        vectors.embed_query("tides")


def test_a_question_goes_in_and_its_answer_comes_out(assistant: Assistant) -> None:
    runnable = AssistantRunnable(assistant)
    answer = runnable.invoke(QUESTION)
    assert (answer.text, answer.sources) == (
        assistant.ask(QUESTION).text,
        assistant.ask(QUESTION).sources,
    )


def test_a_question_is_streamed_as_events_that_end_with_the_answer(assistant: Assistant) -> None:
    first, *_, last = AssistantRunnable(assistant).stream(QUESTION)
    assert isinstance(first, Retrieved)
    assert isinstance(last, Answered)
    assert last.answer.text == assistant.ask(QUESTION).text


def test_a_batch_is_answered_in_order(assistant: Assistant) -> None:
    questions = [QUESTION, "What did tide-predicting machines sum?"] * 3
    answers = AssistantRunnable(assistant).batch(questions)
    assert [answer.question for answer in answers] == questions


def test_the_assistant_is_a_link_of_a_chain(assistant: Assistant) -> None:
    chain = AssistantRunnable(assistant) | RunnableLambda(lambda answer: answer.sources[0].n)
    assert chain.invoke(QUESTION) == 1
    assert list(chain.stream(QUESTION)) == [1]


def test_langchain_is_imported_by_the_files_that_adapt_to_it_and_by_no_other() -> None:
    imports = re.compile(r"^\s*(?:from|import) lang(?:chain|graph|smith)", re.MULTILINE)
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("index", "rag", "prompts", "ui", "eval")
        for path in (ROOT / room).rglob("*.py")
        if imports.search(path.read_text("utf-8"))
    }
    assert "rag/langchain_adapters.py" in found
    assert found <= ADAPT
