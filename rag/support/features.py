"""What speaks for and against a claim in its evidence: a few numbers to put weights on.

The one or two sentences that carry the claim best are looked for first, by words and vectors; they
are then compared with the claim word by word, where another word for the same thing counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Protocol

from quoth.index.blas_threads import one_blas_thread
from quoth.index.embedder import TokenVectors
from quoth.rag.support.conflicts import Conflict, find_conflicts, lacks_denial, missing_parts
from quoth.rag.support.evidence import EvidencePassage, Rarity
from quoth.rag.support.quote import NO_QUOTE, Claim, Place, Quoted, choose_quote
from quoth.rag.support.reading import read_words
from quoth.rag.support.word_matches import (
    clause_means,
    mean_met,
    met_words,
    shared_order,
    worst_miss,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "FEATURES",
    "ClaimFeatures",
    "ClaimWithEvidence",
    "Compared",
    "Place",
    "Vectors",
    "compare",
    "compare_each",
]

ClaimWithEvidence = tuple[str, Sequence[Sequence[EvidencePassage]]]
"""A claim, and the groups of passages that it is held against."""

_TURNED = ("negation", "opposite", "roles")


class Vectors(Protocol):
    """What a claim is compared by; any embedder has it."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `Embedder.embed_queries`."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """As `Embedder.embed_tokens`."""
        ...


@dataclass(frozen=True, slots=True)
class ClaimFeatures:
    """What is weighed; shares are of the claim's content words, by rarity.

    Attributes:
        cosine: of the claim and the nearest sentence of the evidence.
        cosine_quote: of the claim and the one or two sentences that carry it.
        overlap: the share that these sentences have.
        around: the share that the whole evidence has, its title and section included.
        match: how near the words come to words of these sentences; the mean by rarity.
        worst_miss: of a word: its rarity, as a share of the rarest one's, times what it lacks of
            being met.
        worst_clause: the match of the clause that is met least.
        order: the share of the claim's pairs of neighbouring words that stand so there.
        numbers_missing: the share of its quantities that stand nowhere in the evidence.
        numbers_apart: the share that stands in other sentences than these.
        names_missing: the share of its names that stand nowhere in the evidence.
        names_apart: the share that stands in other sentences than these.
        turned: 1 where a negation or an opposite turns what it says round, or two names change
            places, or it denies what nothing there denies.
        conflict: 1 where the sentences that carry it say something else in one thing, else 0.
        entailed: what the trained judge gives for "supported": the log of its odds; 0 without it.
        opposed: as `entailed`, for "contradicted" against "not stated".
    """

    cosine: float
    cosine_quote: float
    overlap: float
    around: float
    match: float
    worst_miss: float
    worst_clause: float
    order: float
    numbers_missing: float
    numbers_apart: float
    names_missing: float
    names_apart: float
    turned: float
    conflict: float = 0.0
    entailed: float = 0.0
    opposed: float = 0.0

    def values(self) -> tuple[float, ...]:
        """Return them in the order of FEATURES."""
        return astuple(self)


FEATURES = tuple(field.name for field in fields(ClaimFeatures))


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim held against one group of evidence.

    Attributes:
        places: the one or two sentences that carry it, the better one first.
        conflicts: where these say something else.
        closest: the sentences that a trained judge reads, in one text.
    """

    features: ClaimFeatures
    places: tuple[Place, ...]
    conflicts: tuple[Conflict, ...]
    closest: str = ""


def compare(
    claim: str,
    groups: Sequence[Sequence[EvidencePassage]],
    *,
    embedder: Vectors,
    rarity: Rarity,
    most: int | None = None,
) -> list[Compared | None]:
    """Return the claim held against each group of passages; None for a group without sentences.

    Args:
        claim: as `embed_text` makes it.
        groups: the passages of one group carry the claim together.
        most: compare only so many groups, those whose best sentences come nearest by words and
            vectors; None for the others too.
    """
    (found,) = compare_each([(claim, groups)], embedder=embedder, rarity=rarity, most=most)
    return found


def compare_each(
    asked: Sequence[ClaimWithEvidence],
    *,
    embedder: Vectors,
    rarity: Rarity,
    most: int | None = None,
) -> list[list[Compared | None]]:
    """Return what `compare` returns for each claim; what it embeds is embedded in one batch.

    Args:
        most: groups of each claim that are compared, as for `compare`.
    """
    if not asked:
        return []
    vectors = embedder.embed_queries([claim for claim, _ in asked])
    with one_blas_thread():
        read = [
            _take_apart(claim, vector, rarity)
            for (claim, _), vector in zip(asked, vectors, strict=True)
        ]
        chosen = [
            _nearest([choose_quote(claim, group) for group in groups], claim, most)
            for claim, (_, groups) in zip(read, asked, strict=True)
        ]
    quoted = [text for quotes in chosen for quote in quotes for text in quote.texts]
    texts = list(dict.fromkeys([*(claim for claim, _ in asked), *quoted]))
    tokens = dict(zip(texts, embedder.embed_tokens(texts), strict=True))
    with one_blas_thread():
        return [
            [
                _compared(claim, group, quote, tokens) if quote.places else None
                for group, quote in zip(groups, quotes, strict=True)
            ]
            for claim, (_, groups), quotes in zip(read, asked, chosen, strict=True)
        ]


def _take_apart(claim: str, vector: NDArray[np.float32], rarity: Rarity) -> Claim:
    reading = read_words(claim)
    stems = list(dict.fromkeys(word.term for word in reading.content))
    idf = rarity(stems)
    total = sum(idf[stem] for stem in stems) or 1.0
    return Claim(reading, {stem: idf[stem] / total for stem in stems}, vector)


def _nearest(quotes: list[Quoted], claim: Claim, most: int | None) -> list[Quoted]:
    """Empty all but the nearest quotes."""
    if most is None or len(quotes) <= most:
        return quotes
    near = [
        quote.cosine_quote
        + claim.share(frozenset().union(*(read_words(text).terms for text in quote.texts)))
        for quote in quotes
    ]
    kept = sorted(range(len(quotes)), key=lambda at: -near[at])[:most]
    return [quote if at in kept else NO_QUOTE for at, quote in enumerate(quotes)]


def _compared(
    claim: Claim,
    group: Sequence[EvidencePassage],
    quote: Quoted,
    tokens: Mapping[str, TokenVectors],
) -> Compared:
    quoted = [read_words(text) for text in quote.texts]
    around = [read_words(text) for passage in group for text in passage.texts]
    around += [read_words(passage.context) for passage in group if passage.context]
    terms = frozenset().union(*(reading.terms for reading in quoted))
    everywhere = frozenset().union(*(reading.terms for reading in around))
    met = met_words(claim.reading, tokens[claim.reading.text], [tokens[t] for t in quote.texts])
    missing = missing_parts(claim.reading, quoted, around)
    conflicts = find_conflicts(claim.reading, quoted)
    features = ClaimFeatures(
        cosine=quote.cosine,
        cosine_quote=quote.cosine_quote,
        overlap=claim.share(terms),
        around=claim.share(everywhere),
        match=mean_met(claim, met, (0, len(claim.reading.text))) or 0.0,
        worst_miss=worst_miss(claim, met),
        worst_clause=min(clause_means(claim, met), default=0.0),
        order=shared_order(claim.reading, quoted),
        numbers_missing=missing.numbers,
        numbers_apart=missing.numbers_apart,
        names_missing=missing.names,
        names_apart=missing.names_apart,
        turned=float(
            any(conflict.kind in _TURNED for conflict in conflicts)
            or lacks_denial(claim.reading, quoted)
        ),
        conflict=float(bool(conflicts)),
    )
    return Compared(features, quote.places, conflicts, " ".join(quote.closest))
