"""Quoth for those who build with LangChain: its search, its embedder, and the whole assistant.

from quoth.rag.langchain_adapters import PassageRetriever

retriever = PassageRetriever(assistant=build_assistant(), k=5)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import Field, SkipValidation

from quoth.index.embedder import DEFAULT_EMBEDDER, Embedder, EmbedInput, load_embedder
from quoth.index.types import Filters, Hit
from quoth.rag.assistant import Assistant
from quoth.rag.events import Event
from quoth.rag.types import Answer

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

__all__ = ["AssistantRunnable", "PassageRetriever", "QuothEmbeddings"]


class PassageRetriever(BaseRetriever):
    """The library's search, by meaning and by words.

    A document is one passage. Its metadata: `document_id`, `file`, `title`, `page` (from 1; None
    without pages), `section`, `kind`, `start` and `end` (half-open characters of the document's
    text: the page content is exactly that slice), `score` (in [0, 1], comparable within one query).

    Attributes:
        k: passages at most; `invoke(query, k=…)` goes before it.
    """

    assistant: SkipValidation[Assistant]  # pydantic cannot check the protocols of its parts
    k: int = Field(default=10, ge=1)
    filters: Filters | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  LangChain hands it over
        k: int | None = None,
    ) -> list[Document]:
        hits = self.assistant.search(query, k=k or self.k, filters=self.filters)
        return [_document(hit) for hit in hits]


class QuothEmbeddings(Embeddings):
    """One of Quoth's embedders: vectors of unit length, so that inner product is cosine.

    Args:
        name: as the setting `embedder`; the packaged model by default, loaded on first use.
        embedder: one that is loaded already, in its place.
    """

    def __init__(self, name: str = DEFAULT_EMBEDDER, *, embedder: Embedder | None = None) -> None:
        self._name = name
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector for each text, read as a passage."""
        inputs = [EmbedInput(text, ()) for text in texts]
        vectors: list[list[float]] = self._model().embed_passages(inputs).passages.tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a text, read as a query."""
        vector: list[float] = self._model().embed_queries([text])[0].tolist()
        return vector

    def _model(self) -> Embedder:
        if self._embedder is None:
            self._embedder = load_embedder(self._name)
        return self._embedder


class AssistantRunnable(Runnable[str, Answer]):
    """The whole assistant: a question in, an Answer out.

    An abstention is an Answer too. `batch` asks from several threads. `stream` yields the events of
    `Assistant.stream`, of which the last holds the Answer; a chain passes only the Answer on.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(
        self,
        input: str,  # noqa: A002  LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002  LangChain's signature
    ) -> Answer:
        """Answer a question.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        return self._call_with_config(self._assistant.ask, input, config)

    def stream(  # type: ignore[override]  # what happens on the way to an Answer is no Answer
        self,
        input: str,  # noqa: A002  LangChain's name
        config: RunnableConfig | None = None,  # noqa: ARG002  LangChain's signature
        **kwargs: Any,  # noqa: ARG002  LangChain's signature
    ) -> Iterator[Event]:
        """Yield what happens while a question is answered.

        Raises:
            EmbedderMismatch: the library was made by another embedder.
        """
        yield from self._assistant.stream(input)

    def transform(
        self,
        input: Iterator[str],  # noqa: A002  LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002  LangChain's signature
    ) -> Iterator[Answer]:
        """Yield the Answer: what a chain that is streamed hands to its next link."""
        yield self.invoke("".join(input), config)


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=f"{passage.document_id}:{passage.start}-{passage.end}",
        page_content=passage.text,
        metadata={
            "document_id": passage.document_id,
            "file": hit.document.file,
            "title": hit.document.title,
            "page": passage.page,
            "section": passage.section,
            "kind": passage.kind,
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
        },
    )
