"""Citation precision and recall: whether marks carry their sentences, and each one is needed.

With C the sources that a sentence s cites:

    s is supported               if all of C together support it
    a citation c of s is precise if s is supported, and c alone supports it or C without c does not

    citation recall    = supported sentences / sentences
    citation precision = precise citations / citations; 0 where there are none

Source: Gao et al. 2023, Enabling Large Language Models to Generate Text with Citations (ALCE), 4.3,
and its eval.py, `compute_autoais`. One departure: a citation of a source that does not exist counts
as one that is not precise, and the sentence is judged by its others. There the sentence's citations
all leave the count, by which a wrong mark can raise precision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quoth.eval.runs.scores import CitationVerdictLabel

__all__ = [
    "CitedSentence",
    "SentenceCitations",
    "SupportQuery",
    "citation_precision",
    "citation_recall",
    "label_citations",
]

SupportQuery = tuple[int, tuple[int, ...]]
"""A sentence, by its place in the list, and the sources that are to support it together."""


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """The sources that a sentence cites, each once: those that exist, and those that do not."""

    known: tuple[int, ...]
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceCitations:
    """Whether a sentence is supported, and what each of its citations is worth, by its number."""

    supported: bool
    labels: tuple[tuple[int, CitationVerdictLabel], ...]


def label_citations(
    sentences: Sequence[CitedSentence], supports: Callable[[Sequence[SupportQuery]], Sequence[bool]]
) -> list[SentenceCitations]:
    """Say of each citation whether it is needed; three rounds of queries for all sentences.

    Args:
        supports: answers a batch of queries, in the order given; never asked of no sources.
    """
    whole = _asked([(at, s.known) for at, s in enumerate(sentences) if s.known], supports)
    supported = [bool(s.known) and whole[at, s.known] for at, s in enumerate(sentences)]
    several = [(at, s) for at, s in enumerate(sentences) if supported[at] and len(s.known) > 1]
    alone = _asked([(at, (n,)) for at, s in several for n in s.known], supports)
    doubtful = [(at, s, n) for at, s in several for n in s.known if not alone[at, (n,)]]
    without = _asked([(at, _others(s, n)) for at, s, n in doubtful], supports)
    unneeded = {(at, n) for at, s, n in doubtful if without[at, _others(s, n)]}
    labelled = []
    for at, sentence in enumerate(sentences):
        right: CitationVerdictLabel = "precise" if supported[at] else "unsupporting"
        labels: list[tuple[int, CitationVerdictLabel]] = [
            (n, "unneeded" if (at, n) in unneeded else right) for n in sentence.known
        ]
        labels += [(n, "unknown") for n in sentence.unknown]
        labelled.append(SentenceCitations(supported[at], tuple(labels)))
    return labelled


def _asked(
    questions: Sequence[SupportQuery], supports: Callable[[Sequence[SupportQuery]], Sequence[bool]]
) -> dict[SupportQuery, bool]:
    return dict(zip(questions, supports(questions), strict=True)) if questions else {}


def _others(sentence: CitedSentence, n: int) -> tuple[int, ...]:
    return tuple(other for other in sentence.known if other != n)


def citation_recall(sentences: Sequence[SentenceCitations]) -> float:
    """Return the share of an answer's sentences that what they cite supports.

    Args:
        sentences: at least one.
    Source: ALCE, 4.3.
    """
    return sum(sentence.supported for sentence in sentences) / len(sentences)


def citation_precision(sentences: Sequence[SentenceCitations]) -> float:
    """Return the share of an answer's citations that are precise; 0 if it cites nothing.

    Source: ALCE, 4.3.
    """
    labels = [label for sentence in sentences for _, label in sentence.labels]
    return labels.count("precise") / len(labels) if labels else 0.0
