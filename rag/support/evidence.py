"""The evidence that a claim is held against: sentences of passages, with offsets and vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.index.embedder import Embedder, EmbedInput
from quoth.index.library import Library
from quoth.index.sentences import split_sentences
from quoth.index.text import embed_text
from quoth.index.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EvidencePassage", "Rarity", "evidence_of_hits", "evidence_of_texts"]

Rarity = Callable[[Sequence[str]], Mapping[str, float]]
"""Inverse document frequency of stems, as `Library.rarity` gives it."""

_WINDOW_WORDS = 180  # as the longest passage of a library


@dataclass(frozen=True, slots=True)
class EvidencePassage:
    """A passage by its sentences.

    Attributes:
        spans: of the sentences, in characters of the document's canonical text.
        texts: the sentences as the embedder reads them (`embed_text`).
        vectors: float32, shape (sentences, dimension), rows of unit length.
        context: what a sentence may lean on beside the passage: title and section.
    """

    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    context: str = ""


def evidence_of_hits(library: Library, hits: Sequence[Hit]) -> list[EvidencePassage]:
    """Return the hits' passages as evidence, with the vectors that the library has stored."""
    import numpy as np

    stored = library.sentences([hit.passage.id for hit in hits])
    none = np.empty((0, library.embedder.identity.dimension), dtype=np.float32)
    found = []
    for hit in hits:
        passage = hit.passage
        spans, vectors = stored.get(passage.id, ((), none))
        found.append(
            EvidencePassage(
                tuple((passage.start + start, passage.start + end) for start, end in spans),
                tuple(embed_text(passage.text[start:end]) for start, end in spans),
                vectors,
                " ".join(filter(None, (hit.document.title, passage.section))),
            )
        )
    return found


def evidence_of_texts(embedder: Embedder, texts: Sequence[str]) -> list[EvidencePassage]:
    """Return texts that stand in no library as evidence, one passage each."""
    import numpy as np

    spans = [tuple(split_sentences(text)) for text in texts]
    read = [
        tuple(embed_text(text[start:end]) for start, end in of_text)
        for text, of_text in zip(texts, spans, strict=True)
    ]
    inputs = [list(_windows(sentences)) for sentences in read]
    embedded = iter(embedder.embed_passages([item for items in inputs for item in items]).sentences)
    none = np.empty((0, embedder.identity.dimension), dtype=np.float32)
    vectors = [np.concatenate([none, *(next(embedded) for _ in items)]) for items in inputs]
    return [EvidencePassage(*parts) for parts in zip(spans, read, vectors, strict=True)]


def _windows(sentences: Sequence[str]) -> list[EmbedInput]:
    """Put sentences into texts of about a passage's length."""
    inputs: list[EmbedInput] = []
    text = ""
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        if spans and len(text.split()) + len(sentence.split()) > _WINDOW_WORDS:
            inputs.append(EmbedInput(text, tuple(spans)))
            text, spans = "", []
        start = len(text) + bool(text)
        text = f"{text} {sentence}".strip()
        spans.append((start, len(text)))
    return [*inputs, EmbedInput(text, tuple(spans))] if spans else inputs
