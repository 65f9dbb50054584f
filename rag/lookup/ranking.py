"""Which documents a claim may cite, and the passage of each that comes nearest.

A paper is cited for a sentence that may stand anywhere in it, or for the whole of it, so documents
are ranked by all of their passages that were found, not by the best one alone. The weights are
fitted by `python -m quoth.eval.fitting.lookup_fit`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.index.types import Document, Filters, Hit, Passage
from quoth.rag.lookup.holders import holders_of
from quoth.rag.lookup.quotes import best_score, claim_words, score_sentences
from quoth.rag.retriever import DEPTH, fuse
from quoth.rag.support.evidence import EvidencePassage, evidence_of_hits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quoth.index.library import Candidates, Library

__all__ = [
    "RANK_FEATURES",
    "Found",
    "Ranked",
    "documents_with_features",
    "find_documents",
    "passages_for",
    "rank_features",
]

RANK_FEATURES = ("fused", "words", "meaning", "coverage", "length")

# By the command above, on 600 of SciFact's training claims over 5,183 abstracts and 600 of
# SciSumm's training sentences over 779 papers, cross-validated by cited paper: the first document
# is cited for 0.525 [0.496, 0.552], one of the first ten for 0.788; by the fused score of the best
# passage for 0.481 [0.452, 0.508] and 0.760.
_WEIGHTS = (0.33, 0.22, 1.04, 0.38, -0.61)
# Of the sum of exp((cosine - 0.5) * 10) over a document's passages: between the best one (a larger
# factor) and their number.
_SHARPNESS = 10.0
_READ = 3  # passages of a document whose sentences are compared with the claim


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a search found for a claim, best first.

    Attributes:
        passages: ids of each document's passages that were found, best first.
        scores: fused, of each passage.
    """

    order: tuple[str, ...]
    passages: Mapping[str, tuple[int, ...]]
    scores: Mapping[int, float]
    candidates: Candidates
    query_vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that may speak to a claim.

    Attributes:
        scores: of its sentences, as `score_sentences` gives them.
    """

    hit: Hit
    evidence: EvidencePassage
    scores: tuple[float, ...]


def passages_for(
    library: Library, claim: str, *, k: int, filters: Filters | None = None
) -> list[Ranked]:
    """Return the k passages that come nearest to a claim, rank 1..k; no entry of a reference list.

    Of each document comes the passage with the nearest sentence; where there are fewer than k
    documents, the next passages of each follow.

    Args:
        claim: as `embed_text` makes it, not empty.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    found = find_documents(library, claim, filters=filters)
    chosen = found.order[:k]
    read = max(_READ, math.ceil(k / len(chosen))) if chosen else 0
    ids = [i for document in chosen for i in found.passages[document][:read]]
    stored = library.passages(ids)
    hits = [_hit(stored[i], found) for i in ids if i in stored]
    words = claim_words(claim, found.query_vector, library.rarity)
    ranked = defaultdict(list)
    for hit, evidence in zip(hits, evidence_of_hits(library, hits), strict=True):
        if evidence.spans:
            scores = tuple(score_sentences(words, evidence))
            ranked[hit.document.id].append(Ranked(hit, evidence, scores))
    for some in ranked.values():
        some.sort(key=lambda one: -best_score(one.evidence, one.scores))
    turns = [some[turn : turn + 1] for turn in range(read) for some in ranked.values()]
    return [_at(one, rank) for rank, one in enumerate([o for t in turns for o in t][:k], 1)]


def find_documents(library: Library, claim: str, *, filters: Filters | None = None) -> Found:
    """Return the documents with a passage near a claim by meaning or by words, best first.

    Args and raises as `passages_for`.
    """
    found, rows = documents_with_features(library, claim, filters=filters)
    sums = [sum(w * v for w, v in zip(_WEIGHTS, row, strict=True)) for row in rows]
    order = sorted(range(len(sums)), key=lambda at: (-sums[at], at))
    return replace(found, order=tuple(found.order[at] for at in order))


def documents_with_features(
    library: Library, claim: str, *, filters: Filters | None = None
) -> tuple[Found, list[list[float]]]:
    """Return the documents found, in the order of their best passages, and a row for each.

    Args and raises as `passages_for`.
    """
    candidates, vector = library.candidates(claim, depth=DEPTH, filters=filters)
    snapshot = library.snapshot()
    if snapshot is None:
        return Found((), {}, {}, candidates, vector), []
    holders = holders_of(library, snapshot)
    homes = {i: holders.homes[i] for i in candidates.dense if i in holders.homes}
    scores = fuse(candidates, homes)
    passages: defaultdict[str, list[int]] = defaultdict(list)
    for i in sorted(scores, key=lambda i: (-scores[i], i)):
        if homes[i] in candidates.documents:
            passages[homes[i]].append(i)
    by_document = {document: tuple(ids) for document, ids in passages.items()}
    found = Found(tuple(by_document), by_document, scores, candidates, vector)
    coverage = holders.coverage(claim, list(found.order))
    return found, rank_features(found, coverage) if found.order else []


def rank_features(found: Found, coverage: Sequence[float]) -> list[list[float]]:
    """Return a row a document, in the order of RANK_FEATURES, each of mean 0 and deviation 1.

    fused: of its best passage. words: the BM25 scores of its passages together. meaning: a soft
    maximum of the cosines of its passages. coverage: the share of the claim's words that it has.
    length: the logarithm of its passages, by which sums over many and over few can be compared.
    """
    import numpy as np

    candidates = found.candidates
    rows = []
    for document, covered in zip(found.order, coverage, strict=True):
        ids = found.passages[document]
        words = sum(candidates.lexical.get(i, 0.0) for i in ids)
        meaning = sum(math.exp((candidates.dense[i] - 0.5) * _SHARPNESS) for i in ids)
        length = math.log(max(1, candidates.documents[document].n_passages))
        rows.append([found.scores[ids[0]], words, math.log(meaning), covered, length])
    values = np.array(rows)
    scaled: list[list[float]] = (
        (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-9)
    ).tolist()
    return scaled


def _hit(passage: Passage, found: Found) -> Hit:
    document: Document = found.candidates.documents[passage.document_id]
    dense, lexical = found.candidates.dense, found.candidates.lexical
    score = found.scores[passage.id]
    return Hit(passage, document, score, 1, dense.get(passage.id), lexical.get(passage.id))


def _at(one: Ranked, rank: int) -> Ranked:
    return replace(one, hit=replace(one.hit, rank=rank))
