"""Which sentences of the hits answer the question: a fixed formula over three signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quoth.index.text import render
from quoth.index.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quoth.index.library import Library

__all__ = ["Evidence", "FormulaReader", "SentenceReader"]

# Each signal lies in [0, 1] and all count alike. On 183 of COVID-QA's training questions (the
# right sentence among those of five passages of the right paper) the first alone was right for
# 0.44, the second for 0.61, both for 0.61; the third decides between papers.
_COSINE, _OVERLAP, _PASSAGE = 1.0, 1.0, 1.0
_STOPS = (".", "!", "?", "。", "！", "？", ".”", '."')
_SHORTEST = 4  # words; a heading or a stray label answers nothing


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit, as a span of the document, and how well it answers.

    Attributes:
        score: in [0, 1], the mean of the three signals.
        cosine: of question and sentence.
        overlap: the share of the question's words, weighted by rarity, that the sentence has.
        index: the sentence's place in its passage, from 0.
        spans: of all sentences of the passage, from its start.
        neural: the log odds that a trained reader gives; None where none has read it.
    """

    hit: Hit
    start: int
    end: int
    score: float
    cosine: float
    overlap: float
    index: int
    spans: tuple[tuple[int, int], ...] = ()
    neural: float | None = None

    @property
    def text(self) -> str:
        """The exact slice."""
        at = self.hit.passage.start
        return self.hit.passage.text[self.start - at : self.end - at]


class SentenceReader(Protocol):
    """Scores the sentences of hits against a question."""

    def read(
        self, library: Library, question: str, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> list[Evidence]:
        """Return every sentence of the hits with its score, best first.

        A sentence that two passages share comes once, from the better one.

        Args:
            vector: the question's, float32 of shape (dimension,), unit length.
        """
        ...


class FormulaReader:
    """Cosine of question and sentence, overlap of rare words, and the passage's own score."""

    def read(
        self, library: Library, question: str, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> list[Evidence]:
        terms = list(dict.fromkeys(library.terms(question)))
        rarity = library.rarity(terms)
        total = sum(rarity.values()) or 1.0
        stored = library.sentences([hit.passage.id for hit in hits])
        found: dict[tuple[str, int], Evidence] = {}
        for hit in hits:
            spans, vectors = stored.get(hit.passage.id, ((), None))
            cosines = vectors @ vector if vectors is not None and len(spans) else ()
            for index, ((start, end), cosine) in enumerate(zip(spans, cosines, strict=True)):
                sentence = hit.passage.text[start:end]
                words = library.terms(sentence)
                if len(words) < _SHORTEST or _is_label(sentence, hit):
                    continue
                has = set(words)
                overlap = sum(rarity[term] for term in terms if term in has) / total
                evidence = _evidence(hit, spans, float(cosine), overlap, index)
                key = (hit.document.id, evidence.start)
                if key not in found or found[key].score < evidence.score:
                    found[key] = evidence
        return sorted(found.values(), key=lambda e: (-e.score, e.hit.rank, e.start))


def _is_label(sentence: str, hit: Hit) -> bool:
    """Whether it can answer nothing: a heading, a question, a line of the front matter."""
    shown = render(sentence)
    if shown.rstrip(".") in (hit.passage.section, hit.document.title) or shown.endswith("?"):
        return True
    return hit.passage.kind == "front" and not shown.endswith(_STOPS)


def _evidence(
    hit: Hit, spans: tuple[tuple[int, int], ...], cosine: float, overlap: float, index: int
) -> Evidence:
    whole = _COSINE + _OVERLAP + _PASSAGE
    score = (_COSINE * max(0.0, cosine) + _OVERLAP * overlap + _PASSAGE * hit.score) / whole
    begins, ends = (hit.passage.start + at for at in spans[index])
    return Evidence(hit, begins, ends, score, cosine, overlap, index, spans)
